import Night

extension Snapshot.Wave: Fielded {
    static var blank: Snapshot.Wave { Snapshot.Wave(plan: WavePlan(name: "", pattern: .allAtOnce, owner: "")) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.constant(&plan)
        try walk.optional(&state)
        try walk.list(&steps)
        try walk.list(&gates)
        try walk.list(&triggers)
        try walk.field(&price)
    }
}

extension WaveState: Fielded {
    static var blank: WaveState { .closed }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var parts = Parts(self)
        try walk.integer(&parts.kind)
        switch parts.kind {
        case 0: try walk.choice(&parts.from)
        case 1:
            try parts.walkWay(&walk)
            try walk.moment(&parts.until)
        case 2:
            try parts.walkWay(&walk)
            try walk.field(&parts.progress)
        case 3:
            try parts.walkWay(&walk)
            try parts.walkStep(&walk)
            try walk.text(&parts.why)
        case 4: try walk.field(&parts.progress)
        case 5:
            try parts.walkStep(&walk)
            try walk.text(&parts.why)
        case 6:
            try parts.walkStep(&walk)
            try walk.flag(&parts.goingBack)
            try walk.optionalConstant(&parts.sight, blank: .seen(""))
        default: break
        }
        self = try parts.state()
    }

    /// Every payload that any of the cases has.
    private struct Parts {
        var kind: Int64
        var from = Phase.planned
        var to = Phase.planned
        var until = Moment(nanoseconds: 0)
        var progress = StepProgress.blank
        var step: StepID?
        var why = ""
        var goingBack = false
        var sight: StepSight?

        init(_ state: WaveState) {
            switch state {
            case .settled(let phase): (kind, from) = (0, phase)
            case .armed(let from, let to, let until): (kind, self.from, self.to, self.until) = (1, from, to, until)
            case .advancing(let from, let to, let progress):
                (kind, self.from, self.to, self.progress) = (2, from, to, progress)
            case .stopped(let from, let to, let step, let why):
                (kind, self.from, self.to, self.step, self.why) = (3, from, to, step, why)
            case .rollingBack(let progress): (kind, self.progress) = (4, progress)
            case .stuck(let step, let why): (kind, self.step, self.why) = (5, step, why)
            case .interrupted(let step, let goingBack, let sight):
                (kind, self.step, self.goingBack, self.sight) = (6, step, goingBack, sight)
            case .rolledBack: kind = 7
            case .closed: kind = 8
            }
        }

        mutating func walkWay(_ walk: inout some FieldWalk) throws(ArchiveError) {
            try walk.choice(&from)
            try walk.choice(&to)
        }

        mutating func walkStep(_ walk: inout some FieldWalk) throws(ArchiveError) {
            try walk.optionalConstant(&step, blank: StepID(.planned, 1))
        }

        func state() throws(ArchiveError) -> WaveState {
            switch (kind, step) {
            case (0, _): return .settled(from)
            case (1, _): return .armed(from: from, to: to, until: until)
            case (2, _): return .advancing(from: from, to: to, progress)
            case (3, let step?): return .stopped(from: from, to: to, at: step, why: why)
            case (4, _): return .rollingBack(progress)
            case (5, let step?): return .stuck(at: step, why: why)
            case (6, _): return .interrupted(at: step, goingBack: goingBack, sight: sight)
            case (7, _): return .rolledBack
            case (8, _): return .closed
            default: throw ArchiveError("no state of a wave is number \(kind)")
            }
        }
    }
}

extension StepProgress: Fielded {
    static var blank: StepProgress {
        StepProgress(step: StepID(.planned, 1), part: .looking, nth: 0, count: 0, since: Moment(nanoseconds: 0))
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.constant(&step)
        try walk.choice(&part)
        try walk.whole(&nth)
        try walk.whole(&count)
        try walk.moment(&since)
        try walk.optionalMoment(&deadline)
    }
}

extension StepStanding: Fielded {
    static var blank: StepStanding {
        StepStanding(id: StepID(.planned, 1), plan: StepPlan(.wait(.zero)))
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.constant(&id)
        try walk.constant(&plan)
        try walk.constant(&fate)
        try walk.optional(&at)
        try walk.texts(&output)
    }
}

extension Snapshot.Gate: Fielded {
    static var blank: Snapshot.Gate {
        Snapshot.Gate(plan: GatePlan(name: "", evidence: .ask("")), verdict: .pass)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.constant(&plan)
        try walk.field(&verdict)
        try walk.text(&evidence)
        try walk.constant(&differences)
        try walk.optionalMoment(&takenAt)
        try walk.number(&filled)
        try walk.flag(&blocks)
    }
}

extension Verdict: Fielded {
    static var blank: Verdict { .pass }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var (kind, why): (Int64, String) =
            switch self {
            case .pass: (0, "")
            case .fail(let why): (1, why)
            case .unknown(let why): (2, why)
            }
        try walk.integer(&kind)
        if kind != 0 { try walk.text(&why) }
        switch kind {
        case 0: self = .pass
        case 1: self = .fail(why)
        case 2: self = .unknown(why)
        default: throw ArchiveError("no verdict is number \(kind)")
        }
    }
}

extension Snapshot.Trigger: Fielded {
    static var blank: Snapshot.Trigger {
        Snapshot.Trigger(origin: .builtIn(.blindness), state: TriggerState(kind: .unknown))
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&origin)
        try walk.choice(&state.kind)
        try walk.optionalMoment(&state.since)
        try walk.number(&state.filled)
        try walk.text(&state.says)
        try walk.optionalMoment(&state.abortsAt)
    }
}

extension Snapshot.Trigger.Origin: Fielded {
    static var blank: Snapshot.Trigger.Origin { .builtIn(.blindness) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var plan: TriggerPlan?
        var builtIn = BuiltInTrigger.blindness
        switch self {
        case .plan(let planned): plan = planned
        case .builtIn(let known): builtIn = known
        }
        try walk.optionalConstant(
            &plan, blank: TriggerPlan(name: "", metric: .sample(""), above: Limit(0, .count)))
        if let plan { return self = .plan(plan) }
        try walk.choice(&builtIn)
        self = .builtIn(builtIn)
    }
}

extension Snapshot.Price: Fielded {
    static var blank: Snapshot.Price { Snapshot.Price(.free) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var which: Int64
        var records: Int64 = 0
        var groups = 0
        var why = ""
        switch kind {
        case .free: which = 0
        case .reread(let count, let readers): (which, records, groups) = (1, count, readers)
        case .onlyOnTarget(let count): (which, records) = (2, count)
        case .unknown(let words): (which, why) = (3, words)
        }
        try walk.integer(&which)
        try walk.integer(&records)
        try walk.whole(&groups)
        try walk.text(&why)
        switch which {
        case 0: kind = .free
        case 1: kind = .reread(records: records, groups: groups)
        case 2: kind = .onlyOnTarget(records: records)
        case 3: kind = .unknown(why)
        default: throw ArchiveError("no price is number \(which)")
        }
        try walk.optionalText(&besides)
    }
}

extension Snapshot.Command: Fielded {
    static var blank: Snapshot.Command {
        Snapshot.Command(
            holder: Holder(user: "", host: "", process: 0), since: .blank, isHere: false, executes: false)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.constant(&holder)
        try walk.stamp(&since)
        try walk.flag(&isHere)
        try walk.flag(&executes)
        try walk.field(&recording)
        try walk.optional(&hold)
        try walk.optional(&panic)
        try walk.optionalText(&planChanged)
    }
}

extension Snapshot.Command.Recording: Fielded {
    static var blank: Snapshot.Command.Recording { .recording }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var (kind, detail, why, since): (Int64, RecordedDetail, String, Stamp) =
            switch self {
            case .recording: (0, .everything, "", .blank)
            case .thin(let detail, let why, let since): (1, detail, why, since)
            case .failing(let why, let since): (2, .everything, why, since)
            }
        try walk.integer(&kind)
        guard kind != 0 else { return self = .recording }
        try walk.choice(&detail)
        try walk.text(&why)
        try walk.stamp(&since)
        switch kind {
        case 1: self = .thin(to: detail, why: why, since: since)
        case 2: self = .failing(why: why, since: since)
        default: throw ArchiveError("no state of the recording is number \(kind)")
        }
    }
}

extension Snapshot.Command.Veto: Fielded {
    static var blank: Snapshot.Command.Veto { Snapshot.Command.Veto(by: "", why: "", since: .blank) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&by)
        try walk.text(&why)
        try walk.stamp(&since)
    }
}
