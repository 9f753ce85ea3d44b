import Connect
import Kafka
import Night
import RealKafka
import TestSupport
import Testing

@testable import Probes

/// What the bridge's probe reports of a real MirrorMaker 2, against the answers of Kafka's own tools.
@Suite("a bridge's probe of a real MirrorMaker 2", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealMirrorMakerTests {
    private func run(
        _ clusters: RealClusters, _ bridge: MirrorMaker2Plan, topics: String, groups: [String] = [],
        probeTopic: String? = nil
    ) throws -> ProbeRun {
        ProbeRun(
            .mirrorMaker(
                try .between(
                    clusters.source.bootstrap, clusters.target.bootstrap, bridge, topics: [topics], groups: groups,
                    probeTopic: probeTopic)))
    }

    private func ends(of topic: String, on cluster: RealCluster) async throws -> [Int32: Int64] {
        try await cluster.offsets(.end, of: topic).reduce(into: [:]) { $0[Int32($1.key.partition)] = Int64($1.value) }
    }

    /// A MirrorMaker of the test's own, on the estate's Connect.
    private func mirror(_ name: String) -> MirrorMaker {
        var mirror = MirrorMaker()
        mirror.name = name
        (mirror.sourceAlias, mirror.targetAlias) = (name + "-a", name + "-b")
        (mirror.topics, mirror.groups) = (name + "-.*", name + "-.*")
        return mirror
    }

    private func plan(_ mirror: MirrorMaker, on connect: RealConnect) -> MirrorMaker2Plan {
        MirrorMaker2Plan(
            connect: EndpointPlan(connect.address),
            connectors: [mirror.sourceConnector, mirror.checkpointConnector, mirror.heartbeatConnector],
            sourceAlias: mirror.sourceAlias, targetAlias: mirror.targetAlias,
            policy: mirror.policy == .identity ? .identity : .default, separator: mirror.separator,
            offsetSyncs: mirror.offsetSyncs, offsetsTopic: "connect-offsets")
    }

    @Test("how far it has come is told by REST, by Connect's topic and by syncs, and none says more than the logs do")
    func lagThreeWays() async throws {
        let mirror = mirror("lag")
        try await Tier.mirrored.use { estate in
            try await estate.source.createTopic("lag-orders", partitions: 3)
            try await estate.source.produce(300, to: "lag-orders")
            try await estate.connect.mirror(from: estate.source, to: estate.target, mirror)
            let run = try run(estate.clusters, plan(mirror, on: estate.connect), topics: "lag-orders")
            defer { run.end() }
            let ends = try await ends(of: "lag-orders", on: estate.source)
            try run.run(until: "both books say that all is carried") { run in
                run.carried(.rest)["lag-orders"] == ends && run.carried(.topic)["lag-orders"] == ends
            }
            try run.run(until: "a sync of every partition came") { $0.syncs["lag-orders"]?.count == 3 }
            #expect(try await self.ends(of: "lag-a.lag-orders", on: estate.target) == ends)
            #expect(
                run.connectors?.connectors.map(\.className) == [
                    "MirrorSourceConnector", "MirrorCheckpointConnector", "MirrorHeartbeatConnector",
                ])
            #expect(run.connectors?.connectors.allSatisfy(\.isRunning) == true)
            for (partition, pair) in run.syncs["lag-orders", default: [:]] {
                // Nothing but this bridge's copies is in the twin: the two sides count alike.
                #expect(pair.upstream == pair.downstream && pair.upstream < ends[partition, default: 0])
            }

            // Paused, it stays where it is, and what is written meanwhile is what it lags behind.
            try ConnectClient(EndpointPlan(estate.connect.address))
                .tell(mirror.sourceConnector, to: .pause, patience: .seconds(30))
            try run.run(until: "it is paused, every task") { run in
                let reading = run.connectors?.connectors.first
                return reading?.state == .paused && reading?.tasks.allSatisfy { $0.state == .paused } == true
            }
            try await estate.source.produce(30, to: "lag-orders")
            let later = try await self.ends(of: "lag-orders", on: estate.source)
            run.forget()
            try run.run(until: "it was read again") { run in
                !run.carried(.rest).isEmpty && !run.carried(.topic).isEmpty && run.sweeps >= 3
            }
            for book in Carried.Book.allCases {
                let next = run.carried(book)["lag-orders", default: [:]]
                #expect(next == ends)
                #expect(later.reduce(0) { $0 + $1.value - next[$1.key, default: 0] } == 30)
            }
        }
    }

    @Test("a group's checkpoint is of its own commit, and never further on than that")
    func checkpoints() async throws {
        try await Tier.mirrored.use { estate in
            try await estate.source.createTopic("marked")
            try await estate.source.produce(400, to: "marked")
            try await estate.source.commit([TopicPartition("marked", 0): 250], for: "marking")
            let bridge = MirrorMaker2Plan(
                connect: EndpointPlan(estate.connect.address), connectors: ["mirror-source", "mirror-checkpoint"])
            let run = try run(estate.clusters, bridge, topics: "marked", groups: ["marking"])
            defer { run.end() }
            try run.run(until: "its checkpoint came") { $0.checkpoints(of: "marking")["source.marked"]?[0] != nil }
            let pair = try #require(run.checkpoints(of: "marking")["source.marked"]?[0])
            #expect(pair.upstream == 250 && (1...250).contains(pair.downstream))
            try await estate.source.commit([TopicPartition("marked", 0): 400], for: "marking")
            try run.run(until: "the next one came") {
                $0.checkpoints(of: "marking")["source.marked"]?[0]?.upstream == 400
            }
        }
    }

    @Test("heartbeats that were carried are told from those that prove nothing")
    func heartbeats() async throws {
        try await Tier.mirrored.use { estate in
            let whole = MirrorMaker2Plan(connect: EndpointPlan(estate.connect.address), connectors: ["mirror-source"])
            let proven = try run(estate.clusters, whole, topics: "nothing")
            defer { proven.end() }
            try proven.run(until: "both kinds keep coming") { run in
                run.heartbeats(.carried).count >= 3 && run.heartbeats(.plain).count >= 3
            }
            let beats = proven.heartbeats(.carried)
            #expect(beats == beats.sorted { $0.emittedAt < $1.emittedAt })
        }
    }

    @Test("where none is written on the source none comes over, however fresh those on the target are")
    func unprovenPath() async throws {
        var mirror = mirror("mirror")
        mirror.provesPath = false
        let estate = try await ConnectedEstate.start(mirror: mirror, from: Tier.installation)
        try await withEstate(estate) { [mirror] estate in
            let run = try run(estate.clusters, plan(mirror, on: estate.connect), topics: "nothing")
            defer { run.end() }
            try run.run(until: "plain ones keep coming") { $0.heartbeats(.plain).count >= 3 }
            #expect(run.heartbeats(.carried).isEmpty)
            #expect(run.internalTopic(.carriedHeartbeats)?.state == .missing)
        }
    }

    @Test("a record's way over the bridge is timed")
    func roundTrip() async throws {
        try await Tier.mirrored.use { estate in
            try await estate.source.createTopic("pinged", partitions: 2)
            let bridge = MirrorMaker2Plan(connect: EndpointPlan(estate.connect.address), connectors: ["mirror-source"])
            let run = try run(estate.clusters, bridge, topics: "nothing", probeTopic: "pinged")
            defer { run.end() }
            try run.run(until: "three were timed") { run in
                run.observations().count {
                    if case .roundTrip(let took) = $0 { took > .zero && took < .seconds(40) } else { false }
                } >= 3
            }
        }
    }

    @Test("looking for topics that are not there makes none, on a cluster that makes them for whoever asks")
    func makesNothing() async throws {
        let shape = ClusterShape(createsTopicsWhenAsked: true)
        try await RealKafka.withCluster(.target, shape, from: Tier.installation) { cluster in
            let tails = try TopicTails(["nowhere"], Configuration([("bootstrap.servers", cluster.bootstrap)]))
            #expect(try tails.look(timeout: .seconds(10)) == [.missing("nowhere")])
            #expect(try tails.look(timeout: .seconds(10)) == [])
            // Refused if it were there.
            try await cluster.createTopic("nowhere")
            #expect(try tails.look(timeout: .seconds(10)) == [.startsAgain("nowhere")])
        }
    }

    @Test("of a dedicated one, without REST, states and progress are in its topics")
    func dedicated() async throws {
        let estate = try await DedicatedEstate.start(from: Tier.installation)
        try await withEstate(estate) { estate in
            try await estate.clusters.source.createTopic("orders", partitions: 2)
            try await estate.clusters.source.produce(200, to: "orders")
            let run = try run(estate.clusters, MirrorMaker2Plan(), topics: "orders")
            defer { run.end() }
            let ends = try await ends(of: "orders", on: estate.clusters.source)
            try run.run(until: "it says that all is carried") { $0.carried(.topic)["orders"] == ends }
            try run.run(until: "all of it runs") { run in
                let source = run.connectors?.connectors.first { $0.className == "MirrorSourceConnector" }
                return source?.isRunning == true && source?.tasks.isEmpty == false
            }
            try run.run(until: "heartbeats come over") { !$0.heartbeats(.carried).isEmpty }
            #expect(run.connectors?.missing == [])
            #expect(run.internalTopic(.connectStatus)?.state == .read)
            #expect(run.internalTopic(.connectStatus)?.foreign == 0)
            #expect(run.internalTopic(.connectOffsets)?.foreign == 0)
        }
    }
}

extension ProbeRun {
    /// By this book, the newest of every partition.
    fileprivate func carried(_ book: Carried.Book) -> [String: [Int32: Int64]] {
        observations().reduce(into: [:]) { table, observation in
            guard case .carried(let carried) = observation, carried.book == book else { return }
            for topic in carried.next {
                for offset in topic.offsets { table[topic.topic, default: [:]][offset.partition] = offset.offset }
            }
        }
    }

    fileprivate var syncs: [String: [Int32: OffsetPair]] {
        pairs { if case .syncs(let topics) = $0 { topics } else { nil } }
    }

    fileprivate func checkpoints(of group: String) -> [String: [Int32: OffsetPair]] {
        pairs { if case .checkpoints(group, let topics) = $0 { topics } else { nil } }
    }

    private func pairs(_ pick: (Observation) -> [TopicOffsetPairs]?) -> [String: [Int32: OffsetPair]] {
        observations().compactMap(pick).flatMap { $0 }.reduce(into: [:]) { table, topic in
            for pair in topic.pairs { table[topic.topic, default: [:]][pair.partition] = pair }
        }
    }

    fileprivate func heartbeats(_ topic: Heartbeat.Topic) -> [Heartbeat] {
        observations().compactMap { if case .heartbeat(let beat) = $0, beat.topic == topic { beat } else { nil } }
    }

    fileprivate var connectors: ConnectorsReading? {
        observations().lazy.reversed().compactMap { if case .connectors(let seen) = $0 { seen } else { nil } }.first
    }

    fileprivate func internalTopic(_ kind: InternalTopic.Kind) -> InternalTopic? {
        observations().lazy.reversed()
            .compactMap { if case .internalTopic(let seen) = $0, seen.kind == kind { seen } else { nil } }.first
    }
}
