/// What is remembered of one offset that is read again and again, to expect the next one. Writing and reading a block
/// go through the same steps, so that both sides expect the same.
struct OffsetCell {
    var last: Int64 = 0
    /// What the offset was measured against when it was read last.
    var reckonedBy: Int64 = 0
    /// The cell of the log end that this one follows; negative: none that is known.
    var reference: Int32 = -1
    var pace = Pace()
    /// How many bits more, over some readings, it takes from its reference than from itself.
    var lean: Int32 = 0
    /// Readings since it moved, and those between the moves before.
    var rest: UInt8 = 0
    var interval: UInt8 = 0
    /// It moves in steps, and stands still in between: a commit.
    var isStepwise: Bool
    var isRead = false

    /// A few bits by chance do not make it leave its reference.
    private static let mostLean: Int32 = 8

    init(isStepwise: Bool, pace: Pace) {
        self.isStepwise = isStepwise
        self.pace = pace
    }
}

/// How much an offset gains from reading to reading, on average.
struct Pace: Equatable {
    private static let fraction: Int64 = 16
    private static let mostGain: Int64 = 1 << 20
    private static let longest: UInt8 = 7

    private var average: Int64 = 0
    private var known: UInt8 = 0

    init() {}

    mutating func take(_ gain: Int64) {
        // Few readings move it much, many a little.
        let weight = min(UInt8(8 - known.leadingZeroBitCount), Self.longest)
        if known < 127 { known += 1 }
        average += ((min(max(gain, 0), Self.mostGain) << Self.fraction) - average) >> Int64(weight)
    }

    /// Four to each doubling; 0 for one record in sixty readings and less.
    var code: UInt8 {
        let width = 64 - max(average, 0).leadingZeroBitCount
        guard width > 10 else { return 0 }
        return UInt8((width - 11) * 4 + Int((average >> Int64(width - 3)) & 3) + 1)
    }

    static let codes: UInt8 = 110

    /// Somewhere in the middle of what has this code.
    init(code: UInt8) {
        guard code > 0, code < Self.codes else { return }
        let (width, quarter) = (Int64(code - 1) / 4 + 11, Int64(code - 1) % 4)
        average = (4 + quarter) << (width - 3) + 1 << (width - 4)
        known = 127
    }
}

extension OffsetCell {
    /// The offset that is read now: as given, or as it was written.
    ///
    /// `cell` and its reference lie in the same table. `neighbourMoved` is about the cell before in the same reading:
    /// a consumer commits all its partitions together.
    @inline(__always)
    static func walk(
        _ value: Int64, _ cell: UnsafeMutablePointer<OffsetCell>, latest: Int64?, neighbourMoved: inout Bool,
        _ coder: inout some NumberCoder
    ) -> Int64 {
        guard cell.pointee.isRead else { return cell.pointee.begin(value, latest: latest, &coder) }
        if cell.pointee.isStepwise {
            let due = Int(cell.pointee.rest) - Int(cell.pointee.interval)
            let isCaughtUp = latest == cell.pointee.last
            let context = (min(max(due, -2), 2) + 2) * 4 + (isCaughtUp ? 2 : 0) + (neighbourMoved ? 1 : 0)
            let moved = coder.number(value == cell.pointee.last ? 0 : 1, in: NumberStream.moved.lowerBound + context)
            if !isCaughtUp { neighbourMoved = moved != 0 }
            if moved == 0 {
                if cell.pointee.rest < .max { cell.pointee.rest += 1 }
                return cell.pointee.last
            }
            (cell.pointee.interval, cell.pointee.rest) = (cell.pointee.rest, 0)
        }
        return cell.pointee.move(value, latest: latest, &coder)
    }

    @inline(__always)
    private mutating func move(_ value: Int64, latest: Int64?, _ coder: inout some NumberCoder) -> Int64 {
        let offset: Int64
        if let latest, lean <= Self.mostLean {
            let gained = latest &- (isStepwise ? last : reckonedBy)
            let stream = (isStepwise ? NumberStream.leftBehind : NumberStream.behind).lowerBound
            offset = latest &- coder.number(latest &- value, in: stream + Self.class(of: gained))
        } else {
            let stream = (isStepwise ? NumberStream.leap : NumberStream.gain).lowerBound
            offset = last &+ coder.number(value &- last, in: stream + Int(pace.code))
        }
        let gain = offset &- last
        pace.take(gain)
        if let latest {
            lean += Self.width(of: latest &- offset) - Self.width(of: gain) - lean >> 4
            reckonedBy = latest
        }
        last = offset
        return offset
    }

    private mutating func begin(_ value: Int64, latest: Int64?, _ coder: inout some NumberCoder) -> Int64 {
        isRead = true
        if let latest {
            last = latest &- coder.number(latest &- value, in: NumberStream.firstBehind)
            reckonedBy = latest
        } else {
            last = coder.number(value, in: NumberStream.first)
        }
        return last
    }

    private static func width(of difference: Int64) -> Int32 {
        Int32(64 - difference.magnitude.leadingZeroBitCount)
    }

    /// Each small gain is a class of its own, larger ones are two to a doubling.
    private static func `class`(of gained: Int64) -> Int {
        guard gained > 0 else { return gained < 0 ? 1 : 0 }
        guard gained > 8 else { return Int(gained) + 1 }
        let width = 64 - gained.leadingZeroBitCount
        return min(10 + (width - 4) * 2 + Int((gained >> Int64(width - 2)) & 1), NumberStream.behind.count - 1)
    }
}
