extension Snapshot {
    public struct Wave: Sendable, Equatable {
        public var plan: WavePlan
        /// Nil: nothing has established where it stands.
        public var phase: Phase?
        public var gates: [Gate]
        public var triggers: [Trigger]

        public init(plan: WavePlan, phase: Phase?, gates: [Gate], triggers: [Trigger]) {
            self.plan = plan
            self.phase = phase
            self.gates = gates
            self.triggers = triggers
        }
    }

    public struct Gate: Sendable, Equatable {
        public var plan: GatePlan
        public var verdict: Verdict

        public init(plan: GatePlan, verdict: Verdict) {
            self.plan = plan
            self.verdict = verdict
        }
    }

    public struct Trigger: Sendable, Equatable {
        public var plan: TriggerPlan
        public var verdict: Verdict

        public init(plan: TriggerPlan, verdict: Verdict) {
            self.plan = plan
            self.verdict = verdict
        }
    }
}
