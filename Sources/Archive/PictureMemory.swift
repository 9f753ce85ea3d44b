public import Night

/// The pictures of a running night, kept for looking back: as blocks, within a bound, the oldest going first. A value:
/// whoever owns it sees to it that packing holds nobody up.
public struct PictureMemory: Sendable {
    private struct Kept: Sendable {
        var stamps: [Stamp]
        var bytes: [UInt8]
    }

    private let limit: Int
    private var kept: [Kept] = []
    private var keptBytes = 0
    private var packer = PicturePacker()
    private var slips: [[UInt8]] = []
    private var stamps: [Stamp] = []
    private var dropped = false

    /// `limit`: in bytes. A night of a small estate takes a few dozen million.
    public init(limit: Int = 96 << 20) {
        self.limit = limit
    }

    public mutating func add(_ snapshot: Snapshot) throws(ArchiveError) {
        do throws(ArchiveError) { try pack(snapshot) } catch {
            // What does not continue its block begins one.
            try? close()
            do throws(ArchiveError) { try pack(snapshot) } catch {
                beginBlock()
                throw error
            }
        }
    }

    private mutating func pack(_ snapshot: Snapshot) throws(ArchiveError) {
        slips.append(try packer.add(snapshot))
        stamps.append(snapshot.at)
        if packer.isFull { try close() }
    }

    private mutating func beginBlock() {
        packer = PicturePacker()
        (slips, stamps) = ([], [])
    }

    private mutating func close() throws(ArchiveError) {
        defer { beginBlock() }
        guard !stamps.isEmpty else { return }
        let block = Kept(stamps: stamps, bytes: try packer.takeBlock())
        kept.append(block)
        keptBytes += block.bytes.count
        while keptBytes > limit, kept.count > 1 {
            keptBytes -= kept.removeFirst().bytes.count
            dropped = true
        }
    }

    public var first: Stamp? { kept.first?.stamps.first ?? stamps.first }
    public var last: Stamp? { stamps.last ?? kept.last?.stamps.last }
    /// There were older ones, and they had to go.
    public var hasDropped: Bool { dropped }

    /// Of what is to be unpacked, the bytes alone: unpacking takes a while and needs none of the rest.
    public struct Found: Sendable {
        fileprivate let block: [UInt8]?
        fileprivate let slips: [[UInt8]]
        fileprivate let number: Int

        public func picture() throws(ArchiveError) -> Snapshot {
            if let block {
                var opened = try PictureBlock(block)
                return try opened.snapshot(number)
            }
            var opened = try PictureBlock(slips: slips)
            return try opened.snapshot(number)
        }
    }

    /// The last one at or before a moment.
    public func picture(at moment: Moment) -> Found? {
        if let number = stamps.lastIndex(where: { $0.moment <= moment }) {
            return Found(block: nil, slips: Array(slips[...number]), number: number)
        }
        guard let block = kept.last(where: { ($0.stamps.first?.moment ?? moment) <= moment }),
            let number = block.stamps.lastIndex(where: { $0.moment <= moment })
        else { return nil }
        return Found(block: block.bytes, slips: [], number: number)
    }

    public func picture(before moment: Moment) -> Found? {
        picture(at: Moment(nanoseconds: moment.nanoseconds == .min ? .min : moment.nanoseconds - 1))
    }

    public func picture(after moment: Moment) -> Found? {
        for block in kept where (block.stamps.last?.moment ?? moment) > moment {
            guard let number = block.stamps.firstIndex(where: { $0.moment > moment }) else { continue }
            return Found(block: block.bytes, slips: [], number: number)
        }
        guard let number = stamps.firstIndex(where: { $0.moment > moment }) else { return nil }
        return Found(block: nil, slips: Array(slips[...number]), number: number)
    }
}
