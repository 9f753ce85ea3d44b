/// Another plan laid over a night that was: the same readings and the same acts, judged by its budget and its triggers.
public struct PlanOverlay: Sendable {
    /// A trigger or a budget line that would have turned red.
    public struct Firing: Sendable, Equatable {
        public enum What: Sendable, Equatable {
            case trigger(wave: String, name: String)
            case line(String)
        }

        public var what: What
        public var at: Stamp
        /// What was measured then.
        public var says: String
    }

    private var night: Night
    private var follower: CommandFollower
    private var burning: Set<String> = []
    public private(set) var firings: [Firing] = []

    /// No night fires more often than somebody can read.
    static let mostFirings = 10_000

    public init(plan: Plan, at start: Stamp) {
        night = Night(plan: plan, at: start)
        follower = CommandFollower(plan: plan, at: start)
    }

    public mutating func take(_ observed: Observed) {
        night.take(observed)
        if case .sweepEnded = observed.what { look(at: observed.at) }
    }

    public mutating func take(_ event: NightEvent, at stamp: Stamp) {
        follower.take(event, at: stamp)
        night.take(contexts: follower.contexts)
        switch event {
        case .acknowledged(let wave, let trigger):
            place(of: wave).map { night.acknowledge(trigger: trigger, ofWave: $0, at: stamp) }
        case .attested(let wave, let gate, let by, let note, let artifact):
            place(of: wave).map {
                night.attest(gate: gate, ofWave: $0, by: by, note: note, artifact: artifact, at: stamp)
            }
        default: break
        }
        if night.take(tick: stamp) { look(at: stamp) }
    }

    /// Time passed in which nothing was recorded.
    public mutating func take(tick stamp: Stamp) {
        if night.take(tick: stamp) { look(at: stamp) }
    }

    private func place(of wave: String) -> Int? { night.plan.waves.firstIndex { $0.name == wave } }

    private mutating func look(at stamp: Stamp) {
        let snapshot = night.snapshot(at: stamp)
        for wave in snapshot.waves {
            for trigger in wave.triggers {
                note(
                    .trigger(wave: wave.plan.name, name: trigger.name), "trigger \(wave.plan.name) \(trigger.name)",
                    burns: trigger.state.kind == .red, says: trigger.state.says, at: stamp)
            }
        }
        for line in snapshot.budget {
            note(
                .line(line.plan.name), "line \(line.plan.name)", burns: line.standing == .breached,
                says: line.value.value.map { "\($0)" } ?? "", at: stamp)
        }
    }

    private mutating func note(_ what: Firing.What, _ key: String, burns: Bool, says: String, at stamp: Stamp) {
        guard burns else {
            burning.remove(key)
            return
        }
        guard burning.insert(key).inserted, firings.count < Self.mostFirings else { return }
        firings.append(Firing(what: what, at: stamp, says: says))
    }
}
