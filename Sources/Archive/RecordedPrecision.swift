public import Night

/// How exactly numbers that are not whole are kept: to four digits, which is more than a screen shows and less than what
/// noise fills. What is recorded is drawn as it will be recorded, so that a replayed frame is the frame that was live.
enum RecordedPrecision {
    private static let dropped: UInt64 = 39

    static func word(of value: Double) -> UInt32 { UInt32(truncatingIfNeeded: rounded(value).bitPattern >> dropped) }

    static func number(_ word: UInt32) -> Double { Double(bitPattern: UInt64(word) << dropped) }

    /// To the nearest that can be kept.
    static func rounded(_ value: Double) -> Double {
        let half = value.isFinite ? UInt64(1) << (dropped - 1) : 0
        return Double(bitPattern: ((value.bitPattern &+ half) >> dropped) << dropped)
    }
}

extension Snapshot {
    /// As the record will have it.
    public func asRecorded() -> Snapshot {
        var copy = self
        var walk = RoundingWalk()
        // It refuses nothing.
        try? copy.walk(&walk)
        return copy
    }
}

private struct RoundingWalk: FieldWalk {
    mutating func integer(_ value: inout Int64) throws(ArchiveError) {}
    mutating func number(_ value: inout Double) throws(ArchiveError) { value = RecordedPrecision.rounded(value) }
    mutating func text(_ value: inout String) throws(ArchiveError) {}
    mutating func moment(_ value: inout Moment) throws(ArchiveError) {}
    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError) {}
    mutating func log(_ entries: inout [Snapshot.LogEntry]) throws(ArchiveError) {}
    mutating func count(of present: Int) throws(ArchiveError) -> Int { present }
}
