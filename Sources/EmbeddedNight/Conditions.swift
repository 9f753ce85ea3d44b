/// What the script has done so far, as far as those who write, copy and read have to know it.
struct Conditions: Sendable, Equatable {
    private(set) var slowConsumers: [String: Double] = [:]
    private(set) var bridgeStalled = false
    private(set) var retryStorm = false
    private(set) var refusals = false

    mutating func apply(_ line: ScriptLine) {
        let begins = line.change == .begins
        switch line.mishap {
        case .slowConsumer(let group, let share): slowConsumers[group] = begins ? share : nil
        case .bridgeStall: bridgeStalled = begins
        case .retryStorm: retryStorm = begins
        case .refusals: refusals = begins
        case .slowTarget, .brokerDown: break
        }
    }

    /// Whether brokers are to be made to refuse requests.
    var brokersRefuse: Bool { refusals || retryStorm }
}
