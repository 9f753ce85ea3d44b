import Kafka
import Night
import RealKafka
import TestSupport
import Testing

@testable import Runbook

@Suite("a fence on real clusters", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealFenceTests {
    private func acls(on cluster: RealCluster, of topic: String) throws -> Set<TopicAcl> {
        try Client(.consumer, .plain(cluster)).topicAcls(timeout: .seconds(20)).filter { $0.concerns(topic) }
    }

    private static let denied = "Broker: Topic authorization failed"

    @Test("on a cluster open by default the wave's producers stop, and nobody else notices")
    func open() async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.source
            try await cluster.createTopic("fenced")
            let fenced = try Application(writing: "fenced", on: cluster, as: .writer)
            let other = try Application(writing: "fenced", on: cluster, as: .bridge)
            #expect(fenced.write() == nil && other.write() == nil)

            var rig = KafkaStepRig(
                .fence(.source), topics: ["fenced"], producers: ["User:writer"],
                source: .of(cluster, as: .commander), target: .plain(clusters.target), bridge: nil)
            guard case .refused(let why) = FenceWork(rig.order).look() else {
                Issue.record("fenced without knowing what the first ACL does")
                return
            }
            #expect(why.contains("fenced has no ACL") && why.contains("open-by-default"))

            rig.order.source.isOpenByDefault = true
            try rig.found(FenceWork(rig.order).look())
            let work = FenceWork(rig.order)
            #expect(work.act { _ in } == .done("2 ACLs added, 0 removed"))
            guard case .seen = work.observe() else {
                Issue.record("\(work.observe())")
                return
            }
            #expect(fenced.write() == Self.denied)
            #expect(other.write() == nil)
            #expect(try refusal(toRead: "fenced", on: cluster, as: .reader) == nil)
            #expect(try refusal(toRead: "fenced", on: cluster, as: .writer) == nil)

            #expect(work.undo { _ in } == .done("0 ACLs added, 2 removed"))
            #expect(work.observeUndo() == .seen("the 0 ACLs are as they were found"))
            #expect(try acls(on: cluster, of: "fenced") == [])
            #expect(fenced.writesAgain())
            #expect(try refusal(toRead: "fenced", on: cluster, as: .reader) == nil)
        }
    }

    @Test("on a closed cluster only denials are added, and the ACLs come back as they were")
    func closed() async throws {
        let shape = ClusterShape(properties: ["allow.everyone.if.no.acl.found": "false"])
        try await RealKafka.withCluster(.source, shape, from: Tier.installation) { cluster in
            try await cluster.createTopic("ledger-events")
            let site: Set<TopicAcl> = [
                TopicAcl(.allow, .write, to: "User:writer", on: "ledger-", .prefixed),
                TopicAcl(.allow, .read, to: "User:reader", on: "*"),
                TopicAcl(.deny, .write, to: "User:mallory", on: "ledger-events"),
            ]
            let owner = try Client(.consumer, .plain(cluster))
            #expect(try owner.createAcls(Array(site), timeout: .seconds(20)) == [nil, nil, nil])
            let writer = try Application(writing: "ledger-events", on: cluster, as: .writer)
            #expect(writer.write() == nil)

            var rig = KafkaStepRig(
                .fence(.source), topics: ["ledger-events"], producers: ["User:writer", "User:mallory"],
                source: .of(cluster, as: .commander), target: .of(cluster, as: .commander),
                bridge: nil)
            try rig.found(FenceWork(rig.order).look())
            let work = FenceWork(rig.order)
            #expect(work.act { _ in } == .done("1 ACLs added, 0 removed"))
            guard case .seen = work.observe() else {
                Issue.record("\(work.observe())")
                return
            }
            let denial = TopicAcl(.deny, .write, to: "User:writer", on: "ledger-events")
            #expect(try acls(on: cluster, of: "ledger-events") == site.union([denial]))
            #expect(writer.write()?.contains(Self.denied) == true)
            #expect(try refusal(toRead: "ledger-events", on: cluster, as: .reader) == nil)

            // An unfence is the same change the other way round, and so is its undo.
            var lifting = rig
            lifting.order.plan.act = .unfence(.source)
            lifting.order.producers = ["User:writer"]
            try lifting.found(FenceWork(lifting.order).look())
            let lift = FenceWork(lifting.order)
            #expect(lift.act { _ in } == .done("0 ACLs added, 1 removed"))
            #expect(writer.writesAgain())
            #expect(lift.undo { _ in } == .done("1 ACLs added, 0 removed"))
            guard case .seen = lift.observeUndo() else {
                Issue.record("\(lift.observeUndo())")
                return
            }
            #expect(writer.write()?.contains(Self.denied) == true)

            #expect(work.undo { _ in } == .done("0 ACLs added, 1 removed"))
            #expect(work.observeUndo() == .seen("the 3 ACLs are as they were found"))
            #expect(try acls(on: cluster, of: "ledger-events") == site)
            #expect(writer.writesAgain())
        }
    }
}
