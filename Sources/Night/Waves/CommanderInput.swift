/// What the commander's side of a night is told.
public enum CommanderInput: Sendable, Equatable {
    case act(Act)

    // Answers to errands.
    case looked(errand: Int, StepLook)
    case ended(errand: Int, StepEnd)
    case seen(errand: Int, StepSight)
    case said(errand: Int, String)

    // Answers of the night file: to a record with a receipt, and where one of the others failed.
    case recorded(receipt: Int)
    case notRecorded(receipt: Int, why: String)
    case cannotWrite(String)

    /// What the waves are measured to be now: all of them, in the plan's order.
    case judged([Snapshot.Wave])
    /// The hold is there, or gone.
    case held(Snapshot.Command.Veto?)
    case panicked(Snapshot.Command.Veto?)
    /// How the plan file differs from the plan that was taken; nil: it does not.
    case planChanged(String?)
    /// The terminal is gone.
    case lost
    case tick
}

/// What the commander's side asks of its owner, in order. Waves are named by their place in the plan.
public enum CommanderAction: Sendable, Equatable {
    case record(NightEvent, receipt: Int?)
    case run(wave: Int, Errand)
    case stop(errand: Int)
    case measureAgain(wave: Int)
    case acknowledge(wave: Int, trigger: String)
    case attest(wave: Int, gate: String, by: String, note: String, artifact: String)
    case refuse(String)
}
