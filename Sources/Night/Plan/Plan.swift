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
    public var metrics: [String]
    public var prometheus: PrometheusPlan?
    /// allow.everyone.if.no.acl.found, which no client can ask. Nil: the plan does not say.
    public var openByDefault: Bool?
    public var probeTopic: String?

    public init(
        bootstrap: String, properties: [Property] = [], metrics: [String] = [], prometheus: PrometheusPlan? = nil,
        openByDefault: Bool? = nil, probeTopic: String? = nil
    ) {
        self.bootstrap = bootstrap
        self.properties = properties
        self.metrics = metrics
        self.prometheus = prometheus
        self.openByDefault = openByDefault
        self.probeTopic = probeTopic
    }
}

public struct Property: Sendable, Equatable {
    public var name: String
    public var value: Setting

    public init(name: String, value: Setting) {
        self.name = name
        self.value = value
    }
}

public struct PrometheusPlan: Sendable, Equatable {
    public var url: String
    public var token: Setting?

    public init(url: String, token: Setting? = nil) {
        self.url = url
        self.token = token
    }
}

/// A value from the plan that may have come out of `${env:}` or `${file:}`. Printing one never shows a secret.
public enum Setting: Sendable, Equatable, Codable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    case plain(String)
    case secret(String)

    /// The value itself, for the one place that must have it.
    public var revealed: String {
        switch self {
        case .plain(let text), .secret(let text): text
        }
    }

    public var description: String {
        switch self {
        case .plain(let text): text
        case .secret: "(secret)"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
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

public enum BridgePlan: Sendable, Equatable {
    case mirrorMaker2(MirrorMaker2Plan)
    /// Any offset-preserving link, measured over the Kafka protocol alone.
    case link(LinkPlan)
    case automqLinking(LinkServicePlan)
    case clusterLinking(LinkServicePlan)
}

public struct MirrorMaker2Plan: Sendable, Equatable {
    public enum Policy: String, Sendable, CaseIterable { case `default`, identity }

    public var connect: String?
    public var connectors: [String]
    public var sourceAlias: String
    public var targetAlias: String
    public var policy: Policy
    public var separator: String

    public init(
        connect: String? = nil, connectors: [String] = [], sourceAlias: String = "source",
        targetAlias: String = "target", policy: Policy = .default, separator: String = "."
    ) {
        self.connect = connect
        self.connectors = connectors
        self.sourceAlias = sourceAlias
        self.targetAlias = targetAlias
        self.policy = policy
        self.separator = separator
    }
}

public struct LinkPlan: Sendable, Equatable {
    /// The group under which the link commits its progress on the source, where it does: a second way to see its lag.
    public var group: String?

    public init(group: String? = nil) {
        self.group = group
    }
}

/// A link driven by somebody's control plane.
public struct LinkServicePlan: Sendable, Equatable {
    public var url: String
    public var link: String
    public var user: Setting?
    public var password: Setting?

    public init(url: String, link: String, user: Setting? = nil, password: Setting? = nil) {
        self.url = url
        self.link = link
        self.user = user
        self.password = password
    }
}
