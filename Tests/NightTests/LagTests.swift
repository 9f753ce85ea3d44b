import Night
import Testing

@Suite("The lag of a group")
struct LagTests {
    @Test("is unknown, not zero, where it never committed")
    func neverCommitted() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500, 0]], commits: ["billing": [:]]))
        let side = try #require(rig.snapshot(at: 1).group("billing")?.source)
        #expect(side.lag == .unknown("never committed"))
        #expect(side.rate == .unknown("never committed"))
        #expect(side.drainsIn.value == nil)
    }

    @Test("is at least its sum where one of its partitions was never committed")
    func partlyCommitted() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500, 70]], commits: ["billing": ["orders": [480, nil]]]))
        let snapshot = rig.snapshot(at: 1)
        let side = try #require(snapshot.group("billing")?.source)
        #expect(side.lag.records.reading?.value == 20)
        #expect(side.lag.records.reading?.bound == .atLeast)
        #expect(side.lag.time.reading?.bound == .atLeast)
        #expect(side.neverCommitted == 1)
        #expect(snapshot.topic("orders")?.partitions[1].consumerLag == .unknown("never committed"))
        #expect(snapshot.topic("orders")?.consumerLag.records.reading?.bound == .atLeast)
    }

    @Test("is whole although a partition was never committed, when that log holds nothing")
    func emptyPartition() throws {
        var rig = Rig(try .night())
        rig.sweep(
            .source, at: 1,
            .init(
                ends: ["orders": [500, 7]], starts: ["orders": [0, 7]],
                commits: ["billing": ["orders": [480, nil]]]))
        let snapshot = rig.snapshot(at: 1)
        #expect(snapshot.group("billing")?.source.lag.records.reading?.bound == .exact)
        #expect(snapshot.topic("orders")?.partitions[1].consumerLag == .unknown("never committed"))
    }

    @Test("in seconds is what an exact model says, from the group's position in the log's past")
    func timeLag() throws {
        // 100 records a second, read 7.25 seconds late.
        var rig = Rig(try .night())
        for second in 0...40 {
            let end = Int64(second * 100)
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [end]], commits: ["billing": ["orders": [max(0, end - 725)]]]))
            let time = try #require(rig.snapshot(at: Double(second)).group("billing")?.source.lag.time.reading)
            if second >= 8 {
                #expect(abs(time.value - 7.25) < 0.002)
                #expect(time.method == .interpolated)
                #expect(time.bound == .exact)
            }
        }
    }

    @Test("that began before anybody watched is at least as old as the watch")
    func beyondHistory() throws {
        var rig = Rig(try .night())
        for second in 0...5 {
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [Int64(10_000 + second)]], commits: ["billing": ["orders": [9_000]]]))
        }
        let time = try #require(rig.snapshot(at: 5).group("billing")?.source.lag.time.reading)
        #expect(time.value == 5)
        #expect(time.bound == .atLeast)
        #expect(time.method == .extrapolated)
    }

    @Test("is zero in both ways when it has caught up, and drained at once")
    func caughtUp() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500]], commits: ["billing": ["orders": [500]]]))
        let side = try #require(rig.snapshot(at: 1).group("billing")?.source)
        #expect(side.lag.records.value == 0)
        #expect(side.lag.time.value == 0)
        #expect(side.drainsIn.value == 0)
    }

    @Test("is as old as the older of its readings, and keeps its value and its age when the probe is silent")
    func age() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500]], commits: ["billing": ["orders": [400]]]))
        rig.take(
            .ends([TopicOffsets(topic: "orders", offsets: [.init(partition: 0, offset: 600)])]), from: .source, at: 3)
        rig.endSweep(.source, at: 3)
        let snapshot = rig.snapshot(at: 60)
        let reading = try #require(snapshot.group("billing")?.source.lag.records.reading)
        #expect(reading.value == 200)
        #expect(reading.takenAt == Rig.moment(1))
        #expect(snapshot.isStale(reading))
    }

    @Test("just past the log end is zero and counted once, and a finding with no number when it stays")
    func beyondEnd() throws {
        var rig = Rig(try .night())
        let answers = Rig.Answers(ends: ["orders": [500]], commits: ["billing": ["orders": [510]]])
        rig.sweep(.source, at: 1, answers)
        let once = try #require(rig.snapshot(at: 1).group("billing")?.source)
        #expect(once.lag.records.value == 0)
        #expect(once.beyondEnd == 1)
        #expect(rig.snapshot(at: 1).logged("beyond the log end") == 0)
        for second in 2...6 { rig.sweep(.source, at: Double(second), answers) }
        let snapshot = rig.snapshot(at: 6)
        #expect(snapshot.group("billing")?.source.lag == .unknown("commits beyond the log end"))
        #expect(snapshot.logged("beyond the log end") == 1)
    }

    @Test("with a leader that does not answer is a lower bound, still shows that partition, and is not stale")
    func unreadLeader() throws {
        var rig = Rig(try .night())
        for second in 0...9 {
            let end: Int64? = second < 3 ? 5_000 : nil
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [100, end]], commits: ["billing": ["orders": [90, 1_000]]]))
        }
        let snapshot = rig.snapshot(at: 9)
        let side = try #require(snapshot.group("billing")?.source)
        let reading = try #require(side.lag.records.reading)
        #expect(reading.value == 4_010)
        #expect(reading.bound == .atLeast)
        #expect(!snapshot.isStale(reading))
        #expect(side.worst == Snapshot.WorstPartition(topic: "orders", partition: 1, lag: 4_000))
        let partition = try #require(snapshot.topic("orders")?.partitions[1].sourceEnd.reading)
        #expect(snapshot.isStale(partition))
        #expect(snapshot.source.recordsIn.reading?.bound == .atLeast)
    }

    @Test("that stands without progress is stuck after ten seconds, and a sum does not hide it")
    func stuck() throws {
        var rig = Rig(try .night())
        for second in 0...12 {
            rig.sweep(
                .source, at: Double(second),
                .init(
                    ends: ["orders": [Int64(second * 100), 50]],
                    commits: ["billing": ["orders": [Int64(second * 100), 40]]]))
            let side = try #require(rig.snapshot(at: Double(second)).group("billing")?.source)
            #expect(side.stuckPartitions == (second >= 10 ? 1 : 0))
            #expect(side.watchedLongEnough == (second >= 10))
            #expect(side.worst?.partition == 1)
        }
    }

    @Test("grows and drains at the pace of what comes in less what is read")
    func growth() throws {
        var rig = Rig(try .night())
        for second in 0...30 {
            rig.sweep(
                .source, at: Double(second),
                .init(
                    ends: ["orders": [10_000 + Int64(second * 100)]],
                    commits: ["billing": ["orders": [Int64(second * 150)]]]))
        }
        let side = try #require(rig.snapshot(at: 30).group("billing")?.source)
        #expect(abs((side.rate.value ?? 0) - 150) < 0.001)
        #expect(abs((side.lagGrowth.value ?? 0) + 50) < 0.001)
        #expect(abs((side.drainsIn.value ?? 0) - Double(10_000 - 30 * 50) / 50) < 0.001)
        #expect(side.drainsIn.reading?.method == .extrapolated)
    }

    @Test("and every rate survive a log that shrinks, without a number below nothing")
    func truncation() throws {
        var rig = Rig(try .night())
        for second in 0...20 {
            let end = second < 10 ? Int64(1_000 + second * 100) : Int64(second * 10)
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [end]], commits: ["billing": ["orders": [min(end, 900)]]]))
            let snapshot = rig.snapshot(at: Double(second))
            #expect(snapshot.source.recordsIn.value ?? 0 >= 0)
            #expect(snapshot.topic("orders")?.sourceRate.value ?? 0 <= 100)
            #expect(snapshot.group("billing")?.source.rate.value ?? 0 >= 0)
        }
        #expect(rig.snapshot(at: 20).logged("log end went back") == 1)
    }

    @Test("after a gap has a rate of its own, not one with the gap's records in it")
    func gap() throws {
        var rig = Rig(try .night())
        for second in [0, 1, 2, 3, 103, 104, 105] {
            let end = second > 100 ? 1_000_000 + Int64(second) * 10 : Int64(second) * 10
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [end]]))
        }
        #expect(abs((rig.snapshot(at: 105).source.recordsIn.value ?? 0) - 10) < 0.001)
    }
}
