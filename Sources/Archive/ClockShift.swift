public import Night

// What was recorded in one boot of a machine, as it would be on the clock of another.

extension Snapshot {
    public func shifted(by offset: Duration) -> Snapshot {
        guard offset != .zero else { return self }
        var copy = self
        var walk = ShiftingWalk(offset: offset)
        // It refuses nothing.
        try? copy.walk(&walk)
        return copy
    }
}

extension Observed {
    public func shifted(by offset: Duration) -> Observed {
        guard offset != .zero else { return self }
        var copy = self
        copy.at = at.shifted(by: offset)
        if case .sweepEnded(var cost) = what {
            cost.began = cost.began + offset
            copy.what = .sweepEnded(cost)
        }
        return copy
    }
}

extension Stamp {
    fileprivate func shifted(by offset: Duration) -> Stamp { Stamp(moment: moment + offset, wall: wall) }
}

private struct ShiftingWalk: FieldWalk {
    let offset: Duration

    mutating func integer(_ value: inout Int64) throws(ArchiveError) {}
    mutating func number(_ value: inout Double) throws(ArchiveError) {}
    mutating func text(_ value: inout String) throws(ArchiveError) {}
    mutating func moment(_ value: inout Moment) throws(ArchiveError) { value = value + offset }
    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError) {}
    mutating func log(_ entries: inout [Snapshot.LogEntry]) throws(ArchiveError) {
        for place in entries.indices { entries[place].at = entries[place].at.shifted(by: offset) }
    }
    mutating func count(of present: Int) throws(ArchiveError) -> Int { present }
}
