extension Snapshot {
    /// A lag, both ways it is shown.
    public struct Lag: Sendable, Equatable {
        public var records: Known<Int64>
        /// Seconds since the next unread record was written.
        public var time: Known<Double>

        public init(records: Known<Int64>, time: Known<Double>) {
            self.records = records
            self.time = time
        }

        public static func unknown(_ why: String) -> Lag {
            Lag(records: .unknown(why), time: .unknown(why))
        }
    }

    public struct Bridge: Sendable, Equatable {
        /// "link", "mirrormaker2": the plan's word.
        public var kind: String
        /// One a way of measuring; two or more where the bridge allows it.
        public var lags: [MeasuredLag]
        /// Set when two ways disagree by more than their ages explain.
        public var disagreement: String?
        /// That of the first way that knows.
        public var lag: Lag
        public var lagHistory: History
        /// Records a second that it writes on the target.
        public var records: Known<Double>
        public var recordsHistory: History
        /// The waves whose topics its flow is without, and why.
        public var leftOut: String?
        public var worst: WorstPartition?
        /// Partitions with lag where nothing moved for a while.
        public var stuckPartitions: Int
        /// Long enough that a partition without progress would have been seen: before, that none is stuck says nothing.
        public var watchedLongEnough: Bool
        /// Partitions where the target holds more than the source: somebody else wrote, or records came twice.
        public var aheadPartitions: Int
        /// Nil: it is no MirrorMaker 2.
        public var mirror: Mirror?
        /// Nil: it has no service of its own.
        public var service: LinkService?
        /// Nil: it keeps no offsets.
        public var gaps: Gaps?

        public init(
            kind: String, lags: [MeasuredLag] = [], disagreement: String? = nil, lag: Lag, lagHistory: History = [],
            records: Known<Double>, recordsHistory: History = [], leftOut: String? = nil,
            worst: WorstPartition? = nil, stuckPartitions: Int = 0, watchedLongEnough: Bool = true,
            aheadPartitions: Int = 0, mirror: Mirror? = nil, service: LinkService? = nil, gaps: Gaps? = nil
        ) {
            self.kind = kind
            self.lags = lags
            self.disagreement = disagreement
            self.lag = lag
            self.lagHistory = lagHistory
            self.records = records
            self.recordsHistory = recordsHistory
            self.leftOut = leftOut
            self.worst = worst
            self.stuckPartitions = stuckPartitions
            self.watchedLongEnough = watchedLongEnough
            self.aheadPartitions = aheadPartitions
            self.mirror = mirror
            self.service = service
            self.gaps = gaps
        }
    }

    public struct MeasuredLag: Sendable, Equatable {
        /// "end offsets", "commits of copier".
        public var way: String
        public var lag: Lag

        public init(way: String, lag: Lag) {
            self.way = way
            self.lag = lag
        }
    }

    public struct WorstPartition: Sendable, Equatable {
        public var topic: String
        public var partition: Int32
        public var lag: Int64

        public init(topic: String, partition: Int32, lag: Int64) {
            self.topic = topic
            self.partition = partition
            self.lag = lag
        }
    }
}
