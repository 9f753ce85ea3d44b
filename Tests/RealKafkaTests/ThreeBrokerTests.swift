import Night
import RealKafka
import TestSupport
import Testing

@Suite("Three brokers", .enabled(if: Tier.runs, "\(Tier.report)"))
struct ThreeBrokerTests {
    @Test("one is stopped, killed, frozen and comes back, and the others carry on", arguments: ClusterRole.allCases)
    func oneOfThree(role: ClusterRole) async throws {
        let shape = ClusterShape(brokers: 3)
        try await RealKafka.withCluster(role, shape, from: Tier.installation) { cluster in
            try await cluster.createTopic("kept", partitions: 3)

            try await cluster.stop(1)
            try await cluster.wait(untilBroker: 2, sees: [2, 3])
            try await cluster.produce(30, to: "kept")
            try await cluster.startAgain(1)
            try await cluster.wait(untilBroker: 2, sees: [1, 2, 3])

            try await cluster.freeze(3)
            #expect(try await cluster.alive(asSeenBy: 3) == nil)
            try await cluster.wait(untilBroker: 1, sees: [1, 2])
            try await cluster.produce(30, to: "kept")
            try await cluster.thaw(3)
            try await cluster.wait(untilBroker: 1, sees: [1, 2, 3])

            try await cluster.kill(2)
            try await cluster.wait(untilBroker: 1, sees: [1, 3])
            #expect(try await cluster.offsets(.end, of: "kept").values.reduce(0, +) == 60)
        }
    }
}
