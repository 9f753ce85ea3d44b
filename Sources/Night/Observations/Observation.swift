/// What comes up from the probes. A probe reports facts as it got them; every judgement on them is made here.
public struct Observed: Sendable, Equatable {
    public var by: ProbeName
    /// When the answer arrived.
    public var at: Stamp
    public var what: Observation

    public init(by: ProbeName, at: Stamp, what: Observation) {
        self.by = by
        self.at = at
        self.what = what
    }
}

public enum Observation: Sendable, Equatable {
    case metadata(ClusterMetadata)
    case groups(GroupListing)
    case members([GroupMembership])
    /// What one group has committed, in full: a partition that is not in it was never committed.
    case commits(group: String, [TopicOffsets])
    /// Log ends. Only what answered is in it.
    case ends([TopicOffsets])
    /// Log starts.
    case starts([TopicOffsets])
    /// One record produced to the probe topic with acks=all took this long.
    case produced(took: Duration)
    /// One was given up after this long: no answer, and no shorter wait than that for a producer.
    case unproduced(after: Duration)
    /// What topics of the plan are set to.
    case settings([TopicSettings])
    case acls(AclListing)
    case worker(ConnectWorker)
    case connectors(ConnectorsReading)
    case carried(Carried)
    case syncs([TopicOffsetPairs])
    case checkpoints(group: String, [TopicOffsetPairs])
    case heartbeat(Heartbeat)
    case internalTopic(InternalTopic)
    case link(LinkReading)
    /// A record produced on the source was seen on the target after this long.
    case roundTrip(took: Duration)
    case noRoundTrip(after: Duration)
    case samples([MetricSample])
    case subjects(SubjectListing)
    /// Every endpoint of the side that was asked, as of its last call.
    case endpoints([EndpointHealth])
    case trouble(Trouble)
    case sweepEnded(SweepCost)

    /// Somebody out there said something; the rest is what the probe says of itself.
    var isAnswer: Bool {
        switch self {
        case .trouble, .sweepEnded, .unproduced, .noRoundTrip: false
        case .groups(let listing): listing.complete || !listing.groups.isEmpty
        case .ends(let topics), .starts(let topics): topics.contains { !$0.offsets.isEmpty }
        case .internalTopic(let topic): topic.state == .read
        case .samples(let samples): samples.contains { if case .value = $0.answer { true } else { false } }
        case .endpoints(let endpoints): endpoints.contains { $0.problem == nil }
        case .settings(let topics): topics.contains { if case .values = $0.answer { true } else { false } }
        case .acls(let listing): if case .refused = listing { false } else { true }
        case .metadata, .members, .commits, .produced, .worker, .connectors, .carried, .syncs,
            .checkpoints, .heartbeat, .link, .roundTrip:
            true
        case .subjects(let listing): listing.failure == nil
        }
    }
}

public struct ClusterMetadata: Sendable, Equatable {
    public var clusterID: String?
    public var brokers: [Broker]
    /// Topics the plan is about, and no others.
    public var topics: [TopicMetadata]
    /// Counted over every topic of the cluster.
    public var totals: PartitionTotals

    public init(clusterID: String?, brokers: [Broker], topics: [TopicMetadata], totals: PartitionTotals) {
        self.clusterID = clusterID
        self.brokers = brokers
        self.topics = topics
        self.totals = totals
    }
}

public struct Broker: Sendable, Equatable {
    public var id: Int32
    public var address: String

    public init(id: Int32, address: String) {
        self.id = id
        self.address = address
    }
}

public struct PartitionTotals: Sendable, Equatable {
    public var topics: Int
    public var partitions: Int
    public var underReplicated: Int
    public var offline: Int

    public init(topics: Int = 0, partitions: Int = 0, underReplicated: Int = 0, offline: Int = 0) {
        self.topics = topics
        self.partitions = partitions
        self.underReplicated = underReplicated
        self.offline = offline
    }
}

public struct TopicMetadata: Sendable, Equatable {
    public var name: String
    /// By partition number, from 0.
    public var partitions: [PartitionMetadata]

    public init(name: String, partitions: [PartitionMetadata]) {
        self.name = name
        self.partitions = partitions
    }
}

public struct PartitionMetadata: Sendable, Equatable {
    /// Nil: nobody leads it, it is offline.
    public var leader: Int32?
    public var replicas: Int
    public var inSync: Int

    public init(leader: Int32?, replicas: Int, inSync: Int) {
        self.leader = leader
        self.replicas = replicas
        self.inSync = inSync
    }
}

public struct TopicOffsets: Sendable, Equatable {
    public var topic: String
    public var offsets: [PartitionOffset]

    public init(topic: String, offsets: [PartitionOffset]) {
        self.topic = topic
        self.offsets = offsets
    }
}

public struct PartitionOffset: Sendable, Equatable {
    public var partition: Int32
    public var offset: Int64

    public init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }
}

public struct GroupListing: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public var name: String
        public var state: GroupState

        public init(name: String, state: GroupState) {
            self.name = name
            self.state = state
        }
    }

    /// False where the cluster does not serve group lists (a mock cluster): then no group is known to be absent.
    public var served: Bool
    /// False when a broker did not answer: then a group not in it may still exist.
    public var complete: Bool
    public var groups: [Entry]

    public init(served: Bool, complete: Bool, groups: [Entry]) {
        self.served = served
        self.complete = complete
        self.groups = groups
    }
}

public enum GroupState: String, Sendable, CaseIterable {
    case unknown, preparingRebalance, completingRebalance, stable, dead, empty
}

/// Who is in a group, where the broker tells. A group of the new protocol is alive in the listing and "Dead" with no
/// members here; then `members` is nil: unknown, not empty.
public struct GroupMembership: Sendable, Equatable {
    public struct Member: Sendable, Equatable {
        public var clientID: String
        public var host: String
        public var partitions: Int

        public init(clientID: String, host: String, partitions: Int) {
            self.clientID = clientID
            self.host = host
            self.partitions = partitions
        }
    }

    public var group: String
    public var members: [Member]?

    public init(group: String, members: [Member]?) {
        self.group = group
        self.members = members
    }
}

/// A call that failed, or a probe that did.
public struct Trouble: Sendable, Equatable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A call got an error or no answer.
        case call
        /// librdkafka reported it by itself: a broker lost, authentication refused.
        case connection
        /// The configuration is wrong, and trying again will not help.
        case configuration
    }

    public var kind: Kind
    /// What was asked: "end offsets of broker 2".
    public var asked: String
    /// What came back, in the words of whoever said it. Not yet safe for a terminal.
    public var said: String

    public init(kind: Kind, asked: String, said: String) {
        self.kind = kind
        self.asked = asked
        self.said = said
    }
}

/// What one sweep cost the cluster.
public struct SweepCost: Sendable, Equatable {
    public var sweep: UInt64
    public var began: Moment
    public var took: Duration
    public var requests: Int
    public var failed: Int
    public var slowest: String
    public var slowestTook: Duration

    public init(
        sweep: UInt64, began: Moment, took: Duration, requests: Int, failed: Int, slowest: String,
        slowestTook: Duration
    ) {
        self.sweep = sweep
        self.began = began
        self.took = took
        self.requests = requests
        self.failed = failed
        self.slowest = slowest
        self.slowestTook = slowestTook
    }
}

/// What the supervisor says of a probe process.
public enum ProbeEvent: Sendable, Equatable, Codable {
    case started(process: Int32)
    /// Killed for not answering by its deadline.
    case hung(after: Duration)
    /// It ended: how, in words ("killed by SIGABRT", "exit 1: no such property").
    case died(how: String)
    /// It handed in its notice: healthy, but librdkafka under it no longer is.
    case retired(why: String)
    case restartsIn(Duration)
}
