import Night

/// What a line of the timeline says of an event, and whether it was known, pressed, run or observed.
enum StoryWords {
    static func entry(for event: NightEvent, at stamp: Stamp) -> NightStory.Entry? {
        func entry(
            _ kind: NightStory.Entry.Kind, _ about: String, _ text: String,
            _ severity: Snapshot.LogEntry.Severity = .info
        ) -> NightStory.Entry {
            NightStory.Entry(at: stamp, kind: kind, about: about, text: text, severity: severity)
        }
        switch event {
        case .key(let key): return entry(.pressed, "keys", key)
        case .prompt(let prompt): return entry(.pressed, "keys", "asked: \(prompt)")
        case .gate(let wave, let gate, let verdict):
            return entry(.known, "wave \(wave)", "gate \(gate): \(verdict.inWords)", verdict.severity)
        case .trigger(let wave, let trigger, let kind, let why):
            let reason = why.isEmpty ? "" : ", \(why)"
            return entry(.known, "wave \(wave)", "trigger \(trigger): \(kind.rawValue)\(reason)", kind.severity)
        default:
            return event.line.map { entry(kind(of: event), $0.about, $0.text, $0.severity) }
        }
    }

    private static func kind(of event: NightEvent) -> NightStory.Entry.Kind {
        switch event {
        case .wave(_, let happened): kind(of: happened)
        case .refused, .acknowledged, .attested, .held, .released, .panicked, .opened, .left: .pressed
        case .said: .run
        default: .known
        }
    }

    private static func kind(of event: WaveEvent) -> NightStory.Entry.Kind {
        switch event {
        case .armed, .confirmed, .turnedBack, .undoSkipped: .pressed
        case .stepIntended, .stepEnded, .undoIntended, .undoEnded: .run
        case .stepSeen, .undoSeen, .settled, .rolledBack, .closed, .stuck, .stopped, .interrupted, .disarmed, .stands:
            .observed
        }
    }
}

extension Verdict {
    var inWords: String {
        word + (why.map { ": \($0)" } ?? "")
    }

    var word: String {
        switch self {
        case .pass: "passes"
        case .fail: "fails"
        case .unknown: "unknown"
        }
    }

    var isUnknown: Bool { if case .unknown = self { true } else { false } }

    /// Nil: it passes.
    var why: String? {
        switch self {
        case .pass: nil
        case .fail(let why), .unknown(let why): why
        }
    }

    var severity: Snapshot.LogEntry.Severity {
        switch self {
        case .pass: .good
        case .fail: .bad
        case .unknown: .warning
        }
    }
}

extension TriggerState.Kind {
    fileprivate var severity: Snapshot.LogEntry.Severity {
        switch self {
        case .calm: .good
        case .smouldering, .secondLook, .unknown: .warning
        case .red: .bad
        case .acknowledged: .info
        }
    }
}
