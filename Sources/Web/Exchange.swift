import CCurl
import Glibc
import Night

extension Handle {
    /// One request, one answer.
    func exchange(_ request: WebRequest) throws(WebError) -> (WebAnswer, location: String?) {
        // Its connections stay.
        curl_easy_reset(call)
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        for line in try request.headerLines() { headers = curl_slist_append(headers, line) }
        cc_set_headers(call, headers)
        bound(request)
        address(request)
        try identify(as: request.endpoint)
        var body = BoundedBody(limit: request.longestBody)
        // A little more than libcurl says it will write.
        var words = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE) + 1)
        let code = words.withUnsafeMutableBufferPointer { words in
            withUnsafeMutablePointer(to: &body) { body in
                cc_set_words(call, words.baseAddress)
                cc_set_body(call, takeBody, body)
                defer { cc_set_words(call, nil) }
                return curl_easy_perform(call)
            }
        }
        let answer = WebAnswer(
            status: cc_number(call, CURLINFO_RESPONSE_CODE), body: body.bytes,
            contentType: cc_text(call, CURLINFO_CONTENT_TYPE).map { String(cString: $0) })
        if body.isCut { throw .tooLong(start: answer) }
        guard code == CURLE_OK else { throw failure(code, words, of: request) }
        return (answer, cc_text(call, CURLINFO_REDIRECT_URL).map { String(cString: $0) })
    }

    private func bound(_ request: WebRequest) {
        let whole = request.patience
        // A server that is not there is told from one that thinks: it has most of the time left.
        let connecting = max(min(whole, .seconds(1)), min(whole / 3, .seconds(10)))
        cc_set_number(call, CURLOPT_TIMEOUT_MS, whole.inMilliseconds)
        cc_set_number(call, CURLOPT_CONNECTTIMEOUT_MS, connecting.inMilliseconds)
        cc_set_number(call, CURLOPT_NOSIGNAL, 1)
        cc_leave_names_unresolved(call)
    }

    private func address(_ request: WebRequest) {
        cc_set_text(call, CURLOPT_URL, request.address.text)
        // The plan names who is asked. A proxy out of the environment would be somebody else, and be told the secrets.
        cc_set_text(call, CURLOPT_PROXY, "")
        cc_set_number(call, CURLOPT_FOLLOWLOCATION, 0)
        cc_set_number(call, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        cc_set_text(call, CURLOPT_USERAGENT, "switchback")
        // Whatever libcurl can undo; what is bounded is what comes out of it.
        cc_set_text(call, CURLOPT_ACCEPT_ENCODING, "")
        // On a connection that was kept, libcurl says the same again when it turns out to be dead. Whoever acts acts once.
        if !request.onlyReads { cc_set_number(call, CURLOPT_FRESH_CONNECT, 1) }
        // Some servers want a length of what is written to them, be it 0.
        if let body = request.body ?? (["POST", "PUT", "PATCH"].contains(request.method) ? "" : nil) {
            cc_set_number(call, CURLOPT_POSTFIELDSIZE, body.utf8.count)
            cc_set_text(call, CURLOPT_COPYPOSTFIELDS, body)
        }
        if request.method == "HEAD" { cc_set_number(call, CURLOPT_NOBODY, 1) }
        cc_set_text(call, CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func identify(as endpoint: EndpointPlan) throws(WebError) {
        if let token = endpoint.token?.revealed {
            guard token.isOneLine else { throw .misconfigured("the token is not one line of text") }
            cc_login_with_token(call)
            cc_set_text(call, CURLOPT_XOAUTH2_BEARER, token)
        } else if let user = endpoint.user?.revealed {
            cc_login_with_password(call)
            cc_set_text(call, CURLOPT_USERNAME, user)
            cc_set_text(call, CURLOPT_PASSWORD, endpoint.password?.revealed ?? "")
        }
        if let ca = endpoint.ca {
            cc_set_text(call, CURLOPT_CAINFO, ca)
            // Not beside the system's, but instead of them.
            cc_set_text(call, CURLOPT_CAPATH, nil)
        }
        if let certificate = endpoint.certificate {
            cc_set_text(call, CURLOPT_SSLCERT, certificate)
            cc_set_text(call, CURLOPT_SSLKEY, endpoint.key ?? certificate)
        }
    }
}

extension Handle {
    private func failure(_ code: CURLcode, _ words: [CChar], of request: WebRequest) -> WebError {
        let why = why(code, words, of: request)
        // It counts what went out. Before that, nothing that goes wrong has changed anything.
        guard cc_number(call, CURLINFO_REQUEST_SIZE) > 0 else { return .nothingSent(why) }
        return code == CURLE_OPERATION_TIMEDOUT ? .outOfTime(request.patience) : .broken(why)
    }

    private func why(_ code: CURLcode, _ words: [CChar], of request: WebRequest) -> String {
        let general = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_CONNECT:
            let cause = Int32(cc_number(call, CURLINFO_OS_ERRNO))
            return cause == 0 ? general : "\(general): \(String(cString: strerror(cause)))"
        case CURLE_OPERATION_TIMEDOUT: return "no connection in time"
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            // These say what is wrong with which certificate, and may say the host.
            guard case .plain = request.endpoint.url, words.first != 0 else { return general }
            let said = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return String(decoding: said, as: UTF8.self).madeVisible
        default: return general
        }
    }
}

extension WebRequest {
    fileprivate func headerLines() throws(WebError) -> [String] {
        let names = headers.map { $0.0.lowercased() }
        // No "Expect": a server that does not know it costs a second.
        var lines = ["Expect:"]
        if !names.contains("content-type") {
            lines.append(body == nil ? "Content-Type:" : "Content-Type: application/json")
        }
        for (name, value) in headers {
            guard name.isOneLine, value.isOneLine else {
                throw .misconfigured("the header \(name.madeVisible) is not one line of text")
            }
            lines.append("\(name): \(value)")
        }
        return lines
    }
}

extension String {
    /// What a header may hold: what comes behind the end of a line would be a header of its own.
    fileprivate var isOneLine: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }
}

extension Duration {
    fileprivate var inMilliseconds: Int { Int(clamping: max(1, inNanoseconds / 1_000_000)) }
}

/// As much of a body as is wanted.
private struct BoundedBody {
    let limit: Int
    var bytes: [UInt8] = []
    var isCut = false

    mutating func take(_ given: UnsafeRawBufferPointer) -> Bool {
        let room = limit - bytes.count
        isCut = given.count > room
        bytes += given.prefix(room)
        return !isCut
    }
}

/// libcurl's: `context` is the body that `exchange` holds for the length of the call.
private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let body = context?.assumingMemoryBound(to: BoundedBody.self) else { return 0 }
    let given = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return body.pointee.take(given) ? given.count : 0
}
