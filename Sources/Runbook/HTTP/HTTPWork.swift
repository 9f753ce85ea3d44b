import Night

/// One HTTP call, and only that: no redirect is followed, for the plan names where it goes.
struct HTTPWork: StepWork {
    /// When the plan gives the step no deadline.
    static let patience = Duration.seconds(30)

    let call: HTTPCall
    private let patience: Duration

    init(_ call: HTTPCall, deadline: Duration?) {
        self.call = call
        // It comes to its own end before it is ended.
        patience = deadline.map { $0 * 0.9 } ?? Self.patience
    }

    func look() -> StepLook {
        do throws(HTTPAddressError) {
            let address = try HTTPAddress(call.url)
            let body = call.body.map { " with a body of \($0.utf8.count) bytes" } ?? ""
            return .ready(found: .none, would: ["\(call.method) \(address)\(body), expecting \(expected)"])
        } catch {
            return .refused("\(error)")
        }
    }

    func act(_ say: (String) -> Void) -> StepEnd {
        if let obstacle = HTTPAddress.obstacle(to: call.url) { return .failed(obstacle) }
        switch HTTPExchange.make(call, patience: patience) {
        case .answered(let status, let firstLine):
            let answer = SafeLine.of(firstLine.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(firstLine)")
            say(answer)
            if accepts(status) { return .done("HTTP \(status)") }
            return .failed("\(answer), expected \(expected)")
        case .nothingSent(let why): return .failed(why)
        case .outOfTime: return .outOfTime("no answer; nobody can tell whether the call was carried out")
        case .broken(let why): return .lost("\(why); nobody can tell whether the call was carried out")
        }
    }

    func observe() -> StepSight { .seen("its answer was as expected; nothing else observes it") }

    /// The plan spells out an undo as a call of its own, or there is none.
    func undo(_ say: (String) -> Void) -> StepEnd { .done("nothing to undo") }
    func observeUndo() -> StepSight { .seen("nothing to undo") }

    private func accepts(_ status: Int) -> Bool { call.expect.map { $0 == status } ?? (200..<300 ~= status) }

    private var expected: String { call.expect.map { "HTTP \($0)" } ?? "HTTP 2xx" }
}
