/// Where a wave stands.
public enum WaveState: Sendable, Equatable {
    case settled(Phase)
    /// Gates are measured again and every step looks, until then; the commander types the wave's name or lets it lapse.
    case armed(from: Phase, to: Phase, until: Moment)
    case advancing(from: Phase, to: Phase, StepProgress)
    /// A step failed, ran out of time or was not seen: try again, or go back.
    case stopped(from: Phase, to: Phase, at: StepID, why: String)
    case rollingBack(StepProgress)
    /// An undo failed: retry, or skip with a reason.
    case stuck(at: StepID, why: String)
    /// The commander's process ended in the middle. `sight`: what the step in flight looks like now, once observed.
    case interrupted(at: StepID?, goingBack: Bool, sight: StepSight?)
    case rolledBack
    case closed
}

extension WaveState {
    /// The last phase the wave was settled in; nil on the way back and where nobody can tell.
    public var phase: Phase? {
        switch self {
        case .settled(let phase), .armed(let phase, _, _), .advancing(let phase, _, _), .stopped(let phase, _, _, _):
            phase
        case .closed: .closed
        case .rolledBack: .planned
        case .rollingBack, .stuck, .interrupted: nil
        }
    }
}

/// The step that is on its way.
public struct StepProgress: Sendable, Equatable {
    public enum Part: Sendable, Equatable, CaseIterable {
        case looking
        /// The night file is being written.
        case intending
        case acting
        /// Being ended on purpose.
        case stopping
        case observing
    }

    public var step: StepID
    public var part: Part
    /// Of how many on this way, this is the nth.
    public var nth: Int
    public var count: Int
    /// Of this part.
    public var since: Moment
    public var deadline: Moment?

    public init(step: StepID, part: Part, nth: Int, count: Int, since: Moment, deadline: Moment? = nil) {
        self.step = step
        self.part = part
        self.nth = nth
        self.count = count
        self.since = since
        self.deadline = deadline
    }
}

/// What became of one step of the wave, for the runbook and the dialog.
public struct StepStanding: Sendable, Equatable {
    public enum Fate: Sendable, Equatable, Codable {
        case planned
        /// What the look before arming said.
        case looked(StepLook)
        case running
        case done(String)
        case failed(String)
        case undoing
        case undone(String)
        case undoFailed(String)
        case undoSkipped(String)
    }

    public var id: StepID
    public var plan: StepPlan
    public var fate: Fate
    public var at: Stamp?
    /// The last lines it said, made safe to show.
    public var output: [String]

    public init(id: StepID, plan: StepPlan, fate: Fate = .planned, at: Stamp? = nil, output: [String] = []) {
        self.id = id
        self.plan = plan
        self.fate = fate
        self.at = at
        self.output = output
    }
}

/// How far a trigger has come.
public struct TriggerState: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case calm
        /// Over its limit, its time filling.
        case smouldering
        /// Its time is full; it is looked at once more before it is red.
        case secondLook = "second-look"
        /// Latched until acknowledged, whatever it measures by now.
        case red
        /// Acknowledged while still over its limit: red again only after it was calm.
        case acknowledged
        /// Cannot be judged, and so never calm.
        case unknown
    }

    public var kind: Kind
    /// Since when it is of this kind.
    public var since: Moment?
    /// How full its time is, 0 to 1.
    public var filled: Double
    /// What was measured, or why nothing was.
    public var says: String
    /// When it will turn the wave back by itself.
    public var abortsAt: Moment?

    public init(
        kind: Kind, since: Moment? = nil, filled: Double = 0, says: String = "", abortsAt: Moment? = nil
    ) {
        self.kind = kind
        self.since = since
        self.filled = filled
        self.says = says
        self.abortsAt = abortsAt
    }
}
