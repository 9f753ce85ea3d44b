/// Everything one frame is drawn from: what was known at one moment. A value: replay and tests make the same one.
public struct Snapshot: Sendable, Equatable {
    public var at: Stamp
    public var night: String
    public var poll: Duration
    /// A reading older than this is stale.
    public var staleAfter: Duration
    public var source: Cluster
    public var target: Cluster
    public var bridge: Bridge
    public var topics: [Topic]
    public var groups: [Group]
    public var budget: [Line]
    public var pressure: PressureMap
    public var waves: [Wave]
    /// Oldest first, bounded.
    public var log: [LogEntry]

    public init(
        at: Stamp, night: String, poll: Duration, staleAfter: Duration, source: Cluster, target: Cluster,
        bridge: Bridge, topics: [Topic] = [], groups: [Group] = [], budget: [Line] = [], pressure: PressureMap,
        waves: [Wave] = [], log: [LogEntry] = []
    ) {
        self.at = at
        self.night = night
        self.poll = poll
        self.staleAfter = staleAfter
        self.source = source
        self.target = target
        self.bridge = bridge
        self.topics = topics
        self.groups = groups
        self.budget = budget
        self.pressure = pressure
        self.waves = waves
        self.log = log
    }

    public func cluster(_ role: ClusterRole) -> Cluster {
        switch role {
        case .source: source
        case .target: target
        }
    }

    public func age<Value>(of reading: Reading<Value>) -> Duration {
        max(.zero, at.moment - reading.takenAt)
    }

    public func isStale<Value>(_ reading: Reading<Value>) -> Bool {
        age(of: reading) > staleAfter
    }
}

extension Snapshot {
    /// Recent values, oldest first, one a sweep; nil where there was none.
    public typealias History = [Double?]

    public struct Cluster: Sendable, Equatable {
        public var role: ClusterRole
        public var bootstrap: String
        public var probe: Probe
        public var brokers: Known<[Broker]>
        public var totals: Known<PartitionTotals>
        /// Records a second gained by the plan's topics.
        public var recordsIn: Known<Double>
        public var recordsInHistory: History
        /// Records a second read by the plan's groups, and by the bridge on the source.
        public var recordsOut: Known<Double>
        public var recordsOutHistory: History
        public var produceP99: Known<Double>
        public var produceHistory: History

        public init(
            role: ClusterRole, bootstrap: String, probe: Probe = Probe(),
            brokers: Known<[Broker]> = .unknown("no reading yet"),
            totals: Known<PartitionTotals> = .unknown("no reading yet"),
            recordsIn: Known<Double> = .unknown("no reading yet"), recordsInHistory: History = [],
            recordsOut: Known<Double> = .unknown("no reading yet"), recordsOutHistory: History = [],
            produceP99: Known<Double> = .unknown("no reading yet"), produceHistory: History = []
        ) {
            self.role = role
            self.bootstrap = bootstrap
            self.probe = probe
            self.brokers = brokers
            self.totals = totals
            self.recordsIn = recordsIn
            self.recordsInHistory = recordsInHistory
            self.recordsOut = recordsOut
            self.recordsOutHistory = recordsOutHistory
            self.produceP99 = produceP99
            self.produceHistory = produceHistory
        }
    }

    /// The process that polls a cluster, and what it costs.
    public struct Probe: Sendable, Equatable {
        public enum State: Sendable, Equatable {
            /// Started, nothing read yet.
            case starting
            case sweeping
            /// No sweep has ended for longer than `staleAfter`.
            case late
            case down(String)
            /// Restarts at this moment.
            case waiting(until: Moment, String)
        }

        public var state: State
        public var process: Int32?
        public var restarts: Int
        public var lastSweep: Known<SweepCost>
        /// Requests a second.
        public var requestRate: Known<Double>
        /// Sweeps that should have been and were not.
        public var skipped: Int
        /// The newest trouble and when it was said.
        public var trouble: LastTrouble?

        public init(
            state: State = .starting, process: Int32? = nil, restarts: Int = 0,
            lastSweep: Known<SweepCost> = .unknown("no reading yet"),
            requestRate: Known<Double> = .unknown("no reading yet"), skipped: Int = 0, trouble: LastTrouble? = nil
        ) {
            self.state = state
            self.process = process
            self.restarts = restarts
            self.lastSweep = lastSweep
            self.requestRate = requestRate
            self.skipped = skipped
            self.trouble = trouble
        }
    }

    public struct LastTrouble: Sendable, Equatable {
        public var at: Stamp
        public var trouble: Trouble

        public init(at: Stamp, trouble: Trouble) {
            self.at = at
            self.trouble = trouble
        }
    }

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
        /// The largest of the ways.
        public var lag: Lag
        public var lagHistory: History
        /// Records a second written on the target.
        public var records: Known<Double>
        public var recordsHistory: History
        public var worst: WorstPartition?
        /// Partitions with lag where nothing moved for a while.
        public var stuckPartitions: Int
        /// Partitions where the target holds more than the source: somebody else wrote, or records came twice.
        public var aheadPartitions: Int

        public init(
            kind: String, lags: [MeasuredLag] = [], disagreement: String? = nil, lag: Lag, lagHistory: History = [],
            records: Known<Double>, recordsHistory: History = [], worst: WorstPartition? = nil,
            stuckPartitions: Int = 0, aheadPartitions: Int = 0
        ) {
            self.kind = kind
            self.lags = lags
            self.disagreement = disagreement
            self.lag = lag
            self.lagHistory = lagHistory
            self.records = records
            self.recordsHistory = recordsHistory
            self.worst = worst
            self.stuckPartitions = stuckPartitions
            self.aheadPartitions = aheadPartitions
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
        public var targetEnd: Known<Int64>
        public var bridgeLag: Lag
        /// The group furthest behind here, either side.
        public var worstGroup: String?
        public var consumerLag: Lag

        public init(
            number: Int32, sourceLeader: Int32?, targetLeader: Int32?, sourceStart: Known<Int64>,
            sourceEnd: Known<Int64>, targetEnd: Known<Int64>, bridgeLag: Lag, worstGroup: String? = nil,
            consumerLag: Lag
        ) {
            self.number = number
            self.sourceLeader = sourceLeader
            self.targetLeader = targetLeader
            self.sourceStart = sourceStart
            self.sourceEnd = sourceEnd
            self.targetEnd = targetEnd
            self.bridgeLag = bridgeLag
            self.worstGroup = worstGroup
            self.consumerLag = consumerLag
        }
    }

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

    /// One line of the backpressure budget, measured.
    public struct Line: Sendable, Equatable {
        public enum Standing: Sendable, Equatable {
            case inside
            case warning
            /// Over the limit, for this long out of its hold time.
            case filling(Duration)
            case breached
            case unknown(String)
        }

        public var plan: BudgetLine
        public var standing: Standing
        public var value: Known<Double>
        /// Share of the limit: 1 is all of it.
        public var used: Known<Double>
        public var history: History
        /// Change of `used` a second.
        public var slope: Known<Double>
        /// Seconds to the limit at the present slope; nil while it is not rising.
        public var breachesIn: Known<Double>?
        /// Seconds until it is drained at the present slope; nil while it does not fall.
        public var drainsIn: Known<Double>?

        public init(
            plan: BudgetLine, standing: Standing, value: Known<Double>, used: Known<Double>, history: History = [],
            slope: Known<Double>, breachesIn: Known<Double>? = nil, drainsIn: Known<Double>? = nil
        ) {
            self.plan = plan
            self.standing = standing
            self.value = value
            self.used = used
            self.history = history
            self.slope = slope
            self.breachesIn = breachesIn
            self.drainsIn = drainsIn
        }
    }

    /// Records a second into and out of each stage; what stays behind is pressure.
    public struct PressureMap: Sendable, Equatable {
        public struct Stage: Sendable, Equatable {
            public enum Name: String, Sendable, CaseIterable {
                /// Written on the source and not yet over the bridge.
                case bridge
                /// On the source, not yet read by the groups there.
                case sourceConsumers = "source consumers"
                /// On the target, not yet read by the groups there.
                case targetConsumers = "target consumers"
            }

            public var name: Name
            public var inflow: Known<Double>
            public var outflow: Known<Double>
            /// Inflow less outflow.
            public var growth: Known<Double>
            /// What has piled up already.
            public var backlog: Known<Int64>
            /// Which group the numbers leave out, and why: they are those of the others.
            public var leftOut: String?

            public init(
                name: Name, inflow: Known<Double>, outflow: Known<Double>, growth: Known<Double>,
                backlog: Known<Int64>, leftOut: String? = nil
            ) {
                self.name = name
                self.inflow = inflow
                self.outflow = outflow
                self.growth = growth
                self.backlog = backlog
                self.leftOut = leftOut
            }
        }

        public enum Finding: Sendable, Equatable {
            /// Nothing piles up.
            case level
            case accumulating(Stage.Name)
            case unknown(String)
        }

        public var producers: Known<Double>
        public var stages: [Stage]
        public var finding: Finding

        public init(producers: Known<Double>, stages: [Stage], finding: Finding) {
            self.producers = producers
            self.stages = stages
            self.finding = finding
        }
    }

    public struct Wave: Sendable, Equatable {
        public var plan: WavePlan
        /// Nil: nothing has established where it stands.
        public var phase: Phase?
        public var gates: [Gate]
        public var triggers: [Trigger]

        public init(plan: WavePlan, phase: Phase?, gates: [Gate], triggers: [Trigger]) {
            self.plan = plan
            self.phase = phase
            self.gates = gates
            self.triggers = triggers
        }
    }

    public struct Gate: Sendable, Equatable {
        public var plan: GatePlan
        public var verdict: Verdict

        public init(plan: GatePlan, verdict: Verdict) {
            self.plan = plan
            self.verdict = verdict
        }
    }

    public struct Trigger: Sendable, Equatable {
        public var plan: TriggerPlan
        public var verdict: Verdict

        public init(plan: TriggerPlan, verdict: Verdict) {
            self.plan = plan
            self.verdict = verdict
        }
    }

    public struct LogEntry: Sendable, Equatable {
        public enum Severity: UInt8, Sendable, CaseIterable { case info, good, warning, bad }

        public var at: Stamp
        public var severity: Severity
        /// "source", "bridge", "budget": what it is about.
        public var about: String
        public var text: String

        public init(at: Stamp, severity: Severity, about: String, text: String) {
            self.at = at
            self.severity = severity
            self.about = about
            self.text = text
        }
    }
}
