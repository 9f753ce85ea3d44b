import Night
import TestSupport
import Testing

@testable import RealKafka

@Suite("A Connect worker", .enabled(if: Tier.runs, "\(Tier.report)"))
struct ConnectTests {
    @Test("takes a connector, answers for it, and forgets it")
    func connectors() async throws {
        try await Tier.mirrored.use { estate in
            let connect = estate.connect
            let config = [
                "connector.class": "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
                "source.cluster.alias": "a \"quoted\" alias", "target.cluster.alias": "b",
                "source.cluster.bootstrap.servers": estate.source.bootstrap,
                "target.cluster.bootstrap.servers": estate.target.bootstrap, "heartbeats.topic.replication.factor": "1",
            ]
            try await connect.put("taken", config: config)
            try await connect.wait(untilRunning: "taken")
            // In the midst of a rebalance it answers 409.
            let isTold = try await Deadline.waiting(atMost: .seconds(120)) { () throws(RealKafkaError) in
                try await connect.get("/connectors/taken").body.contains(#""a \"quoted\" alias""#)
            }
            #expect(isTold)
            try await connect.delete("taken")
            let isForgotten = try await Deadline.waiting(atMost: .seconds(120)) { () throws(RealKafkaError) in
                try await connect.get("/connectors/taken").status == 404
            }
            #expect(isForgotten)

            let refusal = await #expect(throws: RealKafkaError.self) {
                try await connect.put("refused", config: ["connector.class": "NoSuchConnector"])
            }
            #expect("\(String(describing: refusal))".contains("NoSuchConnector"))
        }
    }

    @Test("is frozen, killed and started again, and its heartbeats, which prove nothing here, go on")
    func trouble() async throws {
        var mirror = MirrorMaker()
        mirror.provesPath = false
        let estate = try await ConnectedEstate.start(mirror: mirror, from: Tier.installation)
        try await withEstate(estate) { [mirror] estate in
            let heartbeats = try TopicReader("heartbeats", on: estate.target)
            try await heartbeats.read()
            try await estate.connect.freeze()
            #expect(await estate.connect.answers() == false)
            try await estate.connect.thaw()
            #expect(await estate.connect.answers())
            try await estate.connect.kill()
            try await estate.connect.startAgain()
            try await estate.connect.wait(untilRunning: mirror.heartbeatConnector)
            try await heartbeats.read(3)
            #expect(try !TopicReader("source.heartbeats", on: estate.target).isThere())
        }
    }
}
