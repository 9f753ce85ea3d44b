/// What a commander asks for with a key. `wave` is its place in the plan.
public enum Act: Sendable, Equatable {
    case arm(wave: Int)
    case disarm(wave: Int)
    case confirm(wave: Int, typed: String)
    /// `typed` is nil on a red trigger, and what was typed where the word was asked for.
    case turnBack(wave: Int, typed: String?)
    case retry(wave: Int)
    case skip(wave: Int, reason: String)
    case close(wave: Int, typed: String)
    case acknowledge(wave: Int, trigger: String)
    case attest(wave: Int, gate: String, note: String, artifact: String)
    /// To an `ask` step.
    case answer(wave: Int, yes: Bool, note: String)
}
