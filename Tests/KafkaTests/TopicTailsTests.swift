import Night
import Testing

@testable import Kafka

@Suite("topics that are followed") struct TailBookTests {
    private var book = TailBook(of: ["syncs", "offsets"])

    private func topic(_ name: String, _ partitions: Int) -> TopicMetadata {
        TopicMetadata(
            name: name,
            partitions: Array(repeating: PartitionMetadata(leader: 1, replicas: 1, inSync: 1), count: partitions))
    }

    private func record(_ topic: String, _ partition: Int32, _ offset: Int64) -> Record {
        Record(topic: topic, partition: partition, offset: offset, value: nil)
    }

    private mutating func positions() -> [String: [Int64]]? {
        book.takePositions()?.reduce(into: [:]) { $0[$1.topic] = $1.offsets.map(\.offset) }
    }

    @Test("are read from the start where they are, and said to be missing, once, where they are not")
    mutating func firstLook() {
        #expect(book.found([topic("syncs", 1)]) == [.startsAgain("syncs"), .missing("offsets")])
        #expect(positions() == ["syncs": [Consumer.beginning]])
        #expect(book.found([topic("syncs", 1)]) == [] && positions() == nil)
        #expect(book.found([topic("syncs", 1), topic("offsets", 2)]) == [.startsAgain("offsets")])
        #expect(book.took(.init(records: [record("syncs", 0, 6)])) == [.records([record("syncs", 0, 6)])])
        #expect(positions() == ["syncs": [7], "offsets": [Consumer.beginning, Consumer.beginning]])
    }

    @Test("are caught up when every partition has been read to its end, and once")
    mutating func caughtUp() {
        _ = book.found([topic("syncs", 1), topic("offsets", 2)])
        #expect(book.took(.init(endedPartitions: ["offsets": [0]])) == [])
        #expect(book.took(.init(endedPartitions: ["offsets": [0]])) == [])
        #expect(
            book.took(.init(endedPartitions: ["offsets": [1], "syncs": [0]])) == [
                .caughtUp("offsets"), .caughtUp("syncs"),
            ])
        #expect(book.took(.init(endedPartitions: ["offsets": [1]])) == [])
    }

    @Test("start again when the log lost its place, when they come back, and when their partitions are others")
    mutating func startingAgain() {
        _ = book.found([topic("syncs", 1), topic("offsets", 2)])
        _ = book.took(.init(records: [record("syncs", 0, 6), record("offsets", 1, 3)]))
        _ = positions()
        #expect(book.took(.init(lost: ["syncs"])) == [.startsAgain("syncs")])
        #expect(positions() == ["syncs": [Consumer.beginning], "offsets": [Consumer.beginning, 4]])
        #expect(book.found([topic("offsets", 2)]) == [.missing("syncs")])
        #expect(positions()?["syncs"] == nil)
        #expect(
            book.found([topic("syncs", 1), topic("offsets", 3)]) == [.startsAgain("syncs"), .startsAgain("offsets")])
        #expect(book.took(.init(endedPartitions: ["offsets": [0, 1]])) == [], "the third is not read yet")
    }

    @Test("say nothing for what was still under way when they went")
    mutating func stragglers() {
        _ = book.found([topic("syncs", 1)])
        _ = book.found([])
        #expect(
            book.took(.init(records: [record("syncs", 0, 6)], endedPartitions: ["syncs": [0]], lost: ["syncs"])) == [])
        #expect(book.took(.init(records: [record("strange", 0, 6)])) == [])
    }
}

@Suite("following topics on a cluster") struct TopicTailsTests {
    private func produce(_ count: Int, to topic: String, on cluster: MockCluster) throws {
        let producer = try Producer(Configuration([("bootstrap.servers", cluster.bootstrap)]))
        for number in 0..<count {
            try producer.produce(
                Record(topic: topic, partition: 0, timestamp: 1_000 + Int64(number), key: [UInt8(number)], value: nil))
        }
        for case .delivered(let delivery) in producer.flush(atMost: .seconds(20)) { #expect(delivery.error == nil) }
    }

    @Test("everything from the first record on arrives, then that it is all, then what is new")
    func wholeLog() throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("syncs", partitions: 1)
        try cluster.createTopic("empty", partitions: 1)
        try produce(30, to: "syncs", on: cluster)
        let tails = try TopicTails(
            ["syncs", "empty", "gone"], Configuration([("bootstrap.servers", cluster.bootstrap)]))
        #expect(
            try tails.look(timeout: .seconds(10)) == [.startsAgain("syncs"), .startsAgain("empty"), .missing("gone")])
        var keys: [UInt8] = []
        var caughtUp: Set<String> = []
        func read(until done: () -> Bool) throws {
            let deadline = ContinuousClock().now + .seconds(20)
            while !done(), ContinuousClock().now < deadline {
                for news in try tails.read(atMost: 7, waiting: .milliseconds(50)) {
                    switch news {
                    case .records(let records):
                        #expect(records.count <= 7 && records.allSatisfy { $0.value == nil && $0.timestamp != nil })
                        keys += records.compactMap { $0.key?.first }
                        #expect(!caughtUp.contains("syncs") || keys.count > 30)
                    case .caughtUp(let topic): #expect(caughtUp.insert(topic).inserted)
                    case .startsAgain, .missing: Issue.record("\(news)")
                    }
                }
            }
        }
        try read { caughtUp.count == 2 }
        #expect(keys == Array(0..<30) && caughtUp == ["syncs", "empty"])
        try produce(1, to: "syncs", on: cluster)
        try read { keys.count == 31 }
        #expect(keys.last == 0)
    }
}
