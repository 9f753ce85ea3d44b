// What a bridge's probe reports of MirrorMaker 2, as Connect and the internal topics have it.

/// A Connect worker, as it names itself.
public struct ConnectWorker: Sendable, Equatable, Codable {
    public var version: String
    public var commit: String?
    public var clusterID: String?

    public init(version: String, commit: String? = nil, clusterID: String? = nil) {
        self.version = version
        self.commit = commit
        self.clusterID = clusterID
    }
}

public enum ConnectorState: Sendable, Hashable, Codable {
    case unassigned, running, paused, failed, restarting, stopped
    /// A word no version known here uses.
    case other(String)

    public init(_ word: String) {
        switch word {
        case "UNASSIGNED": self = .unassigned
        case "RUNNING": self = .running
        case "PAUSED": self = .paused
        case "FAILED": self = .failed
        case "RESTARTING": self = .restarting
        case "STOPPED": self = .stopped
        default: self = .other(word)
        }
    }

    /// As Connect spells it.
    public var word: String {
        switch self {
        case .unassigned: "UNASSIGNED"
        case .running: "RUNNING"
        case .paused: "PAUSED"
        case .failed: "FAILED"
        case .restarting: "RESTARTING"
        case .stopped: "STOPPED"
        case .other(let word): word
        }
    }
}

public struct TaskReading: Sendable, Equatable, Codable {
    public var id: Int32
    public var state: ConnectorState
    public var worker: String
    /// The first line of it. Not yet safe for a terminal.
    public var trace: String?

    public init(id: Int32, state: ConnectorState, worker: String, trace: String? = nil) {
        self.id = id
        self.state = state
        self.worker = worker
        self.trace = trace
    }
}

public struct ConnectorReading: Sendable, Equatable, Codable {
    public var name: String
    /// The class's last part: "MirrorSourceConnector".
    public var className: String?
    /// A connector can be RUNNING while all of its tasks have FAILED.
    public var state: ConnectorState
    public var worker: String
    public var trace: String?
    public var tasks: [TaskReading]

    public init(
        name: String, className: String? = nil, state: ConnectorState, worker: String, trace: String? = nil,
        tasks: [TaskReading] = []
    ) {
        self.name = name
        self.className = className
        self.state = state
        self.worker = worker
        self.trace = trace
        self.tasks = tasks
    }
}

/// Connectors asked for by name.
public struct ConnectorsReading: Sendable, Equatable, Codable {
    public var connectors: [ConnectorReading]
    /// Those that Connect does not have.
    public var missing: [String]

    public init(connectors: [ConnectorReading], missing: [String] = []) {
        self.connectors = connectors
        self.missing = missing
    }
}

/// How far the bridge has come by its own books: for each source partition the offset it will carry next.
public struct Carried: Sendable, Equatable {
    public enum Book: UInt8, Sendable, CaseIterable {
        /// Connect's REST.
        case rest
        /// Connect's offsets topic.
        case topic
    }

    public var book: Book
    public var next: [TopicOffsets]
    /// Nothing of the book is missing in it; false for what changed, or one part of many.
    public var isWhole: Bool

    public init(book: Book, next: [TopicOffsets], isWhole: Bool) {
        self.book = book
        self.next = next
        self.isWhole = isWhole
    }
}

/// Two offsets of the same place: on the source, and on the target.
public struct OffsetPair: Sendable, Equatable {
    public var partition: Int32
    public var upstream: Int64
    public var downstream: Int64
    /// By the clock of whoever wrote the record.
    public var writtenAt: WallTime

    public init(partition: Int32, upstream: Int64, downstream: Int64, writtenAt: WallTime) {
        self.partition = partition
        self.upstream = upstream
        self.downstream = downstream
        self.writtenAt = writtenAt
    }
}

/// The newest of each partition; only what changed since the last report.
public struct TopicOffsetPairs: Sendable, Equatable {
    /// Of offset-syncs the source's name, of checkpoints the target's.
    public var topic: String
    public var pairs: [OffsetPair]

    public init(topic: String, pairs: [OffsetPair]) {
        self.topic = topic
        self.pairs = pairs
    }
}

/// The newest record of a heartbeats topic.
public struct Heartbeat: Sendable, Equatable, Codable {
    public enum Topic: UInt8, Sendable, CaseIterable, Codable {
        /// Written on the target by a worker: that a worker can write there, and no more.
        case plain
        /// Written on the source and carried over: the only one that proves the path.
        case carried
    }

    public var topic: Topic
    public var emittedAt: WallTime

    public init(topic: Topic, emittedAt: WallTime) {
        self.topic = topic
        self.emittedAt = emittedAt
    }
}

/// What reading one of the bridge's own topics came to.
public struct InternalTopic: Sendable, Equatable, Codable {
    public enum Kind: UInt8, Sendable, CaseIterable, Codable {
        case offsetSyncs, checkpoints, heartbeats, carriedHeartbeats, connectOffsets, connectStatus
    }

    public enum State: Sendable, Equatable, Codable {
        case missing
        /// Still on the way to the end it had when reading began.
        case reading
        case read
        case refused(String)
    }

    public var kind: Kind
    public var cluster: ClusterRole
    public var topic: String
    public var state: State
    public var records: Int64
    /// Records that are none of this bridge's, or that make no sense.
    public var foreign: Int64
    /// Records of a version not known here.
    public var newer: Int64

    public init(
        kind: Kind, cluster: ClusterRole, topic: String, state: State, records: Int64 = 0, foreign: Int64 = 0,
        newer: Int64 = 0
    ) {
        self.kind = kind
        self.cluster = cluster
        self.topic = topic
        self.state = state
        self.records = records
        self.foreign = foreign
        self.newer = newer
    }
}

/// What a link's own service says of it.
public struct LinkReading: Sendable, Equatable, Codable {
    public enum State: Sendable, Hashable, Codable {
        case active, paused, failed
        /// It cannot reach its source.
        case sourceUnavailable
        case other(String)
    }

    public struct Mirror: Sendable, Equatable, Codable {
        public enum State: Sendable, Hashable, Codable {
            case active, paused, failed, sourceUnavailable
            /// Asked to promote, and not through with it.
            case promoting
            /// Written on the target from here on.
            case promoted
            case other(String)

            public var words: String {
                switch self {
                case .active: "active"
                case .paused: "paused"
                case .failed: "failed"
                case .sourceUnavailable: "without its source"
                case .promoting: "still being promoted"
                case .promoted: "promoted"
                case .other(let word): word
                }
            }
        }

        public var sourceTopic: String
        public var mirrorTopic: String
        public var state: State
        public var error: String?
        /// The service's own figures; nil where it gives none.
        public var lagRecords: Int64?
        public var lagSeconds: Double?
        /// A lag in time whose unit the service's documentation does not state: shown as told, never reckoned with.
        public var lagTimeAsTold: Int64?
        /// Where the service gives a lag and it says nothing.
        public var whyNoLag: String?
        public var groupsSubscribed: Int?
        public var groupsPromoted: Int?

        public init(
            sourceTopic: String, mirrorTopic: String, state: State, error: String? = nil, lagRecords: Int64? = nil,
            lagSeconds: Double? = nil, lagTimeAsTold: Int64? = nil, whyNoLag: String? = nil,
            groupsSubscribed: Int? = nil, groupsPromoted: Int? = nil
        ) {
            self.sourceTopic = sourceTopic
            self.mirrorTopic = mirrorTopic
            self.state = state
            self.error = error
            self.lagRecords = lagRecords
            self.lagSeconds = lagSeconds
            self.lagTimeAsTold = lagTimeAsTold
            self.whyNoLag = whyNoLag
            self.groupsSubscribed = groupsSubscribed
            self.groupsPromoted = groupsPromoted
        }
    }

    public var link: String
    public var state: State
    public var error: String?
    public var mirrors: [Mirror]

    public init(link: String, state: State, error: String? = nil, mirrors: [Mirror] = []) {
        self.link = link
        self.state = state
        self.error = error
        self.mirrors = mirrors
    }
}
