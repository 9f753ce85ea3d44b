/// What a wave machine is told.
public enum WaveInput: Sendable, Equatable {
    case arm
    case disarm
    case confirm(typed: String)
    case turnBack(TurnBack)
    /// The step that stands still once more, forward or back.
    case retry
    /// The undo that is stuck is given up, for a reason.
    case skip(reason: String)
    case close(typed: String)

    // Answers to errands, by number.
    case looked(Int, StepLook)
    case ended(Int, StepEnd)
    case seen(Int, StepSight)
    case said(Int, String)

    // Answers to records, by receipt.
    case recorded(receipt: Int)
    case notRecorded(receipt: Int, why: String)

    case judged(WaveJudgement)
    case tick
    /// Nobody is at the keys any more: an advance ends with its step, going back goes on.
    case stopAtStepEnd
}

/// What a wave is measured to be, and what stands in its way.
public struct WaveJudgement: Sendable, Equatable {
    public var gates: [Snapshot.Gate]
    public var triggers: [Snapshot.Trigger]
    /// A hold or a panic: by whom and why.
    public var hold: String?
    /// Why the night file cannot be written.
    public var recordingFails: String?
    /// Another wave: which, and what about it.
    public var blockedBy: String?

    public init(
        gates: [Snapshot.Gate] = [], triggers: [Snapshot.Trigger] = [], hold: String? = nil,
        recordingFails: String? = nil, blockedBy: String? = nil
    ) {
        self.gates = gates
        self.triggers = triggers
        self.hold = hold
        self.recordingFails = recordingFails
        self.blockedBy = blockedBy
    }

    var red: Snapshot.Trigger? { triggers.first { $0.state.kind == .red } }

    /// Why a wave must not go forward.
    var veto: String? {
        if let recordingFails { return "the night file cannot be written: \(recordingFails)" }
        if let hold { return hold }
        if let red { return "trigger \(red.name) is red: acknowledge it, or go back" }
        return blockedBy
    }
}
