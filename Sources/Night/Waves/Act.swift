/// What a key asks for. Waves are told by their place in the plan.
public enum Act: Sendable, Equatable {
    case arm(wave: Int)
    case disarm(wave: Int)
    case confirm(wave: Int, typed: String)
    /// `typed`: the word that is asked for where no trigger is red.
    case turnBack(wave: Int, typed: String?)
    case retry(wave: Int)
    case skip(wave: Int, reason: String)
    case close(wave: Int, typed: String)
    case acknowledge(wave: Int, trigger: String)
    case attest(wave: Int, gate: String, note: String, artifact: String)
    /// To an `ask` step that is running.
    case answer(wave: Int, yes: Bool, note: String)
}
