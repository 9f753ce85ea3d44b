extension Snapshot.Wave {
    /// A wave as the plan has it, before anything is measured.
    init(planned plan: WavePlan) {
        let gates = BuiltInGate.allCases.map { gate in
            plan.gates.first { $0.evidence == .builtIn(gate) }
                ?? GatePlan(name: gate.rawValue, evidence: .builtIn(gate))
        }
        let own = plan.gates.filter { gate in
            if case .builtIn = gate.evidence { false } else { true }
        }
        self.init(
            plan: plan,
            gates: (gates + own).map { Snapshot.Gate(plan: $0, verdict: .unknown("not measured yet")) },
            triggers: plan.triggers.map {
                Snapshot.Trigger(origin: .plan($0), state: TriggerState(kind: .unknown, says: "not judged yet"))
            })
    }
}
