import Night

extension Snapshot.Cluster: Fielded {
    static var blank: Snapshot.Cluster { Snapshot.Cluster(role: .source, bootstrap: "") }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.choice(&role)
        try walk.text(&bootstrap)
        try walk.field(&probe)
        try walk.known(&brokers, blank: []) { (walk, brokers) throws(ArchiveError) in try walk.list(&brokers) }
        try walk.whole(&mostBrokers)
        try walk.field(&totals)
        try walk.field(&recordsIn)
        try walk.history(&recordsInHistory)
        try walk.field(&recordsOut)
        try walk.history(&recordsOutHistory)
        try walk.field(&produceP99)
        try walk.history(&produceHistory)
        try walk.optional(&endpoints)
    }
}

extension Broker: Fielded {
    static var blank: Broker { Broker(id: 0, address: "") }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.whole(&id)
        try walk.text(&address)
    }
}

extension PartitionTotals: Fielded {
    static var blank: PartitionTotals { PartitionTotals() }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.whole(&topics)
        try walk.whole(&partitions)
        try walk.whole(&underReplicated)
        try walk.whole(&offline)
    }
}

extension Snapshot.Endpoints: Fielded {
    static var blank: Snapshot.Endpoints { Snapshot.Endpoints(role: .source) }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.choice(&role)
        try walk.field(&probe)
        try walk.constant(&health)
    }
}

extension Snapshot.Probe: Fielded {
    static var blank: Snapshot.Probe { Snapshot.Probe() }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&state)
        try walk.optionalWhole(&process)
        try walk.whole(&restarts)
        try walk.whole(&restartsLately)
        try walk.field(&lastSweep)
        try walk.field(&requestRate)
        try walk.whole(&skipped)
        try walk.optional(&trouble)
    }
}

extension Snapshot.Probe.State: Fielded {
    static var blank: Snapshot.Probe.State { .starting }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var kind: Int64
        var since = Stamp.blank
        var why = ""
        var until = since.moment
        switch self {
        case .starting: kind = 0
        case .sweeping: kind = 1
        case .late: kind = 2
        case .unanswered(let stamp): (kind, since) = (3, stamp)
        case .down(let words): (kind, why) = (4, words)
        case .waiting(let moment, let words): (kind, until, why) = (5, moment, words)
        }
        try walk.integer(&kind)
        switch kind {
        case 0: self = .starting
        case 1: self = .sweeping
        case 2: self = .late
        case 3:
            try walk.stamp(&since)
            self = .unanswered(since: since)
        case 4:
            try walk.text(&why)
            self = .down(why)
        case 5:
            try walk.moment(&until)
            try walk.text(&why)
            self = .waiting(until: until, why)
        default: throw ArchiveError("no state of a probe is number \(kind)")
        }
    }
}

extension SweepCost: Fielded {
    static var blank: SweepCost {
        SweepCost(
            sweep: 0, began: Moment(nanoseconds: 0), took: .zero, requests: 0, failed: 0, slowest: "",
            slowestTook: .zero)
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.whole(&sweep)
        try walk.moment(&began)
        try walk.duration(&took)
        try walk.whole(&requests)
        try walk.whole(&failed)
        try walk.text(&slowest)
        try walk.duration(&slowestTook)
    }
}

extension Snapshot.LastTrouble: Fielded {
    static var blank: Snapshot.LastTrouble {
        Snapshot.LastTrouble(at: .blank, trouble: Trouble(kind: .call, asked: "", said: ""))
    }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.stamp(&at)
        try walk.choice(&trouble.kind)
        try walk.text(&trouble.asked)
        try walk.text(&trouble.said)
    }
}
