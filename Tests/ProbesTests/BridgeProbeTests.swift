import Kafka
import Night
import TestSupport
import Testing

@testable import Probes

/// The bridge's probe as a process, on two mock clusters and a Connect of the test's own.
@Suite("a bridge's probe") struct BridgeProbeTests {
    private typealias Made = MirrorRecords

    private let source: MockCluster
    private let target: MockCluster

    init() throws {
        source = try MockCluster(brokers: 1)
        target = try MockCluster(brokers: 1)
        let syncs = "mm2-offset-syncs.target.internal"
        try write(syncs, on: source, [(Made.syncKey("orders", 0), Made.sync(100, 90))])
        try write(
            "source.checkpoints.internal", on: target,
            [(Made.checkpointKey("billing", "source.orders", 0), Made.checkpoint(100, 90))])
        try write("source.heartbeats", on: target, [(Made.heartbeatKey("target", "source"), Made.heartbeat(1_000))])
    }

    private func write(_ topic: String, on cluster: MockCluster, _ records: [([UInt8], [UInt8])]) throws {
        try cluster.createTopic(topic, partitions: 1)
        let producer = try Producer(Configuration([("bootstrap.servers", cluster.bootstrap)]))
        for (key, value) in records {
            try producer.produce(Record(topic: topic, partition: 0, timestamp: 7, key: key, value: value))
        }
        for case .delivered(let delivery) in producer.flush(atMost: .seconds(20)) { #expect(delivery.error == nil) }
    }

    private func run(_ connect: StubServer? = nil, probeTopic: String? = nil) throws -> ProbeRun {
        let endpoint = connect.map { EndpointPlan("http://\($0.address)") }
        let bridge = MirrorMaker2Plan(connect: endpoint, connectors: connect == nil ? [] : ["mirror-source"])
        return ProbeRun(
            .mirrorMaker(try .between(source.bootstrap, target.bootstrap, bridge, probeTopic: probeTopic)))
    }

    /// A Connect as it is asked for by the bridge.
    private static func answer(to request: String) -> [UInt8] {
        let offsets =
            #"{"offsets":[{"partition":{"cluster":"source","partition":0,"topic":"orders"},"offset":{"offset":98}}]}"#
        let connectors = #"""
            {"mirror-source":{"status":{"connector":{"state":"RUNNING","worker_id":"a:1"},"tasks":[]},
            "info":{"config":{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector"}}}}
            """#
        let body =
            request.contains("/offsets") ? offsets : request.contains("expand") ? connectors : #"{"version":"3.9.2"}"#
        return StubServer.answer("200 OK", "Connection: close\r\n", body: body)
    }

    private let pair = OffsetPair(partition: 0, upstream: 100, downstream: 90, writtenAt: WallTime(milliseconds: 7))
    private var fromTopics: [Observation] {
        [
            .syncs([TopicOffsetPairs(topic: "orders", pairs: [pair])]),
            .checkpoints(group: "billing", [TopicOffsetPairs(topic: "source.orders", pairs: [pair])]),
            .heartbeat(Heartbeat(topic: .carried, emittedAt: WallTime(milliseconds: 1_000))),
        ]
    }

    @Test("reports what the topics on both clusters and Connect say")
    func everything() throws {
        let connect = try StubServer { Self.answer(to: $0) }
        defer { connect.end() }
        let run = try run(connect)
        defer { run.end() }
        let next = TopicOffsets(topic: "orders", offsets: [PartitionOffset(partition: 0, offset: 99)])
        let running = ConnectorReading(
            name: "mirror-source", className: "MirrorSourceConnector", state: .running, worker: "a:1")
        let expected =
            fromTopics + [
                .worker(ConnectWorker(version: "3.9.2")), .connectors(ConnectorsReading(connectors: [running])),
                .carried(Carried(book: .rest, next: [next], isWhole: true)),
            ]
        try run.run(until: "all of it was reported") { run in expected.allSatisfy(run.observations().contains) }
        #expect(run.observed.allSatisfy { $0.by == .bridge })
        #expect(run.count(where: \.isDeath) == 0)
        withExtendedLifetime((source, target)) {}
    }

    @Test("goes on reading the topics while Connect hangs, sweep after sweep")
    func hangingConnect() throws {
        let connect = try StubServer(answering: nil)
        defer { connect.end() }
        let run = try run(connect)
        defer { run.end() }
        try run.run(until: "the topics were reported, again and again") { run in
            fromTopics.allSatisfy(run.observations().contains) && run.sweeps >= 10
        }
        #expect(connect.isConnected && run.count(where: { $0.isHung || $0.isDeath }) == 0)
    }

    @Test("goes on asking Connect while a cluster is gone")
    func lostCluster() throws {
        let connect = try StubServer { Self.answer(to: $0) }
        defer { connect.end() }
        let run = try run(connect)
        defer { run.end() }
        try run.run(until: "the topics were read") { run in fromTopics.allSatisfy(run.observations().contains) }
        try target.setBroker(1, .down)
        run.forget()
        try run.run(until: "Connect answers, and the source's topics are read") { run in
            let seen = run.observations()
            return run.sweeps >= 5
                && seen.contains { if case .connectors = $0 { true } else { false } }
                && seen.contains { if case .internalTopic(let topic) = $0 { topic.cluster == .source } else { false } }
                && !run.troubles.isEmpty
        }
        run.forget()
        try run.run(until: "some sweeps later") { $0.sweeps >= 3 }
        #expect(
            !run.observations().contains {
                if case .internalTopic(let topic) = $0 { topic.cluster == .target } else { false }
            }, "nothing is said to be read to an end that nobody tells")
    }

    @Test("times a record over the bridge where the plan gives it a topic, and says when it does not come")
    func roundTrip() throws {
        try source.createTopic("probe", partitions: 1)
        try target.createTopic("source.probe", partitions: 1)
        let run = try run(probeTopic: "probe")
        defer { run.end() }
        let copier = try Consumer(
            Configuration([("bootstrap.servers", source.bootstrap), ("fetch.wait.max.ms", "50")]), group: "copier")
        try copier.assign([TopicOffsets(topic: "probe", offsets: [PartitionOffset(partition: 0, offset: 0)])])
        let copies = try Producer(Configuration([("bootstrap.servers", target.bootstrap), ("linger.ms", "0")]))
        var carried = 0
        try run.run(until: "two records were timed") { run in
            for record in copier.poll(atMost: 10).records {
                try? copies.produce(Record(topic: "source.probe", partition: 0, value: record.value))
                carried += 1
            }
            return run.observations().count { if case .roundTrip(let took) = $0 { took > .zero } else { false } } >= 2
        }
        #expect(carried <= 3, "one at a time")
        try run.run(until: "nothing came any more") { run in
            run.observations().contains {
                if case .noRoundTrip(let after) = $0 { after >= .seconds(10) } else { false }
            }
        }
        withExtendedLifetime((source, target)) {}
    }
}
