import Night
import Testing

@testable import Kafka

@Suite("what brokers answer") struct AnswersTests {
    /// As a consumer's client lays it out: version, then each topic with its partitions.
    private func assignment(_ topics: [(String, Int32)]) -> [UInt8] {
        func bytes<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian, Array.init)
        }
        return bytes(Int16(1)) + bytes(Int32(topics.count))
            + topics.flatMap { name, count in
                bytes(Int16(name.utf8.count)) + Array(name.utf8) + bytes(count) + (0..<count).flatMap(bytes)
            } + bytes(Int32(-1))
    }

    @Test("a member's partitions are counted, and nonsense counts as none")
    func assignments() {
        let whole = assignment([("orders", 3), ("payments", 4)])
        #expect(whole.withUnsafeBytes(MemberAssignment.partitionCount) == 7)
        for length in 0..<whole.count - 4 {
            #expect(whole.prefix(length).withUnsafeBytes(MemberAssignment.partitionCount) == 0)
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var damaged = whole
            damaged[Int(random.next() % UInt64(whole.count))] = UInt8(truncatingIfNeeded: random.next())
            #expect((0...whole.count / 4).contains(damaged.withUnsafeBytes(MemberAssignment.partitionCount)))
        }
    }

    @Test("partitions are asked of who leads them, and of nobody where nobody does")
    func grouping() {
        func topic(_ name: String, _ leaders: Int32?...) -> TopicMetadata {
            TopicMetadata(
                name: name, partitions: leaders.map { PartitionMetadata(leader: $0, replicas: 3, inSync: 3) })
        }
        let led = LedPartitions.grouped([topic("orders", 1, 2, nil, 1), topic("payments", 2), topic("dead", nil)])
        #expect(led.map(\.leader) == [1, 2])
        #expect(led[0].topics.map(\.name) == ["orders"] && led[0].topics[0].partitions == [0, 3])
        #expect(led[1].topics.map(\.name) == ["orders", "payments"])
    }

    @Test("a time given to librdkafka is never rounded down to none, and never overflows")
    func milliseconds() {
        #expect(Duration.zero.inMilliseconds == 0)
        #expect(Duration.nanoseconds(1).inMilliseconds == 1)
        #expect(Duration.milliseconds(1_500).inMilliseconds == 1_500)
        #expect(Duration.seconds(Int64.max).inMilliseconds == 2_000_000_000)
        #expect(Duration.seconds(-1).inMilliseconds == 0)
    }

    /// The special timestamps are no documented use of the call.
    @Test("offsets_for_times answers with log ends and starts, of all partitions of a leader in one call")
    func logEdges() throws {
        let cluster = try MockCluster(brokers: 2)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 4)
        for partition in 0..<4 as Range<Int32> {
            try cluster.setLeader(of: "orders", partition, to: partition % 2 + 1)
        }
        let producer = try Producer(Configuration([("bootstrap.servers", cluster.bootstrap)]))
        for number in 0..<10 { try producer.produce(Record(topic: "orders", partition: Int32(number % 4), value: [1])) }
        _ = producer.flush(atMost: .seconds(20))
        let client = try Client(.consumer, Configuration([("bootstrap.servers", cluster.bootstrap)]))
        let metadata = try client.metadata(wanting: { _ in true }, timeout: .seconds(10))
        let led = LedPartitions.grouped(metadata.topics)
        #expect(led.count == 2)
        for (edge, expected) in [(LogEdge.end, [3, 3, 2, 2]), (.start, [0, 0, 0, 0])] {
            let answers = try led.map { try client.offsets(edge, of: $0, timeout: .seconds(10)) }
            let offsets = answers.flatMap(\.offsets).flatMap(\.offsets).sorted { $0.partition < $1.partition }
            #expect(offsets.map(\.offset) == expected.map(Int64.init))
        }
    }
}
