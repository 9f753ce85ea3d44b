import Kafka
public import Night

/// What the probe of a cluster is told.
public struct ClusterOrder: Sendable, Equatable, Codable {
    /// Topics and the groups that read them. A group's commits are asked for these topics where the cluster does not
    /// serve "everything it ever committed".
    public struct Scope: Sendable, Equatable, Codable {
        public var topics: [NamePattern]
        public var groups: [NamePattern]

        public init(topics: [NamePattern], groups: [NamePattern]) {
            self.topics = topics
            self.groups = groups
        }
    }

    public var cluster: ClusterRole
    /// With `bootstrap.servers`.
    public var properties: [Property]
    public var poll: Duration
    public var scopes: [Scope]
    /// What a bridge puts before a source topic's name to make its twin here; empty where it keeps the name.
    public var twinPrefix: String
    public var probeTopic: String?
    /// How long one call may take.
    public var callTimeout: Duration

    public init(
        cluster: ClusterRole, properties: [Property], poll: Duration, scopes: [Scope], twinPrefix: String = "",
        probeTopic: String? = nil, callTimeout: Duration = .seconds(3)
    ) {
        self.cluster = cluster
        self.properties = properties
        self.poll = poll
        self.scopes = scopes
        self.twinPrefix = twinPrefix
        self.probeTopic = probeTopic
        self.callTimeout = callTimeout
    }

    public init(of plan: Plan, cluster: ClusterRole) {
        let side = plan.cluster(cluster)
        var scopes = plan.waves.map { wave in
            Scope(topics: wave.topics, groups: wave.groups.map(\.group))
        }
        if cluster == .source {
            let links = plan.bridges.compactMap { bridge in
                if case .link(let link) = bridge { link.group } else { nil }
            }
            let copiers = links.compactMap { try? NamePattern($0) }
            if !copiers.isEmpty { scopes.append(Scope(topics: plan.waves.flatMap(\.topics), groups: copiers)) }
        }
        // So that whether it is there is known.
        if let probeTopic = side.probeTopic.flatMap({ try? NamePattern($0) }) {
            scopes.append(Scope(topics: [probeTopic], groups: []))
        }
        self.init(
            cluster: cluster,
            properties: [Property(name: "bootstrap.servers", value: .plain(side.bootstrap))] + side.properties,
            poll: plan.poll, scopes: scopes, twinPrefix: cluster == .target ? plan.twins.prefix : "",
            probeTopic: side.probeTopic)
    }

    public struct RefusedProperty: Sendable, Equatable {
        public let name: String
        public let reason: String
        public let suggestion: String?
    }

    /// What librdkafka would say of the properties, without connecting anywhere.
    public func refusedProperties() -> [RefusedProperty] {
        configuration.problems().map {
            RefusedProperty(name: $0.property ?? "", reason: $0.reason, suggestion: $0.suggestion)
        }
    }

    /// How long a probe may say nothing at all: every call ends in a message, so this is one call and some patience.
    public var longestSilence: Duration { max(callTimeout * 2, poll + callTimeout) + .seconds(1) }

    /// How long one sweep may take.
    public var sweepDeadline: Duration { callTimeout * 6 + poll }
}

extension ClusterOrder {
    /// The plan's properties, and what a reader that only watches wants where the plan is silent.
    var configuration: Configuration {
        Configuration(properties.map { ($0.name, $0.value.revealed) })
            .defaulting("client.id", "switchback")
            .defaulting("log_level", "3")
            // Small requests, each waited for: held back for company they would take 40 ms more.
            .defaulting("socket.nagle.disable", "true")
            // A broker that is back is seen again within a sweep or two, unless the plan wants it slower.
            .defaulting("reconnect.backoff.max.ms", "\(max(1_000, slowestReconnect))")
            .defaulting("socket.connection.setup.timeout.ms", "3000")
    }

    /// librdkafka refuses a maximum below what the plan starts with.
    private var slowestReconnect: Int {
        properties.first { $0.name == "reconnect.backoff.ms" }.flatMap { Int($0.value.revealed) } ?? 0
    }

    var consumerConfiguration: Configuration {
        let patience = max(1_000, callTimeout.inNanoseconds / 1_000_000 + 1_000)
        return
            configuration
            // Ends of logs, not of the last finished transaction.
            .defaulting("isolation.level", "read_uncommitted")
            .defaulting("enable.auto.commit", "false")
            // It joins no group. Without a name librdkafka 2.0.2 crashes when a coordinator that moved answers a
            // question about commits.
            .defaulting("group.id", "switchback")
            // A broker that stopped answering is asked nothing more than its partitions until it answers again. A little
            // after the call gave up, or list_groups would throw away what the others said.
            .defaulting("socket.timeout.ms", "\(min(patience, 300_000))")
    }
}
