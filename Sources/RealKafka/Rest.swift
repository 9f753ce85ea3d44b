import Dispatch
import Night
import Web

/// The REST of something started here, asked without holding up a thread that others need.
struct Rest: Sendable {
    let address: String
    private let web: WebClient

    init(at address: String) {
        self.address = address
        web = WebClient(EndpointPlan(url: .plain(address)))
    }

    /// Nil: no whole answer in that time.
    func call(
        _ method: String, _ path: String, query: [(String, String)] = [], body: String? = nil, within limit: Duration
    ) async -> (status: Int, body: String)? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let headers = body == nil ? [] : [("Content-Type", "application/json")]
                let answer = try? web.call(
                    method, path, body: body, query: query, headers: headers, patience: limit
                ).get()
                continuation.resume(returning: answer.map { ($0.status, String(decoding: $0.body, as: UTF8.self)) })
            }
        }
    }
}
