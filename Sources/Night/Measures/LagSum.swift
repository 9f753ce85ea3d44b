/// Many partitions' lags in one, with what a sum would hide: the worst, the stuck, and those nobody could measure.
struct LagSum: Sendable {
    struct Worst: Sendable {
        var topic: Int
        var partition: Int32
        var lag: Int64
    }

    private(set) var records: Int64 = 0
    private(set) var worst: Worst?
    private(set) var known = 0
    private(set) var unknown = 0
    /// Partitions with lag and no progress.
    var stuck = 0

    private var seconds = 0.0
    private var timeMethod = Method.measured
    private var method = Method.measured
    private var bound = Bound.exact
    private var timeBound = Bound.exact
    private var oldest: Moment?
    private var oldestExact: Moment?
    private var why: String?

    /// Nothing was left out.
    var isExact: Bool { unknown == 0 && bound == .exact }

    mutating func add(_ finding: PartitionFinding, topic: Int, partition: Int) {
        switch finding {
        case .lag(let lag): add(lag, topic: topic, partition: partition)
        case .nothingToRead(let why): note(why)
        case .unknown(let why): addUnknown(why)
        }
    }

    private mutating func add(_ lag: PartitionLag, topic: Int, partition: Int) {
        known += 1
        let (sum, overflow) = records.addingReportingOverflow(lag.records)
        records = overflow ? .max : sum
        if lag.records > (worst?.lag ?? 0) {
            worst = Worst(topic: topic, partition: Int32(clamping: partition), lag: lag.records)
        }
        if lag.seconds > seconds {
            seconds = lag.seconds
            timeMethod = lag.timeMethod
        }
        if lag.method != .measured { method = lag.method }
        if lag.bound == .atLeast { bound = .atLeast }
        if lag.timeBound == .atLeast { timeBound = .atLeast }
        oldest = min(oldest ?? lag.takenAt, lag.takenAt)
        if lag.bound == .exact { oldestExact = min(oldestExact ?? lag.takenAt, lag.takenAt) }
    }

    mutating func addUnknown(_ why: String) {
        unknown += 1
        note(why)
    }

    /// Says why, should there be nothing else to say.
    mutating func note(_ why: String) {
        if self.why == nil { self.why = why }
    }

    func lag(from origin: Origin) -> Snapshot.Lag {
        guard known > 0, let takenAt = oldestExact ?? oldest else { return .unknown(why ?? Why.unread) }
        let partial = unknown > 0
        return Snapshot.Lag(
            records: .known(
                Reading(
                    records, takenAt: takenAt, method: method, origin: origin, bound: partial ? .atLeast : bound)),
            time: .known(
                Reading(
                    seconds, takenAt: takenAt, method: timeMethod, origin: origin,
                    bound: partial ? .atLeast : timeBound)))
    }
}

extension Snapshot.Lag {
    /// The larger of two lags. Where one is unknown the other is at least that large.
    func larger(_ other: Snapshot.Lag) -> Snapshot.Lag {
        Snapshot.Lag(records: records.larger(other.records), time: time.larger(other.time))
    }
}
