extension StepPlan {
    /// From here on the target's topics are written for themselves, and nothing in the plan makes them mirrors again.
    public var promotesForGood: Bool { act == .link(.promote) && undo == nil }
}

extension WavePlan {
    /// On its way to this phase.
    public func promotesForGood(by phase: Phase) -> Bool {
        steps.contains { $0.steps.contains(where: \.promotesForGood) && pattern.has(phase, reached: $0.phase) }
    }
}

extension WaveEvidence {
    /// What no record count tells of the way back: nil while nothing of the wave is promoted.
    var promotionPrice: String? {
        let mayHaveBegun = wavePlan.steps.contains { steps in
            steps.steps.contains(where: \.promotesForGood) && progress.mayHaveBegun(steps.phase)
        }
        guard mayHaveBegun else { return nil }
        switch bridge.service?.promoted(inWave: wavePlan.name, at: moment) {
        case 0?: return nil
        case let promoted?: return "\(promoted.counted("topic")) promoted, taken back by hand only"
        case nil: return "promoted topics, taken back by hand only"
        }
    }
}
