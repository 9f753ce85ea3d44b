import Night

extension Snapshot.Topic: Fielded {
    static var blank: Snapshot.Topic {
        Snapshot.Topic(
            name: "", twin: "", wave: nil, onSource: .blank, onTarget: .blank, sourceRate: .blank, targetRate: .blank,
            bridgeLag: .blank, consumerLag: .blank)
    }

    /// Its partitions are not kept with what was shown: they come out of the readings.
    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&name)
        try walk.text(&twin)
        try walk.optionalText(&wave)
        try walk.texts(&labels)
        try walk.field(&onSource)
        try walk.field(&onTarget)
        try walk.field(&sourceRate)
        try walk.field(&targetRate)
        try walk.field(&bridgeLag)
        try walk.field(&consumerLag)
        try walk.whole(&underReplicated)
        try walk.whole(&offline)
    }
}

extension Snapshot.Group: Fielded {
    static var blank: Snapshot.Group { Snapshot.Group(name: "", wave: nil, source: .blank, target: .blank) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&name)
        try walk.optionalText(&wave)
        try walk.field(&source)
        try walk.field(&target)
        try walk.flag(&activeOnBoth)
    }
}

extension Snapshot.GroupSide: Fielded {
    static var blank: Snapshot.GroupSide {
        Snapshot.GroupSide(
            state: .unknown(""), members: .blank, lag: .blank, rate: .blank, lagGrowth: .blank, drainsIn: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&state)
        try walk.field(&members)
        try walk.field(&lag)
        try walk.history(&lagHistory)
        try walk.field(&rate)
        try walk.field(&lagGrowth)
        try walk.field(&drainsIn)
        try walk.optional(&worst)
        try walk.whole(&stuckPartitions)
        try walk.flag(&watchedLongEnough)
        try walk.whole(&partitions)
        try walk.whole(&neverCommitted)
        try walk.flag(&commitsMove)
        try walk.flag(&isAtWork)
        try walk.whole(&beyondEnd)
        try walk.whole(&beyondEndForLong)
    }
}

extension Snapshot.GroupPresence: Fielded {
    static var blank: Snapshot.GroupPresence { .absent }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var state: GroupState? = if case .present(let state) = self { state } else { nil }
        try walk.optional(&state, blank: .unknown) { (walk, state) throws(ArchiveError) in try walk.choice(&state) }
        self = state.map { .present($0) } ?? .absent
    }
}

extension Snapshot.Line: Fielded {
    static var blank: Snapshot.Line {
        Snapshot.Line(
            plan: BudgetLine(name: "", metric: .sample(""), limit: Limit(0, .count)), standing: .inside, value: .blank,
            used: .blank, slope: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.constant(&plan)
        try walk.field(&standing)
        try walk.field(&value)
        try walk.field(&used)
        try walk.history(&history)
        try walk.field(&slope)
        try walk.optional(&breachesIn)
        try walk.optional(&drainsIn)
        try walk.optionalWhole(&series)
    }
}

extension Snapshot.Line.Standing: Fielded {
    static var blank: Snapshot.Line.Standing { .inside }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var kind: Int64
        var filled = Duration.zero
        var why = ""
        switch self {
        case .inside: kind = 0
        case .warning: kind = 1
        case .filling(let duration): (kind, filled) = (2, duration)
        case .breached: kind = 3
        case .lost(let words): (kind, why) = (4, words)
        case .unknown(let words): (kind, why) = (5, words)
        }
        try walk.integer(&kind)
        switch kind {
        case 0: self = .inside
        case 1: self = .warning
        case 2:
            try walk.duration(&filled)
            self = .filling(filled)
        case 3: self = .breached
        case 4, 5:
            try walk.text(&why)
            self = kind == 4 ? .lost(why) : .unknown(why)
        default: throw ArchiveError("no standing of a budget line is number \(kind)")
        }
    }
}

extension Snapshot.PressureMap: Fielded {
    static var blank: Snapshot.PressureMap { Snapshot.PressureMap(producers: .blank, stages: [], finding: .level) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&producers)
        try walk.list(&stages)
        try walk.field(&finding)
    }
}

extension Snapshot.PressureMap.Finding: Fielded {
    static var blank: Snapshot.PressureMap.Finding { .level }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var kind: Int64
        var stage = Snapshot.PressureMap.Stage.Name.bridge
        var why = ""
        switch self {
        case .level: kind = 0
        case .accumulating(let name): (kind, stage) = (1, name)
        case .standing(let name): (kind, stage) = (2, name)
        case .unknown(let words): (kind, why) = (3, words)
        }
        try walk.integer(&kind)
        switch kind {
        case 0: self = .level
        case 1, 2:
            try walk.choice(&stage)
            self = kind == 1 ? .accumulating(stage) : .standing(stage)
        case 3:
            try walk.text(&why)
            self = .unknown(why)
        default: throw ArchiveError("no finding about pressure is number \(kind)")
        }
    }
}

extension Snapshot.PressureMap.Stage: Fielded {
    static var blank: Snapshot.PressureMap.Stage {
        Snapshot.PressureMap.Stage(name: .bridge, inflow: .blank, outflow: .blank, growth: .blank, backlog: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.choice(&name)
        try walk.field(&inflow)
        try walk.field(&outflow)
        try walk.field(&growth)
        try walk.field(&backlog)
        try walk.optionalText(&leftOut)
        try walk.optional(&hidden)
    }
}

extension Snapshot.PressureMap.Stage.Part: Fielded {
    static var blank: Snapshot.PressureMap.Stage.Part {
        Snapshot.PressureMap.Stage.Part(group: "", inflow: .blank, outflow: .blank, growth: .blank, backlog: .blank)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.text(&group)
        try walk.field(&inflow)
        try walk.field(&outflow)
        try walk.field(&growth)
        try walk.field(&backlog)
    }
}
