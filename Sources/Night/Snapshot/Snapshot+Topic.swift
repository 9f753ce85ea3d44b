extension Snapshot {
    /// A topic of the plan, on both sides.
    public struct Topic: Sendable, Equatable {
        public var name: String
        /// Its name on the target.
        public var twin: String
        public var wave: String?
        /// Labels from the plan's classes.
        public var labels: [String]
        public var onSource: Known<Int>
        /// Partition count on the target.
        public var onTarget: Known<Int>
        public var sourceRate: Known<Double>
        public var targetRate: Known<Double>
        public var bridgeLag: Lag
        /// The largest lag of any group on it, either side.
        public var consumerLag: Lag
        public var underReplicated: Int
        public var offline: Int
        public var partitions: [Partition]

        public init(
            name: String, twin: String, wave: String?, labels: [String] = [], onSource: Known<Int>,
            onTarget: Known<Int>, sourceRate: Known<Double>, targetRate: Known<Double>, bridgeLag: Lag,
            consumerLag: Lag,
            underReplicated: Int = 0, offline: Int = 0, partitions: [Partition] = []
        ) {
            self.name = name
            self.twin = twin
            self.wave = wave
            self.labels = labels
            self.onSource = onSource
            self.onTarget = onTarget
            self.sourceRate = sourceRate
            self.targetRate = targetRate
            self.bridgeLag = bridgeLag
            self.consumerLag = consumerLag
            self.underReplicated = underReplicated
            self.offline = offline
            self.partitions = partitions
        }
    }

    public struct Partition: Sendable, Equatable {
        public var number: Int32
        public var sourceLeader: Int32?
        public var targetLeader: Int32?
        public var sourceStart: Known<Int64>
        public var sourceEnd: Known<Int64>
        public var targetStart: Known<Int64>
        public var targetEnd: Known<Int64>
        public var bridgeLag: Lag
        /// What of the source's log will not come over.
        public var gap: Known<PartitionGap>
        /// The group furthest behind here, either side.
        public var worstGroup: String?
        public var consumerLag: Lag

        public init(
            number: Int32, sourceLeader: Int32?, targetLeader: Int32?, sourceStart: Known<Int64>,
            sourceEnd: Known<Int64>, targetStart: Known<Int64> = .unknown("no reading yet"), targetEnd: Known<Int64>,
            bridgeLag: Lag, gap: Known<PartitionGap> = .unknown("no reading yet"), worstGroup: String? = nil,
            consumerLag: Lag
        ) {
            self.number = number
            self.sourceLeader = sourceLeader
            self.targetLeader = targetLeader
            self.sourceStart = sourceStart
            self.sourceEnd = sourceEnd
            self.targetStart = targetStart
            self.targetEnd = targetEnd
            self.bridgeLag = bridgeLag
            self.gap = gap
            self.worstGroup = worstGroup
            self.consumerLag = consumerLag
        }
    }
}
