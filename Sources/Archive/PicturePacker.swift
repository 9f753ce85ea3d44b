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
    private var heads: [UInt8] = []
    private var pictures: [PictureNumbers] = []
    /// What they take of a `PictureBudget`, or somewhat more.
    private var words = 0
    public private(set) var count = 0
    public private(set) var first: Stamp?
    public private(set) var last: Stamp?

    public init() {}

    /// The slip, compressed: to be kept until its block is.
    public mutating func add(_ snapshot: Snapshot) throws(ArchiveError) -> [UInt8] {
        let (head, numbers) = try writer.spell(snapshot)
        let begun = numbers.changes.reduce(0) { $0 + $1.begun }
        let takes = begun * PictureBudget.column + numbers.changes.count * PictureBudget.change
        // Nothing that a head lists takes more words than its bytes, twice.
        words += takes + numbers.values.count + head.count * 2
        guard words <= PictureBudget.most else { throw ArchiveError("a picture of more than is read again") }
        heads += head
        pictures.append(numbers)
        count += 1
        first = first ?? snapshot.at
        last = snapshot.at
        return try Zstd.compress(PictureSlip.bytes(head: head, numbers.values), level: 1)
    }

    public var isFull: Bool { count >= Self.mostInBlock || words > PictureBudget.full }

    /// All that was added since the last block, compressed together; the next one begins a new block.
    public mutating func takeBlock() throws(ArchiveError) -> [UInt8] {
        defer { self = PicturePacker() }
        var length = WireWriter()
        length.count(heads.count)
        return try Zstd.compress(pieces: [length.take() + heads] + PictureColumns.pieces(of: pictures), level: 16)
    }
}

/// One picture by itself: its head, and its numbers.
enum PictureSlip {
    static func bytes(head: [UInt8], _ numbers: [Int64]) -> [UInt8] {
        var body = WireWriter()
        body.list(numbers) { $0.signed($1) }
        return head + body.take()
    }
}

/// The tables that a block builds up, and the one snapshot that is being written.
private struct PictureWriter: FieldWalk {
    private var texts = FirstUses<String>()
    private var constants = ConstantTable()
    private var log: [Snapshot.LogEntry] = []
    private var newEntries: [Snapshot.LogEntry] = []
    /// Where the log of the last snapshot began in the block's.
    private var logStart = 0
    private var moments = FirstUses<Moment>()
    private var numbers: [Int64] = []
    /// Of those numbers.
    private var numberPlaces: [UInt64] = []
    private var places = PicturePlaces()
    private var histories = PictureHistories<Double?>()
    /// Of the numbers of the last snapshot.
    private var lastPlaces: [UInt64] = []

    init() {}

    /// What is new in it, and its numbers.
    mutating func spell(_ snapshot: Snapshot) throws(ArchiveError) -> (head: [UInt8], PictureNumbers) {
        newEntries = []
        // They are listed as distances from the snapshot's own, and so belong to it alone.
        moments = FirstUses()
        var copy = snapshot
        let (values, valuePlaces) = try walked(&copy)
        // They name texts and moments themselves, and so come before those are listed.
        var entryNumbers: [Int64] = []
        for var entry in newEntries { entryNumbers += try walked(&entry).numbers }
        var head = WireWriter()
        head.signed(snapshot.at.moment.nanoseconds)
        head.signed(snapshot.at.wall.milliseconds)
        head.list(texts.takeNew()) { $0.longText($1) }
        head.list(moments.takeNew()) { $0.signed($1.nanoseconds &- snapshot.at.moment.nanoseconds) }
        head.list(constants.takeNew()) { $0.longText($1) }
        head.count(newEntries.count)
        head.list(entryNumbers) { $0.signed($1) }
        let bytes = head.take()
        var framed = WireWriter()
        framed.count(bytes.count)
        defer { lastPlaces = valuePlaces }
        return (
            framed.take() + bytes,
            PictureNumbers(values: values, changes: PictureChange.changes(from: lastPlaces, to: valuePlaces))
        )
    }

    private mutating func walked(
        _ value: inout some Fielded
    ) throws(ArchiveError) -> (numbers: [Int64], places: [UInt64]) {
        numbers.removeAll(keepingCapacity: true)
        numberPlaces.removeAll(keepingCapacity: true)
        places.begin()
        try value.walk(&self)
        return (numbers, numberPlaces)
    }

    private mutating func put(_ number: Int64) {
        numbers.append(number)
        numberPlaces.append(places.next())
    }

    mutating func enter() { places.enter() }
    mutating func leave() { places.leave() }

    mutating func history(_ history: inout Snapshot.History) throws(ArchiveError) {
        enter()
        defer { leave() }
        put(Int64(history.count))
        let start = histories.start(of: history, at: places.place(0))
        for (number, value) in history.enumerated() {
            // Twice as many and one more, so that none is the place of the count.
            let place = (start + UInt64(number)) * 2 + 2
            numbers.append(value == nil ? 0 : 1)
            numberPlaces.append(places.place(place))
            guard let value else { continue }
            numbers.append(Int64(RecordedPrecision.word(of: value)))
            numberPlaces.append(places.place(place + 1))
        }
    }

    mutating func integer(_ value: inout Int64) throws(ArchiveError) { put(value) }
    mutating func number(_ value: inout Double) throws(ArchiveError) {
        put(Int64(RecordedPrecision.word(of: value)))
    }

    mutating func text(_ value: inout String) throws(ArchiveError) { put(texts.number(of: value)) }
    mutating func moment(_ value: inout Moment) throws(ArchiveError) { put(moments.number(of: value)) }

    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError) {
        put(Int64(try constants.number(of: value)))
    }

    mutating func count(of present: Int) throws(ArchiveError) -> Int {
        put(Int64(present))
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
        put(Int64(logStart))
        put(Int64(entries.count))
    }
}

/// Values that recur, by the order in which they were first used.
private struct FirstUses<Value: Hashable & Sendable> {
    private var numbers: [Value: Int64] = [:]
    private var new: [Value] = []

    init() {}

    mutating func number(of value: Value) -> Int64 {
        let next = Int64(numbers.count)
        let number = numbers[value, default: next]
        if number == next {
            numbers[value] = number
            new.append(value)
        }
        return number
    }

    mutating func takeNew() -> [Value] {
        defer { new = [] }
        return new
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
