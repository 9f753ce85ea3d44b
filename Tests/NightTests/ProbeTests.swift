import Night
import Testing

@Suite("A probe")
struct ProbeTests {
    @Test("is starting, sweeping, late by its silence, down, waiting and back, each in the log")
    func life() throws {
        var rig = Rig(try .night())
        func probe(_ seconds: Double) -> Snapshot.Probe { rig.snapshot(at: seconds).source.probe }
        rig.night.take(.started(process: 41), of: .cluster(.source), at: Rig.stamp(0))
        #expect(probe(0).state == .starting)
        #expect(probe(0).process == 41)
        rig.sweep(.source, at: 1, .init())
        #expect(probe(1).state == .sweeping)
        #expect(probe(4.1).state == .late)
        rig.night.take(.hung(after: .seconds(10)), of: .cluster(.source), at: Rig.stamp(11))
        #expect(probe(11).state == .down("hung, no answer for 10 s"))
        #expect(probe(11).process == nil)
        rig.night.take(.restartsIn(.seconds(2)), of: .cluster(.source), at: Rig.stamp(11))
        #expect(probe(11).state == .waiting(until: Rig.moment(13), "hung, no answer for 10 s"))
        rig.night.take(.started(process: 42), of: .cluster(.source), at: Rig.stamp(13))
        #expect(probe(13).restarts == 1)
        rig.sweep(.source, at: 14, .init())
        #expect(probe(14).state == .sweeping)
        #expect(probe(14).skipped == 12)
        let snapshot = rig.snapshot(at: 14)
        for line in ["started, process 41", "hung", "restarts in 2 s", "started, process 42"] {
            #expect(snapshot.logged(line) == 1)
        }
    }

    @Test("that is down leaves all it last knew, each with its age, and nothing derived from it green")
    func down() throws {
        let line = BudgetLine(name: "in", metric: .builtIn(.sourceRecordsIn), limit: Limit(1_000, .perSecond))
        var rig = Rig(try .night(budget: [line]))
        for second in 1...5 {
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [Int64(second)]]))
        }
        #expect(rig.snapshot(at: 5).line("in")?.standing == .inside)
        rig.night.take(.died(how: "killed by SIGABRT"), of: .cluster(.source), at: Rig.stamp(6))
        let snapshot = rig.snapshot(at: 30)
        #expect(snapshot.source.brokers.reading?.takenAt == Rig.moment(5))
        #expect(snapshot.topic("orders")?.partitions[0].sourceEnd.value == 5)
        #expect(snapshot.line("in")?.standing == .unknown("stale"))
        #expect(snapshot.source.probe.state == .down("killed by SIGABRT"))
    }

    @Test("whose sweeps end without an answer says since when, is told of once, and of its return once")
    func unanswered() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [5]]))
        for second in 2...20 {
            rig.take(
                .trouble(Trouble(kind: .call, asked: "metadata", said: "timed out")), from: .source,
                at: Double(second))
            rig.take(.groups(Rig.listing([:], complete: false)), from: .source, at: Double(second))
            rig.take(.ends([]), from: .source, at: Double(second))
            rig.endSweep(.source, at: Double(second), failed: 3)
            let state = rig.snapshot(at: Double(second)).source.probe.state
            #expect(state == (second <= 4 ? .sweeping : .unanswered(since: Rig.stamp(1))))
        }
        // A sweep that gets no answer takes long.
        #expect(rig.snapshot(at: 28).source.probe.state == .unanswered(since: Rig.stamp(1)))
        #expect(rig.snapshot(at: 28).logged("answers nothing") == 1)
        for second in 29...30 { rig.sweep(.source, at: Double(second), .init(ends: ["orders": [5]])) }
        #expect(rig.snapshot(at: 30).source.probe.state == .sweeping)
        #expect(rig.snapshot(at: 30).logged("answers again") == 1)
    }

    @Test("of a cluster that never answered says so, since the night began")
    func neverAnswered() throws {
        var rig = Rig(try .night())
        for second in 1...5 { rig.endSweep(.target, at: Double(second), failed: 1) }
        #expect(rig.snapshot(at: 3).target.probe.state == .sweeping)
        #expect(rig.snapshot(at: 5).target.probe.state == .unanswered(since: Rig.stamp(0)))
        #expect(rig.snapshot(at: 5).logged("has answered nothing yet") == 1)
    }

    @Test("that goes blind leaves a hole in its own sparkline, as long as the blindness, and none in its neighbour's")
    func holes() throws {
        var rig = Rig(try .night())
        for second in 0...20 {
            let ends = ["orders": [Int64(second) as Int64?]]
            if second < 8 || second > 15 { rig.sweep(.source, at: Double(second), .init(ends: ends)) }
            rig.sweep(.target, at: Double(second) + 0.3, .init(ends: ends))
        }
        let snapshot = rig.snapshot(at: 20)
        #expect(snapshot.source.recordsInHistory.count == snapshot.target.recordsInHistory.count)
        let holes = snapshot.source.recordsInHistory.dropFirst(2).count { $0 == nil }
        #expect((4...7).contains(holes))
        #expect(snapshot.target.recordsInHistory.dropFirst(2).allSatisfy { $0 != nil })
    }
}

@Suite("The log")
struct LogTests {
    @Test("counts a trouble that repeats instead of repeating it")
    func coalesced() throws {
        var rig = Rig(try .night())
        for second in 0..<150 {
            rig.take(
                .trouble(Trouble(kind: .call, asked: "metadata", said: "timed out")), from: .source, at: Double(second))
        }
        let lines = rig.snapshot(at: 150).log.filter { $0.text.contains("timed out") }
        #expect(
            lines.map(\.text) == [
                "metadata: timed out", "metadata: timed out (and 59 times before)",
                "metadata: timed out (and 59 times before)",
            ])
    }

    @Test("is bounded, keeps the newest, and cuts what others say to length")
    func bounded() throws {
        var rig = Rig(try .night())
        let endless = String(repeating: "x", count: 100_000)
        for number in 0..<5_000 {
            rig.take(
                .trouble(Trouble(kind: .call, asked: "call \(number)", said: endless)), from: .source,
                at: Double(number))
        }
        let log = rig.snapshot(at: 5_000).log
        #expect(log.count <= 1_000)
        #expect(log.last?.text.hasPrefix("call 4999") == true)
        #expect(log.allSatisfy { $0.text.count <= 400 })
    }

    @Test("names the broker that is gone and greets it when it is back")
    func brokers() throws {
        var rig = Rig(try .night())
        let both = [Broker(id: 1, address: "a:1"), Broker(id: 2, address: "a:2")]
        rig.sweep(.source, at: 1, .init(brokers: both))
        rig.sweep(.source, at: 2, .init(brokers: [both[0]]))
        rig.sweep(.source, at: 3, .init(brokers: both))
        #expect(rig.snapshot(at: 3).log.map(\.text) == ["broker 2 (a:2) is gone", "broker 2 (a:2) is there"])
    }

    @Test("tells a fault at once and its end once it has held, so that flapping fills nothing")
    func flapping() throws {
        var rig = Rig(try .night())
        for second in 0..<60 {
            rig.sweep(.source, at: Double(second), .init(totals: PartitionTotals(offline: second % 2)))
        }
        for second in 60..<80 { rig.sweep(.source, at: Double(second), .init()) }
        #expect(rig.snapshot(at: 80).log.map(\.text) == ["1 partition offline", "no partition is offline any more"])
    }

    @Test("notes a stepped wall clock, and no age or rate moves with it")
    func clockStep() throws {
        var rig = Rig(try .night())
        for second in 0...10 {
            let stamp = Rig.stamp(Double(second), wallStep: second < 5 ? 0 : -3_600)
            rig.night.take(
                Observed(
                    by: .cluster(.source), at: stamp,
                    what: .metadata(
                        ClusterMetadata(
                            clusterID: nil, brokers: [],
                            topics: [
                                TopicMetadata(
                                    name: "orders", partitions: [PartitionMetadata(leader: 1, replicas: 1, inSync: 1)])
                            ], totals: PartitionTotals()))))
            let end = PartitionOffset(partition: 0, offset: Int64(second * 10))
            rig.night.take(
                Observed(by: .cluster(.source), at: stamp, what: .ends([TopicOffsets(topic: "orders", offsets: [end])]))
            )
            rig.night.take(
                Observed(
                    by: .cluster(.source), at: stamp,
                    what: .sweepEnded(
                        SweepCost(
                            sweep: UInt64(second), began: stamp.moment, took: .zero, requests: 1, failed: 0,
                            slowest: "", slowestTook: .zero))))
        }
        let snapshot = rig.snapshot(at: 10)
        #expect(snapshot.log.map(\.text) == ["the wall clock was set back by 3600 s"])
        #expect(snapshot.source.recordsIn.value == 10)
        #expect(!snapshot.isStale(try #require(snapshot.source.recordsIn.reading)))
    }
}
