import Kafka
import Night
import Testing

@testable import EmbeddedNight

struct TookTooLong: Error {
    let what: String
}

extension Estate {
    static let small = Estate(waves: [
        Wave(
            name: "shop",
            topics: [
                Topic(name: "orders", partitions: 3, rate: 300), Topic(name: "orders-retry", partitions: 3, rate: 30),
            ],
            groups: [Group(name: "billing", topics: ["orders"]), Group(name: "archive", topics: ["orders"])])
    ])
}

extension LiveEstate {
    convenience init(_ estate: Estate, seed: UInt64) throws {
        try self.init(estate, on: try MockGround(estate), seed: seed)
    }

    private var clusters: MockGround {
        guard let ground = ground as? MockGround else { preconditionFailure("not on mock clusters") }
        return ground
    }

    var source: MockCluster { clusters.source }
    var target: MockCluster { clusters.target }

    func apply(_ mishap: Mishap, _ change: Announcement.Change) throws {
        #expect(try apply(ScriptLine(at: .zero, mishap: mishap, change: change)))
    }

    /// As it comes over the socket, from somebody who waits for it.
    @discardableResult
    func order(_ words: String...) throws -> String {
        try carryOut(words, Patience { true })
    }
}

/// Waits until it is so, trying again and again. The limit is only there for a broken program: where others hold every
/// thread for minutes, a few tries in all that time say nothing.
func until(_ what: String, limit: Duration = .seconds(240), _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    var tries = 0
    while try await !condition() {
        tries += 1
        guard ContinuousClock.now < deadline || tries < 200 else { throw TookTooLong(what: what) }
        try await Task.sleep(for: .milliseconds(10))
    }
}

extension MockCluster {
    func client() throws -> Client {
        try Client(.consumer, Configuration([("bootstrap.servers", bootstrap), ("group.id", "test")]))
    }

    /// Writes to one topic and waits until all is there.
    func write(_ records: [Record]) throws {
        let producer = try Producer(Configuration([("bootstrap.servers", bootstrap)]))
        // With the topic known, the first record does not wait a second for librdkafka to look it up.
        _ = try producer.client.metadata(wanting: { _ in false }, timeout: .seconds(10))
        for record in records { try producer.produce(record) }
        let deliveries = producer.flush(atMost: .seconds(120)).filter { event in
            if case .delivered(let delivery) = event { delivery.error == nil } else { false }
        }
        try #require(deliveries.count == records.count)
    }

    /// All of a topic, partition by partition, in order.
    func read(_ topic: String, partitions: Int, expecting count: Int) async throws -> [[Record]] {
        let consumer = try Consumer(
            Configuration([("bootstrap.servers", bootstrap)]).setting("auto.offset.reset", "earliest"), group: "reader")
        try consumer.assign([
            TopicOffsets(
                topic: topic, offsets: (0..<Int32(partitions)).map { PartitionOffset(partition: $0, offset: 0) })
        ])
        var read = [[Record]](repeating: [], count: partitions)
        try await until("\(count) records of \(topic)") {
            for record in consumer.poll(atMost: 1_000).records { read[Int(record.partition)].append(record) }
            return read.reduce(0) { $0 + $1.count } >= count
        }
        return read
    }
}

extension Client {
    func ends(of topic: String) throws -> [Int32: Int64] {
        var ends: [Int32: Int64] = [:]
        for led in LedPartitions.grouped(try metadata(wanting: { $0 == topic }, timeout: .seconds(10)).topics) {
            for answer in try offsets(.end, of: led, timeout: .seconds(10)).offsets {
                for offset in answer.offsets { ends[offset.partition] = offset.offset }
            }
        }
        return ends
    }

    /// The sum of what a group has committed in a topic; nil where it never committed.
    func committed(by group: String, in topic: String) throws -> Int64? {
        let topics = try metadata(wanting: { $0 == topic }, timeout: .seconds(10)).topics
        let answer = commits(of: [CommitsAsked(group: group, partitions: topics)], timeout: .seconds(10))
        let offsets = try answer[0].get().flatMap(\.offsets)
        return offsets.isEmpty ? nil : offsets.reduce(0) { $0 + $1.offset }
    }
}

func records(_ range: Range<Int>, to topic: String, partitions: Int) -> [Record] {
    range.map { number in
        Record(
            topic: topic, partition: Int32(number % partitions), timestamp: 1_700_000_000_000 + Int64(number),
            key: number % 5 == 0 ? nil : Array("k\(number)".utf8),
            value: number % 7 == 0 ? [] : Array("v\(number)".utf8),
            headers: number % 3 == 0 ? [RecordHeader("h", Array("\(number)".utf8)), RecordHeader("none", nil)] : [])
    }
}
