public import Night

/// What a step does, and what its undo does, in the words of the screen.
extension StepPlan.Act {
    public var words: String {
        switch self {
        case .run(let command): "run " + command.joined(separator: " ")
        case .http(let call): "http \(call.method) \(call.endpoint.url)"
        case .wait(let time): "wait \(Spelling.span(time).full)"
        case .ask(let question): "ask: \(question)"
        case .offsets(let plan): "offsets \(plan.words)"
        case .fence(let role): "fence \(role.rawValue)"
        case .unfence(let role): "lift the fence of \(role.rawValue)"
        case .drain(let lag, let stillFor):
            "drain to lag \(Spelling.count(Int64(lag)).full), still for \(Spelling.span(stillFor).full)"
        case .connect(let act, let connector, let side):
            "\(act.rawValue) connector \(connector) at \(side.rawValue)"
        case .link(let act): "\(act.rawValue) the link"
        }
    }

    /// What takes it back where the plan does not say; nil: nothing does.
    fileprivate var inverseWords: String? {
        switch self {
        case .offsets: "offsets back as found"
        case .fence(let role): StepPlan.Act.unfence(role).words
        case .unfence(let role): StepPlan.Act.fence(role).words
        case .connect(let act, let connector, let side):
            act.inverse.map { StepPlan.Act.connect($0, connector: connector, at: side).words }
        case .link(.pause): "resume the link"
        case .run, .http, .wait, .ask, .drain, .link(.promote): nil
        }
    }
}

extension StepPlan {
    public var undoWords: String { undo?.words ?? act.inverseWords ?? "nothing to undo" }
}

extension StepPlan.ConnectorAct {
    fileprivate var inverse: StepPlan.ConnectorAct? {
        switch self {
        case .pause: .resume
        case .resume: .pause
        case .stop: .start
        case .start: .stop
        case .restart, .restartFailed: nil
        }
    }
}

extension OffsetsPlan {
    fileprivate var words: String {
        switch self {
        case .preserve: "preserve"
        case .translate: "translate"
        case .reset(.earliest): "reset to earliest"
        case .reset(.latest): "reset to latest"
        case .reset(.time(let time)): "reset to \(Spelling.clock(time))Z"
        case .replay(let time): "replay \(Spelling.span(time).full)"
        }
    }
}

extension StepID {
    var words: String { "\(phase.rawValue) \(number)" }
}

extension StepProgress {
    func partWords(goesBack: Bool) -> String {
        switch part {
        case .looking: "looking"
        case .intending: "writing the intent"
        case .acting: goesBack ? "undoing" : "acting"
        case .stopping: "stopping it"
        case .observing: "observing"
        }
    }
}

extension StepSight {
    var words: String {
        switch self {
        case .seen(let what): "effect there: \(what)"
        case .notSeen(let what): "effect not there: \(what)"
        case .unknown(let why): "effect unknown: \(why)"
        }
    }
}

extension Standing {
    /// Nil: nothing has become of it yet. `isDueNow`: no step comes before it that may yet change what it needs.
    init?(_ fate: StepStanding.Fate, isDueNow: Bool = true) {
        switch fate {
        case .looked(.refused(let why)) where !isDueNow:
            self.init(.warning, "not yet", "\(why); it looks again when the steps before it are done")
        case .planned: return nil
        case .looked(.ready(_, let would)):
            self.init(.ok, "ready", would.isEmpty ? nil : would.joined(separator: "; "))
        case .looked(.refused(let why)): self.init(.red, "would fail", why)
        case .looked(.unknown(let why)): self.init(.unknown, "unknown", why)
        case .running: self.init(.warning, "running")
        case .done(let what): self.init(.ok, "done", what)
        case .failed(let why): self.init(.red, "failed", why)
        case .undoing: self.init(.warning, "undoing")
        case .undone(let what): self.init(.ok, "undone", what)
        case .undoFailed(let why): self.init(.red, "undo failed", why)
        case .undoSkipped(let why): self.init(.warning, "undo skipped", why)
        }
    }
}
