import Night
import Testing

@testable import Web

extension WebClient {
    /// Far longer than anything here takes.
    func call(
        _ method: String = "GET", _ path: String = "", body: String? = nil, query: [(String, String)] = []
    ) -> Result<WebAnswer, WebError> {
        call(method, path, body: body, query: query, patience: .seconds(30))
    }
}

extension Result<WebAnswer, WebError> {
    var error: WebError? {
        if case .failure(let error) = self { error } else { nil }
    }

    var text: String? { (try? get()).map { String(decoding: $0.body, as: UTF8.self) } }
}
