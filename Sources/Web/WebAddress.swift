import CCurl

/// Where a call goes. Shown, it has neither user nor query, which may hold secrets.
struct WebAddress: Equatable, CustomStringConvertible {
    /// All of it, for libcurl.
    let text: String
    /// Scheme, host and port: what one server is known by.
    let server: String
    /// The Host header and the path, as the server sees them.
    let host: String
    let path: String
    let description: String

    init(_ text: String) throws(WebError) {
        try self.init(text, path: "", query: [])
    }

    /// `path` and `query` come behind what the text has of them. The path is percent-encoded, the query is not.
    init(_ text: String, path: String, query: [(String, String)]) throws(WebError) {
        guard let parts = Parts() else { throw .misconfigured("libcurl cannot begin a URL") }
        try parts.set(CURLUPART_URL, text)
        if !path.isEmpty {
            let base = parts[CURLUPART_PATH] ?? ""
            try parts.set(CURLUPART_PATH, (base.hasSuffix("/") ? String(base.dropLast()) : base) + path)
        }
        for (name, value) in query {
            let pair = "\(name)=\(value)"
            try parts.set(CURLUPART_QUERY, pair, flags: UInt32(CURLU_APPENDQUERY | CURLU_URLENCODE))
        }
        guard let scheme = parts[CURLUPART_SCHEME], scheme == "http" || scheme == "https" else {
            throw .misconfigured("the URL is neither http nor https")
        }
        guard let whole = parts[CURLUPART_URL], let host = parts[CURLUPART_HOST] else {
            throw .misconfigured("the URL names no host")
        }
        self.text = whole
        let named = parts[CURLUPART_PORT].map { ":\($0)" } ?? ""
        server = "\(scheme)://\(host.lowercased()):\(parts.portOrDefault)"
        self.host = host + (parts.portUnlessDefault.map { ":\($0)" } ?? "")
        self.path = parts[CURLUPART_PATH] ?? "/"
        let hasQuery = parts[CURLUPART_QUERY] != nil
        description = "\(scheme)://\(host)\(named)\(parts[CURLUPART_PATH] ?? "")\(hasQuery ? "?…" : "")"
    }
}

/// A URL in libcurl's hands.
private final class Parts {
    private let url: OpaquePointer

    init?() {
        guard let url = curl_url() else { return nil }
        self.url = url
    }

    deinit { curl_url_cleanup(url) }

    func set(_ part: CURLUPart, _ text: String, flags: UInt32 = 0) throws(WebError) {
        let code = curl_url_set(url, part, text, flags)
        guard code == CURLUE_OK else {
            throw .misconfigured("the URL cannot be read: \(String(cString: curl_url_strerror(code)))")
        }
    }

    subscript(_ part: CURLUPart) -> String? { read(part) }

    var portUnlessDefault: String? { read(CURLUPART_PORT, flags: UInt32(CURLU_NO_DEFAULT_PORT)) }
    var portOrDefault: String { read(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)) ?? "" }

    private func read(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
        var found: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &found, flags) == CURLUE_OK, let found else { return nil }
        defer { curl_free(found) }
        return String(cString: found)
    }
}

extension String {
    /// As one segment of a URL's path: `a->b` is `a-%3Eb`, and a slash in it parts nothing.
    public var asPathSegment: String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
