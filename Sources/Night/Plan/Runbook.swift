/// An evidence requirement.
public struct GatePlan: Sendable, Equatable, Codable {
    public enum Evidence: Sendable, Equatable, Codable {
        case builtIn(BuiltInGate)
        /// The site's own executable: exit 0 passes, 1 fails, anything else is unknown.
        case run([String])
        /// A person attests.
        case ask(String)
    }

    public var name: String
    public var evidence: Evidence
    public var owner: String?
    public var abortTrigger: String?
    public var limit: Limit?
    /// How many records a sampling gate compares in each partition.
    public var samplesPerPartition: Int?
    /// How long it must pass before it counts.
    public var hold: Duration?
    public var every: Duration?
    public var expires: Duration?

    public init(
        name: String, evidence: Evidence, owner: String? = nil, abortTrigger: String? = nil, limit: Limit? = nil,
        samplesPerPartition: Int? = nil, hold: Duration? = nil, every: Duration? = nil, expires: Duration? = nil
    ) {
        self.name = name
        self.evidence = evidence
        self.owner = owner
        self.abortTrigger = abortTrigger
        self.limit = limit
        self.samplesPerPartition = samplesPerPartition
        self.hold = hold
        self.every = every
        self.expires = expires
    }
}

public enum BuiltInGate: String, Sendable, CaseIterable, Codable {
    case inventory
    case topicParity = "topic parity"
    case aclParity = "acl parity"
    case schemaParity = "schema parity"
    case connectorsSingleSided = "connectors single-sided"
    case replication, offsets, records, consumers, headroom
    case sourceReady = "source ready"
    case rehearsed
}

/// A condition that says "go back".
public struct TriggerPlan: Sendable, Equatable, Codable {
    public var name: String
    public var metric: Metric
    public var cluster: ClusterRole?
    /// The one group or topic it is about; nil for the whole wave.
    public var of: String?
    public var above: Limit
    public var hold: Duration
    public var owner: String?
    /// Set when it aborts by itself: how long a person has to act first.
    public var abortsAfter: Duration?

    public init(
        name: String, metric: Metric, cluster: ClusterRole? = nil, of: String? = nil, above: Limit,
        hold: Duration = .zero, owner: String? = nil, abortsAfter: Duration? = nil
    ) {
        self.name = name
        self.metric = metric
        self.cluster = cluster
        self.of = of
        self.above = above
        self.hold = hold
        self.owner = owner
        self.abortsAfter = abortsAfter
    }
}

public struct PhaseSteps: Sendable, Equatable, Codable {
    public var phase: Phase
    public var steps: [StepPlan]

    public init(phase: Phase, steps: [StepPlan]) {
        self.phase = phase
        self.steps = steps
    }
}

public struct StepPlan: Sendable, Equatable, Codable {
    public enum Side: String, Sendable, CaseIterable, Codable {
        case sourceSide = "source-side"
        case targetSide = "target-side"
    }

    public enum ConnectorAct: String, Sendable, CaseIterable, Codable {
        case pause, resume, stop, start, restart
        case restartFailed = "restart-failed"
    }

    public enum LinkAct: String, Sendable, CaseIterable, Codable { case promote, pause }

    public enum Act: Sendable, Equatable, Codable {
        /// argv, no shell.
        case run([String])
        case http(HTTPCall)
        case wait(Duration)
        case ask(String)
        case offsets(OffsetsPlan)
        case fence(ClusterRole)
        case unfence(ClusterRole)
        case drain(lag: Double, stillFor: Duration)
        case connect(ConnectorAct, connector: String, at: Side)
        case link(LinkAct)
    }

    public var act: Act
    /// Nil: derived from the act, or the act has none.
    public var undo: Act?
    public var deadline: Duration?
    private let says: ClusterRole?

    /// `fences`: what the plan says of a hook, which could do anything.
    public init(_ act: Act, undo: Act? = nil, deadline: Duration? = nil, fences: ClusterRole? = nil) {
        self.act = act
        self.undo = undo
        self.deadline = deadline
        says = fences
    }

    /// Where it stops the wave's producers.
    public var fences: ClusterRole? {
        if case .fence(let role) = act { return role }
        return says
    }
}

public struct HTTPCall: Sendable, Equatable, Codable {
    public var method: String
    public var endpoint: EndpointPlan
    public var body: String?
    public var expect: Int?

    public init(method: String, endpoint: EndpointPlan, body: String? = nil, expect: Int? = nil) {
        self.method = method
        self.endpoint = endpoint
        self.body = body
        self.expect = expect
    }
}
