import Night
import Wire

/// One walk over the fields of a value, always in the same order: it writes them, reads them, or changes their words.
protocol FieldWalk {
    mutating func integer(_ value: inout Int64) throws(ArchiveError)
    mutating func number(_ value: inout Double) throws(ArchiveError)
    mutating func text(_ value: inout String) throws(ArchiveError)
    mutating func moment(_ value: inout Moment) throws(ArchiveError)
    /// What is seldom another than the time before: a part of the plan, a connector's state.
    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError)
    /// The log, which grows at one end and is cut at the other.
    mutating func log(_ entries: inout [Snapshot.LogEntry]) throws(ArchiveError)
    /// As many as there are, or are to be read.
    mutating func count(of present: Int) throws(ArchiveError) -> Int
    /// Recent values, of which the oldest go.
    mutating func history(_ history: inout Snapshot.History) throws(ArchiveError)
    /// What follows, until `leave`, are parts of one field.
    mutating func enter()
    mutating func leave()
}

/// Something that a walk goes over.
protocol Fielded {
    /// Where reading starts from: every field of it is overwritten.
    static var blank: Self { get }
    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError)
}

extension FieldWalk {
    mutating func enter() {}
    mutating func leave() {}

    /// Numbers and holes.
    mutating func history(_ history: inout Snapshot.History) throws(ArchiveError) {
        try list(&history, blank: nil) { (walk, value) throws(ArchiveError) in try walk.optional(&value) }
    }

    mutating func flag(_ value: inout Bool) throws(ArchiveError) {
        var number: Int64 = value ? 1 : 0
        try integer(&number)
        value = number != 0
    }

    mutating func whole<Whole: FixedWidthInteger>(_ value: inout Whole) throws(ArchiveError) {
        var number = Int64(clamping: value)
        try integer(&number)
        guard let narrowed = Whole(exactly: number) else { throw ArchiveError("no \(Whole.self) is \(number)") }
        value = narrowed
    }

    mutating func duration(_ value: inout Duration) throws(ArchiveError) {
        var number = value.inNanoseconds
        try integer(&number)
        value = .nanoseconds(number)
    }

    mutating func stamp(_ value: inout Stamp) throws(ArchiveError) {
        var (moment, wall) = (value.moment, value.wall.milliseconds)
        try self.moment(&moment)
        try integer(&wall)
        value = Stamp(moment: moment, wall: WallTime(milliseconds: wall))
    }

    /// A case without a payload, by its place among all cases.
    mutating func choice<Choice: CaseIterable & Equatable>(_ value: inout Choice) throws(ArchiveError) {
        let all = Array(Choice.allCases)
        var place = all.firstIndex(of: value) ?? 0
        try whole(&place)
        guard all.indices.contains(place) else { throw ArchiveError("no \(Choice.self) is number \(place)") }
        value = all[place]
    }

    mutating func field(_ value: inout some Fielded) throws(ArchiveError) {
        enter()
        defer { leave() }
        try value.walk(&self)
    }

    mutating func list<Element>(
        _ elements: inout [Element], blank: Element,
        _ each: (inout Self, inout Element) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        enter()
        defer { leave() }
        let count = try count(of: elements.count)
        if count < elements.count { elements.removeLast(elements.count - count) }
        for place in 0..<count {
            if place == elements.count { elements.append(blank) }
            enter()
            defer { leave() }
            try each(&self, &elements[place])
        }
    }

    mutating func list<Element: Fielded>(_ elements: inout [Element]) throws(ArchiveError) {
        try list(&elements, blank: .blank) { (walk, element) throws(ArchiveError) in try element.walk(&walk) }
    }

    mutating func texts(_ elements: inout [String]) throws(ArchiveError) {
        try list(&elements, blank: "") { (walk, element) throws(ArchiveError) in try walk.text(&element) }
    }

    mutating func optional<Value>(
        _ value: inout Value?, blank: Value, _ each: (inout Self, inout Value) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        enter()
        defer { leave() }
        var isThere = value != nil
        try flag(&isThere)
        guard isThere else { return value = nil }
        var present = value ?? blank
        try each(&self, &present)
        value = present
    }

    mutating func optional<Value: Fielded>(_ value: inout Value?) throws(ArchiveError) {
        try optional(&value, blank: .blank) { (walk, value) throws(ArchiveError) in try value.walk(&walk) }
    }

    mutating func optionalConstant<Value: Codable & Equatable & Sendable>(
        _ value: inout Value?, blank: Value
    ) throws(ArchiveError) {
        try optional(&value, blank: blank) { (walk, value) throws(ArchiveError) in try walk.constant(&value) }
    }

    mutating func optionalText(_ value: inout String?) throws(ArchiveError) {
        try optional(&value, blank: "") { (walk, value) throws(ArchiveError) in try walk.text(&value) }
    }

    mutating func optionalMoment(_ value: inout Moment?) throws(ArchiveError) {
        try optional(&value, blank: Moment(nanoseconds: 0)) { (walk, value) throws(ArchiveError) in
            try walk.moment(&value)
        }
    }

    mutating func optionalWhole<Whole: FixedWidthInteger>(_ value: inout Whole?) throws(ArchiveError) {
        try optional(&value, blank: 0) { (walk, value) throws(ArchiveError) in try walk.whole(&value) }
    }
}

extension Int64: Fielded {
    static var blank: Int64 { 0 }
    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) { try walk.integer(&self) }
}

extension Int: Fielded {
    static var blank: Int { 0 }
    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) { try walk.whole(&self) }
}

extension Double: Fielded {
    static var blank: Double { 0 }
    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) { try walk.number(&self) }
}

extension Stamp: Fielded {
    static var blank: Stamp { Stamp(moment: Moment(nanoseconds: 0), wall: WallTime(milliseconds: 0)) }
    mutating func walk(_ walk: inout some FieldWalk) throws(ArchiveError) { try walk.stamp(&self) }
}
