#include <curl/curl.h>

// libcurl's options are variadic macros, which Swift cannot call: one function for each type of value. Each answers
// whether libcurl took it.
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
static inline CURLcode cc_login_with_password(CURL *call) {
    return curl_easy_setopt(call, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
}
static inline CURLcode cc_login_with_token(CURL *call) {
    return curl_easy_setopt(call, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
}
// `words` holds CURL_ERROR_SIZE bytes for as long as the call lasts; null ends that.
static inline CURLcode cc_set_words(CURL *call, char *words) {
    return curl_easy_setopt(call, CURLOPT_ERRORBUFFER, words);
}
// A name server that does not answer holds up no call beyond its time.
static inline CURLcode cc_leave_names_unresolved(CURL *call) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(call, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)call;
    return CURLE_OK;
#endif
}
static inline long cc_number(CURL *call, CURLINFO which) {
    long number = 0;
    curl_easy_getinfo(call, which, &number);
    return number;
}
// Null where there is none; it lives as long as the call does not begin anew.
static inline const char *cc_text(CURL *call, CURLINFO which) {
    char *text = 0;
    curl_easy_getinfo(call, which, &text);
    return text;
}
