import CCurl
import Night

/// What came of a call.
enum HTTPExchange {
    case answered(status: Int, firstLine: String)
    /// The server never saw it.
    case nothingSent(String)
    case outOfTime
    /// It ended half way.
    case broken(String)

    /// More of an answer's body is not read.
    static let longestBody = 64 << 10

    static func make(_ call: HTTPCall, patience: Duration) -> HTTPExchange {
        guard let handle = curl_easy_init() else { return .nothingSent("libcurl cannot begin a call") }
        defer { curl_easy_cleanup(handle) }
        // No "Expect": a server that does not know it costs a second.
        var headers = curl_slist_append(nil, "Expect:")
        headers = curl_slist_append(headers, call.body == nil ? "Content-Type:" : "Content-Type: application/json")
        defer { curl_slist_free_all(headers) }
        let milliseconds = Int(clamping: max(1, patience.inNanoseconds / 1_000_000))
        cc_set_headers(handle, headers)
        cc_set_text(handle, CURLOPT_URL, call.url)
        cc_set_text(handle, CURLOPT_USERAGENT, "switchback")
        cc_set_number(handle, CURLOPT_NOSIGNAL, 1)
        cc_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        cc_set_number(handle, CURLOPT_TIMEOUT_MS, milliseconds)
        // Some servers want a length of what is written to them, be it 0.
        if let body = call.body ?? (["POST", "PUT", "PATCH"].contains(call.method) ? "" : nil) {
            cc_set_number(handle, CURLOPT_POSTFIELDSIZE, body.utf8.count)
            cc_set_text(handle, CURLOPT_COPYPOSTFIELDS, body)
        }
        if call.method == "HEAD" { cc_set_number(handle, CURLOPT_NOBODY, 1) }
        cc_set_text(handle, CURLOPT_CUSTOMREQUEST, call.method)
        var body: [UInt8] = []
        let code = withUnsafeMutablePointer(to: &body) { body in
            cc_set_body(handle, takeBody, body)
            return curl_easy_perform(handle)
        }
        return exchange(code, status: cc_status(handle), body: body)
    }

    private static func exchange(_ code: CURLcode, status: Int, body: [UInt8]) -> HTTPExchange {
        // It was ended here, once there was more of it than anybody reads.
        let isCut = code == CURLE_WRITE_ERROR && body.count >= longestBody
        if code == CURLE_OK || isCut {
            let line = body.split(separator: UInt8(ascii: "\n")).first ?? []
            return .answered(status: status, firstLine: String(decoding: line, as: UTF8.self))
        }
        let why = String(cString: curl_easy_strerror(code))
        return switch code {
        case CURLE_OPERATION_TIMEDOUT: .outOfTime
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_COULDNT_RESOLVE_PROXY,
            CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_PEER_FAILED_VERIFICATION:
            .nothingSent(why)
        default: .broken(why)
        }
    }
}

/// libcurl's: `context` is the array that `make` holds for the length of the call.
private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let body = context?.assumingMemoryBound(to: [UInt8].self) else { return 0 }
    let given = UnsafeRawBufferPointer(start: bytes, count: size * count)
    body.pointee += given.prefix(HTTPExchange.longestBody - body.pointee.count)
    return body.pointee.count < HTTPExchange.longestBody ? given.count : 0
}
