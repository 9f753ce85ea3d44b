import Kafka
import Night
import Testing

@Suite("A mock cluster")
struct MockClusterTests {
    @Test("gives back what was written to it: keys, values, timestamps, nothing and empty told apart")
    func writeAndRead() async throws {
        let cluster = try MockCluster(brokers: 3)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 3)
        let written = records(0..<60, to: "orders", partitions: 3)
        try cluster.write(written)
        let read = try await cluster.read("orders", partitions: 3, expecting: 60)
        for partition in 0..<3 {
            let expected = written.filter { $0.partition == Int32(partition) }.enumerated().map { offset, record in
                var record = record
                record.offset = Int64(offset)
                return record
            }
            #expect(read[partition] == expected)
        }
    }

    @Test("refuses the next request of a kind as it was told, and answers the one after")
    func refusals() async throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 1)
        let client = try cluster.client()
        #expect(try client.ends(of: "orders") == [0: 0])
        cluster.failNext(.listOffsets, with: [.storageError])
        #expect(throws: KafkaError.self) { try client.ends(of: "orders") }
        #expect(try client.ends(of: "orders") == [0: 0])
        cluster.failNext(.listOffsets, with: [.storageError])
        cluster.stopFailing(.listOffsets)
        #expect(try client.ends(of: "orders") == [0: 0])
    }

    @Test("tells a group that committed from one that never did")
    func commits() async throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 1)
        let consumer = try Consumer(Configuration([("bootstrap.servers", cluster.bootstrap)]), group: "billing")
        try consumer.commit([.init(topic: "orders", offsets: [.init(partition: 0, offset: 0)])])
        let client = try cluster.client()
        #expect(try client.committed(by: "billing", in: "orders") == 0)
        #expect(try client.committed(by: "never", in: "orders") == nil)
    }

    @Test("that has ended takes no more orders")
    func ended() throws {
        let cluster = try MockCluster(brokers: 1)
        cluster.end()
        cluster.end()
        #expect(throws: KafkaError.self) { try cluster.createTopic("orders", partitions: 1) }
    }
}
