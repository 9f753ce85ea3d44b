import Kafka
import Night
import TestSupport
import Testing

/// A plan in a file, for clusters that are there or not.
final class PlanOnDisk {
    private let scratch: Scratch
    let path: String
    var folder: String { scratch.path }

    /// Of a file beside the plan.
    func bytes(of name: String) -> [UInt8] { scratch.bytes(of: name) }

    /// `more`: lines of the wave. `budget` has the five expected lines if not said.
    init(
        source: String, target: String, topics: [String] = ["orders"], groups: [String] = ["settlement"],
        budget: String = PlanOnDisk.wideBudget, more: String = ""
    ) throws {
        scratch = try Scratch()
        let patterns = topics.map { "\"\($0)\"" }.joined(separator: ", ")
        let readers = groups.map { "{ group: \($0), offsets: preserve }" }.joined(separator: ", ")
        path = try scratch.write(
            """
            night: rehearsal
            poll: 200ms
            clusters:
              source: { bootstrap: "\(source)" }
              target: { bootstrap: "\(target)", probe-topic: switchback-probe }
            bridge:
              - link: { group: copier }
            budget:
            \(budget)
            waves:
              - wave: first
                pattern: consumer-first
                owner: payments
                topics: [\(patterns)]
                groups: [\(readers)]
                producers: [User:web]
                observe: 10m
            \(more)
            """, to: "plan.yaml")
    }

    /// Nobody listens at these ports.
    static func unreachable() throws -> PlanOnDisk {
        try PlanOnDisk(source: "127.0.0.1:1", target: "127.0.0.1:2")
    }

    static let wideBudget = """
          source-read-load:       { metric: source.records-out, limit: 6000/s }
          target-produce-latency: { metric: target.produce.p99, limit: 60s }
          replication-lag:        { metric: bridge.lag.records, limit: 1000 records }
          consumer-lag:           { metric: consumers.lag.records, limit: 1000 records }
          error-rate:             { metric: errors.rate, limit: 1000/s }
        """
}

/// Two clusters where nothing moves: everything is copied, read and committed.
final class QuietEstate {
    let source: MockCluster
    let target: MockCluster
    private let payload: [UInt8]
    static let records: Int64 = 10

    /// `payload`: key, value and header of every record.
    init(topics: [String] = ["orders"], group: String = "settlement", payload: String = "r") throws {
        self.payload = Array(payload.utf8)
        source = try MockCluster(brokers: 1)
        target = try MockCluster(brokers: 1)
        try target.createTopic("switchback-probe", partitions: 1)
        for topic in topics {
            for cluster in [source, target] {
                try cluster.createTopic(topic, partitions: 1)
                try Self.fill(cluster, topic, payload: self.payload)
            }
            try Self.commit(source, topic, as: group)
            try Self.commit(source, topic, as: "copier")
        }
    }

    func plan(
        topics: [String] = ["orders"], groups: [String] = ["settlement"], budget: String = PlanOnDisk.wideBudget,
        more: String = ""
    ) throws -> PlanOnDisk {
        try PlanOnDisk(
            source: source.bootstrap, target: target.bootstrap, topics: topics, groups: groups, budget: budget,
            more: more)
    }

    /// Records on the source that nobody reads.
    func fallBehind(on topic: String = "orders") throws {
        for _ in 0..<10 { try Self.fill(source, topic, payload: payload) }
    }

    /// Nobody leads the topic's partition on the source any more.
    func loseLeader(of topic: String) throws {
        try source.setLeader(of: topic, 0, to: nil)
    }

    deinit {
        source.end()
        target.end()
    }

    private static func fill(_ cluster: MockCluster, _ topic: String, payload: [UInt8]) throws {
        let producer = try Producer(Configuration([("bootstrap.servers", cluster.bootstrap)]))
        // With the topic known, the first record does not wait a second for librdkafka to look it up.
        _ = try producer.client.metadata(wanting: { _ in false }, timeout: .seconds(10))
        for _ in 0..<records {
            try producer.produce(
                Record(
                    topic: topic, partition: 0, key: payload, value: payload, headers: [RecordHeader("h", payload)]))
        }
        try #require(producer.flush(atMost: .seconds(20)).count == Int(records))
    }

    private static func commit(_ cluster: MockCluster, _ topic: String, as group: String) throws {
        let consumer = try Consumer(Configuration([("bootstrap.servers", cluster.bootstrap)]), group: group)
        try consumer.commit([
            TopicOffsets(topic: topic, offsets: [PartitionOffset(partition: 0, offset: records)])
        ])
    }
}
