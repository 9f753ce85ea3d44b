import Kafka
import Night
import RealKafka
import Testing

/// Reads a topic of one partition from its start, whether or not it is there yet.
struct TopicReader {
    private let topic: String
    private let consumer: Consumer

    init(_ topic: String, on cluster: RealCluster) throws {
        self.topic = topic
        let patient = [("bootstrap.servers", cluster.bootstrap), ("topic.metadata.refresh.interval.ms", "300")]
        consumer = try Consumer(
            Configuration(patient).setting("auto.offset.reset", "earliest"), group: "reader-of-\(topic)")
        try consumer.assign([TopicOffsets(topic: topic, offsets: [PartitionOffset(partition: 0, offset: 0)])])
    }

    /// Reads on until so many records were of the kind.
    func read(_ count: Int = 1, where isWanted: (Record) -> Bool = { _ in true }) async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        var found = 0
        while found < count {
            found += consumer.poll(atMost: 1_000).records.count(where: isWanted)
            try #require(ContinuousClock.now < deadline, "\(found) of \(count) records in \(topic)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Whether the topic exists.
    func isThere() throws -> Bool {
        let metadata = try consumer.client.metadata(wanting: { $0 == topic }, timeout: .seconds(10))
        return !metadata.topics.isEmpty
    }
}

extension Record {
    func keyHolds(_ text: String) -> Bool { String(decoding: key ?? [], as: UTF8.self).contains(text) }
}
