import FoundationEssentials
public import Night
import Wire

/// A block of recorded pictures, of which any can be taken.
public struct PictureBlock: Sendable {
    private struct Slip {
        var at: Stamp
        var numbers: [Int64]
        var moments: [Moment]
    }

    private var slips: [Slip] = []
    /// Of a whole block: its pictures' numbers are read as far as they are asked for.
    private var columns: PictureColumnReader?
    private var numbersRead = 0
    private var reader = PictureReader()
    private var budget: PictureBudget

    /// Far more than a block of the largest estate.
    static let mostBytes = 256 << 20

    /// Of a whole block.
    public init(_ block: [UInt8]) throws(ArchiveError) {
        budget = PictureBudget()
        let raw = try Zstd.decompress(block, atMost: Self.mostBytes)
        try reading { (block) throws(WireError) in
            var reader = WireReader(raw[...], names: [])
            let length = try reader.count()
            let end = reader.position + length
            var heads = raw[reader.position..<end]
            let columns = try PictureColumnReader(raw[end...], &block.budget)
            for _ in 0..<columns.pictures { heads = try block.take(heads) }
            block.columns = columns
        }
    }

    /// Of slips whose block was never made, from the first of that block on.
    public init(slips: [[UInt8]]) throws(ArchiveError) {
        try self.init(slips: slips, within: PictureBudget())
    }

    init(slips: [[UInt8]], within budget: PictureBudget) throws(ArchiveError) {
        self.budget = budget
        for slip in slips {
            let raw = try Zstd.decompress(slip, atMost: Self.mostBytes)
            try reading { (block) throws(WireError) in
                let body = try block.take(raw[...])
                var reader = WireReader(body, names: [])
                let last = block.slips.count - 1
                block.slips[last].numbers = try block.budget.list(in: &reader) { (reader) throws(WireError) in
                    try reader.signed()
                }
            }
        }
        numbersRead = self.slips.count
    }

    private mutating func reading(_ read: (inout PictureBlock) throws(WireError) -> Void) throws(ArchiveError) {
        do throws(WireError) { try read(&self) } catch { throw ArchiveError("a block of pictures: \(error)") }
    }

    public var stamps: [Stamp] { slips.map(\.at) }

    public mutating func snapshot(_ number: Int) throws(ArchiveError) -> Snapshot {
        try reading { (block) throws(WireError) in
            while block.numbersRead <= number, let numbers = try block.columns?.next(&block.budget) {
                block.slips[block.numbersRead].numbers = numbers
                block.numbersRead += 1
            }
        }
        let slip = slips[number]
        reader.begin(slip.numbers, moments: slip.moments)
        var snapshot = Snapshot.blank
        try snapshot.walk(&reader)
        return snapshot
    }

    /// The first of these heads; the rest of them comes back.
    private mutating func take(_ heads: ArraySlice<UInt8>) throws(WireError) -> ArraySlice<UInt8> {
        var frame = WireReader(heads, names: [])
        let length = try frame.count()
        let end = frame.position + length
        var head = WireReader(heads[frame.position..<end], names: [])
        let stamp = Stamp(
            moment: Moment(nanoseconds: try head.signed()), wall: WallTime(milliseconds: try head.signed()))
        try budget.take(1, of: PictureBudget.picture)
        reader.texts += try budget.list(of: PictureBudget.text, in: &head) { (head) throws(WireError) in
            try head.longText()
        }
        let moments = try budget.list(in: &head) { (head) throws(WireError) in
            Moment(nanoseconds: stamp.moment.nanoseconds &+ (try head.signed()))
        }
        reader.constants += try budget.list(of: PictureBudget.text, in: &head) { (head) throws(WireError) in
            try head.longText()
        }
        let entries = try head.count()
        try budget.take(entries, of: PictureBudget.entry)
        let numbers = try budget.list(in: &head) { (head) throws(WireError) in try head.signed() }
        reader.begin(numbers, moments: moments)
        do throws(ArchiveError) {
            for _ in 0..<entries {
                var entry = Snapshot.LogEntry.blank
                try entry.walk(&reader)
                reader.log.append(entry)
            }
        } catch { throw .unknown("log entry", UInt64(reader.log.count)) }
        slips.append(Slip(at: stamp, numbers: [], moments: moments))
        return heads[end...]
    }
}

private struct PictureReader: FieldWalk {
    var texts: [String] = []
    var constants: [String] = []
    var log: [Snapshot.LogEntry] = []
    private var values: [Int: any Sendable] = [:]
    private var moments: [Moment] = []
    private var numbers: [Int64] = []
    private var at = 0

    init() {}

    mutating func begin(_ numbers: [Int64], moments: [Moment]) {
        (self.numbers, at) = (numbers, 0)
        self.moments = moments
    }

    private mutating func next() throws(ArchiveError) -> Int64 {
        guard at < numbers.count else { throw ArchiveError("a picture: it ends in the middle of a field") }
        defer { at += 1 }
        return numbers[at]
    }

    private mutating func place(in count: Int) throws(ArchiveError) -> Int {
        let number = try next()
        guard number >= 0, number < count else {
            throw ArchiveError("a picture: nothing in its tables is number \(number)")
        }
        return Int(number)
    }

    mutating func integer(_ value: inout Int64) throws(ArchiveError) { value = try next() }

    mutating func number(_ value: inout Double) throws(ArchiveError) {
        let number = try next()
        guard let word = UInt32(exactly: number) else { throw ArchiveError("a picture: no number is \(number)") }
        value = RecordedPrecision.number(word)
    }

    mutating func text(_ value: inout String) throws(ArchiveError) { value = texts[try place(in: texts.count)] }
    mutating func moment(_ value: inout Moment) throws(ArchiveError) { value = moments[try place(in: moments.count)] }

    /// Of things that take at least one number each, so a count beyond what is left is damage.
    mutating func count(of present: Int) throws(ArchiveError) -> Int {
        let count = try next()
        guard count >= 0, count <= numbers.count - at else {
            throw ArchiveError("a picture: it ends in the middle of a list")
        }
        return Int(count)
    }

    mutating func constant<Value: Codable & Equatable & Sendable>(_ value: inout Value) throws(ArchiveError) {
        let number = try place(in: constants.count)
        if let known = values[number] as? Value { return value = known }
        guard let decoded = try? JSONDecoder().decode([Value].self, from: Data(constants[number].utf8)),
            let first = decoded.first
        else { throw ArchiveError("a picture: a \(Value.self) of another version") }
        values[number] = first
        value = first
    }

    mutating func log(_ entries: inout [Snapshot.LogEntry]) throws(ArchiveError) {
        let (start, count) = (Int(clamping: try next()), Int(clamping: try next()))
        guard 0...log.count ~= start, 0...log.count - start ~= count else {
            throw ArchiveError("a picture: no such log")
        }
        entries = Array(log[start..<start + count])
    }
}
