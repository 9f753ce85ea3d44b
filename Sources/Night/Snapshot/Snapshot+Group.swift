extension Snapshot {
    /// A group of the plan, on both sides.
    public struct Group: Sendable, Equatable {
        public var name: String
        public var wave: String?
        public var source: GroupSide
        public var target: GroupSide
        /// At work on both clusters: a finding.
        public var activeOnBoth: Bool

        public init(name: String, wave: String?, source: GroupSide, target: GroupSide, activeOnBoth: Bool = false) {
            self.name = name
            self.wave = wave
            self.source = source
            self.target = target
            self.activeOnBoth = activeOnBoth
        }

        public func side(_ role: ClusterRole) -> GroupSide {
            switch role {
            case .source: source
            case .target: target
            }
        }
    }

    public struct GroupSide: Sendable, Equatable {
        /// What the broker says: "Stable", "absent".
        public var state: Known<GroupPresence>
        /// Members, where the broker tells.
        public var members: Known<Int>
        public var lag: Lag
        public var lagHistory: History
        /// Records a second it gets through.
        public var rate: Known<Double>
        /// Records a second by which its lag grows; negative: it shrinks.
        public var lagGrowth: Known<Double>
        /// Seconds until it has caught up at this pace.
        public var drainsIn: Known<Double>
        public var worst: WorstPartition?
        /// Partitions with lag and no progress.
        public var stuckPartitions: Int
        public var partitions: Int
        /// Partitions of its topics it never committed.
        public var neverCommitted: Int
        /// Its commits moved lately, as of the last sweep: somebody is at work, whatever the broker says.
        public var commitsMove: Bool
        /// Partitions where its commit lies beyond the log end.
        public var beyondEnd: Int

        public init(
            state: Known<GroupPresence>, members: Known<Int>, lag: Lag, lagHistory: History = [], rate: Known<Double>,
            lagGrowth: Known<Double>, drainsIn: Known<Double>, worst: WorstPartition? = nil, stuckPartitions: Int = 0,
            partitions: Int = 0, neverCommitted: Int = 0, commitsMove: Bool = false, beyondEnd: Int = 0
        ) {
            self.state = state
            self.members = members
            self.lag = lag
            self.lagHistory = lagHistory
            self.rate = rate
            self.lagGrowth = lagGrowth
            self.drainsIn = drainsIn
            self.worst = worst
            self.stuckPartitions = stuckPartitions
            self.partitions = partitions
            self.neverCommitted = neverCommitted
            self.commitsMove = commitsMove
            self.beyondEnd = beyondEnd
        }
    }

    public enum GroupPresence: Sendable, Equatable {
        case present(GroupState)
        case absent
    }
}
