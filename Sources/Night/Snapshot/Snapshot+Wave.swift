extension Snapshot {
    public struct Wave: Sendable, Equatable {
        public var plan: WavePlan
        /// Nil: nothing has established where it stands.
        public var state: WaveState?
        /// Every step of the plan, in the order of the way forward.
        public var steps: [StepStanding]
        public var gates: [Gate]
        public var triggers: [Trigger]
        public var price: Price

        public init(
            plan: WavePlan, state: WaveState? = nil, steps: [StepStanding] = [], gates: [Gate] = [],
            triggers: [Trigger] = [], price: Price = Price(.unknown("nothing is known yet"))
        ) {
            self.plan = plan
            self.state = state
            self.steps = steps
            self.gates = gates
            self.triggers = triggers
            self.price = price
        }

        public var phase: Phase? { state?.phase }

        /// Red and neither acknowledged nor calm again.
        public var reds: [Trigger] { triggers.filter { $0.state.kind == .red } }
    }

    public struct Gate: Sendable, Equatable {
        public var plan: GatePlan
        /// `.unknown` also while it passes and its `for:` is not full yet.
        public var verdict: Verdict
        /// What was measured, run or attested, in words.
        public var evidence: String
        /// Of a gate that compares both sides: all it did not find alike, the worst first.
        public var differences: [Difference]
        public var takenAt: Moment?
        /// How full its `for:` is, 0 to 1.
        public var filled: Double
        /// Whether it must pass before this wave's next phase. One that is about another phase, or only advises, does
        /// not.
        public var blocks: Bool

        public init(
            plan: GatePlan, verdict: Verdict, evidence: String = "", differences: [Difference] = [],
            takenAt: Moment? = nil, filled: Double = 0, blocks: Bool = true
        ) {
            self.plan = plan
            self.verdict = verdict
            self.evidence = evidence
            self.differences = differences
            self.takenAt = takenAt
            self.filled = filled
            self.blocks = blocks
        }
    }

    public struct Trigger: Sendable, Equatable {
        public enum Origin: Sendable, Equatable {
            case plan(TriggerPlan)
            case builtIn(BuiltInTrigger)
        }

        public var origin: Origin
        public var state: TriggerState

        public init(origin: Origin, state: TriggerState) {
            self.origin = origin
            self.state = state
        }

        public var name: String {
            switch origin {
            case .plan(let plan): plan.name
            case .builtIn(let builtIn): builtIn.rawValue
            }
        }
    }

    /// What going back costs now.
    public struct Price: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case free
            case reread(records: Int64, groups: Int)
            /// Written to the target and not to the source: going back leaves them behind.
            case onlyOnTarget(records: Int64)
            case unknown(String)
        }

        public var kind: Kind
        /// A part that could not be told, and so comes on top.
        public var besides: String?

        public init(_ kind: Kind, besides: String? = nil) {
            self.kind = kind
            self.besides = besides
        }
    }

    /// Who holds the keys, and what they may do.
    public struct Command: Sendable, Equatable {
        public enum Recording: Sendable, Equatable {
            case recording
            /// Less than everything, and all events.
            case thin(to: RecordedDetail, why: String, since: Stamp)
            /// Advancing is off, going back is not.
            case failing(why: String, since: Stamp)
        }

        /// A hold or a panic, by file or from another shell: who, why, when.
        public struct Veto: Sendable, Equatable {
            public var by: String
            public var why: String
            public var since: Stamp

            public init(by: String, why: String, since: Stamp) {
                self.by = by
                self.why = why
                self.since = since
            }
        }

        public var holder: Holder
        public var since: Stamp
        /// The keys are held here, not in another process that this one watches.
        public var isHere: Bool
        /// False: every step is a dry run.
        public var executes: Bool
        public var recording: Recording
        public var hold: Veto?
        public var panic: Veto?
        /// The plan file on disk is no longer what was taken.
        public var planChanged: String?

        public init(
            holder: Holder, since: Stamp, isHere: Bool, executes: Bool, recording: Recording = .recording,
            hold: Veto? = nil, panic: Veto? = nil, planChanged: String? = nil
        ) {
            self.holder = holder
            self.since = since
            self.isHere = isHere
            self.executes = executes
            self.recording = recording
            self.hold = hold
            self.panic = panic
            self.planChanged = planChanged
        }
    }
}

/// Conditions that say "go back" whatever the plan says.
public enum BuiltInTrigger: String, Sendable, CaseIterable {
    case sourceWrittenAfterFence = "source written after its fence"
    case bothWritten = "both clusters written"
    case groupOnBoth = "a group active on both sides"
    case connectorOnBoth = "a connector running on both sides"
    case blindness
    case lagDoesNotConverge = "lag does not converge"
}
