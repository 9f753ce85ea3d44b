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
        /// Long enough that a partition without progress would have been seen: before, that none is stuck says nothing.
        public var watchedLongEnough: Bool
        public var partitions: Int
        /// Partitions of its topics it never committed.
        public var neverCommitted: Int
        /// Its commits moved lately, as of the last sweep: somebody is at work, whatever the broker says.
        public var commitsMove: Bool
        /// Somebody uses it here, as the broker tells or as its commits show; as last seen.
        public var isAtWork: Bool
        /// Partitions where its commit lies beyond the log end.
        public var beyondEnd: Int
        /// Of those, the ones where it has lain there sweep after sweep.
        public var beyondEndForLong: Int

        public init(
            state: Known<GroupPresence>, members: Known<Int>, lag: Lag, lagHistory: History = [], rate: Known<Double>,
            lagGrowth: Known<Double>, drainsIn: Known<Double>, worst: WorstPartition? = nil, stuckPartitions: Int = 0,
            watchedLongEnough: Bool = true, partitions: Int = 0, neverCommitted: Int = 0, commitsMove: Bool = false,
            isAtWork: Bool? = nil, beyondEnd: Int = 0, beyondEndForLong: Int = 0
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
            self.watchedLongEnough = watchedLongEnough
            self.partitions = partitions
            self.neverCommitted = neverCommitted
            self.commitsMove = commitsMove
            self.isAtWork = isAtWork ?? commitsMove
            self.beyondEnd = beyondEnd
            self.beyondEndForLong = beyondEndForLong
        }
    }

    public enum GroupPresence: Sendable, Equatable {
        case present(GroupState)
        case absent
    }
}
