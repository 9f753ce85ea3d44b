/// An offset and when it was read.
struct OffsetReading: Sendable, Equatable {
    var offset: Int64
    var at: Moment

    /// Far beyond any log, and small enough that sums over a whole cluster stay inside an Int64.
    static let largest: Int64 = 1 << 48
}

/// The lag of one reader on one partition, known.
struct PartitionLag: Sendable {
    var records: Int64
    /// Of the two readings it comes from, the older.
    var takenAt: Moment
    var bound: Bound
    var method = Method.measured
    var seconds = 0.0
    var timeMethod = Method.measured
    var timeBound: Bound

    /// How far a reader at `position` is behind the log's end; the position is not past it. `passing` is when the log
    /// itself was there.
    init(
        of position: OffsetReading, behind end: OffsetReading, passing: OffsetHistory.Passing, since start: Moment,
        pace: Pace
    ) {
        // A log only grows, so an old end under a fresh position still says how much there is at least.
        let isOld = position.at - end.at > pace.staleAfter
        self.init(
            records: end.offset - position.offset, takenAt: min(end.at, position.at), bound: isOld ? .atLeast : .exact)
        let now = (end.at - start).inSeconds
        switch passing {
        case .notYet: break
        case .at(let milliseconds):
            seconds = max(0, now - milliseconds / 1_000)
            timeMethod = .interpolated
        case .before(let milliseconds):
            seconds = max(0, now - milliseconds / 1_000)
            timeMethod = .extrapolated
            timeBound = .atLeast
        }
    }

    init(records: Int64, takenAt: Moment, bound: Bound = .exact) {
        self.records = records
        self.takenAt = takenAt
        self.bound = bound
        timeBound = bound
    }

    func lag(from origin: Origin) -> Snapshot.Lag {
        Snapshot.Lag(
            records: .known(Reading(records, takenAt: takenAt, method: method, origin: origin, bound: bound)),
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
