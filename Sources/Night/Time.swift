/// A point on the machine's monotonic clock. Every age and rate is a difference of two of these, so a stepped wall
/// clock bends none of them. The clock is the machine's: probes in other processes stamp with the same one.
public struct Moment: Hashable, Comparable, Sendable, Codable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }
    public static func - (left: Moment, right: Moment) -> Duration {
        .nanoseconds(left.nanoseconds &- right.nanoseconds)
    }
    public static func + (left: Moment, right: Duration) -> Moment {
        Moment(nanoseconds: left.nanoseconds &+ right.inNanoseconds)
    }
    public static func - (left: Moment, right: Duration) -> Moment {
        Moment(nanoseconds: left.nanoseconds &- right.inNanoseconds)
    }
}

/// A point on the wall clock: for people and for the record, never for arithmetic.
public struct WallTime: Hashable, Comparable, Sendable, Codable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: WallTime, right: WallTime) -> Bool { left.milliseconds < right.milliseconds }
}

/// When something was seen, on both clocks.
public struct Stamp: Hashable, Sendable, Codable {
    public let moment: Moment
    public let wall: WallTime

    public init(moment: Moment, wall: WallTime) {
        self.moment = moment
        self.wall = wall
    }
}

extension Duration {
    /// Clamped: a duration of centuries, as a hostile plan may hold, must not trap.
    public var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    public var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
