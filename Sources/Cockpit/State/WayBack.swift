import Night

/// What `X` does now: which wave it takes back, and whether it asks first.
enum WayBack: Equatable {
    /// A trigger is red: one key, no question.
    case atOnce(wave: Int, trigger: String)
    /// Nothing is red: it asks for the word.
    case byWord(wave: Int)
    case off(String)

    /// The wave looked at first, then one that moves, then the plan's order.
    init(in snapshot: Snapshot, focus: Int) {
        if let why = snapshot.whyKeysAreOff {
            self = .off(why)
            return
        }
        let waves = snapshot.waves
        let moving = waves.indices.filter { waves[$0].isUnderWay }
        let order = (waves.indices.contains(focus) ? [focus] : []) + moving + Array(waves.indices)
        let able = order.filter { waves[$0].whyNotBack == nil }
        if let red = able.first(where: { !waves[$0].reds.isEmpty }), let trigger = waves[red].reds.first {
            self = .atOnce(wave: red, trigger: trigger.name)
        } else if waves.indices.contains(focus), waves[focus].isGoingBack, let why = waves[focus].whyNotBack {
            // Who presses it then means this wave, and no other.
            self = .off(why)
        } else if let first = able.first {
            self = .byWord(wave: first)
        } else {
            let wave = moving.first ?? order.first
            self = .off(
                wave.flatMap { waves[$0].whyNotBack.map { "no wave can go back: \($0)" } } ?? "no wave in the plan")
        }
    }

    var wave: Int? {
        switch self {
        case .atOnce(let wave, _), .byWord(let wave): wave
        case .off: nil
        }
    }
}

extension Snapshot {
    /// Why no key of this screen acts; nil: the keys are held here.
    var whyKeysAreOff: String? {
        guard let command else { return "watch is read-only, and nobody holds the keys" }
        if command.isHere { return nil }
        let since = Spelling.clock(command.since.wall)
        return "watch is read-only; keys are held by \(command.holder.words) since \(since)Z"
    }
}

extension Holder {
    var words: String { "\(user)@\(host) pid \(process)" }
}

extension Snapshot.Wave {
    /// Between two phases, on either way.
    var isUnderWay: Bool {
        switch state {
        case .armed, .advancing, .stopped, .rollingBack, .stuck, .interrupted: true
        case .settled, .rolledBack, .closed, nil: false
        }
    }

    fileprivate var isGoingBack: Bool {
        switch state {
        case .rollingBack, .stuck: true
        default: false
        }
    }

    var isArmed: Bool { if case .armed = state { true } else { false } }

    /// A countdown means something to it.
    var isAheadOfItsWayBack: Bool {
        switch state {
        case .rollingBack, .stuck, .rolledBack, .closed: false
        case .settled, .armed, .advancing, .stopped, .interrupted, nil: true
        }
    }

    /// Why `X` has nothing to do for it. What the machine can still take back is never held up here.
    var whyNotBack: String? {
        let name = plan.name
        return switch state {
        case nil: "nobody knows where \(name) stands"
        case .settled(let phase) where phase == plan.pattern.phases.first: "\(name) has not begun"
        case .rollingBack: "\(name) is going back already"
        case .stuck: "\(name) is stuck on its way back: r tries again, u skips"
        case .rolledBack: "\(name) is back already"
        case .closed: "\(name) is closed"
        case .settled, .armed, .advancing, .stopped, .interrupted: nil
        }
    }

    /// Why `a` would be refused, as far as the screen knows: the machine knows it all.
    func whyNotForward(in snapshot: Snapshot) -> String? {
        if let why = snapshot.whyKeysAreOff { return why }
        switch state {
        case nil: return "nobody knows where \(plan.name) stands"
        case .advancing: return "\(plan.name) is advancing"
        case .stopped: return "\(plan.name) stands still at a step: r tries again, X goes back"
        case .rollingBack: return "\(plan.name) is going back"
        case .stuck: return "\(plan.name) is stuck on its way back: r tries again, u skips"
        case .interrupted: return "\(plan.name) was interrupted: r goes on, X goes back"
        case .closed: return "\(plan.name) is closed"
        case .settled(.observing): return "what is next is closing \(plan.name): c"
        case .settled, .armed, .rolledBack: return nil
        }
    }

    /// The same in the width of the line of keys, with what holds every advance up.
    func brieflyWhyNotForward(in snapshot: Snapshot) -> String? {
        guard let command = snapshot.command, command.isHere else { return "read-only" }
        switch state {
        case nil: return "standing unknown"
        case .advancing: return "under way"
        case .stopped: return "stopped"
        case .rollingBack: return "going back"
        case .stuck: return "stuck"
        case .interrupted: return "interrupted"
        case .closed: return "closed"
        case .settled(.observing): return "c closes"
        case .settled, .armed, .rolledBack: break
        }
        if command.panic != nil { return "panic" }
        if command.hold != nil { return "hold" }
        if case .failing = command.recording { return "recording fails" }
        return reds.isEmpty ? nil : "RED"
    }

    /// The `ask` step that waits for an answer.
    var asked: (step: StepID, question: String)? {
        let (progress, goesBack): (StepProgress, Bool)
        switch state {
        case .advancing(_, _, let at): (progress, goesBack) = (at, false)
        case .rollingBack(let at): (progress, goesBack) = (at, true)
        default: return nil
        }
        guard progress.part == .acting, let step = steps.first(where: { $0.id == progress.step }) else { return nil }
        guard case .ask(let question)? = goesBack ? step.plan.undo : step.plan.act else { return nil }
        return (progress.step, question)
    }
}
