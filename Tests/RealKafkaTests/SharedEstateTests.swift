import Night
import RealKafka
import TestSupport
import Testing

@Suite("One broker of each version", .enabled(if: Tier.runs, "\(Tier.report)"))
struct SharedEstateTests {
    @Test(
        "topics and records change as Kafka's own tools are told, and answer for themselves",
        arguments: ClusterRole.allCases)
    func topics(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            try await cluster.createTopic("written", partitions: 3, config: ["retention.ms": "86400000"])
            try await cluster.createTopic("written-not", partitions: 1)
            let description = try await cluster.describeTopic("written")
            #expect(description.contains("PartitionCount: 3") && description.contains("retention.ms=86400000"))

            try await cluster.produce(300, to: "written")
            try await cluster.deleteRecords(before: [TopicPartition("written", 1): 40])
            try await cluster.setPartitions(of: "written", to: 4)
            let starts = try await cluster.offsets(.start, of: "written")
            #expect(starts.values.sorted() == [0, 0, 0, 40] && starts[TopicPartition("written", 1)] == 40)
            let ends = try await cluster.offsets(.end, of: "written")
            #expect(ends.count == 4 && ends.values.reduce(0, +) == 300)
            #expect(ends[TopicPartition("written", 3)] == 0)

            try await cluster.deleteTopic("written")
            let left = try await cluster.offsets(.end)
            #expect(left[TopicPartition("written-not", 0)] == 0)
            #expect(!left.keys.contains { $0.topic == "written" })
        }
    }

    @Test("the SASL listener lets in who knows the password, and nobody else", arguments: ClusterRole.allCases)
    func sasl(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            func listTopics(password: String) async throws -> String {
                let login = try cluster.saslProperties(user: SaslUser.reader.rawValue, password: password)
                return try await cluster.tool(
                    "org.apache.kafka.tools.TopicCommand",
                    ["--bootstrap-server", cluster.saslBootstrap, "--command-config", login, "--list"])
            }
            _ = try await listTopics(password: "reader")
            let refusal = await #expect(throws: RealKafkaError.self) { try await listTopics(password: "writer") }
            guard case .toolFailed(_, _, let output) = refusal else {
                Issue.record("not a refusal: \(String(describing: refusal))")
                return
            }
            #expect(output.contains("Authentication failed"))
        }
    }

    @Test(
        "a member makes its group stable, and leaves its commits behind in an empty one",
        arguments: [
            (ClusterRole.source, GroupProtocol.classic), (.target, .classic), (.target, .consumer),
        ])
    func groups(role: ClusterRole, groupProtocol: GroupProtocol) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            let name = "read-by-\(groupProtocol)"
            try await cluster.createTopic(name)
            try await cluster.produce(100, to: name)
            let member = try await cluster.join(name, topic: name, speaking: groupProtocol)
            #expect(try await cluster.groupStates()[name] == GroupState("Stable", members: 1))

            try await member.leave()
            #expect(try await cluster.groupStates()[name] == GroupState("Empty", members: 0))
            let read = GroupPosition(committed: 100, end: 100, lag: 0)
            #expect(try await cluster.groupPositions()[name] == [TopicPartition(name, 0): read])
        }
    }

    @Test("a group is committed for from outside, and deleted", arguments: ClusterRole.allCases)
    func commits(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            let place = TopicPartition("committed", 0)
            try await cluster.createTopic("committed")
            try await cluster.produce(10, to: "committed")
            try await cluster.commit([place: 4], for: "outsider")
            let position = try await cluster.groupPositions()["outsider"]
            #expect(position == [place: GroupPosition(committed: 4, end: 10, lag: 6)])
            try await cluster.deleteGroup("outsider")
            #expect(try await cluster.groupStates()["outsider"] == nil)
        }
    }
}
