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

    private mutating func found(_ topics: TopicMetadata...) -> [TopicTails.News] {
        ["syncs", "offsets"].flatMap { name in book.found(topics.first { $0.name == name }, of: name) }
    }

    @Test("are read from the start where they are, and said to be missing, once, where they are not")
    mutating func firstLook() {
        #expect(found(topic("syncs", 1)) == [.startsAgain("syncs"), .missing("offsets")])
        #expect(positions() == ["syncs": [Consumer.beginning]])
        #expect(found(topic("syncs", 1)) == [] && positions() == nil)
        #expect(found(topic("syncs", 1), topic("offsets", 2)) == [.startsAgain("offsets")])
        #expect(book.took(.init(records: [record("syncs", 0, 6)])) == [.records([record("syncs", 0, 6)])])
        #expect(positions() == ["syncs": [7], "offsets": [Consumer.beginning, Consumer.beginning]])
    }

    @Test("are caught up when every partition has been read to its end, and once")
    mutating func caughtUp() {
        _ = found(topic("syncs", 1), topic("offsets", 2))
        #expect(book.took(.init(endedPartitions: ["offsets": [0: 4]])) == [])
        #expect(book.took(.init(endedPartitions: ["offsets": [0: 5]])) == [])
        #expect(
            book.took(.init(endedPartitions: ["offsets": [1: 0], "syncs": [0: 9]]))
                == [.caughtUp("offsets"), .caughtUp("syncs")])
        #expect(book.took(.init(endedPartitions: ["offsets": [1: 2]])) == [])
        #expect(book.position(of: "offsets", 1) == 2 && book.position(of: "syncs", 0) == 9)
    }

    @Test("start again when the log lost its place, when they come back, and when their partitions are others")
    mutating func startingAgain() {
        _ = found(topic("syncs", 1), topic("offsets", 2))
        _ = book.took(.init(records: [record("syncs", 0, 6), record("offsets", 1, 3)]))
        _ = positions()
        #expect(book.took(.init(lost: ["syncs"])) == [.startsAgain("syncs")])
        #expect(positions() == ["syncs": [Consumer.beginning], "offsets": [Consumer.beginning, 4]])
        #expect(found(topic("offsets", 2)) == [.missing("syncs")])
        #expect(positions() == ["offsets": [Consumer.beginning, 4]])
        #expect(found(topic("syncs", 1), topic("offsets", 3)) == [.startsAgain("syncs"), .startsAgain("offsets")])
        #expect(book.took(.init(endedPartitions: ["offsets": [0: 1, 1: 1]])) == [], "the third is not read yet")
    }

    @Test("are let go, with the reason, where the cluster refuses, and taken up where it no longer does")
    mutating func refusal() {
        let error = KafkaError(code: 29, asked: "read syncs", said: "Topic authorization failed")
        _ = found(topic("syncs", 1))
        _ = positions()
        #expect(book.took(.init(refused: ["syncs": error])) == [.refused("syncs", error)])
        #expect(book.refused("syncs", error) == [] && positions() == [:])
        #expect(found(topic("syncs", 1)) == [.startsAgain("syncs")])
    }

    @Test("say nothing for what was still under way when they went")
    mutating func stragglers() {
        _ = found(topic("syncs", 1))
        _ = found()
        let late = Consumer.Batch(
            records: [record("syncs", 0, 6)], endedPartitions: ["syncs": [0: 7]], lost: ["syncs"])
        #expect(book.took(late) == [])
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
            ["syncs", "empty"], Configuration([("bootstrap.servers", cluster.bootstrap)]))
        #expect(try tails.look(timeout: .seconds(10)) == [.startsAgain("syncs"), .startsAgain("empty")])
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
                    case .startsAgain, .missing, .refused: Issue.record("\(news)")
                    }
                }
            }
        }
        try read { caughtUp.count == 2 }
        #expect(try tails.unread(timeout: .seconds(10)) == ["syncs": 0, "empty": 0])
        #expect(keys == Array(0..<30) && caughtUp == ["syncs", "empty"])
        try produce(1, to: "syncs", on: cluster)
        try read { keys.count == 31 }
        #expect(keys.last == 0)
    }
}
