import Kafka
import Night
import RealKafka
import TestSupport
import Testing

@testable import Runbook

@Suite("steps over a real MirrorMaker 2", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealTranslationTests {
    private func rig(
        _ act: StepPlan.Act, _ estate: ConnectedEstate, topics: [String], groups: [String] = [],
        connectors: [String] = ["mirror-source"]
    ) -> KafkaStepRig {
        let bridge = MirrorMaker2Plan(connect: EndpointPlan(estate.connect.address), connectors: connectors)
        return KafkaStepRig(
            act, topics: topics, groups: groups, source: .plain(estate.source), target: .plain(estate.target),
            bridge: .mirrorMaker2(bridge))
    }

    /// Records that say which they are, from 0 on.
    private func number(_ topic: String, _ range: Range<Int>, on cluster: RealCluster) throws {
        let producer = try Producer(.plain(cluster))
        for number in range {
            try producer.produce(Record(topic: topic, partition: 0, value: Array("\(number)".utf8)))
        }
        for case .delivered(let delivery) in producer.flush(atMost: .seconds(20)) { #expect(delivery.error == nil) }
    }

    /// Reads on where the group stands, so many records, and commits behind the last: the numbers it saw.
    private func consume(_ count: Int, _ topic: String, as group: String, on cluster: RealCluster) throws -> [Int] {
        let consumer = try Consumer(.plain(cluster).setting("auto.offset.reset", "error"), group: group)
        try consumer.assign([
            TopicOffsets(topic: topic, offsets: [PartitionOffset(partition: 0, offset: Consumer.committed)])
        ])
        var records: [Record] = []
        let deadline = ContinuousClock.now + .seconds(30)
        while records.count < count, ContinuousClock.now < deadline {
            records += consumer.poll(atMost: count - records.count, waiting: .milliseconds(200)).records
        }
        let last = try #require(records.last, "nothing to be read")
        try consumer.commit([
            TopicOffsets(topic: topic, offsets: [PartitionOffset(partition: 0, offset: last.offset + 1)])
        ])
        return records.compactMap { record in Int(String(decoding: record.value ?? [], as: UTF8.self)) }
    }

    /// The bridge takes its time: new topics, new groups and offset syncs are each noticed by the second, and until then
    /// its checkpoints are further back than they will be.
    private func ready(_ work: OffsetsWork, from least: Int64) throws -> StepLook {
        let deadline = ContinuousClock.now + .seconds(180)
        var look = work.look()
        while ContinuousClock.now < deadline {
            if case .ready(let found, _) = look {
                let moves = try found.decoded(as: PositionsFound.self).groups.flatMap(\.moves)
                if moves.allSatisfy({ $0.wanted >= least }) { return look }
            }
            Pause.take(.milliseconds(500))
            look = work.look()
        }
        return look
    }

    @Test("a group goes on over there with nothing left out, and back here with nothing left out either")
    func thereAndBack() async throws {
        try await Tier.mirrored.use { estate in
            // The two sides are to count differently.
            try await estate.target.createTopic("source.translated")
            try await estate.source.createTopic("translated")
            try fill("source.translated", on: estate.target, [7])
            try number("translated", 0..<600, on: estate.source)
            try commit("translated", "translated", [0: 333], on: estate.source)
            var rig = rig(.offsets(.translate), estate, topics: ["translated"], groups: ["translated"])
            let look = try ready(OffsetsWork(rig.order), from: 8)
            try rig.found(look)
            guard case .ready(_, let would) = look else { return }
            #expect(would.contains { $0.contains("translated from 333") }, "\(would)")

            let work = OffsetsWork(rig.order)
            #expect(work.act { _ in } == .done("1 position set in 1 group"))
            #expect(work.observe() == .seen("1 position, read twice"))
            let seen = try consume(250, "source.translated", as: "translated", on: estate.target)
            let first = try #require(seen.first)
            // How far before depends on what the bridge's tasks lived through on a worker that others use too.
            #expect(first <= 333, "nothing is left out: \(first)")
            #expect(seen == Array(first..<first + 250))

            #expect(work.undo { _ in } == .done("1 position as they were found"))
            let resumed = try consume(1, "translated", as: "translated", on: estate.source)
            let next = try #require(resumed.first)
            // What the group had read before it went over, it need not read again.
            #expect(next <= max(333, first + 250), "nothing is left out: \(next) after \(first + 250)")
        }
    }

    @Test("a group the bridge has no checkpoint of is refused, and why is said")
    func noCheckpoint() async throws {
        try await Tier.mirrored.use { estate in
            try await estate.source.createTopic("unmarked")
            try number("unmarked", 0..<10, on: estate.source)
            try commit("connect-unmarked", "unmarked", [0: 5], on: estate.source)
            let rig = rig(.offsets(.translate), estate, topics: ["unmarked"], groups: ["connect-unmarked"])
            // Nothing is known of the twin until it is there.
            let deadline = ContinuousClock.now + .seconds(180)
            var look = OffsetsWork(rig.order).look()
            while ContinuousClock.now < deadline {
                if case .refused(let why) = look, why.contains("connect-…") { break }
                Pause.take(.milliseconds(500))
                look = OffsetsWork(rig.order).look()
            }
            guard case .refused(let why) = look else {
                Issue.record("\(look)")
                return
            }
            #expect(
                why.contains("unmarked-0: the bridge has no checkpoint of it: it leaves out groups named connect-…"))
        }
    }

    @Test("a source is drained when the bridge's books cover its end, be that a record or a transaction's marker")
    func drain() async throws {
        try await Tier.mirrored.use { estate in
            try await estate.source.createTopic("booked", partitions: 2)
            try fill("booked", on: estate.source, [30, 0])
            try await estate.source.tool(
                "org.apache.kafka.tools.ProducerPerformance",
                ["--topic", "booked", "--num-records", "40", "--record-size", "20", "--throughput", "-1"]
                    + ["--transactional-id", "booked", "--transaction-duration-ms", "50"]
                    + ["--producer-props", "bootstrap.servers=\(estate.source.bootstrap)", "acks=all"])
            let rig = rig(.drain(lag: 0, stillFor: .seconds(1)), estate, topics: ["booked"])
            let work = DrainWork(rig.order)
            let deadline = ContinuousClock.now + .seconds(180)
            while case .refused(let why) = work.look(), why.contains("not on the target") {
                try #require(ContinuousClock.now < deadline, "\(why)")
                Pause.take(.milliseconds(500))
            }
            guard case .done(let words) = work.act({ _ in }) else {
                Issue.record("not drained")
                return
            }
            #expect(words.hasPrefix("0 records left, by Connect's offsets"), "\(words)")
            #expect(try await estate.source.offsets(.end, of: "booked").values.reduce(0, +) > 70, "markers")
            #expect(try await estate.target.offsets(.end, of: "source.booked").values.reduce(0, +) == 70)
        }
    }
}
