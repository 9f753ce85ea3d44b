import Night

extension NightEvent {
    /// As the `kind` column spells it.
    var kind: String {
        switch self {
        case .opened: "opened"
        case .left: "left"
        case .key: "key"
        case .prompt: "prompt"
        case .refused: "refused"
        case .wave(_, let event): event.kind
        case .gate: "gate"
        case .trigger: "trigger"
        case .acknowledged: "acknowledged"
        case .attested: "attested"
        case .held: "held"
        case .released: "released"
        case .panicked: "panicked"
        case .planChanged: "plan-changed"
        case .said: "said"
        case .gateRan: "gate-ran"
        case .probe: "probe"
        case .shown: "shown"
        case .clockSet: "clock-set"
        case .thinned: "thinned"
        case .gap: "gap"
        case .kept: "kept"
        }
    }

    var ofWave: String? {
        switch self {
        case .wave(let wave, _), .gate(let wave, _, _), .trigger(let wave, _, _, _), .acknowledged(let wave, _),
            .attested(let wave, _, _, _, _), .said(_, let wave, _), .gateRan(let wave, _, _, _):
            wave
        case .opened, .left, .key, .prompt, .refused, .held, .released, .panicked, .planChanged, .probe, .shown,
            .clockSet, .thinned, .gap, .kept:
            nil
        }
    }
}

extension NightEvent {
    /// Only tells again what is known: losing it loses nothing that happened.
    var isToldAgain: Bool {
        if case .wave(_, .stands) = self { true } else { false }
    }
}

extension WaveEvent {
    fileprivate var kind: String {
        switch self {
        case .armed: "armed"
        case .disarmed: "disarmed"
        case .confirmed: "confirmed"
        case .stepIntended: "step-intended"
        case .stepEnded: "step-ended"
        case .stepSeen: "step-seen"
        case .stopped: "stopped"
        case .settled: "settled"
        case .turnedBack: "turned-back"
        case .undoIntended: "undo-intended"
        case .undoEnded: "undo-ended"
        case .undoSeen: "undo-seen"
        case .undoSkipped: "undo-skipped"
        case .stuck: "stuck"
        case .rolledBack: "rolled-back"
        case .interrupted: "interrupted"
        case .closed: "closed"
        case .stands: "stands"
        }
    }
}
