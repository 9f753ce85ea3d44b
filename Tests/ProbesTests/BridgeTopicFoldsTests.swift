import Kafka
import Night
import TestSupport
import Testing

@testable import Probes

extension MirrorMakerOrder {
    static func between(
        _ source: String = "a:9092", _ target: String = "b:9092", _ bridge: MirrorMaker2Plan = MirrorMaker2Plan(),
        topics: [String] = ["orders", "pay*"], groups: [String] = ["billing"], probeTopic: String? = nil
    ) throws -> MirrorMakerOrder {
        let scopes = [
            ClusterOrder.Scope(
                topics: try topics.map { try NamePattern($0) }, groups: try groups.map { try NamePattern($0) })
        ]
        func cluster(_ role: ClusterRole, _ bootstrap: String) -> ClusterOrder {
            ClusterOrder(
                cluster: role, properties: [Property(name: "bootstrap.servers", value: .plain(bootstrap))],
                poll: .milliseconds(200), scopes: scopes,
                twinPrefix: role == .target && bridge.policy == .default ? bridge.sourceAlias + bridge.separator : "",
                probeTopic: probeTopic)
        }
        return MirrorMakerOrder(bridge: bridge, source: cluster(.source, source), target: cluster(.target, target))
    }
}

@Suite("the bridge's own topics") struct BridgeTopicFoldsTests {
    private typealias Made = MirrorRecords

    private func folds(
        on role: ClusterRole = .target, of bridge: MirrorMaker2Plan = MirrorMaker2Plan()
    ) throws -> BridgeTopicFolds {
        BridgeTopicFolds(of: try .between("a:9092", "b:9092", bridge), on: role)
    }

    private func record(_ topic: String, _ key: [UInt8], _ value: [UInt8]?, at time: Int64 = 1) -> TopicTails.News {
        .records([Record(topic: topic, partition: 0, timestamp: time, key: key, value: value)])
    }

    private func sync(_ topic: String, _ partition: Int32, _ upstream: Int64, _ downstream: Int64) -> TopicTails.News {
        record(syncs, Made.syncKey(topic, partition), Made.sync(upstream, downstream), at: 7)
    }

    /// Without what is said of the reading itself.
    private func told(_ folds: inout BridgeTopicFolds, unread: [String: Int64] = [:]) -> [Observation] {
        folds.told(unread: unread).filter { if case .internalTopic = $0 { false } else { true } }
    }

    private func standing(_ folds: inout BridgeTopicFolds, unread: [String: Int64] = [:]) -> [InternalTopic] {
        folds.told(unread: unread).compactMap { if case .internalTopic(let topic) = $0 { topic } else { nil } }
    }

    private let syncs = "mm2-offset-syncs.target.internal"

    @Test("are looked for where this bridge has them, and nowhere else")
    func names() throws {
        let rest = EndpointPlan("http://connect:8083")
        let hosted = MirrorMaker2Plan(connect: rest)
        #expect(try folds(on: .source, of: hosted).names == [syncs])
        #expect(try folds(of: hosted).names == ["source.checkpoints.internal", "source.heartbeats", "heartbeats"])
        let onTarget = MirrorMaker2Plan(connect: rest, offsetSyncs: .target, offsetsTopic: "connect-offsets")
        #expect(try folds(on: .source, of: onTarget).names == [])
        let names = try folds(of: onTarget).names
        #expect(names.contains("mm2-offset-syncs.source.internal") && names.contains("connect-offsets"))
        let withoutREST = try folds().names
        #expect(withoutREST.suffix(2) == ["mm2-offsets.source.internal", "mm2-status.source.internal"])
    }

    @Test("say nothing on the way to their end, for that is the past, and what is new from there on")
    func nothingBeforeTheEnd() throws {
        var folds = try folds(on: .source)
        #expect(folds.told(unread: [:]) == [], "nobody has looked yet")
        folds.take(.startsAgain(syncs))
        folds.take(sync("orders", 0, 10, 9))
        #expect(told(&folds, unread: [syncs: 3]) == [])
        folds.take(sync("orders", 0, 20, 18))
        folds.take(sync("payments", 1, 5, 5))
        folds.take(sync("strange", 0, 5, 5))
        folds.take(.caughtUp(syncs))
        func pairs(_ topic: String, _ partition: Int32, _ up: Int64, _ down: Int64) -> TopicOffsetPairs {
            TopicOffsetPairs(
                topic: topic,
                pairs: [
                    OffsetPair(
                        partition: partition, upstream: up, downstream: down, writtenAt: WallTime(milliseconds: 7))
                ])
        }
        #expect(told(&folds) == [.syncs([pairs("orders", 0, 20, 18), pairs("payments", 1, 5, 5)])])
        #expect(told(&folds) == [])
        folds.take(sync("orders", 0, 30, 27))
        #expect(told(&folds) == [.syncs([pairs("orders", 0, 30, 27)])])
        folds.take(.startsAgain(syncs))
        folds.take(sync("orders", 0, 1, 1))
        #expect(told(&folds) == [], "made anew: on its way again")
    }

    @Test("that are missing, refused or empty are said to be so, and never taken for read")
    func absent() throws {
        var folds = try folds(on: .source)
        folds.take(.missing(syncs))
        #expect(standing(&folds).map(\.state) == [.missing])
        folds.take(.refused(syncs, KafkaError(code: 29, asked: "", said: "Topic authorization failed")))
        #expect(standing(&folds).map(\.state) == [.refused("Topic authorization failed")])
        folds.take(.startsAgain(syncs))
        #expect(standing(&folds).map(\.state) == [.reading])
        folds.take(.caughtUp(syncs))
        #expect(standing(&folds) == [InternalTopic(kind: .offsetSyncs, cluster: .source, topic: syncs, state: .read)])
    }

    @Test("with strangers' and newer records in them are read all the same, and these are counted")
    func passedOver() throws {
        var folds = try folds()
        let checkpoints = "source.checkpoints.internal"
        let key = Made.checkpointKey("billing", "source.orders", 0)
        folds.take(.startsAgain(checkpoints))
        folds.take(record(checkpoints, Array("a stranger".utf8), [1]))
        folds.take(record(checkpoints, key, Made.checkpoint(10, 9)))
        folds.take(
            record(checkpoints, Made.checkpointKey("billing", "source.orders", 1), Made.checkpoint(1, 1, version: 3)))
        folds.take(record(checkpoints, Made.checkpointKey("billing", "source.orders", 2), nil))
        folds.take(record(checkpoints, Made.checkpointKey("others", "source.orders", 0), Made.checkpoint(1, 1)))
        folds.take(record(checkpoints, Made.checkpointKey("billing", "source.strange", 0), Made.checkpoint(1, 1)))
        folds.take(.caughtUp(checkpoints))
        let pair = OffsetPair(partition: 0, upstream: 10, downstream: 9, writtenAt: WallTime(milliseconds: 1))
        let observations = folds.told(unread: [:])
        #expect(
            observations == [
                .checkpoints(group: "billing", [TopicOffsetPairs(topic: "source.orders", pairs: [pair])]),
                .internalTopic(
                    InternalTopic(
                        kind: .checkpoints, cluster: .target, topic: checkpoints, state: .read, records: 6, foreign: 1,
                        newer: 1)),
            ])
    }

    @Test("have heartbeats apart: those that were carried, and those that prove nothing")
    func heartbeats() throws {
        var folds = try folds()
        for (topic, times) in [("source.heartbeats", [50, 60, 55]), ("heartbeats", [90])] as [(String, [Int64])] {
            folds.take(.startsAgain(topic))
            for time in times {
                folds.take(record(topic, Made.heartbeatKey("t\(time)", "source"), Made.heartbeat(time)))
            }
            folds.take(.caughtUp(topic))
        }
        #expect(
            told(&folds) == [
                .heartbeat(Heartbeat(topic: .carried, emittedAt: WallTime(milliseconds: 60))),
                .heartbeat(Heartbeat(topic: .plain, emittedAt: WallTime(milliseconds: 90))),
            ])
        #expect(told(&folds) == [], "an old one is not told as if it had just come")
    }

    @Test("tell states and progress where there is no REST to ask")
    func dedicated() throws {
        var folds = try folds()
        let (offsets, status) = ("mm2-offsets.source.internal", "mm2-status.source.internal")
        for topic in [offsets, status] { folds.take(.startsAgain(topic)) }
        folds.take(.caughtUp(status))
        #expect(
            told(&folds) == [.connectors(ConnectorsReading(connectors: [], missing: ["MirrorSourceConnector"]))],
            "one that never wrote down that it runs is not known to")
        let source = "MirrorSourceConnector"
        folds.take(record(offsets, Made.offsetKey(source, "source", "orders", 3), Made.offset(41)))
        folds.take(record(offsets, Made.offsetKey(source, "source", "strange", 0), Made.offset(41)))
        folds.take(record(status, Array("status-connector-\(source)".utf8), Made.status("RUNNING")))
        folds.take(record(status, Array("status-task-\(source)-1".utf8), Made.status("FAILED", trace: #""Oh\n at x""#)))
        folds.take(record(status, Array("status-task-\(source)-0".utf8), Made.status("RUNNING")))
        folds.take(record(status, Array("status-task-\(source)-2".utf8), Made.status("RUNNING")))
        folds.take(record(status, Array("status-task-\(source)-2".utf8), nil))
        for topic in [offsets, status] { folds.take(.caughtUp(topic)) }
        let worker = "10.0.0.1:8083"
        let carried = TopicOffsets(topic: "orders", offsets: [PartitionOffset(partition: 3, offset: 42)])
        let expected: [Observation] = [
            .carried(Carried(book: .topic, next: [carried], isWhole: true)),
            .connectors(
                ConnectorsReading(
                    connectors: [
                        ConnectorReading(
                            name: source, className: source, state: .running, worker: worker,
                            tasks: [
                                TaskReading(id: 0, state: .running, worker: worker),
                                TaskReading(id: 1, state: .failed, worker: worker, trace: "Oh"),
                            ])
                    ])),
        ]
        #expect(told(&folds) == expected)
        #expect(told(&folds) == expected, "as of now, every time")
    }

    @Test("of five thousand partitions and more come in reports of a size that a frame can hold")
    func chunks() throws {
        var folds = try folds(on: .source)
        folds.take(.startsAgain(syncs))
        for topic in 0..<300 {
            for partition in 0..<100 as Range<Int32> { folds.take(sync("pay-\(topic)", partition, 5, 5)) }
        }
        folds.take(.caughtUp(syncs))
        let sizes = told(&folds).map { observation in
            if case .syncs(let topics) = observation { topics.reduce(0) { $0 + $1.pairs.count } } else { 0 }
        }
        #expect(sizes == [10_000, 10_000, 10_000])
    }

    @Test("whose reader gets nothing any more, though there is more, are not called read, and end the probe in time")
    func halted() throws {
        var folds = try folds(on: .source)
        folds.take(.startsAgain(syncs))
        folds.take(.caughtUp(syncs))
        _ = standing(&folds, unread: [syncs: 1])
        #expect(standing(&folds, unread: [syncs: 1]).map(\.state) == [.reading])
        folds.take(sync("orders", 0, 1, 1))
        #expect(standing(&folds, unread: [syncs: 1]).map(\.state) == [.read])
        for _ in 0..<30 { _ = standing(&folds, unread: [syncs: 1]) }
        #expect(folds.halted == syncs)
        _ = standing(&folds, unread: [syncs: 0])
        #expect(folds.halted == nil)
    }
}
