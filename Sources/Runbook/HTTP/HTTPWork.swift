import Night
import Web

/// One HTTP call, and only that: no redirect is followed, for the plan names where it goes.
struct HTTPWork: StepWork {
    private let call: HTTPCall
    private let client: WebClient
    private let patience: Duration

    /// More of an answer is not read: only its first line is shown.
    private static let longestBody = 64 << 10
    /// When the plan gives the step no deadline.
    private static let patience = Duration.seconds(30)

    init(_ call: HTTPCall, deadline: Duration?) {
        self.call = call
        client = WebClient(call.endpoint, longestBody: Self.longestBody, redirects: .answered)
        // It comes to its own end before it is ended.
        patience = deadline.map { $0 * 0.9 } ?? Self.patience
    }

    /// Why it cannot be sent; nil: it can.
    var obstacle: String? { client.obstacle }

    func look() -> StepLook {
        if let obstacle { return .refused(obstacle) }
        let body = call.body.map { " with a body of \($0.utf8.count) bytes" } ?? ""
        return .ready(found: .none, would: ["\(call.method) \(client.address)\(body), expecting \(expected)"])
    }

    func act(_ say: (String) -> Void) -> StepEnd {
        switch client.call(call.method, "", body: call.body, patience: patience) {
        case .success(let answer), .failure(.tooLong(let answer)): return end(answer, say)
        case .failure(.outOfTime): return .outOfTime("no answer; \(Self.nobodyCanTell)")
        case .failure(let error):
            return error.leavesUnknown ? .lost("\(error); \(Self.nobodyCanTell)") : .failed("\(error)")
        }
    }

    func observe() -> StepSight { .seen("its answer was as expected; nothing else observes it") }

    /// The plan spells out an undo as a call of its own, or there is none.
    func undo(_ say: (String) -> Void) -> StepEnd { .done("nothing to undo") }
    func observeUndo() -> StepSight { .seen("nothing to undo") }

    private static let nobodyCanTell = "nobody can tell whether the call was carried out"

    private func end(_ answer: WebAnswer, _ say: (String) -> Void) -> StepEnd {
        let line = answer.body.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first ?? []
        let told = client.withoutSecrets(String(decoding: line, as: UTF8.self))
        let said = SafeLine.of("HTTP \(answer.status)\(told.isEmpty ? "" : ": ")\(told)")
        say(said)
        return accepts(answer.status) ? .done("HTTP \(answer.status)") : .failed("\(said), expected \(expected)")
    }

    private func accepts(_ status: Int) -> Bool { call.expect.map { $0 == status } ?? (200..<300 ~= status) }

    private var expected: String { call.expect.map { "HTTP \($0)" } ?? "HTTP 2xx" }
}
