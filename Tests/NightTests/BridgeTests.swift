import Night
import Testing

@Suite("The bridge")
struct BridgeTests {
    private func link(_ group: String? = nil) throws -> Plan { try .night(bridge: .link(LinkPlan(group: group))) }

    @Test("of a link lags by each source end less its twin's, and is as old as the older of them")
    func lag() throws {
        var rig = Rig(try link())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500, 300]]))
        rig.sweep(.target, at: 1.4, .init(ends: ["orders": [450, 300]]))
        let bridge = rig.snapshot(at: 1.5).bridge
        let reading = try #require(bridge.lag.records.reading)
        #expect(reading.value == 50)
        #expect(reading.takenAt == Rig.moment(1))
        #expect(reading.origin == .both)
        #expect(bridge.worst == Snapshot.WorstPartition(topic: "orders", partition: 0, lag: 50))
        #expect(rig.snapshot(at: 1.5).topic("orders")?.bridgeLag.records.value == 50)
    }

    @Test("lags in seconds by the source's own past")
    func time() throws {
        var rig = Rig(try link())
        for second in 0...20 {
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [Int64(second * 100)]]))
            rig.sweep(.target, at: Double(second), .init(ends: ["orders": [Int64(max(0, second * 100 - 350))]]))
        }
        let time = try #require(rig.snapshot(at: 20).bridge.lag.time.reading)
        #expect(abs(time.value - 3.5) < 0.002)
        #expect(time.method == .interpolated)
    }

    @Test("with records on the target the source never had is ahead: a finding, and no negative lag")
    func ahead() throws {
        var rig = Rig(try link())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500]]))
        // Read later than the source: what is more may just have been written there.
        rig.sweep(.target, at: 1.5, .init(ends: ["orders": [520]]))
        #expect(rig.snapshot(at: 1.5).bridge.aheadPartitions == 0)
        #expect(rig.snapshot(at: 1.5).bridge.lag.records.value == 0)
        rig.sweep(.source, at: 2, .init(ends: ["orders": [510]]))
        let snapshot = rig.snapshot(at: 2)
        #expect(snapshot.bridge.aheadPartitions == 1)
        #expect(snapshot.bridge.lag == .unknown("the target is ahead"))
        #expect(snapshot.logged("target holds more") == 1)
    }

    @Test("that stands with lag is stuck; one that stands because nothing comes is not")
    func stuck() throws {
        var rig = Rig(try link())
        for second in 0...12 {
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [500, 80]]))
            rig.sweep(.target, at: Double(second), .init(ends: ["orders": [450, 80]]))
            #expect(rig.snapshot(at: Double(second)).bridge.watchedLongEnough == (second >= 10))
        }
        #expect(rig.snapshot(at: 12).bridge.stuckPartitions == 1)
    }

    @Test("keeps its last lag and that reading's age while a cluster is not seen")
    func blind() throws {
        var rig = Rig(try link())
        rig.sweep(.target, at: 1, .init(ends: ["orders": [450]]))
        for second in 1...30 {
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [Int64(500 + second * 10)]]))
        }
        let snapshot = rig.snapshot(at: 30)
        let reading = try #require(snapshot.bridge.lag.records.reading)
        #expect(reading.takenAt == Rig.moment(1))
        #expect(snapshot.isStale(reading))
        #expect(snapshot.bridge.stuckPartitions == 0)
    }

    @Test("measured two ways says when they disagree by more than was carried meanwhile, and not before")
    func disagreement() throws {
        var rig = Rig(try link("copier"))
        for second in 0...10 {
            let end = Int64(second * 100)
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [end]], commits: ["copier": ["orders": [max(0, end - 80)]]]))
            rig.sweep(.target, at: Double(second) + 0.1, .init(ends: ["orders": [max(0, end - 20)]]))
        }
        let agreeing = rig.snapshot(at: 10.2).bridge
        #expect(agreeing.disagreement == nil)
        #expect(agreeing.lags.map(\.way) == ["end offsets", "commits of copier"])
        #expect(agreeing.lag == agreeing.lags[0].lag)
        #expect(agreeing.lag.records.value == 20)
        #expect(agreeing.lags[1].lag.records.value == 80)
        for second in 11...30 {
            let end = Int64(second * 100)
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [end]], commits: ["copier": ["orders": [end - 9_00]]]))
            rig.sweep(.target, at: Double(second) + 0.1, .init(ends: ["orders": [end]]))
        }
        #expect(rig.snapshot(at: 30.2).bridge.disagreement == "end offsets say 0 records, commits of copier say 900")
        #expect(rig.snapshot(at: 30.2).group("copier") == nil)
    }

    @Test("of another kind names twins by its policy, shows its flow, and has no lag before its own books are read")
    func mirrorMaker() throws {
        var rig = Rig(try .night(bridge: .mirrorMaker2(MirrorMaker2Plan(sourceAlias: "east"))))
        for second in 0...5 {
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [Int64(500 + second * 10)]]))
            rig.sweep(.target, at: Double(second), .init(ends: ["east.orders": [Int64(second * 10)], "orders": [7]]))
        }
        let snapshot = rig.snapshot(at: 5)
        #expect(snapshot.bridge.lag == .unknown("no offset-sync of it yet"))
        #expect(abs((snapshot.bridge.records.value ?? 0) - 10) < 0.001)
        #expect(snapshot.topics.map(\.twin) == ["east.orders"])
        #expect(snapshot.topics[0].onTarget.value == 1)
        #expect(snapshot.topics[0].partitions[0].targetEnd.value == 50)
    }
}
