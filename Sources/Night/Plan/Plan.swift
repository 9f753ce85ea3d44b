/// What the night is meant to be: the plan file, checked and typed.
public struct Plan: Sendable, Equatable {
    public var night: String
    public var poll: Duration
    public var source: ClusterPlan
    public var target: ClusterPlan
    public var bridges: [BridgePlan]
    public var budget: [BudgetLine]
    public var files: SignalFiles
    public var classes: [TopicClass]
    public var waves: [WavePlan]

    public init(
        night: String, poll: Duration, source: ClusterPlan, target: ClusterPlan, bridges: [BridgePlan] = [],
        budget: [BudgetLine] = [], files: SignalFiles = SignalFiles(), classes: [TopicClass] = [],
        waves: [WavePlan] = []
    ) {
        self.night = night
        self.poll = poll
        self.source = source
        self.target = target
        self.bridges = bridges
        self.budget = budget
        self.files = files
        self.classes = classes
        self.waves = waves
    }

    public func cluster(_ role: ClusterRole) -> ClusterPlan {
        switch role {
        case .source: source
        case .target: target
        }
    }
}

public struct ClusterPlan: Sendable, Equatable {
    public var bootstrap: String
    /// librdkafka's own properties, in the plan's order.
    public var properties: [Property]
    /// Exposition endpoints, such as jmx_exporter serves.
    public var metrics: [EndpointPlan]
    public var prometheus: EndpointPlan?
    public var schemaRegistry: EndpointPlan?
    /// allow.everyone.if.no.acl.found, which no client can ask. Nil: the plan does not say.
    public var openByDefault: Bool?
    public var probeTopic: String?

    public init(
        bootstrap: String, properties: [Property] = [], metrics: [EndpointPlan] = [],
        prometheus: EndpointPlan? = nil, schemaRegistry: EndpointPlan? = nil, openByDefault: Bool? = nil,
        probeTopic: String? = nil
    ) {
        self.bootstrap = bootstrap
        self.properties = properties
        self.metrics = metrics
        self.prometheus = prometheus
        self.schemaRegistry = schemaRegistry
        self.openByDefault = openByDefault
        self.probeTopic = probeTopic
    }
}

public struct Property: Sendable, Equatable, Codable {
    public var name: String
    public var value: Setting

    public init(name: String, value: Setting) {
        self.name = name
        self.value = value
    }
}

public struct SignalFiles: Sendable, Equatable {
    public var hold: String?
    public var panic: String?

    public init(hold: String? = nil, panic: String? = nil) {
        self.hold = hold
        self.panic = panic
    }
}

public struct TopicClass: Sendable, Equatable {
    public var topics: NamePattern
    public var labels: [String]

    public init(topics: NamePattern, labels: [String]) {
        self.topics = topics
        self.labels = labels
    }
}
