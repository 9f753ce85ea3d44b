/// An offset and when it was read.
struct OffsetReading: Sendable, Equatable {
    var offset: Int64
    var at: Moment

    /// Far beyond any log, and small enough that sums over a whole cluster stay inside an Int64.
    static let largest: Int64 = 1 << 48
}

/// One log's end, as it is now and as it was.
struct LogEnd: Sendable {
    private(set) var now: OffsetReading?
    /// Records gained since it was first read. Only ever grows, whatever the log does.
    private(set) var gained: Int64 = 0
    private var history = OffsetHistory()

    enum Change { case none, shrank }

    /// A gain that took longer than `window` counts for nothing: no rate taken over the window can hold it.
    mutating func take(_ offset: Int64, at: Moment, since start: Moment, window: Duration) -> Change {
        guard (0...OffsetReading.largest).contains(offset) else { return .none }
        var change = Change.none
        if let now {
            guard at >= now.at else { return .none }
            if offset < now.offset {
                change = .shrank
            } else if at - now.at <= window {
                gained &+= offset - now.offset
            }
        }
        now = OffsetReading(offset: offset, at: at)
        let elapsed = (at - start).inNanoseconds / 1_000_000
        history.append(offset, at: OffsetHistory.Milliseconds(clamping: elapsed))
        return change
    }

    /// How far a reader at `position` is behind. Nil: the position is past the end, and by how much is for the caller.
    func lag(of position: OffsetReading, since start: Moment, pace: Pace) -> PartitionLag? {
        guard let now, position.offset <= now.offset else { return nil }
        var lag = PartitionLag(records: now.offset - position.offset, takenAt: min(now.at, position.at))
        // A log only grows, so an old end under a fresh position still says how much there is at least.
        if position.at - now.at > pace.staleAfter { lag.bound = .atLeast }
        let end = (now.at - start).inSeconds
        switch history.passing(position.offset) {
        case .notYet: lag.seconds = 0
        case .at(let milliseconds):
            lag.seconds = max(0, end - milliseconds / 1_000)
            lag.timeMethod = .interpolated
        case .before(let milliseconds):
            lag.seconds = max(0, end - milliseconds / 1_000)
            lag.timeMethod = .extrapolated
            lag.timeBound = .atLeast
        }
        if lag.bound == .atLeast { lag.timeBound = .atLeast }
        return lag
    }
}

/// The lag of one reader on one partition, known.
struct PartitionLag: Sendable {
    var records: Int64
    /// Of the two readings it comes from, the older.
    var takenAt: Moment
    var bound = Bound.exact
    var seconds = 0.0
    var timeMethod = Method.measured
    var timeBound = Bound.exact

    func lag(from origin: Origin) -> Snapshot.Lag {
        Snapshot.Lag(
            records: .known(Reading(records, takenAt: takenAt, origin: origin, bound: bound)),
            time: .known(Reading(seconds, takenAt: takenAt, method: timeMethod, origin: origin, bound: timeBound)))
    }
}

/// What can be said of one reader on one partition.
enum PartitionFinding: Sendable {
    case lag(PartitionLag)
    /// It has no position, in a log that holds nothing: unknown, and no sum lacks it.
    case nothingToRead(String)
    case unknown(String)

    func lag(from origin: Origin) -> Snapshot.Lag {
        switch self {
        case .lag(let lag): lag.lag(from: origin)
        case .nothingToRead(let why), .unknown(let why): .unknown(why)
        }
    }
}
