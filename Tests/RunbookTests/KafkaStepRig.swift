import Kafka
import Night
import RealKafka
import Testing

@testable import Runbook

/// An errand's order for a Kafka step, and the two kinds of clients it is about: those that are moved and those that
/// must not notice.
struct KafkaStepRig {
    var order: ErrandOrder

    init(
        _ act: StepPlan.Act, topics: [String], groups: [String] = [], producers: [String] = [],
        source: ErrandOrder.Cluster, target: ErrandOrder.Cluster, bridge: BridgePlan? = .link(LinkPlan())
    ) {
        let errand = Errand(number: 1, kind: .look, step: StepID(.consumersMoved, 1), plan: StepPlan(act))
        order = ErrandOrder(
            errand, night: "night", wave: "wave", topics: topics,
            groups: groups.map { ErrandOrder.Group(name: $0, offsets: .translate) }, producers: producers,
            source: source, target: target, bridge: bridge)
    }

    /// What a look finds goes into the order of all that follows, as the machine does it.
    mutating func found(_ look: StepLook) throws {
        guard case .ready(let found, _) = look else {
            Issue.record("not ready: \(look)")
            return
        }
        order.found = found
    }
}

extension ErrandOrder.Cluster {
    /// By its plain listener: a super user.
    static func plain(_ cluster: RealCluster, open: Bool? = nil) -> Self {
        Self(bootstrap: cluster.bootstrap, isOpenByDefault: open)
    }

    static func of(_ cluster: RealCluster, as user: SaslUser, open: Bool? = nil) -> Self {
        let properties = Configuration.login(user).map { ($0.name, $0.value) }
        return Self(
            bootstrap: cluster.saslBootstrap, properties: Dictionary(uniqueKeysWithValues: properties),
            isOpenByDefault: open)
    }
}

extension Configuration {
    static func login(_ user: SaslUser) -> [(name: String, value: String)] {
        [
            ("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanisms", "PLAIN"),
            ("sasl.username", "\(user)"), ("sasl.password", "\(user)"),
        ]
    }

    static func of(_ cluster: RealCluster, as user: SaslUser) -> Configuration {
        Configuration(login(user)).setting("bootstrap.servers", cluster.saslBootstrap)
            .setting("message.timeout.ms", "10000").setting("enable.partition.eof", "true")
    }

    static func plain(_ cluster: RealCluster) -> Configuration {
        Configuration([("bootstrap.servers", cluster.bootstrap)])
    }
}

/// An application that writes, for as long as the test wants it to.
struct Application {
    let producer: Producer
    let topic: String

    init(writing topic: String, on cluster: RealCluster, as user: SaslUser) throws {
        producer = try Producer(.of(cluster, as: user))
        self.topic = topic
    }

    /// Nil: written. Otherwise the broker's words.
    func write() -> String? {
        do { try producer.produce(Record(topic: topic, partition: 0, value: [1])) } catch { return error.said }
        for case .delivered(let delivery) in producer.flush(atMost: .seconds(15)) {
            return delivery.error.map(\.said)
        }
        return "never answered"
    }

    /// A client that was refused takes a moment to ask again.
    func writesAgain() -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(20)
        while write() != nil {
            guard clock.now < deadline else { return false }
            Pause.take(.milliseconds(100))
        }
        return true
    }
}

/// Reads one partition from its start to its end. Nil: read. Otherwise the broker's words.
func refusal(toRead topic: String, on cluster: RealCluster, as user: SaslUser) throws -> String? {
    let consumer = try Consumer(.of(cluster, as: user), group: "readers")
    let start = PartitionOffset(partition: 0, offset: 0)
    try consumer.assign([TopicOffsets(topic: topic, offsets: [start])])
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(15)
    while clock.now < deadline {
        let batch = consumer.poll(atMost: 100)
        if let error = batch.errors.first(where: { !$0.isGroupAuthorization }) { return error.said }
        if batch.ended.contains(topic) { return nil }
        Pause.take(.milliseconds(20))
    }
    return "never answered"
}

/// So many records in each partition.
func fill(_ topic: String, on cluster: RealCluster, _ counts: [Int]) throws {
    let producer = try Producer(.plain(cluster))
    for (partition, count) in counts.enumerated() {
        for _ in 0..<count { try producer.produce(Record(topic: topic, partition: Int32(partition), value: [1])) }
    }
    for case .delivered(let delivery) in producer.flush(atMost: .seconds(20)) { #expect(delivery.error == nil) }
    #expect(producer.outstanding == 0)
}

/// As a consumer of the group would have committed.
func commit(_ group: String, _ topic: String, _ positions: [Int32: Int64], on cluster: RealCluster) throws {
    let order = KafkaStepRig(.wait(.zero), topics: [], source: .plain(cluster), target: .plain(cluster)).order
    let offsets = positions.reduce(into: [Place: Int64]()) { $0[Place(topic, $1.key)] = $1.value }
    let complaints = try ClusterAccess(.source, of: order).setPositions(of: group, to: offsets)
    #expect(complaints == [], "\(complaints)")
}
