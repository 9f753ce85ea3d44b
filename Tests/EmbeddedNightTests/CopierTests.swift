import Kafka
import Night
import Testing

@testable import EmbeddedNight

@Suite("The bridge")
struct CopierTests {
    struct Diverged: Error { let why: String }

    private let topic = Estate.Topic(name: "orders", partitions: 3, rate: 100)

    private func clusters() throws -> (source: MockCluster, target: MockCluster) {
        let source = try MockCluster(brokers: 3)
        let target = try MockCluster(brokers: 3)
        for cluster in [source, target] {
            try cluster.createTopic(topic.name, partitions: topic.partitions)
            for partition in 0..<Int32(topic.partitions) {
                try cluster.setLeader(of: topic.name, partition, to: partition + 1)
            }
        }
        return (source, target)
    }

    private func copier(from source: MockCluster, to target: MockCluster) throws -> Copier {
        try Copier(topics: [topic], from: source.bootstrap, to: target.bootstrap, quota: 1e6, now: .now)
    }

    /// Runs the bridge until so many records are copied. What has diverged would never be, and says why.
    private func copy(_ count: Int64, with copier: inout Copier) async throws {
        try await until("\(count) records are copied") {
            copier.step(now: .now, stalled: false)
            for copy in copier.copies.values {
                if case .diverged(let why) = copy.state { throw Diverged(why: why) }
            }
            return copier.copies.values.reduce(0) { $0 + $1.next } == count
        }
    }

    private func expectSame(_ source: MockCluster, _ target: MockCluster, count: Int) async throws {
        #expect(try target.client().ends(of: topic.name) == source.client().ends(of: topic.name))
        let original = try await source.read(topic.name, partitions: topic.partitions, expecting: count)
        let copied = try await target.read(topic.name, partitions: topic.partitions, expecting: count)
        #expect(original == copied)
    }

    @Test("preserves offsets, keys, values, headers and timestamps, and commits how far it got")
    func copies() async throws {
        let (source, target) = try clusters()
        defer { for cluster in [source, target] { cluster.end() } }
        try source.write(records(0..<300, to: topic.name, partitions: 3))
        var copier = try copier(from: source, to: target)
        let client = try source.client()
        try await until("all is copied and committed") {
            copier.step(now: .now, stalled: false)
            return try client.committed(by: Estate.bridgeGroup, in: topic.name) == 300
        }
        try await expectSame(source, target, count: 300)
    }

    @Test("preserves offsets when brokers are lost with the answers to what they had written")
    func survivesBrokerLoss() async throws {
        let (source, target) = try clusters()
        defer { for cluster in [source, target] { cluster.end() } }
        var copier = try copier(from: source, to: target)
        try await until("the bridge knows where the target ends") {
            copier.step(now: .now, stalled: false)
            return copier.copies.values.allSatisfy { $0.state == .idle }
        }
        for round in 0..<2 {
            // What is sent is written, and its answer is still on its way when the broker is lost.
            for broker in target.brokers { try target.setRoundTrip(of: broker, to: .seconds(10)) }
            try source.write(records(round * 300..<(round + 1) * 300, to: topic.name, partitions: 3))
            try await until("a unit is on its way to every partition") {
                copier.step(now: .now, stalled: false)
                return copier.copies.values.allSatisfy { if case .writing = $0.state { true } else { false } }
            }
            try await Task.sleep(for: .milliseconds(300))
            for broker in target.brokers { try target.setBroker(broker, .down) }
            try await until("the loss is seen") {
                copier.step(now: .now, stalled: false)
                return copier.copies.values.contains { $0.state == .unsure }
            }
            for broker in target.brokers {
                try target.setRoundTrip(of: broker, to: .zero)
                try target.setBroker(broker, .up)
            }
            try await copy(Int64(round + 1) * 300, with: &copier)
        }
        try await expectSame(source, target, count: 600)
    }

    @Test("goes on where it was after the target refused to write")
    func survivesRefusals() async throws {
        let (source, target) = try clusters()
        defer { for cluster in [source, target] { cluster.end() } }
        target.failNext(.produce, with: [.notEnoughReplicas, .disconnect, nil, .requestTimedOut])
        try source.write(records(0..<300, to: topic.name, partitions: 3))
        var copier = try copier(from: source, to: target)
        try await copy(300, with: &copier)
        try await expectSame(source, target, count: 300)
    }

    @Test("copies nothing while stalled, and catches up after")
    func stalls() async throws {
        let (source, target) = try clusters()
        defer { for cluster in [source, target] { cluster.end() } }
        var copier = try copier(from: source, to: target)
        try source.write(records(0..<30, to: topic.name, partitions: 3))
        try await copy(30, with: &copier)
        try source.write(records(30..<60, to: topic.name, partitions: 3))
        for _ in 0..<20 { copier.step(now: .now, stalled: true) }
        #expect(try target.client().ends(of: topic.name).values.reduce(0, +) == 30)
        try await copy(60, with: &copier)
    }
}
