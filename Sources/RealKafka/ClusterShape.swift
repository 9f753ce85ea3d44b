/// What a cluster is asked to be.
public struct ClusterShape: Sendable {
    /// Each is broker and controller. One, or three, which survive the loss of any.
    public var brokers: Int
    /// A second listener, SASL_PLAINTEXT with PLAIN, for the users of `SaslUser`.
    public var sasl: Bool
    public var createsTopicsWhenAsked: Bool
    /// Every broker shows its metrics to Prometheus; only where the installation has the agent.
    public var showsMetrics: Bool
    /// Laid over the broker's own properties, which they outrank.
    public var properties: [String: String]

    public init(
        brokers: Int = 1, sasl: Bool = true, createsTopicsWhenAsked: Bool = false, showsMetrics: Bool = false,
        properties: [String: String] = [:]
    ) {
        precondition((1...5).contains(brokers), "a cluster of one to five brokers")
        self.brokers = brokers
        self.sasl = sasl
        self.createsTopicsWhenAsked = createsTopicsWhenAsked
        self.showsMetrics = showsMetrics
        self.properties = properties
    }
}

/// Whom the SASL listener knows, each with its own name as password. The commander is a super user; so is whoever
/// comes through the plain listener.
public enum SaslUser: String, Sendable, CaseIterable {
    case commander, writer, bridge, reader
}

/// The ports of one broker.
struct BrokerPorts: Sendable {
    let plain: HeldPort
    let controller: HeldPort
    let sasl: HeldPort?
    let metrics: HeldPort?
}

extension ClusterShape {
    /// server.properties of one broker. Nodes are numbered from 1.
    func serverProperties(node: Int, ports: [BrokerPorts], data: String) -> String {
        let own = ports[node - 1]
        var listeners = ["PLAINTEXT://127.0.0.1:\(own.plain.number)"]
        if let sasl = own.sasl { listeners.append("SASL_PLAINTEXT://127.0.0.1:\(sasl.number)") }
        let voters = ports.enumerated().map { "\($0.offset + 1)@127.0.0.1:\($0.element.controller.number)" }
        var lines = [
            "node.id": "\(node)",
            "process.roles": "broker,controller",
            "controller.quorum.voters": voters.joined(separator: ","),
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listeners": (listeners + ["CONTROLLER://127.0.0.1:\(own.controller.number)"]).joined(separator: ","),
            "advertised.listeners": listeners.joined(separator: ","),
            "listener.security.protocol.map":
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
            "log.dirs": data,
            "auto.create.topics.enable": "\(createsTopicsWhenAsked)",
        ]
        for more in [sasl ? Self.security : [:], replication, Self.impatience, properties] {
            lines.merge(more) { _, later in later }
        }
        return lines.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    private static var security: [String: String] {
        let users = SaslUser.allCases.map { "user_\($0)=\"\($0)\"" }.joined(separator: " ")
        return [
            "sasl.enabled.mechanisms": "PLAIN",
            "listener.name.sasl_plaintext.plain.sasl.jaas.config":
                "org.apache.kafka.common.security.plain.PlainLoginModule required \(users);",
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found": "true",
            "super.users": "User:ANONYMOUS;User:\(SaslUser.commander)",
        ]
    }

    private var replication: [String: String] {
        let inSync = brokers > 2 ? "2" : "1"
        var lines = ["default.replication.factor": "\(brokers)", "min.insync.replicas": inSync]
        for topic in ["offsets.topic", "transaction.state.log", "share.coordinator.state.topic"] {
            lines[topic + ".replication.factor"] = "\(brokers)"
        }
        for topic in ["transaction.state.log", "share.coordinator.state.topic"] { lines[topic + ".min.isr"] = inSync }
        return lines
    }

    /// Small, and quick to notice: tests wait for a dead broker to be missed and for retention to move a log's start.
    private static let impatience = [
        "num.network.threads": "2",
        "num.io.threads": "4",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.num.partitions": "2",
        "share.coordinator.state.topic.num.partitions": "2",
        "group.initial.rebalance.delay.ms": "0",
        "log.initial.task.delay.ms": "1000",
        "log.retention.check.interval.ms": "1000",
        "log.segment.delete.delay.ms": "1000",
        "broker.heartbeat.interval.ms": "500",
        "broker.session.timeout.ms": "5000",
    ]
}
