// What a refusal says.
extension WaveMachine {
    var whereItStands: String {
        switch state {
        case .settled(let phase): "it stands at \(phase.rawValue)"
        case .armed(_, let to, _): "it is armed for \(to.rawValue)"
        case .advancing(_, let to, _): "it is on its way to \(to.rawValue)"
        case .stopped(_, _, let step, _): "it stands still at \(step.words): try again, or go back"
        case .rollingBack: "it is going back"
        case .stuck(let step, _): "it is going back and stuck at \(step.words): try again, or skip it with a reason"
        case .interrupted(_, goingBack: false, _): "it was interrupted: try again, or go back"
        case .interrupted(_, goingBack: true, _): "it was interrupted on its way back: try again"
        case .rolledBack: "it is rolled back"
        case .closed: "it is closed"
        }
    }

    /// What is wrong with a name that was typed. It is not repeated: anything may have been typed there.
    func difference(of typed: String) -> String? {
        guard typed != plan.name else { return nil }
        let name = "the name is \(plan.name)"
        if typed.isEmpty { return "nothing was typed: \(name)" }
        if typed.filter({ !$0.isWhitespace }) == plan.name.filter({ !$0.isWhitespace }) {
            return "that differs in its spaces: \(name)"
        }
        if typed.lowercased() == plan.name.lowercased() { return "that differs in upper and lower case: \(name)" }
        return "that is another name: \(name)"
    }
}

extension StepID {
    /// "step 2 of consumers-moved" would say how many there are: this one names it.
    var words: String { "\(phase.rawValue) step \(number)" }
}
