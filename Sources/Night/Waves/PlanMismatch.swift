/// Why a plan cannot go on with a night: it does not have what was done and is not undone, as it was done. Its undo
/// would take back something else.
public enum PlanMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// The wave's newest step that is not undone.
    case noSuchWave(String, step: StepID)
    case noSuchPhase(Phase, ofWave: String)
    /// Another step, or none, is in the place of one that was begun.
    case otherStep(StepID, ofWave: String)
    /// The plan has a step in a way that the wave has behind it, and it was never begun.
    case neverBegun(StepID, ofWave: String, phase: Phase)

    public var description: String {
        switch self {
        case .noSuchWave(let wave, let step):
            "wave \(wave) is in the plan no more, and its \(step.words) was begun and is not undone"
        case .noSuchPhase(let phase, let wave):
            "wave \(wave) has been on its way to \(phase.rawValue), and the plan's pattern for it knows no such phase"
        case .otherStep(let step, let wave):
            "wave \(wave), \(step.words) is not the step that was begun there and is not undone"
        case .neverBegun(let step, let wave, let phase):
            "wave \(wave) stands at \(phase.rawValue), and \(step.words), which the plan has before that, was never begun"
        }
    }

    /// Nil: the plan has all that the wave has behind it. A wave that is closed is beyond undoing.
    init?(of plan: Plan, wave name: String, _ sum: WaveSum) {
        guard sum.standing != .closed else { return nil }
        guard let wave = plan.waves.first(where: { $0.name == name }) else {
            guard let deed = sum.deeds.last else { return nil }
            self = .noSuchWave(name, step: deed.id)
            return
        }
        let phases = [sum.phase] + [sum.heading].compactMap { $0 }
        if let phase = phases.first(where: { !wave.pattern.phases.contains($0) }) {
            self = .noSuchPhase(phase, ofWave: name)
            return
        }
        let planned = WaveRecord(plan: wave, at: sum.since)
        let other = sum.deeds.first { deed in
            planned.index(of: deed.id).map { !planned.steps[$0].plan.isSame(as: deed.plan) } ?? true
        }
        if let other {
            self = .otherStep(other.id, ofWave: name)
            return
        }
        let behind = wave.pattern.phases.prefix { $0 != sum.phase } + [sum.phase]
        let neverBegun = planned.steps.first { step in
            behind.contains(step.id.phase) && !sum.deeds.contains { $0.id == step.id }
        }
        guard let neverBegun, !sum.goesBack else { return nil }
        self = .neverBegun(neverBegun.id, ofWave: name, phase: sum.phase)
    }
}

extension StepPlan {
    /// But for secrets, which the record of a night does not hold: a password may be another by now.
    fileprivate func isSame(as other: StepPlan) -> Bool { withoutSecrets == other.withoutSecrets }

    private var withoutSecrets: StepPlan {
        var plan = self
        plan.act = act.withoutSecrets
        plan.undo = undo?.withoutSecrets
        return plan
    }
}

extension StepPlan.Act {
    fileprivate var withoutSecrets: Self {
        guard case .http(var call) = self else { return self }
        call.endpoint = call.endpoint.withoutSecrets
        return .http(call)
    }
}
