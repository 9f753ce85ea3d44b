import Night
import Wire

// A block of readings, before it is compressed: a head; definitions, each spelt out when it is first used; the order of
// the readings, each named by the number of its definition; and the streams of numbers. Readings come in batches:
// within one, the offsets are coded in turns, log ends first.

/// What both sides remember from one block to the next, until a key block.
struct ReadingMemory: Sendable {
    var offsets = OffsetTable()
    /// How many readings that are not offsets were spelt out.
    var spelt = 0
    var speltBytes = 0
    var clocks = ClockPair()
}

/// The two clocks of a stamp: one runs evenly, and the other mostly beside it.
struct ClockPair: Sendable {
    private var moment: Int64 = 0
    /// Between these the wall clock is ahead of the moments, in nanoseconds, as far as its milliseconds tell.
    private var least: Int64 = 0
    private var most: Int64 = 0

    private static let millisecond: Int64 = 1_000_000

    mutating func walk(_ stamp: Stamp, _ coder: inout some NumberCoder) -> Stamp {
        moment &+= coder.number(stamp.moment.nanoseconds &- moment, in: NumberStream.moment)
        let expected = (moment &+ least &+ (most &- least) / 2) / Self.millisecond
        let wall = expected &+ coder.number(stamp.wall.milliseconds &- expected, in: NumberStream.wall)
        let ahead = wall &* Self.millisecond &- moment
        least = max(least, ahead)
        most = min(most, ahead &+ Self.millisecond &- 1)
        if least > most { (least, most) = (ahead, ahead &+ Self.millisecond &- 1) }
        return Stamp(moment: Moment(nanoseconds: moment), wall: WallTime(milliseconds: wall))
    }
}

struct BlockHead: Equatable {
    static let version: UInt64 = 1

    /// Since the key block, which is number 0.
    var number: UInt64
    /// The check of the block before; 0 for a key block.
    var follows: UInt32

    func write(to writer: inout WireWriter) {
        writer.unsigned(Self.version)
        writer.unsigned(number)
        writer.unsigned(UInt64(follows))
    }

    static func read(from reader: inout WireReader) throws(WireError) -> BlockHead {
        let version = try reader.unsigned()
        guard version == Self.version else { throw .unknown("version of a block", version) }
        let number = try reader.unsigned()
        let follows = try reader.unsigned()
        guard let check = UInt32(exactly: follows) else { throw .unknown("check", follows) }
        return BlockHead(number: number, follows: check)
    }
}

enum BlockLimits {
    /// What is taken out of a block, in offsets, topics and readings: 46 000 partitions three ways for a minute.
    static let mostWeight = 1 << 23
    static let mostReadings = 1 << 20
    static let mostNumbers = 3 * mostWeight
    static let mostBytes = 256 << 20
    /// Of a slip, and of what one reading is spelt out in: as long as a frame of a probe may be.
    static let mostSlipBytes = Wire.largestFrame
    /// Of readings spelt out since a key block; what a slip adds to that is still read.
    static let mostSpelt = 32 << 20
}
