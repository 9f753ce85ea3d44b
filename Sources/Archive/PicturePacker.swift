import FoundationEssentials
public import Night
import Wire

/// Makes bytes of what was shown, one snapshot after the other, until a block is full. What recurs within a block is
/// spelt out once: each slip begins with what it uses for the first time, so that any of them can be read without
/// reading the pictures before it.
public struct PicturePacker: Sendable {
    /// About a minute, at a picture a second.
    public static let mostInBlock = 60

    private var writer = PictureWriter()
    private var slips: [UInt8] = []
    public private(set) var count = 0
    public private(set) var first: Stamp?
    public private(set) var last: Stamp?

    public init() {}

    /// The slip, compressed: to be kept until its block is.
    public mutating func add(_ snapshot: Snapshot) throws(ArchiveError) -> [UInt8] {
        let slip = try writer.slip(of: snapshot)
        slips += slip
        count += 1
        first = first ?? snapshot.at
        last = snapshot.at
        return try Zstd.compress(slip, level: 1)
    }

    public var isFull: Bool { count >= Self.mostInBlock }

    /// All slips since the last block, compressed together; the next one begins a new block.
    public mutating func takeBlock() throws(ArchiveError) -> [UInt8] {
        defer { self = PicturePacker() }
        return try Zstd.compress(slips, level: 5)
    }
}

/// The tables that a block builds up, and the one snapshot that is being written.
private struct PictureWriter: FieldWalk {
    private var texts: [String: UInt64] = [:]
    private var newTexts: [String] = []
    private var constants = ConstantTable()
    private var log: [Snapshot.LogEntry] = []
    private var newEntries: [Snapshot.LogEntry] = []
    /// Where the log of the last snapshot began in the block's.
    private var logStart = 0
    private var moments: [Moment: UInt64] = [:]
    private var newMoments: [Moment] = []
    private var fields = WireWriter()

    init() {}

    mutating func slip(of snapshot: Snapshot) throws(ArchiveError) -> [UInt8] {
        (newTexts, newEntries, moments, newMoments) = ([], [], [:], [])
        var copy = snapshot
        try copy.walk(&self)
        // They name texts and moments themselves, and so come before those are listed.
        var entries = WireWriter()
        let body = fields.take()
        for entry in newEntries {
            var entry = entry
            try entry.walk(&self)
        }
        entries.count(newEntries.count)
        let entryFields = fields.take()

        var slip = WireWriter()
        slip.signed(snapshot.at.moment.nanoseconds)
        slip.signed(snapshot.at.wall.milliseconds)
        slip.list(newTexts) { $0.longText($1) }
        slip.list(newMoments) { $0.signed($1.nanoseconds &- snapshot.at.moment.nanoseconds) }
        slip.list(constants.takeNew()) { $0.longText($1) }
        let prefix = slip.take()
        let counted = entries.take()
        var framed = WireWriter()
        framed.count(prefix.count + counted.count + entryFields.count + body.count)
        return framed.take() + prefix + counted + entryFields + body
    }

    mutating func integer(_ value: inout Int64) throws(ArchiveError) { fields.signed(value) }
    mutating func number(_ value: inout Double) throws(ArchiveError) {
        fields.word(RecordedPrecision.word(of: value))
    }

    mutating func text(_ value: inout String) throws(ArchiveError) {
        let next = UInt64(texts.count)
        let number = texts[value, default: next]
        if number == next {
            texts[value] = number
            newTexts.append(value)
        }
        fields.unsigned(number)
    }

    mutating func moment(_ value: inout Moment) throws(ArchiveError) {
        let next = UInt64(moments.count)
        let number = moments[value, default: next]
        if number == next {
            moments[value] = number
            newMoments.append(value)
        }
        fields.unsigned(number)
    }

    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError) {
        fields.unsigned(UInt64(try constants.number(of: value)))
    }

    mutating func count(of present: Int) throws(ArchiveError) -> Int {
        fields.count(present)
        return present
    }

    mutating func log(_ entries: inout [Snapshot.LogEntry]) throws(ArchiveError) {
        if let first = entries.first {
            // The log only moves on: it begins where it did, or later.
            while logStart < log.count, log[logStart] != first { logStart += 1 }
            let known = log.count - logStart
            if known > entries.count || log[logStart...] != entries.prefix(known) {
                throw ArchiveError("a log that is not the one before, grown")
            }
            newEntries = Array(entries.dropFirst(known))
            log += newEntries
        }
        fields.count(logStart)
        fields.count(entries.count)
    }
}

/// The values of any type that recur in a block, as JSON.
private struct ConstantTable {
    private var known: [ObjectIdentifier: [any Sendable]] = [:]
    private var numbers: [ObjectIdentifier: [Int]] = [:]
    private var count = 0
    private var new: [String] = []

    /// What changed and does not come back is not looked for among more than these.
    private static let mostLookedAt = 512

    init() {}

    mutating func number<Value: Codable & Equatable & Sendable>(of value: Value) throws(ArchiveError) -> Int {
        let type = ObjectIdentifier(Value.self)
        let values = known[type, default: []]
        for place in values.indices.suffix(Self.mostLookedAt).reversed() where values[place] as? Value == value {
            if let number = numbers[type]?[place] { return number }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode([value]) else { throw ArchiveError("a \(Value.self) has no JSON") }
        new.append(String(decoding: bytes, as: UTF8.self))
        known[type, default: []].append(value)
        numbers[type, default: []].append(count)
        defer { count += 1 }
        return count
    }

    mutating func takeNew() -> [String] {
        defer { new = [] }
        return new
    }
}
