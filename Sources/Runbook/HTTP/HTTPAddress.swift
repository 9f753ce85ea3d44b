import CCurl

struct HTTPAddressError: Error, CustomStringConvertible {
    let description: String
}

/// Where a call goes, as it may be shown: without the user and the query, which may hold secrets.
struct HTTPAddress: CustomStringConvertible {
    let description: String

    /// Why nothing can be sent there; nil: it can.
    static func obstacle(to text: String) -> String? {
        do throws(HTTPAddressError) {
            _ = try HTTPAddress(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    init(_ text: String) throws(HTTPAddressError) {
        let url = curl_url()
        defer { curl_url_cleanup(url) }
        let code = curl_url_set(url, CURLUPART_URL, text, 0)
        guard code == CURLUE_OK else {
            throw HTTPAddressError(description: "the URL cannot be read: \(String(cString: curl_url_strerror(code)))")
        }
        func part(_ which: CURLUPart) -> String? {
            var found: UnsafeMutablePointer<CChar>?
            guard curl_url_get(url, which, &found, 0) == CURLUE_OK, let found else { return nil }
            defer { curl_free(found) }
            return String(cString: found)
        }
        guard let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https" else {
            throw HTTPAddressError(description: "the URL is neither http nor https")
        }
        let port = part(CURLUPART_PORT).map { ":\($0)" } ?? ""
        let query = part(CURLUPART_QUERY) == nil ? "" : "?…"
        description = "\(scheme)://\(part(CURLUPART_HOST) ?? "")\(port)\(part(CURLUPART_PATH) ?? "")\(query)"
    }
}
