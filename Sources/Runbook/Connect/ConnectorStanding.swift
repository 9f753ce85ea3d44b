import Night

/// What a connector was like before a step, which is what the way back restores.
struct ConnectorFound: Codable, Equatable {
    var state: ConnectorState
    var tasks: Int
}

extension ConnectorReading {
    /// "RUNNING with 3 tasks", "RUNNING, tasks: 2 RUNNING, 1 FAILED (too large)".
    var words: String {
        let states = Set(tasks.map(\.state.word)).sorted()
        let counts = states.map { word in "\(tasks.count { $0.state.word == word }) \(word)" }
        let trace = (trace ?? tasks.lazy.compactMap(\.trace).first).map { " (\($0))" } ?? ""
        if states.isEmpty || states == [state.word] {
            return "\(state.word) with \(counted(tasks.count, "task"))\(trace)"
        }
        return "\(state.word), tasks: \(counts.joined(separator: ", "))\(trace)"
    }

    /// A RUNNING connector may have no task that runs.
    var hasFailed: Bool { state == .failed || tasks.contains { $0.state == .failed } }

    /// It runs, or could at any moment.
    var mayRun: Bool {
        !([state] + tasks.map(\.state)).allSatisfy { [.stopped, .paused, .failed].contains($0) }
    }
}

extension StepPlan.Side {
    var other: Self { self == .sourceSide ? .targetSide : .sourceSide }
}

extension StepPlan.ConnectorAct {
    /// Tasks run after it, that may have run nowhere before.
    var startsTasks: Bool {
        switch self {
        case .resume, .start, .restart, .restartFailed: true
        case .pause, .stop: false
        }
    }

    var isRestart: Bool { self == .restart || self == .restartFailed }

    /// The first Connect that has it.
    var since: (major: Int, minor: Int)? {
        switch self {
        case .stop: (3, 5)
        case .restart, .restartFailed: (3, 0)
        case .pause, .resume, .start: nil
        }
    }

    /// Why it would not do what it says to such a connector; nil: it would.
    func obstacle(on connector: ConnectorReading) -> String? {
        if isRestart {
            guard connector.state == .paused || connector.state == .stopped else { return nil }
            return "it is \(connector.words), and a restart would not start it"
        }
        return connector.hasFailed ? "it has failed: \(connector.words); restart what failed first" : nil
    }
}

extension ConnectWorker {
    /// False where it says so; a version nobody can read may have anything.
    func has(_ act: StepPlan.ConnectorAct) -> Bool {
        let parts = version.split(separator: ".").prefix(2).map { Int($0) }
        guard let since = act.since, parts.count == 2, let major = parts[0], let minor = parts[1] else { return true }
        return (major, minor) >= since
    }
}
