import CCrypto
import Glibc
import Night
import Web

/// Who asks AutoMQ's control plane, shown by a signature over the request: an HMAC with SHA-256 and a key derived from
/// the secret one, the date and the service, in the manner of AWS's version 4.
struct RequestSignature {
    let accessKey: String
    let secretKey: String

    private static let scheme = "AUTOMQ-HMAC-SHA256"
    private static let scope = ["private", "cmp", "cmp_request"]

    /// The headers to send with such a request, its date and signature among them. `query` is in the order of its names.
    func headers(
        for call: ServiceCalls.Call, at place: (host: String, path: String), now: WallTime
    ) -> [(String, String)] {
        let date = now.utcDate
        let headers = call.headers + [("X-Automq-Date", date)]
        let signed = (headers + [("Host", place.host)]).map { ($0.0.lowercased(), $0.1) }.sorted { $0.0 < $1.0 }
        let names = signed.map(\.0).joined(separator: ";")
        let canonical = [
            call.verb.rawValue, place.path,
            call.query.map { "\($0.asPathSegment)=\($1.asPathSegment)" }.joined(separator: "&"),
            signed.map { "\($0):\($1)\n" }.joined(), names, Self.digest(of: call.body ?? ""),
        ].joined(separator: "\n")
        let scope = ([String(date.prefix(8))] + Self.scope).joined(separator: "/")
        let told = [Self.scheme, date, scope, Self.digest(of: canonical)].joined(separator: "\n")
        let signature = Self.hex(Self.hmac(told, key: signingKey(on: String(date.prefix(8)))))
        let identity = "\(Self.scheme) Credential=\(accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        return headers + [("Authorization", identity)]
    }

    private func signingKey(on day: String) -> [UInt8] {
        ([day] + Self.scope).reduce(Array("AUTOMQ\(secretKey)".utf8)) { key, part in Self.hmac(part, key: key) }
    }

    private static func hmac(_ text: String, key: [UInt8]) -> [UInt8] {
        let bytes = Array(text.utf8)
        var code = [UInt8](repeating: 0, count: 32)
        // Where libcrypto has no SHA-256 the service refuses the zeros.
        _ = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, bytes, bytes.count, &code, code.count, nil)
        return code
    }

    private static func digest(of text: String) -> String {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        _ = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        return hex(digest)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension WallTime {
    /// "20260102T030405Z".
    fileprivate var utcDate: String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(parts.tm_year + 1_900)\(two(parts.tm_mon + 1))\(two(parts.tm_mday))"
        return "\(day)T\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))Z"
    }

    static func now() -> WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
