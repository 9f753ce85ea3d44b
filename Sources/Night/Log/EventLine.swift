/// What of a night's events a commander reads in the log. Gates and triggers write their own lines where they are judged.
extension NightEvent {
    public typealias Line = (severity: Snapshot.LogEntry.Severity, about: String, text: String)

    public var line: Line? {
        switch self {
        case .wave(let name, let event): event.line.map { ($0.severity, "wave \(name)", $0.text) }
        case .opened(let by, _, let executes):
            (.info, "night", "\(by.name) holds the keys\(executes ? "" : ", dry run")")
        case .left(let why): (.warning, "night", "keys left: \(why)")
        case .refused(let key, let why): (.warning, "keys", "\(key): refused, \(why)")
        case .attested(let wave, let gate, let by, let note, _):
            (.info, "wave \(wave)", "gate \(gate) attested by \(by): \(note)")
        case .acknowledged(let wave, let trigger): (.info, "wave \(wave)", "trigger \(trigger) acknowledged")
        case .held(let by, let why): (.warning, "night", "held by \(by): \(why)")
        case .panicked(let by, let why): (.bad, "night", "abort by \(by): \(why)")
        case .released(let by): (.info, "night", "no longer held by \(by)")
        case .planChanged(let how): (.warning, "plan", how)
        case .said(let step, let wave, let text): (.info, "wave \(wave)", "step \(step.number): \(text)")
        case .thinned(let to, let why): (.warning, "night file", "\(to.words) from here on: \(why)")
        case .gap(let kept, let from, let to, let why):
            (.warning, "night file", "\(kept.words) for \((to.moment - from.moment).inWords): \(why)")
        // Told where they are noticed, seen on the screen, or nobody's news.
        case .key, .prompt, .gate, .trigger, .gateRan, .probe, .shown, .clockSet, .kept: nil
        }
    }
}

extension RecordedDetail {
    /// "REC events only since 02:14:07Z".
    public var words: String {
        switch self {
        case .everything: "everything"
        case .pictures: "no readings"
        case .fewPictures: "a picture in 10s"
        case .events: "events only"
        case .nothing: "nothing"
        }
    }
}

extension WaveEvent {
    fileprivate var line: (severity: Snapshot.LogEntry.Severity, text: String)? {
        switch self {
        case .armed(let to): (.info, "armed for \(to.rawValue)")
        case .disarmed(let why): (.info, "no longer armed: \(why)")
        case .confirmed(let to): (.info, "advances to \(to.rawValue)")
        case .stepIntended(let step, _, _): (.info, "step \(step.number) begins")
        case .stepEnded(_, .done): nil
        case .stepEnded(let step, let end): (.bad, "step \(step.number) \(end.why)")
        case .stepSeen(let step, .seen(let what)): (.good, "step \(step.number) done: \(what)")
        case .stepSeen(let step, let sight): (.bad, "step \(step.number) \(sight.why)")
        case .stopped(let step, let why): (.bad, "stands still at step \(step.number): \(why)")
        case .settled(let phase): (.good, "is \(phase.rawValue)")
        case .turnedBack(let why): (.warning, "goes back: \(why.words)")
        case .undoIntended(let step): (.info, "undo of step \(step.number) begins")
        case .undoEnded(_, .done): nil
        case .undoEnded(let step, let end): (.bad, "undo of step \(step.number) \(end.why)")
        case .undoSeen(let step, .seen(let what)): (.good, "step \(step.number) undone: \(what)")
        case .undoSeen(let step, let sight): (.bad, "undo of step \(step.number) \(sight.why)")
        case .undoSkipped(let step, let reason): (.warning, "undo of step \(step.number) skipped: \(reason)")
        case .stuck(let step, let why): (.bad, "stuck on the way back at step \(step.number): \(why)")
        case .rolledBack: (.good, "is rolled back")
        case .interrupted(let step):
            (.bad, "was interrupted\(step.map { " at step \($0.number)" } ?? "")")
        case .closed: (.good, "closed for good")
        // Told again until it is on record: nothing has happened.
        case .stands: nil
        }
    }
}

extension TurnBack {
    public var words: String {
        switch self {
        case .key(let trigger): "X, on \(trigger)"
        case .word: "the word was typed"
        case .trigger(let name): "by itself, on \(name)"
        case .maxFreeze: "the fence outlived its max-freeze"
        case .panicFile(let by): "abort by \(by)"
        }
    }
}
