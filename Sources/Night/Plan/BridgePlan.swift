public enum BridgePlan: Sendable, Equatable, Codable {
    case mirrorMaker2(MirrorMaker2Plan)
    /// Any offset-preserving link, measured over the Kafka protocol alone.
    case link(LinkPlan)
    case automqLinking(LinkServicePlan)
    case clusterLinking(LinkServicePlan)

    /// A record has the same offset on both sides, so that the difference of two log ends is a lag.
    public var preservesOffsets: Bool {
        if case .mirrorMaker2 = self { false } else { true }
    }

    /// What has a control plane of its own, by that one's name.
    public var serviceName: String? {
        switch self {
        case .automqLinking: "Kafka Linking"
        case .clusterLinking: "Cluster Linking"
        case .mirrorMaker2, .link: nil
        }
    }

    /// The plan's word.
    public var kind: String {
        switch self {
        case .mirrorMaker2: "mirrormaker2"
        case .link: "link"
        case .automqLinking: "automq-linking"
        case .clusterLinking: "cluster-linking"
        }
    }
}

public struct MirrorMaker2Plan: Sendable, Equatable, Codable {
    public enum Policy: String, Sendable, CaseIterable, Codable { case `default`, identity }

    /// Nil: a dedicated MirrorMaker 2, which has no REST; its state is read from its own topics on the target.
    public var connect: EndpointPlan?
    public var connectors: [String]
    public var sourceAlias: String
    public var targetAlias: String
    public var policy: Policy
    public var separator: String
    /// The separator stands in the names of the internal topics too; MirrorMaker 2 can be told otherwise.
    public var separatesInternalTopics: Bool
    /// The cluster its offset-syncs topic is on.
    public var offsetSyncs: ClusterRole
    /// Connect's `offset.storage.topic`, for a Connect before 3.5, which does not serve offsets.
    public var offsetsTopic: String?
    /// Connect's `offset.flush.interval.ms`: how old the progress it tells may be.
    public var offsetFlush: Duration

    public init(
        connect: EndpointPlan? = nil, connectors: [String] = [], sourceAlias: String = "source",
        targetAlias: String = "target", policy: Policy = .default, separator: String = ".",
        separatesInternalTopics: Bool = true, offsetSyncs: ClusterRole = .source, offsetsTopic: String? = nil,
        offsetFlush: Duration = .seconds(60)
    ) {
        self.connect = connect
        self.connectors = connectors
        self.sourceAlias = sourceAlias
        self.targetAlias = targetAlias
        self.policy = policy
        self.separator = separator
        self.separatesInternalTopics = separatesInternalTopics
        self.offsetSyncs = offsetSyncs
        self.offsetsTopic = offsetsTopic
        self.offsetFlush = offsetFlush
    }
}

public struct LinkPlan: Sendable, Equatable, Codable {
    /// The group under which the link commits its progress on the source, where it does: a second way to see its lag.
    public var group: String?

    public init(group: String? = nil) {
        self.group = group
    }
}

/// A link driven by somebody's control plane.
public struct LinkServicePlan: Sendable, Equatable, Codable {
    public var endpoint: EndpointPlan
    /// Confluent's cluster id of the destination, or AutoMQ's instance.
    public var cluster: String
    public var link: String
    /// AutoMQ's environment, which its requests name beside the instance.
    public var environment: String?

    public init(endpoint: EndpointPlan, cluster: String, link: String, environment: String? = nil) {
        self.endpoint = endpoint
        self.cluster = cluster
        self.link = link
        self.environment = environment
    }
}
