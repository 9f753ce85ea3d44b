/// One step of a wave: the phase its way leads into, and its place on that way, from 1.
public struct StepID: Sendable, Hashable, Codable {
    public var phase: Phase
    public var number: Int

    public init(_ phase: Phase, _ number: Int) {
        self.phase = phase
        self.number = number
    }
}

/// What a look before a step found. It changes nothing.
public enum StepLook: Sendable, Equatable, Codable {
    /// It can run. `found` is the one snapshot that the step and its undo are both derived from; `would` is what it
    /// would do, in words.
    case ready(found: StepFound, would: [String])
    /// It must not run, or would fail: why, and what to do.
    case refused(String)
    /// Nobody can tell: the look failed or ran out of time.
    case unknown(String)
}

/// What a step found before it acted, as the step's own text. Kept in the night file, so that going back restores
/// exactly this, whoever goes back. Holds no secret.
public struct StepFound: Sendable, Equatable, Codable {
    public static let none = StepFound(text: "")
    /// Longer is refused: it could not be kept.
    public static let limit = 1 << 20

    public var text: String

    public init(text: String) {
        self.text = text
    }
}

/// How an act ended, by its own account. No proof of anything: that is `StepSight`.
public enum StepEnd: Sendable, Equatable, Codable {
    case done(String)
    case failed(String)
    case outOfTime(String)
    /// Ended on purpose, half way.
    case stopped(String)
    /// Nobody can tell: its process is gone without a word.
    case lost(String)
}

/// What was seen of a step's effect, by somebody else than who acted.
public enum StepSight: Sendable, Equatable, Codable {
    case seen(String)
    case notSeen(String)
    case unknown(String)
}

/// What a child is to do about a step.
public enum StepErrand: String, Sendable, CaseIterable, Codable {
    /// Precondition and snapshot.
    case look
    case act
    /// Whether the act's effect is there.
    case observe
    case undo
    /// Whether what was found is there again.
    case observeUndo = "observe-undo"

    public var isGoingBack: Bool { self == .undo || self == .observeUndo }
}

/// One errand, as the machine asks for it. `number` is unique in a night: an answer to an errand that is no longer
/// waited for is recognised by it.
public struct Errand: Sendable, Equatable {
    public var number: Int
    public var kind: StepErrand
    public var step: StepID
    public var plan: StepPlan
    /// `.none` for a look.
    public var found: StepFound

    public init(number: Int, kind: StepErrand, step: StepID, plan: StepPlan, found: StepFound = .none) {
        self.number = number
        self.kind = kind
        self.step = step
        self.plan = plan
        self.found = found
    }
}
