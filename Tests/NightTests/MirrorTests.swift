import Night
import Testing

/// A night over MirrorMaker 2 in which all is well, until a test says otherwise: "orders" is carried level, what
/// stands at 900 on the target stands at 1 000 on the source, and a heartbeat a second comes over.
private struct MirroredNight {
    var rig: Rig
    var sourceEnd: Int64 = 1_000
    var targetEnd: Int64 = 900
    /// What Connect says is carried next; nil: it says nothing.
    var next: Int64? = 1_000
    var connectors: [ConnectorReading]? = [
        .init(
            name: "mirror-source", className: "MirrorSourceConnector", state: .running, worker: "w:8083",
            tasks: [.init(id: 0, state: .running, worker: "w:8083")]),
        .init(
            name: "mirror-checkpoint", className: "MirrorCheckpointConnector", state: .running, worker: "w:8083"),
    ]
    var beatsOver = true
    var position: Int64? = 1_000
    var groupState = GroupState.stable
    private(set) var now = 0.0

    init(_ mirror: MirrorMaker2Plan = MirrorMaker2Plan(connect: EndpointPlan("http://c:8083"))) throws {
        rig = Rig(try .night(bridge: .mirrorMaker2(mirror)))
        rig.takeSyncs(["orders": [(1_000, 900)]], at: 0)
    }

    mutating func sweep(times: Int = 1) {
        for _ in 0..<times {
            now += 1
            if let next { carry(next) }
            if let connectors {
                rig.takeFromBridge(.connectors(ConnectorsReading(connectors: connectors)), at: now)
            }
            rig.takeFromBridge(.heartbeat(Heartbeat(topic: .plain, emittedAt: Rig.stamp(now).wall)), at: now)
            if beatsOver {
                rig.takeFromBridge(.heartbeat(Heartbeat(topic: .carried, emittedAt: Rig.stamp(now).wall)), at: now)
            }
            rig.sweep(
                .source, at: now,
                .init(
                    ends: ["orders": [sourceEnd]], starts: ["orders": [0]],
                    commits: ["billing": ["orders": [position]]], listing: Rig.listing(["billing": groupState])))
            rig.sweep(.target, at: now, .init(ends: ["source.orders": [targetEnd]], starts: ["source.orders": [0]]))
        }
    }

    mutating func carry(_ next: Int64) {
        let offsets = [TopicOffsets(topic: "orders", offsets: [PartitionOffset(partition: 0, offset: next)])]
        rig.takeFromBridge(.carried(Carried(book: .rest, next: offsets, isWhole: true)), at: now)
    }

    mutating func checkpoint(_ upstream: Int64, _ downstream: Int64, of group: String = "billing") {
        let pairs = Rig.pairs(["source.orders": [(upstream, downstream)]], at: now)
        rig.takeFromBridge(.checkpoints(group: group, pairs), at: now)
    }

    var snapshot: Snapshot { rig.snapshot(at: now) }
    var bridge: Snapshot.Bridge { snapshot.bridge }
    var health: Snapshot.Mirror.Health? { bridge.mirror?.health }
    var translation: Snapshot.Translation? { bridge.mirror?.translations.first }

    func gate(_ gate: BuiltInGate) -> Verdict? {
        snapshot.waves[0].gates.first { $0.plan.name == gate.rawValue }?.verdict
    }
}

@Suite("MirrorMaker 2")
struct MirrorTests {
    @Test("lags by its newest offset-sync and by Connect's offsets, and says which is which")
    func twoWays() throws {
        var night = try MirroredNight()
        (night.sourceEnd, night.targetEnd, night.next) = (1_250, 1_100, 1_180)
        night.sweep(times: 2)
        #expect(night.bridge.lags.map(\.way) == ["offset-syncs", "Connect's offsets"])
        #expect(night.bridge.lags.map(\.lag.records.value) == [50, 70])
        #expect(night.bridge.lag.records.reading?.method == .extrapolated)
        #expect(night.bridge.lags[1].lag.records.reading?.method == .measured)
        #expect(night.bridge.disagreement == nil)
    }

    @Test("disagrees when its offsets stand longer than Connect takes to write them down, and the gate stays shut")
    func disagreement() throws {
        var night = try MirroredNight(
            MirrorMaker2Plan(connect: EndpointPlan("http://c:8083"), offsetFlush: .seconds(5)))
        night.sweep(times: 3)
        for _ in 0..<20 {
            night.sourceEnd += 10
            night.targetEnd += 10
            night.sweep()
        }
        let words = try #require(night.bridge.disagreement)
        #expect(words == "offset-syncs say 0 records, Connect's offsets say 200")
        #expect(night.gate(.replication)?.why.contains(words) == true)
    }

    @Test("does not disagree while Connect's offsets are no older than they may be")
    func flushedSeldom() throws {
        var night = try MirroredNight()
        night.sweep(times: 3)
        for _ in 0..<40 {
            night.sourceEnd += 10
            night.targetEnd += 10
            night.sweep()
        }
        #expect(night.bridge.disagreement == nil)
    }

    @Test("with a target that gained what nobody carried is ahead: a finding, and no negative lag")
    func rogueWriter() throws {
        var night = try MirroredNight()
        night.targetEnd = 930
        night.sweep(times: 2)
        #expect(night.bridge.aheadPartitions == 1)
        #expect(night.bridge.lags[0].lag.records == .unknown("the target is ahead"))
    }

    @Test("has carried all of a log that holds nothing, and nothing that is known of one it has no sync of")
    func noSync() throws {
        var night = try MirroredNight()
        night.rig = Rig(try .night(bridge: .mirrorMaker2(MirrorMaker2Plan(connect: EndpointPlan("http://c:8083")))))
        (night.next, night.sourceEnd, night.targetEnd) = (nil, 0, 0)
        night.sweep(times: 2)
        #expect(night.bridge.lag.records.value == 0)
        night.sourceEnd = 5
        night.sweep()
        #expect(night.bridge.lag.records == .unknown("no offset-sync of it yet"))
        night.next = 3
        night.sweep()
        #expect(night.bridge.lag.records.value == 2)
    }

    @Test("that runs and whose heartbeats come over carries, though its checkpoint connector has no task")
    func carrying() throws {
        var night = try MirroredNight()
        night.sweep(times: 2)
        #expect(night.health == .carrying)
        #expect(night.gate(.replication) == .pass)
        #expect(night.snapshot.findings.filter { $0.about == "bridge" } == [])
    }

    @Test("is failed by a failed task under a connector that says RUNNING")
    func failedTask() throws {
        var night = try MirroredNight()
        night.sweep(times: 2)
        night.connectors?[0].tasks[0].state = .failed
        night.connectors?[0].tasks[0].trace = "RecordTooLargeException"
        night.sweep()
        let words = "mirror-source: 1 of 1 tasks FAILED, while the connector says RUNNING"
        #expect(night.health == .failing(words))
        #expect(night.gate(.replication) == .fail(words))
        #expect(night.snapshot.findings.contains { $0.severity == .red && $0.text == words })
        #expect(night.snapshot.logged("mirror-source task 0 is FAILED: RecordTooLargeException") == 1)
    }

    @Test("carries on whichever workers its tasks come to run on, and one that nobody runs is said")
    func workers() throws {
        var night = try MirroredNight()
        night.sweep(times: 2)
        for worker in ["w:8083", "v:8083", "u:8083"] {
            night.connectors?[0].worker = worker
            night.connectors?[0].tasks = [0, 1].map { .init(id: $0, state: .running, worker: worker) }
            night.sweep()
            #expect(night.health == .carrying)
        }
        night.connectors?[0].tasks[1].state = .unassigned
        night.sweep()
        #expect(night.health == .unknown("mirror-source is RUNNING, and task 1 UNASSIGNED"))
        #expect(night.gate(.replication)?.isUnknown == true)
    }

    @Test("is dead when heartbeats stop coming over, however fresh those are that only prove a worker lives")
    func deadPath() throws {
        var night = try MirroredNight()
        night.sweep(times: 3)
        night.beatsOver = false
        night.sweep(times: 12)
        #expect(night.health == .failing("the path is dead: no heartbeat came over for 12s"))
        #expect((night.bridge.mirror?.plainAge.value ?? 99) < 1)
        #expect(night.gate(.replication)?.isFail == true)
    }

    @Test("with heartbeats on the target only is not proved to carry")
    func plainHeartbeatsOnly() throws {
        var night = try MirroredNight()
        night.beatsOver = false
        night.sweep(times: 25)
        let words =
            "no heartbeat comes over: none is written on the source; those on the target prove only that a worker lives"
        #expect(night.health == .unknown(words))
        #expect(night.gate(.replication)?.isUnknown == true)
    }

    @Test("is unknown once Connect says nothing, whatever it said last")
    func silentConnect() throws {
        var night = try MirroredNight()
        night.sweep(times: 2)
        night.connectors = nil
        night.sweep(times: 5)
        #expect(night.health == .unknown("Connect says nothing for 5s"))
    }

    @Test("says why Connect cannot be heard")
    func troubledConnect() throws {
        var night = try MirroredNight()
        night.connectors = nil
        night.sweep()
        night.rig.takeFromBridge(.trouble(Trouble(kind: .call, asked: "Connect", said: "not JSON")), at: 1)
        #expect(night.health == .unknown("Connect: not JSON"))
        #expect(night.bridge.mirror?.connectors == .unknown("Connect: not JSON"))
    }

    @Test("is not dead because nobody looks: its probe's silence is unknown, and its numbers grow old")
    func silentProbe() throws {
        var night = try MirroredNight()
        night.sweep(times: 3)
        let later = night.rig.snapshot(at: 20)
        #expect(later.bridge.mirror?.health == .unknown("its probe says nothing for 17s"))
        #expect(try later.isStale(#require(later.bridge.mirror?.pathAge.reading)))
    }

    @Test("has at least so many failed tasks where a state says neither")
    func unknownStates() throws {
        var night = try MirroredNight()
        night.rig = Rig(
            try .night(
                bridge: .mirrorMaker2(MirrorMaker2Plan(connect: EndpointPlan("http://c:8083"))),
                budget: [BudgetLine(name: "failed", metric: .builtIn(.bridgeTasksFailed), limit: Limit(1, .count))]))
        night.sweep(times: 2)
        #expect(night.snapshot.line("failed")?.standing == .inside)
        night.connectors?[0].tasks[0].state = .other("WOBBLING")
        night.sweep()
        #expect(night.snapshot.line("failed")?.value.reading?.bound == .atLeast)
        #expect(night.snapshot.line("failed")?.standing != .inside)
    }

    @Test("that somebody paused rests, and is not taken for a dead path")
    func paused() throws {
        var night = try MirroredNight()
        night.sweep(times: 2)
        night.connectors?[0].state = .paused
        night.beatsOver = false
        night.sweep(times: 15)
        #expect(night.health == .resting("mirror-source is PAUSED"))
        #expect(night.gate(.replication)?.isFail == true)
    }

    @Test("makes a group begin where its checkpoint says, and tells what that makes it read again")
    func translation() throws {
        var night = try MirroredNight()
        night.position = 980
        night.sweep()
        // Stood at 960 when it was written: 860 on the target, and 20 records before where the group is now.
        night.checkpoint(960, 860)
        night.sweep(times: 5)
        #expect(night.translation?.translated == 1)
        #expect(night.translation?.reread.value == 20)
        #expect(night.translation?.age.value == 5)
        #expect(night.gate(.offsets) == .pass)
    }

    @Test("says why a group has no checkpoint: left out by name, older than the syncs, or not looked at yet")
    func whyNoCheckpoint() throws {
        var night = try MirroredNight()
        night.sweep()
        #expect(night.translation?.whyNot?.contains("new groups are looked for every 10 minutes") == true)
        night.position = 400
        night.sweep()
        #expect(night.translation?.whyNot == "orders/0: its position is older than the offset-syncs")
        #expect(night.gate(.offsets)?.isUnknown == true)
    }

    @Test(
        "names versions that translate wrongly, and none that do not",
        arguments: [
            ("3.4.0", "KAFKA-12468"), ("3.4.1", "KAFKA-15202"), ("3.5.1", "KAFKA-15202"), ("3.6.2", "KAFKA-15906"),
            ("3.7.0", "KAFKA-15905"), ("3.7.1", nil), ("3.9.2", nil), ("4.3.1", nil), ("7.6.0-ccs", nil), ("odd", nil),
        ] as [(String, String?)])
    func versions(version: String, issue: String?) throws {
        var night = try MirroredNight()
        night.rig.takeFromBridge(.worker(ConnectWorker(version: version)), at: 1)
        let warning = night.rig.snapshot(at: 1).bridge.mirror?.versionWarning
        if let issue { #expect(warning?.contains(issue) == true) } else { #expect(warning == nil) }
    }

    @Test("with a topic of its own missing, or with records of a version not known here, says so")
    func internalTopics() throws {
        var night = try MirroredNight()
        night.sweep(times: 2)
        let topic = InternalTopic(
            kind: .checkpoints, cluster: .target, topic: "source.checkpoints.internal", state: .missing)
        night.rig.takeFromBridge(.internalTopic(topic), at: 2)
        #expect(
            night.snapshot.findings.contains {
                $0.text == "topic source.checkpoints.internal is missing on the target" && $0.severity == .unknown
            })
        var newer = topic
        (newer.state, newer.newer) = (.read, 3)
        night.rig.takeFromBridge(.internalTopic(newer), at: 2)
        #expect(night.snapshot.findings.contains { $0.text.contains("3 of a version not known here") })
    }
}
