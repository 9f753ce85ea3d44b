import CCurl
import Synchronization

/// libcurl's handles, each with the connection it keeps open from one call to the next.
final class Connections: Sendable {
    private let idle = Mutex<[Handle]>([])

    private static let mostIdle = 4
    /// Once, before anything else of libcurl's.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    deinit {
        for handle in idle.withLock({ $0 }) { curl_easy_cleanup(handle.call) }
    }

    /// The answer, and where it sends to instead.
    func exchange(_ request: WebRequest) throws(WebError) -> (WebAnswer, location: String?) {
        guard Self.isReady, let handle = idle.withLock({ $0.popLast() }) ?? Handle() else {
            throw .nothingSent("libcurl cannot begin a call")
        }
        defer { keep(handle) }
        return try handle.exchange(request)
    }

    private func keep(_ handle: Handle) {
        let isKept = idle.withLock { idle in
            guard idle.count < Self.mostIdle else { return false }
            idle.append(handle)
            return true
        }
        if !isKept { curl_easy_cleanup(handle.call) }
    }
}

/// Unchecked: whoever took it out of the idle ones has it alone.
struct Handle: @unchecked Sendable {
    let call: UnsafeMutableRawPointer

    init?() {
        guard let call = curl_easy_init() else { return nil }
        self.call = call
    }
}
