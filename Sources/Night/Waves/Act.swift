/// What a key, or a dialog that ended well, asks for. Waves are named by their place in the plan.
public enum Act: Sendable, Equatable {
    case arm(wave: Int)
    case disarm(wave: Int)
    case confirm(wave: Int, typed: String)
    /// `typed`: what was typed where a word was asked for.
    case turnBack(wave: Int, typed: String?)
    case retry(wave: Int)
    case skip(wave: Int, reason: String)
    case close(wave: Int, typed: String)
    case acknowledge(wave: Int, trigger: String)
    case attest(wave: Int, gate: String, note: String, artifact: String)
    /// A person's answer to an `ask` step.
    case answer(wave: Int, yes: Bool, note: String)

    public var wave: Int {
        switch self {
        case .arm(let wave), .disarm(let wave), .confirm(let wave, _), .turnBack(let wave, _), .retry(let wave),
            .skip(let wave, _), .close(let wave, _), .acknowledge(let wave, _), .attest(let wave, _, _, _),
            .answer(let wave, _, _):
            wave
        }
    }
}
