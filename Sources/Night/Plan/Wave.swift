public struct WavePlan: Sendable, Equatable, Codable {
    public var name: String
    public var pattern: MovePattern
    public var owner: String
    public var abortOwner: String?
    /// Waves that must be closed or observing before this one may start.
    public var after: [String]
    public var topics: [NamePattern]
    public var groups: [GroupPlan]
    /// Principals that write: `User:ledger-api`.
    public var producers: [String]
    public var connectors: [ConnectorPlan]
    /// Tighter limits than the night's, by line name.
    public var budget: [BudgetTightening]
    public var maxFreeze: Duration?
    public var observe: Duration?
    public var gates: [GatePlan]
    public var triggers: [TriggerPlan]
    /// The way into each phase.
    public var steps: [PhaseSteps]

    public init(
        name: String, pattern: MovePattern, owner: String, abortOwner: String? = nil, after: [String] = [],
        topics: [NamePattern] = [], groups: [GroupPlan] = [], producers: [String] = [],
        connectors: [ConnectorPlan] = [], budget: [BudgetTightening] = [], maxFreeze: Duration? = nil,
        observe: Duration? = nil, gates: [GatePlan] = [], triggers: [TriggerPlan] = [], steps: [PhaseSteps] = []
    ) {
        self.name = name
        self.pattern = pattern
        self.owner = owner
        self.abortOwner = abortOwner
        self.after = after
        self.topics = topics
        self.groups = groups
        self.producers = producers
        self.connectors = connectors
        self.budget = budget
        self.maxFreeze = maxFreeze
        self.observe = observe
        self.gates = gates
        self.triggers = triggers
        self.steps = steps
    }
}

public enum MovePattern: String, Sendable, CaseIterable, Codable {
    case consumerFirst = "consumer-first"
    case producerFirst = "producer-first"
    case allAtOnce = "all-at-once"
    case dualWrite = "dual-write"

    /// In order, the first being where a wave starts.
    public var phases: [Phase] {
        switch self {
        case .consumerFirst:
            [.planned, .replicating, .proven, .consumersMoved, .producersMoved, .observing, .closed]
        case .producerFirst:
            [.planned, .replicating, .proven, .producersMoved, .consumersMoved, .observing, .closed]
        case .allAtOnce: [.planned, .replicating, .proven, .switched, .observing, .closed]
        case .dualWrite:
            [.planned, .proven, .dualWriting, .consumersMoved, .sourceWritesOff, .observing, .closed]
        }
    }
}

public enum Phase: String, Sendable, CaseIterable, Codable {
    case planned, replicating, proven
    case consumersMoved = "consumers-moved"
    case producersMoved = "producers-moved"
    case switched
    case dualWriting = "dual-writing"
    case sourceWritesOff = "source-writes-off"
    case observing, closed
}

public struct GroupPlan: Sendable, Equatable, Codable {
    public var group: NamePattern
    public var offsets: OffsetsPlan
    /// What the owner says about records read twice, in the owner's words.
    public var duplicates: String?

    public init(group: NamePattern, offsets: OffsetsPlan = .translate, duplicates: String? = nil) {
        self.group = group
        self.offsets = offsets
        self.duplicates = duplicates
    }
}

public enum OffsetsPlan: Sendable, Equatable, Codable {
    case preserve, translate
    case reset(ResetPoint)
    case replay(Duration)

    public enum ResetPoint: Sendable, Equatable, Codable {
        case earliest, latest
        case time(WallTime)
    }
}

public struct ConnectorPlan: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, CaseIterable, Codable { case sink, source }

    public var kind: Kind
    public var name: String
    /// The Connect it is on, on either side.
    public var sourceSide: EndpointPlan?
    public var targetSide: EndpointPlan?

    public init(kind: Kind, name: String, sourceSide: EndpointPlan? = nil, targetSide: EndpointPlan? = nil) {
        self.kind = kind
        self.name = name
        self.sourceSide = sourceSide
        self.targetSide = targetSide
    }
}

public struct BudgetTightening: Sendable, Equatable, Codable {
    public var line: String
    public var limit: Limit?
    public var warnAt: Double?
    public var hold: Duration?

    public init(line: String, limit: Limit? = nil, warnAt: Double? = nil, hold: Duration? = nil) {
        self.line = line
        self.limit = limit
        self.warnAt = warnAt
        self.hold = hold
    }
}
