import Night
import RealKafka
import TestSupport
import Testing

@Suite("MirrorMaker 2", .enabled(if: Tier.runs, "\(Tier.report)"))
struct MirrorMakerTests {
    @Test("on Connect: records, a group's position and the heartbeats of the path come over")
    func onConnect() async throws {
        try await Tier.mirrored.use { estate in
            try await estate.source.createTopic("carried")
            try await estate.source.produce(300, to: "carried")
            // At the end: a checkpoint task that was started again forgets how to translate anything before its newest sync.
            try await estate.source.commit([TopicPartition("carried", 0): 300], for: "carried-readers")

            try await TopicReader("source.carried", on: estate.target).read(300)
            try await TopicReader("source.checkpoints.internal", on: estate.target)
                .read { $0.keyHolds("carried-readers") && $0.keyHolds("source.carried") }
            try await TopicReader("source.heartbeats", on: estate.target).read()
            let syncs = try TopicReader("mm2-offset-syncs.target.internal", on: estate.source)
            try await syncs.read { $0.keyHolds("carried") }
        }
    }

    @Test("on Connect: under the same names, and with syncs on the target, when told so")
    func otherwise() async throws {
        var mirror = MirrorMaker()
        mirror.name = "same"
        (mirror.sourceAlias, mirror.targetAlias) = ("west", "east")
        mirror.policy = .identity
        mirror.offsetSyncs = .target
        (mirror.topics, mirror.groups) = ("same-.*", "same-.*")
        try await Tier.mirrored.use { [mirror] estate in
            try await estate.source.createTopic("same-name")
            try await estate.source.produce(50, to: "same-name")
            try await estate.connect.mirror(from: estate.source, to: estate.target, mirror)

            try await TopicReader("same-name", on: estate.target).read(50)
            try await TopicReader("mm2-offset-syncs.west.internal", on: estate.target)
                .read { $0.keyHolds("same-name") }
        }
    }

    @Test("of its own: records, a group's position and the heartbeats of the path come over, and a kill is survived")
    func dedicated() async throws {
        let estate = try await DedicatedEstate.start(from: Tier.installation)
        try await withEstate(estate) { estate in
            try await estate.source.createTopic("carried")
            try await estate.source.produce(300, to: "carried")
            try await estate.source.commit([TopicPartition("carried", 0): 300], for: "carried-readers")

            try await TopicReader("source.carried", on: estate.target).read(300)
            try await TopicReader("source.checkpoints.internal", on: estate.target)
                .read { $0.keyHolds("carried-readers") }
            try await TopicReader("source.heartbeats", on: estate.target).read()
            #expect(try TopicReader("mm2-status.source.internal", on: estate.target).isThere())

            try await estate.mirrorMaker.kill()
            try await estate.source.produce(10, to: "carried")
            try await estate.mirrorMaker.startAgain()
            try await TopicReader("source.carried", on: estate.target).read(310)
        }
    }
}
