import Night

extension Known: Fielded where Value: Fielded {
    static var blank: Known<Value> { .unknown("") }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.known(&self, blank: .blank) { (walk, value) throws(ArchiveError) in try value.walk(&walk) }
    }
}

extension FieldWalk {
    mutating func known<Value>(
        _ known: inout Known<Value>, blank: Value,
        _ each: (inout Self, inout Value) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var isKnown = known.reading != nil
        try flag(&isKnown)
        if isKnown {
            var reading = known.reading ?? Reading(blank, takenAt: Moment(nanoseconds: 0), origin: .both)
            try each(&self, &reading.value)
            try moment(&reading.takenAt)
            try choice(&reading.method)
            try field(&reading.origin)
            try choice(&reading.bound)
            known = .known(reading)
        } else {
            var why = known.whyUnknown ?? ""
            try text(&why)
            known = .unknown(why)
        }
    }

    mutating func knownConstant<Value: Codable & Equatable & Sendable>(
        _ known: inout Known<Value>, blank: Value
    ) throws(ArchiveError) {
        try self.known(&known, blank: blank) { (walk, value) throws(ArchiveError) in try walk.constant(&value) }
    }
}

extension Origin: Fielded {
    static var blank: Origin { .both }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        var kind: Int64
        var name = ""
        switch self {
        case .both: kind = 0
        case .cluster(.source): kind = 1
        case .cluster(.target): kind = 2
        case .endpoint(.source): kind = 3
        case .endpoint(.target): kind = 4
        case .bridge(let bridge): (kind, name) = (5, bridge)
        }
        try walk.integer(&kind)
        switch kind {
        case 0: self = .both
        case 1: self = .cluster(.source)
        case 2: self = .cluster(.target)
        case 3: self = .endpoint(.source)
        case 4: self = .endpoint(.target)
        case 5:
            try walk.text(&name)
            self = .bridge(name)
        default: throw ArchiveError("no origin is number \(kind)")
        }
    }
}

extension Snapshot.Lag: Fielded {
    static var blank: Snapshot.Lag { .unknown("") }

    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) {
        try walk.field(&records)
        try walk.field(&time)
    }
}
