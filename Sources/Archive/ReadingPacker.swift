public import Night
import Wire

/// Makes bytes of readings as they came, until a block is full. A slip can be read by itself; a block only after those
/// before it, back to the nearest key block.
public struct ReadingPacker: Sendable {
    private var pending: [Observed] = []
    private var gathered: [Observed] = []

    public init() {}

    public mutating func add(_ observed: Observed) { pending.append(observed) }

    /// What was added since the last slip, compressed; nil: nothing.
    public mutating func takeSlip() throws(ArchiveError) -> [UInt8]? {
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        gathered += pending
        return try Zstd.compress(ReadingSpelling.bytes(of: pending), level: 1)
    }

    /// All slips since the last block, together.
    public mutating func takeBlock() throws(ArchiveError) -> (bytes: [UInt8], isKey: Bool) {
        defer { gathered = [] }
        return (try Zstd.compress(ReadingSpelling.bytes(of: gathered), level: 3), true)
    }
}

/// Makes readings of bytes again, block after block.
public struct ReadingUnpacker: Sendable {
    static let mostBytes = 256 << 20

    public init() {}

    /// The blocks are given in order, the first being a key block.
    public mutating func readings(ofBlock block: [UInt8]) throws(ArchiveError) -> [Observed] {
        try ReadingSpelling.readings(in: try Zstd.decompress(block, atMost: Self.mostBytes))
    }

    public func readings(ofSlip slip: [UInt8]) throws(ArchiveError) -> [Observed] {
        try ReadingSpelling.readings(in: try Zstd.decompress(slip, atMost: Self.mostBytes))
    }
}

/// Readings one after the other, each whole.
enum ReadingSpelling {
    static func bytes(of readings: [Observed]) -> [UInt8] {
        var writer = WireWriter()
        for observed in readings {
            writer.unsigned(UInt64(observed.what.kind))
            writer.document(observed.by)
            writer.signed(observed.at.moment.nanoseconds)
            writer.signed(observed.at.wall.milliseconds)
            observed.what.write(to: &writer)
        }
        return writer.take()
    }

    static func readings(in bytes: [UInt8]) throws(ArchiveError) -> [Observed] {
        var reader = WireReader(bytes[...], names: [])
        var readings: [Observed] = []
        do throws(WireError) {
            while reader.position < bytes.count {
                let kind = UInt8(clamping: try reader.unsigned())
                let by: ProbeName = try reader.document()
                let at = Stamp(
                    moment: Moment(nanoseconds: try reader.signed()), wall: WallTime(milliseconds: try reader.signed()))
                readings.append(Observed(by: by, at: at, what: try .read(kind: kind, from: &reader)))
            }
        } catch { throw ArchiveError("readings: \(error)") }
        return readings
    }
}
