import Kafka
import Night
import RealKafka
import TestSupport
import Testing

@testable import Probes

/// The probe's numbers against the answers of Kafka's own tools.
@Suite("a probe of a real cluster", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealClusterTests {
    private func order(
        on cluster: RealCluster, topics: String, groups: [String] = []
    ) throws -> ClusterOrder {
        try .everything(on: cluster.bootstrap, topics: topics, groups: groups)
    }

    private func table(_ offsets: [TopicPartition: Int]) -> [String: [Int32: Int64]] {
        offsets.reduce(into: [:]) { $0[$1.key.topic, default: [:]][Int32($1.key.partition)] = Int64($1.value) }
    }

    @Test("log ends, log starts and commits are what Kafka's tools say", arguments: ClusterRole.allCases)
    func numbers(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            try await cluster.createTopic("counted", partitions: 3)
            try await cluster.produce(300, to: "counted")
            try await cluster.deleteRecords(before: [TopicPartition("counted", 1): 40])
            try await cluster.commit(
                [TopicPartition("counted", 0): 17, TopicPartition("counted", 2): 0], for: "counting")
            let ends = try await cluster.offsets(.end, of: "counted")
            let starts = try await cluster.offsets(.start, of: "counted")
            let positions = try await cluster.groupPositions()["counting"]

            let run = ProbeRun(try order(on: cluster, topics: "counted", groups: ["counting"]))
            defer { run.end() }
            try run.run(until: "all is read") { run in
                run.ends["counted"]?.count == 3 && run.starts["counted"]?.count == 3
                    && run.commits(of: "counting") != nil
            }
            #expect(run.ends == table(ends))
            #expect(run.starts == table(starts) && run.starts["counted"]?[1] == 40)
            // A partition it never committed is in neither: not a zero.
            #expect(run.commits(of: "counting") == table(positions?.compactMapValues(\.committed) ?? [:]))
            #expect(run.commits(of: "counting") == ["counted": [0: 17, 2: 0]])
            #expect(run.state(of: "counting") == .empty)
        }
    }

    @Test("what changes mid-watch is seen, and what goes away stops nothing", arguments: ClusterRole.allCases)
    func changes(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            try await cluster.createTopic(
                "changing-short", config: ["retention.ms": "3000", "segment.ms": "2000"])
            try await cluster.createTopic("changing-long", partitions: 2)
            try await cluster.produce(10, to: "changing-short")
            try await cluster.produce(10, to: "changing-long")
            try await cluster.commit([TopicPartition("changing-long", 0): 5], for: "changing")
            let run = ProbeRun(try order(on: cluster, topics: "changing-*", groups: ["changing"]))
            defer { run.end() }
            try run.run(until: "all is read") { run in
                run.ends["changing-long"]?.count == 2 && run.starts["changing-short"] != nil
                    && run.commits(of: "changing") == ["changing-long": [0: 5]]
            }

            try await cluster.setPartitions(of: "changing-long", to: 3)
            try run.run(until: "the new partition is read") { $0.ends["changing-long"]?[2] == 0 }
            try await cluster.deleteRecords(before: [TopicPartition("changing-long", 0): 4])
            try run.run(until: "its log's start moved") { $0.starts["changing-long"]?[0] == 4 }

            try await cluster.deleteGroup("changing")
            run.forget()
            try run.run(until: "the group is gone") { $0.listing?.complete == true && $0.state(of: "changing") == nil }
            try await cluster.deleteTopic("changing-long")
            run.forget()
            try run.run(until: "the topic is gone") { $0.topics == ["changing-short"] }
            // Retention takes a segment that is no longer written to.
            try await cluster.produce(1, to: "changing-short")
            run.forget()
            try run.run(until: "retention moved the other's start") {
                $0.starts["changing-short", default: [:]][0] ?? 0 >= 10
            }
            run.forget()
            try run.run(until: "it reads on") { $0.sweeps >= 2 && $0.ends["changing-short"] != nil }
            #expect(run.events == [] && !run.ends.keys.contains("changing-long"))
        }
    }

    @Test(
        "a living group is stable, with its members where its protocol shows them; a Connect cluster is no group",
        arguments: [(ClusterRole.source, GroupProtocol.classic), (.target, .classic), (.target, .consumer)])
    func groups(role: ClusterRole, groupProtocol: GroupProtocol) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            let name = "alive-\(groupProtocol)"
            try await cluster.createTopic(name, partitions: 2)
            try await cluster.produce(10, to: name)
            let member = try await cluster.join(name, topic: name, speaking: groupProtocol)
            let worker = try ConnectMember(joining: "\(name)-connect", brokerAt: cluster.bootstrap)

            let run = ProbeRun(try order(on: cluster, topics: name, groups: ["alive-*"]))
            defer { run.end() }
            try run.run(until: "its members and all of its commits were read") { run in
                run.membership(of: name) != nil && run.commits(of: name)?[name]?.values.reduce(0, +) == 10
            }
            #expect(run.state(of: name) == .stable)
            let members = run.membership(of: name)?.members
            #expect(groupProtocol == .consumer ? members == nil : members?.map(\.partitions) == [2])
            #expect(run.state(of: "\(name)-connect") == nil)
            #expect(run.membership(of: "\(name)-connect") == nil)
            withExtendedLifetime(worker) {}

            try run.run(until: "it has committed what it read") { run in
                run.commits(of: name)?[name]?.values.reduce(0, +) == 10
            }
            try await member.leave()
            run.forget()
            try run.run(until: "nobody is left, and its commits are") { run in
                run.state(of: name) == .empty && run.membership(of: name)?.members == []
                    && run.commits(of: name)?[name]?.values.reduce(0, +) == 10
            }
        }
    }

    @Test("who knows the password reads; who does not is told so in words", arguments: ClusterRole.allCases)
    func sasl(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            func run(password: String) throws -> ProbeRun {
                let properties = [
                    ("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanisms", "PLAIN"),
                    ("sasl.username", "reader"), ("sasl.password", password),
                ]
                return ProbeRun(try .everything(on: cluster.saslBootstrap, topics: "absent", properties: properties))
            }
            let right = try run(password: "reader")
            defer { right.end() }
            try right.run(until: "the cluster is known") { $0.topics != nil && $0.sweeps >= 1 }
            #expect(right.troubles == [])
            let wrong = try run(password: "hunter2")
            defer { wrong.end() }
            try wrong.run(until: "it says why") { run in
                run.troubles.contains { $0.said.contains("uthentication failed") }
            }
            #expect(wrong.sweeps <= 2 && wrong.topics == nil)
            #expect(!"\(wrong.observed)".contains("hunter2"))
        }
    }
}
