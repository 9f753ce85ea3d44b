// What keys and dialogs ask for. All of it goes on record, and so does why it was refused.
extension Commander {
    mutating func take(_ act: Act) {
        let key = act.words(plan)
        record(act.isTyped ? .prompt(key) : .key(key))
        guard machines.indices.contains(act.wave) else { return refuse("there is no such wave", key: key) }
        switch act {
        case .arm(let wave): tellForward(wave, .arm, key)
        case .disarm(let wave): tell(wave, .disarm, key: key)
        case .confirm(let wave, let typed): tellForward(wave, .confirm(typed: typed), key)
        case .turnBack(let wave, let typed): turnBack(wave, typed, key)
        case .retry(let wave): tellForward(wave, .retry, key)
        case .skip(let wave, let reason): tell(wave, .skip(reason: reason), key: key)
        case .close(let wave, let typed): tellForward(wave, .close(typed: typed), key)
        case .acknowledge(let wave, let trigger): acknowledge(wave, trigger, key)
        case .attest(let wave, let gate, let note, let artifact): attest(wave, gate, note, artifact, key)
        case .answer(let wave, let yes, let note): answer(wave, yes, note, key)
        }
    }

    /// The other waves may have moved since this one was judged.
    private mutating func tellForward(_ wave: Int, _ input: WaveInput, _ key: String) {
        judge(wave)
        tell(wave, input, key: key)
    }

    private mutating func turnBack(_ wave: Int, _ typed: String?, _ key: String) {
        if judged.indices.contains(wave), let red = judged[wave].reds.first {
            return tell(wave, .turnBack(.key(trigger: red.name)), key: key)
        }
        guard typed == "abort" else { return refuse("type abort to go back: no trigger is red", key: key) }
        tell(wave, .turnBack(.word), key: key)
    }

    private mutating func acknowledge(_ wave: Int, _ trigger: String, _ key: String) {
        guard judged.indices.contains(wave), judged[wave].reds.contains(where: { $0.name == trigger }) else {
            return refuse("trigger \(trigger) is not red", key: key)
        }
        record(.acknowledged(wave: machines[wave].plan.name, trigger: trigger))
        ask(.acknowledge(wave: wave, trigger: trigger))
    }

    private mutating func attest(_ wave: Int, _ gate: String, _ note: String, _ artifact: String, _ key: String) {
        let isAsked = machines[wave].plan.gates.contains { plan in
            if case .ask = plan.evidence { plan.name == gate } else { false }
        }
        guard isAsked else { return refuse("gate \(gate) is not one that a person attests", key: key) }
        guard note.contains(where: { !$0.isWhitespace }) else {
            return refuse("an attestation needs a note: what was seen", key: key)
        }
        let name = machines[wave].plan.name
        record(.attested(wave: name, gate: gate, by: holder.name, note: note, artifact: artifact))
        ask(.attest(wave: wave, gate: gate, by: holder.name, note: note, artifact: artifact))
    }

    private mutating func answer(_ wave: Int, _ yes: Bool, _ note: String, _ key: String) {
        guard let underway = machines[wave].underway, underway.isQuestion else {
            return refuse("nothing is asked: \(machines[wave].whereItStands)", key: key)
        }
        let answer = "\(holder.name): \(note)"
        tell(wave, .ended(underway.number, yes ? .done(answer) : .failed("answered no, \(answer)")), key: key)
    }
}

extension Act {
    fileprivate var isTyped: Bool {
        switch self {
        case .confirm, .skip, .close, .attest, .answer: true
        case .turnBack(_, let typed): typed != nil
        case .arm, .disarm, .retry, .acknowledge: false
        }
    }

    /// For the record. Of what was typed only what was asked for: anything else may be a secret typed into the wrong
    /// window.
    fileprivate func words(_ plan: Plan) -> String {
        let name = plan.waves.indices.contains(wave) ? plan.waves[wave].name : "wave \(wave + 1)"
        switch self {
        case .arm: return "arm \(name)"
        case .disarm: return "disarm \(name)"
        case .confirm(_, let typed): return "advance \(name): \(typed == name ? "its name" : "something else") typed"
        case .turnBack(_, .none): return "go back \(name)"
        case .turnBack(_, .some(let typed)):
            return "go back \(name): \(typed == "abort" ? "abort" : "something else") typed"
        case .retry: return "try again \(name)"
        case .skip(_, let reason): return "skip \(name): \(reason)"
        case .close(_, let typed): return "close \(name): \(typed == name ? "its name" : "something else") typed"
        case .acknowledge(_, let trigger): return "acknowledge \(name): \(trigger)"
        case .attest(_, let gate, let note, _): return "attest \(name) \(gate): \(note)"
        case .answer(_, let yes, let note): return "answer \(name): \(yes ? "yes" : "no"), \(note)"
        }
    }
}
