/// What a wave machine asks of its owner, in order.
public enum WaveAction: Sendable, Equatable {
    /// Append to the night file. With a receipt, say `recorded` or `notRecorded` once that is known: an act waits for
    /// it.
    case record(WaveEvent, receipt: Int?)
    case run(Errand)
    /// End this errand on purpose.
    case stop(Int)
    /// Take the evidence of every gate again, now.
    case measureAgain
    /// What was asked for is not done, and why.
    case refuse(String)
}
