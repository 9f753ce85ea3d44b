import Night
import RealKafka
import Testing

@Suite("One broker of each version", .enabled(if: Tier.runs, Tier.comment))
struct SharedEstateTests {
    @Test("a topic is created, written and measured by Kafka's own tools", arguments: ClusterRole.allCases)
    func topic(role: ClusterRole) async throws {
        try await Tier.estate.use { clusters in
            let cluster = clusters.cluster(role)
            try await cluster.createTopic("written", partitions: 3, config: ["retention.ms": "86400000"])
            try await cluster.produce(300, to: "written")
            print(try await cluster.describeTopic("written"))
            print(try await cluster.offsets(.end, of: "written"))
        }
    }
}
