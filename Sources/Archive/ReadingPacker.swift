public import Night
import Wire

/// Makes bytes of readings as they came, until a block is full. A slip can be read by itself; a block only after those
/// before it, back to the nearest key block.
public struct ReadingPacker: Sendable {
    /// A reader looks through no more blocks than these to come to an instant.
    static let blocksToKey: UInt64 = 10

    private var pending: [Observed] = []
    private var memory = ReadingMemory()
    private var index = DefinitionIndex()
    private var block = BlockWriter()
    private var head = BlockHead(number: 0, follows: 0)

    public init() {}

    public mutating func add(_ observed: Observed) { pending.append(observed) }

    /// The block is to be taken now: much more would not be made small any longer, and then be refused.
    public var isFull: Bool { block.isFull || memory.speltBytes > BlockLimits.mostSpelt }

    /// What was added since the last slip, compressed; nil: nothing.
    public mutating func takeSlip() throws(ArchiveError) -> [UInt8]? {
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        try block.add(pending, &memory, &index)
        let bytes = ReadingSpelling.bytes(of: pending)
        guard bytes.count <= BlockLimits.mostSlipBytes else {
            throw ArchiveError("more readings at once than are read again")
        }
        return try Zstd.compress(bytes, level: 1)
    }

    /// All slips since the last block, together.
    public mutating func takeBlock() throws(ArchiveError) -> (bytes: [UInt8], isKey: Bool) {
        let isKey = head.number == 0
        let pieces = block.pieces(head)
        block = BlockWriter()
        // Should it fail, nothing can follow it.
        head.number += 1
        if head.number == Self.blocksToKey || index.isFull { beginAnew() }
        do throws(ArchiveError) {
            guard pieces.reduce(0, { $0 + $1.count }) <= BlockLimits.mostBytes else {
                throw ArchiveError("more bytes for one block than are read again")
            }
            let bytes = try Zstd.compress(pieces: pieces, level: 3)
            if head.number > 0 { head.follows = Zstd.check(of: bytes) }
            return (bytes, isKey)
        } catch {
            beginAnew()
            throw error
        }
    }

    private mutating func beginAnew() {
        index = DefinitionIndex(earlier: memory.offsets)
        memory = ReadingMemory()
        head = BlockHead(number: 0, follows: 0)
    }
}

/// Makes readings of bytes again, block after block.
public struct ReadingUnpacker: Sendable {
    private var memory = ReadingMemory()
    private var spelt: [Said] = []
    /// What the next block must say of itself, unless it is a key block.
    private var next: BlockHead?

    public init() {}

    /// The blocks are given in order, the first being a key block; after one that is refused, too.
    public mutating func readings(ofBlock block: [UInt8]) throws(ArchiveError) -> [Observed] {
        let expected = next
        next = nil
        let bytes = try Zstd.decompress(block, atMost: BlockLimits.mostBytes)
        do throws(WireError) {
            let head = try BlockReader.head(of: bytes)
            if head.number == 0 {
                (memory, spelt) = (ReadingMemory(), [])
            } else if head != expected || head.number >= ReadingPacker.blocksToKey {
                throw .unknown("block before this one", UInt64(head.follows))
            }
            var reader = try BlockReader(bytes)
            let readings = try reader.readings(&memory, &spelt)
            next = BlockHead(number: head.number + 1, follows: Zstd.check(of: block))
            return readings
        } catch { throw ArchiveError("a block of readings: \(error)") }
    }

    public func readings(ofSlip slip: [UInt8]) throws(ArchiveError) -> [Observed] {
        let bytes = try Zstd.decompress(slip, atMost: BlockLimits.mostSlipBytes)
        do throws(WireError) { return try ReadingSpelling.readings(in: bytes) } catch {
            throw ArchiveError("readings: \(error)")
        }
    }
}
