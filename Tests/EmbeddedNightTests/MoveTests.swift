import Kafka
import Night
import Testing

@testable import EmbeddedNight

@Suite("Moving the estate")
struct MoveTests {
    /// Every record of a topic there, as text, partition by partition.
    private func log(of topic: Estate.Topic, on cluster: MockCluster) async throws -> [[Record]] {
        let count = try cluster.client().ends(of: topic.name).values.reduce(0, +)
        return try await cluster.read(topic.name, partitions: topic.partitions, expecting: Int(count))
    }

    private func written(to topic: String, on cluster: MockCluster) throws -> Int64 {
        try cluster.client().ends(of: topic).values.reduce(0, +)
    }

    private func untilWritten(on cluster: MockCluster, more: Int64 = 200) async throws {
        let before = try written(to: "orders", on: cluster)
        try await until("producers write on") { try written(to: "orders", on: cluster) > before + more }
    }

    @Test("producers go to the target and come back: no record is lost, doubled or shifted on either side")
    func producers() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.start()
        try await untilWritten(on: live.source)
        try live.order("fence", "shop", "source")
        let fenced = try written(to: "orders", on: live.source)
        try live.order("move-producers", "shop", "target")
        #expect(try written(to: "orders", on: live.source) == fenced)
        try await untilWritten(on: live.target)
        // The link stands aside: what they write now is on the target only.
        #expect(try written(to: "orders", on: live.source) == fenced)
        try live.order("move-producers", "shop", "source")
        let back = try written(to: "orders", on: live.source)
        #expect(try written(to: "orders", on: live.target) == back)
        try live.order("unfence", "shop", "source")
        try await untilWritten(on: live.source)
        try live.order("fence", "shop", "source")
        try await until("the target has caught up") {
            try Estate.small.topics.allSatisfy {
                try written(to: $0.name, on: live.source) == written(to: $0.name, on: live.target)
            }
        }
        var numbers: [Int] = []
        for topic in Estate.small.topics {
            let original = try await log(of: topic, on: live.source)
            #expect(original == (try await log(of: topic, on: live.target)))
            numbers += original.joined().compactMap(\.value).map { Int($0[0]) << 8 | Int($0[1]) }
        }
        // Producers number what they write.
        #expect(numbers.sorted() == Array(1...numbers.count))
    }

    @Test("a fence stops what is written, and lifting it lets it go on")
    func fence() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.start()
        try await untilWritten(on: live.source)
        try live.order("fence", "shop", "source")
        let end = try written(to: "orders", on: live.source)
        try await until("all is carried") { try written(to: "orders", on: live.target) == end }
        #expect(try written(to: "orders", on: live.source) == end)
        try live.order("unfence", "shop", "source")
        try await untilWritten(on: live.source)
    }

    @Test("producers stay where they are while the bridge has still to carry what they wrote, and write on")
    func stalledBridge() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.apply(.bridgeStall, .begins)
        try live.start()
        try await untilWritten(on: live.source)
        // Whoever asked is gone before it could be done.
        var asked = 0
        #expect(throws: Refusal("the bridge still has records of shop to carry")) {
            try live.carryOut(
                ["move-producers", "shop", "target"],
                Patience {
                    asked += 1
                    return asked < 50
                })
        }
        #expect(try written(to: "orders", on: live.target) == 0)
        try await untilWritten(on: live.source)
        #expect(try live.order("status").contains("shop: producers write to source\n"))
    }

    @Test("a group that moves goes on at its position: nothing is read twice and nothing is left out")
    func group() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.start()
        let (source, target) = (try live.source.client(), try live.target.client())
        try await until("the group is at work") { try source.committed(by: "billing", in: "orders") ?? 0 > 100 }
        try live.order("stop-group", "billing")
        let position = try #require(try source.committed(by: "billing", in: "orders"))
        try await untilWritten(on: live.source)
        #expect(try source.committed(by: "billing", in: "orders") == position)
        // There is one on the target to go back to: a record short in each of three partitions.
        #expect(try target.committed(by: "billing", in: "orders") == position - 3)
        try await until("all of it is on the target") {
            try written(to: "orders", on: live.target) >= position
        }
        try live.copyPosition(of: "billing", in: "orders", from: live.source, to: live.target)
        // So slow that what it would read again shows in its first commit.
        try live.apply(.slowConsumer(group: "billing", share: 0.1), .begins)
        try live.order("start-group", "billing", "target")
        try await until("it commits") { try target.committed(by: "billing", in: "orders") != position }
        #expect(try target.committed(by: "billing", in: "orders") ?? 0 > position)
        try live.order("stop-group", "billing")
        let stopped = try target.committed(by: "billing", in: "orders")
        try await untilWritten(on: live.source)
        #expect(try target.committed(by: "billing", in: "orders") == stopped)
    }

    @Test("a group runs on one side at a time, and asking again for what is done changes nothing")
    func oneSide() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        #expect(try live.order("start-group", "billing", "source") == "billing runs on source already")
        #expect(throws: Refusal("billing runs on source; stop it there first")) {
            try live.order("start-group", "billing", "target")
        }
        try live.order("stop-group", "billing,archive")
        #expect(try live.order("stop-group", "billing") == "billing does not run")
        #expect(try live.order("status").hasSuffix("billing: stopped\narchive: stopped"))
        #expect(try live.order("move-producers", "shop", "source") == "the producers of shop write to source already")
    }
}

extension LiveEstate {
    fileprivate func copyPosition(of group: String, in topic: String, from: MockCluster, to: MockCluster) throws {
        let client = try from.client()
        let topics = try client.metadata(wanting: { $0 == topic }, timeout: .seconds(10)).topics
        let positions = try client.commits(
            of: [.init(group: group, partitions: topics)], timeout: .seconds(10))[0].get()
        try Consumer(Configuration([("bootstrap.servers", to.bootstrap)]), group: group).commit(positions)
    }
}
