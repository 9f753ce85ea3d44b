import Night

/// Plays the demo's night unattended, by the same acts as the keys: the first wave goes all the way, the second until a
/// trigger turns red, and then back.
struct Autopilot {
    enum Play: Equatable {
        case wait
        case act(Act)
        case done(String)
    }

    private static let goes = 0
    private static let goesBack = 1

    private var hasTurnedBack = false

    mutating func play(_ snapshot: Snapshot) -> Play {
        guard snapshot.waves.count > Self.goesBack else { return .done("the plan has no two waves") }
        if snapshot.waves[Self.goes].state != .settled(.observing) { return forward(Self.goes, snapshot) }
        let wave = snapshot.waves[Self.goesBack]
        if hasTurnedBack {
            return wave.state == .rolledBack ? .done("\(wave.plan.name) is back where it was") : .wait
        }
        if let red = wave.reds.first, red.state.kind == .red {
            hasTurnedBack = true
            return .act(.turnBack(wave: Self.goesBack, typed: nil))
        }
        return forward(Self.goesBack, snapshot)
    }

    private func forward(_ place: Int, _ snapshot: Snapshot) -> Play {
        let wave = snapshot.waves[place]
        switch wave.state {
        case .settled, .rolledBack: return mayArm(wave) ? .act(.arm(wave: place)) : .wait
        case .armed(_, _, _):
            guard wave.gates.allSatisfy({ !$0.blocks || $0.verdict == .pass }) else { return .wait }
            return .act(.confirm(wave: place, typed: wave.plan.name))
        case .stopped, .interrupted: return .act(.retry(wave: place))
        case .advancing, .rollingBack, .stuck, .closed, nil: return .wait
        }
    }

    /// A person looks at the gates before arming, too.
    private func mayArm(_ wave: Snapshot.Wave) -> Bool {
        wave.state != .settled(.observing) && wave.gates.allSatisfy { !$0.blocks || $0.verdict == .pass }
    }
}
