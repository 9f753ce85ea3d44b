import Night

/// Plays the demo's night unattended, by the same acts as the keys: the first wave goes all the way, the second until a
/// trigger turns red, and then back.
struct Autopilot {
    enum Play: Equatable {
        case wait(for: String)
        case act(Act, words: String)
        case done(String)
        case failed(String)
    }

    private static let goes = 0
    private static let goesBack = 1
    /// Who presses the key reads what turned red first.
    private static let reading = Duration.seconds(2)

    private var hasTurnedBack = false

    mutating func play(_ snapshot: Snapshot) -> Play {
        guard snapshot.waves.count > Self.goesBack else { return .failed("the plan has no two waves") }
        let first = snapshot.waves[Self.goes]
        if let red = first.reds.first {
            return .failed("\(first.plan.name) turned red: \(red.name), \(red.state.says)")
        }
        if first.state != .settled(.observing) { return forward(Self.goes, first) }
        let second = snapshot.waves[Self.goesBack]
        if hasTurnedBack { return comesBack(second) }
        if let red = second.reds.first {
            guard snapshot.at.moment - (red.state.since ?? snapshot.at.moment) >= Self.reading else {
                return .wait(for: "a look at \(red.name), which is red")
            }
            hasTurnedBack = true
            return .act(
                .turnBack(wave: Self.goesBack, typed: nil), words: "turns \(second.plan.name) back: \(red.name)")
        }
        return forward(Self.goesBack, second)
    }

    private func comesBack(_ wave: Snapshot.Wave) -> Play {
        switch wave.state {
        case .rolledBack: .done("\(wave.plan.name) is back where it was")
        case .stuck(let step, let why): .failed("\(wave.plan.name) is stuck at \(step.phase) \(step.number): \(why)")
        default: .wait(for: "\(wave.plan.name) to be back")
        }
    }

    private func forward(_ place: Int, _ wave: Snapshot.Wave) -> Play {
        let name = wave.plan.name
        switch wave.state {
        case .settled(.observing): return .wait(for: "a trigger of \(name) to turn red")
        case .settled(let phase):
            return once(wave, .arm(wave: place), "arms \(name), which is \(phase.rawValue)")
        case .armed(_, let to, _):
            return once(wave, .confirm(wave: place, typed: name), "types \(name): advance to \(to.rawValue)")
        case .stopped(_, _, let step, let why):
            return .failed("\(name) stopped at \(step.phase.rawValue) \(step.number): \(why)")
        case .advancing(_, let to, _): return .wait(for: "\(name) to be \(to.rawValue)")
        case .rollingBack, .stuck, .interrupted, .rolledBack, .closed, nil:
            return .failed("\(name) does not go forward")
        }
    }

    /// A person looks at the gates before arming, too.
    private func once(_ wave: Snapshot.Wave, _ act: Act, _ words: String) -> Play {
        let gate = wave.gates.first { $0.blocks && $0.verdict != .pass }
        return gate.map { .wait(for: "gate \($0.plan.name) of \(wave.plan.name)") } ?? .act(act, words: words)
    }
}
