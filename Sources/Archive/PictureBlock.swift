import FoundationEssentials
public import Night
import Wire

/// A block of recorded pictures, of which any can be taken.
public struct PictureBlock: Sendable {
    private struct Slip {
        var at: Stamp
        /// Where its fields begin.
        var fields: Int
        var end: Int
        var moments: [Moment]
    }

    private let bytes: [UInt8]
    private var slips: [Slip] = []
    private var reader = PictureReader()

    /// Far more than a block of the largest estate.
    static let mostBytes = 256 << 20

    /// Of a whole block.
    public init(_ block: [UInt8]) throws(ArchiveError) {
        try self.init(raw: try Zstd.decompress(block, atMost: Self.mostBytes))
    }

    /// Of slips whose block was never made, from the first of that block on.
    public init(slips: [[UInt8]]) throws(ArchiveError) {
        var raw: [UInt8] = []
        for slip in slips { raw += try Zstd.decompress(slip, atMost: Self.mostBytes) }
        try self.init(raw: raw)
    }

    private init(raw: [UInt8]) throws(ArchiveError) {
        bytes = raw
        do throws(WireError) { try readTables() } catch { throw ArchiveError("a block of pictures: \(error)") }
    }

    public var stamps: [Stamp] { slips.map(\.at) }

    public mutating func snapshot(_ number: Int) throws(ArchiveError) -> Snapshot {
        let slip = slips[number]
        reader.begin(WireReader(bytes[slip.fields..<slip.end], names: []), moments: slip.moments)
        var snapshot = Snapshot.blank
        try snapshot.walk(&reader)
        return snapshot
    }

    private mutating func readTables() throws(WireError) {
        var at = 0
        while at < bytes.count {
            var frame = WireReader(bytes[at...], names: [])
            let length = try frame.count()
            let end = frame.position + length
            var reader = WireReader(bytes[frame.position..<end], names: [])
            let stamp = Stamp(
                moment: Moment(nanoseconds: try reader.signed()), wall: WallTime(milliseconds: try reader.signed()))
            self.reader.texts += try reader.list { (reader) throws(WireError) in try reader.longText() }
            let moments = try reader.list { (reader) throws(WireError) in
                Moment(nanoseconds: stamp.moment.nanoseconds &+ (try reader.signed()))
            }
            self.reader.constants += try reader.list { (reader) throws(WireError) in try reader.longText() }
            let entries = try reader.count()
            self.reader.begin(reader, moments: moments)
            do throws(ArchiveError) {
                for _ in 0..<entries {
                    var entry = Snapshot.LogEntry.blank
                    try entry.walk(&self.reader)
                    self.reader.log.append(entry)
                }
            } catch { throw .unknown("log entry", UInt64(self.reader.log.count)) }
            slips.append(Slip(at: stamp, fields: self.reader.position, end: end, moments: moments))
            at = end
        }
    }
}

private struct PictureReader: FieldWalk {
    var texts: [String] = []
    var constants: [String] = []
    var log: [Snapshot.LogEntry] = []
    private var values: [Int: any Sendable] = [:]
    private var moments: [Moment] = []
    private var fields = WireReader([], names: [])

    init() {}

    var position: Int { fields.position }

    mutating func begin(_ fields: WireReader, moments: [Moment]) {
        self.fields = fields
        self.moments = moments
    }

    private mutating func read<Value>(
        _ read: (inout WireReader) throws(WireError) -> Value
    ) throws(ArchiveError) -> Value {
        do throws(WireError) { return try read(&fields) } catch { throw ArchiveError("a picture: \(error)") }
    }

    private mutating func place(in count: Int) throws(ArchiveError) -> Int {
        let number = try read { (fields) throws(WireError) in try fields.unsigned() }
        guard number < UInt64(count) else { throw ArchiveError("a picture: nothing in its tables is number \(number)") }
        return Int(number)
    }

    mutating func integer(_ value: inout Int64) throws(ArchiveError) {
        value = try read { (fields) throws(WireError) in try fields.signed() }
    }

    mutating func number(_ value: inout Double) throws(ArchiveError) {
        value = RecordedPrecision.number(try read { (fields) throws(WireError) in try fields.word() })
    }

    mutating func text(_ value: inout String) throws(ArchiveError) { value = texts[try place(in: texts.count)] }
    mutating func moment(_ value: inout Moment) throws(ArchiveError) { value = moments[try place(in: moments.count)] }

    mutating func count(of present: Int) throws(ArchiveError) -> Int {
        try read { (fields) throws(WireError) in try fields.count() }
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
        let (start, count) = try read { (fields) throws(WireError) in
            (Int(clamping: try fields.unsigned()), Int(clamping: try fields.unsigned()))
        }
        guard start <= log.count, count <= log.count - start else { throw ArchiveError("a picture: no such log") }
        entries = Array(log[start..<start + count])
    }
}
