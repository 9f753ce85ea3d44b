extension Snapshot {
    /// Triggers that are red or on their way there.
    func found(in wave: Wave) -> [Found] {
        let about = "wave \(wave.plan.name)"
        return wave.triggers.compactMap { trigger in
            let says = trigger.state.says.isEmpty ? "" : ", \(trigger.state.says)"
            return switch trigger.state.kind {
            case .red: Found(.trigger(trigger.name), .red, about, "trigger \(trigger.name)\(says)")
            case .smouldering, .secondLook:
                Found(.trigger(trigger.name), .warning, about, "trigger \(trigger.name) smoulders\(says)")
            case .acknowledged:
                Found(.trigger(trigger.name), .warning, about, "trigger \(trigger.name) acknowledged\(says)")
            case .calm, .unknown: nil
            }
        }
    }
}
