#include <curl/curl.h>

// libcurl's options are variadic macros, which Swift cannot call: one function for each type of value.
static inline CURLcode cc_set_number(CURL *call, CURLoption option, long value) {
    return curl_easy_setopt(call, option, value);
}
static inline CURLcode cc_set_text(CURL *call, CURLoption option, const char *value) {
    return curl_easy_setopt(call, option, value);
}
static inline CURLcode cc_set_headers(CURL *call, struct curl_slist *headers) {
    return curl_easy_setopt(call, CURLOPT_HTTPHEADER, headers);
}
// `take` is given the bytes of the answer's body and `context`; the transfer ends when it takes fewer than it was given.
static inline CURLcode cc_set_body(CURL *call, size_t (*take)(char *, size_t, size_t, void *), void *context) {
    CURLcode code = curl_easy_setopt(call, CURLOPT_WRITEFUNCTION, take);
    return code != CURLE_OK ? code : curl_easy_setopt(call, CURLOPT_WRITEDATA, context);
}
static inline long cc_status(CURL *call) {
    long status = 0;
    curl_easy_getinfo(call, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
