import Dispatch
import Glibc
import Kafka
import Night
import RealKafka
import Synchronization
import TestSupport
import Testing

@testable import Runbook

@Suite("positions of groups on real clusters", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealOffsetsTests {
    /// The same topic on both sides, with the same records, as an offset-preserving bridge leaves them.
    private func rig(
        _ clusters: RealClusters, _ name: String, records: [Int], plan: OffsetsPlan = .translate
    ) async throws -> KafkaStepRig {
        async let source: Void = clusters.source.createTopic(name, partitions: records.count)
        async let target: Void = clusters.target.createTopic(name, partitions: records.count)
        _ = try await (source, target)
        for cluster in [clusters.source, clusters.target] { try fill(name, on: cluster, records) }
        return KafkaStepRig(
            .offsets(plan), topics: [name], groups: [name], source: .plain(clusters.source),
            target: .plain(clusters.target))
    }

    /// As Kafka's own tool has them.
    private func positions(of group: String, on cluster: RealCluster) async throws -> [Int: Int] {
        let rows = try await cluster.groupPositions()[group] ?? [:]
        return rows.reduce(into: [:]) { $0[$1.key.partition] = $1.value.committed }
    }

    /// As quickly as can be.
    private func present(_ rig: KafkaStepRig) throws -> [Place: Int64] {
        let target = try ClusterAccess(.target, of: rig.order)
        let topics = try target.topics(rig.order.topics)
        return try target.commits(of: rig.order.groups.map(\.name), in: topics).values.first ?? [:]
    }

    @Test("positions go over, and back exactly as found: none where there was none, no further back than was read")
    func thereAndBack() async throws {
        try await Tier.estate.use { clusters in
            var rig = try await rig(clusters, "carried", records: [50, 50, 0])
            try commit("carried", "carried", [0: 40, 1: 30], on: clusters.source)
            try commit("carried", "carried", [0: 10], on: clusters.target)
            try rig.found(OffsetsWork(rig.order).look())
            let work = OffsetsWork(rig.order)
            #expect(work.act { _ in } == .done("2 positions set in 1 group"))
            #expect(work.observe() == .seen("2 positions, read twice"))
            #expect(try await positions(of: "carried", on: clusters.target) == [0: 40, 1: 30])

            // What its consumers read on the target meanwhile, and more than the source has.
            try commit("carried", "carried", [0: 45], on: clusters.target)
            try fill("carried", on: clusters.target, [0, 20])
            try commit("carried", "carried", [1: 70], on: clusters.target)
            #expect(work.undo { _ in } == .done("2 positions as they were found"))
            #expect(work.observeUndo() == .seen("2 positions as they were found, read twice"))
            #expect(try await positions(of: "carried", on: clusters.target) == [0: 10])
            #expect(try await positions(of: "carried", on: clusters.source) == [0: 45, 1: 50])
        }
    }

    @Test(
        "a living group is refused before the step, and partition by partition in it",
        arguments: [GroupProtocol.classic, .consumer])
    func livingGroup(groupProtocol: GroupProtocol) async throws {
        try await Tier.estate.use { clusters in
            let name = "living-\(groupProtocol)"
            var rig = try await rig(clusters, name, records: [10, 10])
            try commit(name, name, [0: 10, 1: 10], on: clusters.source)
            try rig.found(OffsetsWork(rig.order).look())
            let member = try await clusters.target.join(name, topic: name, speaking: groupProtocol)
            let work = OffsetsWork(rig.order)
            guard case .refused(let why) = work.look() else {
                Issue.record("a living group was looked at and found ready")
                return
            }
            #expect(why.contains("has members on the target"))
            // Behind where the living group stands, or there is nothing to write.
            var found = try rig.order.found.decoded(as: PositionsFound.self)
            let present = try present(rig)
            found.groups[0].moves = found.groups[0].moves.map {
                PositionMove($0.place, source: 3, before: present[$0.place], wanted: 3)
            }
            rig.order.found = try StepFound(found)
            guard case .failed(let told) = OffsetsWork(rig.order).act({ _ in }) else {
                Issue.record("positions were set under a living group")
                return
            }
            #expect(
                told.contains("\(name)-0: the group has members") && told.contains("\(name)-1: the group has members"))
            guard case .failed(let stuck) = OffsetsWork(rig.order).undo({ _ in }) else {
                Issue.record("positions were restored under a living group")
                return
            }
            #expect(stuck.contains("has members on the target"))
            try await member.leave()
        }
    }

    @Test("a consumer no broker knows of is known by its commits, before the step and after it")
    func hiddenConsumer() async throws {
        try await Tier.estate.use { clusters in
            var rig = try await rig(clusters, "hidden", records: [50])
            try commit("hidden", "hidden", [0: 20], on: clusters.source)
            try rig.found(OffsetsWork(rig.order).look())
            let consumer = HiddenConsumer(of: "hidden", on: clusters.target)
            defer { consumer.stop() }
            #expect(OffsetsWork(rig.order).act { _ in } == .done("1 position set in 1 group"))
            try consumer.start()
            guard case .notSeen(let why) = OffsetsWork(rig.order).observe() else {
                Issue.record("a position was believed that somebody writes over")
                return
            }
            #expect(why.contains("hidden-0"))
            guard case .refused(let again) = OffsetsWork(rig.order).look() else {
                Issue.record("a group whose commits move was found ready")
                return
            }
            #expect(again.contains("still commits on the target"))
            guard case .failed(let stuck) = OffsetsWork(rig.order).undo({ _ in }) else {
                Issue.record("a position was restored that somebody writes over")
                return
            }
            #expect(stuck.contains("still commits on the target"))
        }
    }

    @Test("where one partition is refused, those that were accepted are taken back at once")
    func partlyRefused() async throws {
        try await Tier.estate.use { clusters in
            var rig = try await rig(clusters, "half-a", records: [10])
            let other = try await self.rig(clusters, "half-b", records: [10])
            rig.order.topics += other.order.topics
            for topic in rig.order.topics { try commit("half-a", topic, [0: 7], on: clusters.source) }
            try commit("half-a", "half-a", [0: 2], on: clusters.target)
            rig.order.target = .of(clusters.target, as: .writer)
            try rig.found(OffsetsWork(rig.order).look())
            let owner = try Client(.consumer, .plain(clusters.target))
            let acls = [
                TopicAcl(.allow, .describe, to: "User:writer", on: "half-b"),
                TopicAcl(.deny, .read, to: "User:writer", on: "half-b"),
            ]
            #expect(try owner.createAcls(acls, timeout: .seconds(20)) == [nil, nil])
            guard case .failed(let why) = OffsetsWork(rig.order).act({ _ in }) else {
                Issue.record("a refused partition was taken for done")
                return
            }
            #expect(why.contains("half-b-0") && why.hasSuffix("what was accepted is taken back"))
            rig.order.target = .plain(clusters.target)
            #expect(try present(rig) == [Place("half-a", 0): 2])
        }
    }

    @Test("a step back on the target, a record not yet there and a partition never committed are refused by name")
    func refusals() async throws {
        try await Tier.estate.use { clusters in
            let rig = try await rig(clusters, "refused", records: [30, 30, 30])
            try fill("refused", on: clusters.source, [0, 10])
            try commit("refused", "refused", [0: 20, 1: 35], on: clusters.source)
            try commit("refused", "refused", [0: 25], on: clusters.target)
            guard case .refused(let why) = OffsetsWork(rig.order).look() else {
                Issue.record("found ready")
                return
            }
            #expect(why.contains("it stands at 25 in refused-0 on the target, and would go back to 20"))
            #expect(why.contains("refused-1 ends at 30 on the target, before position 35"))
            #expect(why.contains("never committed refused-2"))

            var replay = rig
            replay.order.plan.act = .offsets(.replay(.seconds(3600)))
            try replay.found(OffsetsWork(replay.order).look())
            #expect(OffsetsWork(replay.order).act { _ in } == .done("3 positions set in 1 group"))
            #expect(try present(rig) == [Place("refused", 0): 0, Place("refused", 1): 0, Place("refused", 2): 0])
        }
    }
}

/// A consumer with a partition of its own choice: in no group the broker knows of, it commits all the same.
private final class HiddenConsumer: Sendable {
    private let group: String
    private let cluster: RealCluster
    private let running = Mutex(true)

    init(of group: String, on cluster: RealCluster) {
        self.group = group
        self.cluster = cluster
    }

    /// Returns when its first commit is there.
    func start() throws {
        let consumer = try Consumer(.plain(cluster), group: group)
        let position = PartitionOffset(partition: 0, offset: 30)
        try consumer.commit([TopicOffsets(topic: group, offsets: [position])])
        // A thread of its own: tests that block hold those of tasks.
        DispatchQueue.global().async { [self] in
            var next: Int64 = 31
            while running.withLock({ $0 }) {
                let position = PartitionOffset(partition: 0, offset: next)
                try? consumer.commit([TopicOffsets(topic: group, offsets: [position])])
                next += 1
                usleep(200_000)
            }
        }
    }

    func stop() { running.withLock { $0 = false } }
}
