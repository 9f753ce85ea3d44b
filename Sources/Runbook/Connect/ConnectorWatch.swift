import Night

/// What is to be seen of a connector, task by task, before a step is believed.
enum ConnectorGoal: Equatable {
    case paused, stopped
    /// `withTasks`: it had some, so it will have some.
    case running(withTasks: Bool)

    /// Nil: there is no going back to such a state.
    init?(restoring found: ConnectorFound) {
        switch found.state {
        case .paused: self = .paused
        case .stopped: self = .stopped
        case .running: self = .running(withTasks: found.tasks > 0)
        case .unassigned, .failed, .restarting, .other: return nil
        }
    }

    init(of act: StepPlan.ConnectorAct, from found: ConnectorFound) {
        switch act {
        case .pause: self = .paused
        case .stop: self = .stopped
        case .resume, .start, .restart, .restartFailed: self = .running(withTasks: found.tasks > 0)
        }
    }

    /// What leads there.
    var act: StepPlan.ConnectorAct {
        switch self {
        case .paused: .pause
        case .stopped: .stop
        case .running: .resume
        }
    }

    func isMet(by connector: ConnectorReading) -> Bool {
        switch self {
        case .paused: connector.state == .paused && connector.tasks.allSatisfy { $0.state == .paused }
        case .stopped: connector.state == .stopped && connector.tasks.isEmpty
        case .running(let withTasks):
            connector.state == .running && connector.tasks.allSatisfy { $0.state == .running }
                && !(withTasks && connector.tasks.isEmpty)
        }
    }

    /// How long it must stay so: what Connect says of a connector that was told to start is for a moment what it said
    /// before, and its tasks come after it.
    fileprivate func hold(for connector: ConnectorReading) -> Duration {
        switch self {
        case .paused, .stopped: .zero
        case .running: connector.tasks.isEmpty ? .seconds(3) : .seconds(1)
        }
    }
}

/// Decides, reading by reading, whether a connector is where it was sent.
struct ConnectorWatch {
    enum Answer: Equatable {
        /// What to say of it, if there is something new.
        case waiting(String?)
        case reached(String)
        case failed(String)
    }

    /// What failed before a restart is still said to have for a moment after it.
    static let failureHold = Duration.seconds(10)

    private let goal: ConnectorGoal
    private var metSince: Duration?
    private var failedSince: Duration?
    private(set) var lastWords: String?

    init(_ goal: ConnectorGoal) {
        self.goal = goal
    }

    /// `connector`: nil where Connect does not have it.
    mutating func take(_ connector: ConnectorReading?, at now: Duration) -> Answer {
        guard let connector else { return .failed("the connector is gone") }
        metSince = goal.isMet(by: connector) ? metSince ?? now : nil
        failedSince = connector.hasFailed ? failedSince ?? now : nil
        let words = connector.words
        if let metSince, now - metSince >= goal.hold(for: connector) { return .reached(words) }
        if let failedSince, now - failedSince >= Self.failureHold { return .failed("it has failed: \(words)") }
        defer { lastWords = words }
        return .waiting(words == lastWords ? nil : words)
    }

    /// A reading was lost: what happened meanwhile is not known to be nothing.
    mutating func startAgain() {
        metSince = nil
        failedSince = nil
    }
}
