import Night
import Testing

@Suite("A budget line")
struct BudgetTests {
    private func plan(_ metric: BuiltInMetric, limit: Double, hold: Duration = .zero, warnAt: Double = 0.7) throws
        -> Plan
    {
        try .night(
            budget: [
                BudgetLine(
                    name: "line", metric: .builtIn(metric), limit: Limit(limit, metric.dimension), warnAt: warnAt,
                    hold: hold)
            ], probeTopic: "probe")
    }

    private func sweepLag(_ rig: inout Rig, _ lag: Int64, at second: Int) {
        let end = 1_000_000 + Int64(second)
        let answers = Rig.Answers(ends: ["orders": [end]], commits: ["billing": ["orders": [end - lag]]])
        rig.sweep(.source, at: Double(second), answers)
        rig.sweep(.target, at: Double(second), Rig.Answers(ends: ["orders": [end]], commits: ["billing": [:]]))
    }

    @Test("rising in a straight line breaches when the line says, and falling drains when it says")
    func forecasts() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 10_000))
        for second in 0...20 { sweepLag(&rig, Int64(1_000 + 100 * second), at: second) }
        let rising = try #require(rig.snapshot(at: 20).line("line"))
        #expect(rising.used.value == 0.3)
        #expect(abs((rising.slope.value ?? 0) - 0.01) < 1e-9)
        #expect(abs((rising.breachesIn?.value ?? 0) - 70) < 1e-6)
        #expect(rising.drainsIn == nil)
        #expect(rising.breachesIn?.reading?.method == .extrapolated)

        rig = Rig(try plan(.consumersLagRecords, limit: 10_000))
        for second in 0...20 { sweepLag(&rig, Int64(9_000 - 200 * second), at: second) }
        let falling = try #require(rig.snapshot(at: 20).line("line"))
        #expect(abs((falling.drainsIn?.value ?? 0) - 25) < 1e-6)
        #expect(falling.breachesIn == nil)
    }

    @Test("goes from inside over warning and filling to breached, and back only when it is seen inside")
    func standings() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100, hold: .seconds(5)))
        func standing(_ second: Int) -> Snapshot.Line.Standing? {
            rig.snapshot(at: Double(second)).line("line")?.standing
        }
        sweepLag(&rig, 69, at: 1)
        #expect(standing(1) == .inside)
        sweepLag(&rig, 70, at: 2)
        #expect(standing(2) == .warning)
        sweepLag(&rig, 100, at: 3)
        #expect(standing(3) == .warning)
        for second in 4...8 {
            sweepLag(&rig, 101, at: second)
            #expect(standing(second) == .filling(.seconds(second - 4)))
        }
        sweepLag(&rig, 101, at: 9)
        #expect(standing(9) == .breached)
        sweepLag(&rig, 50, at: 10)
        #expect(standing(10) == .inside)
        #expect(rig.snapshot(at: 10).logged("line: breached") == 1)
    }

    @Test("is unknown when its reading is stale, never inside, and its trend with it")
    func stale() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100))
        for second in 1...5 { sweepLag(&rig, 1, at: second) }
        #expect(rig.snapshot(at: 8).line("line")?.standing == .inside)
        let line = try #require(rig.snapshot(at: 8.1).line("line"))
        #expect(line.standing == .unknown("stale"))
        #expect(line.value.value == 1)
        #expect(line.slope.value == nil)
    }

    @Test("that was breached stays breached through blindness, and says so meanwhile")
    func blindness() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100, hold: .seconds(3)))
        for second in 1...5 { sweepLag(&rig, 500, at: second) }
        #expect(rig.snapshot(at: 5).line("line")?.standing == .breached)
        #expect(rig.snapshot(at: 60).line("line")?.standing == .lost("stale"))
        sweepLag(&rig, 500, at: 60)
        #expect(rig.snapshot(at: 60).line("line")?.standing == .breached)
    }

    @Test("does not fill its hold time while nobody looks")
    func holdNeedsEvidence() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100, hold: .seconds(10)))
        for second in 1...3 { sweepLag(&rig, 500, at: second) }
        sweepLag(&rig, 500, at: 60)
        #expect(rig.snapshot(at: 60).line("line")?.standing == .filling(.seconds(2)))
    }

    @Test("that a wave tightens is judged beside the night's own, and on the groups of that wave alone")
    func tightened() throws {
        var plan = try plan(.consumersLagRecords, limit: 1_000)
        plan.waves.append(
            WavePlan(
                name: "second", pattern: .consumerFirst, owner: "tests", topics: [try NamePattern("ledger")],
                groups: [GroupPlan(group: try NamePattern("settlement"))],
                budget: [BudgetTightening(line: "line", limit: Limit(50, .count))]))
        var rig = Rig(plan)
        func sweep(settlementBehind lag: Int64, at second: Double) {
            rig.sweep(
                .source, at: second,
                .init(
                    ends: ["orders": [900], "ledger": [900]],
                    commits: ["billing": ["orders": [100]], "settlement": ["ledger": [900 - lag]]],
                    listing: Rig.listing(["billing": .stable, "settlement": .stable])))
            rig.sweep(.target, at: second, .init(listing: Rig.listing([:])))
        }
        sweep(settlementBehind: 10, at: 1)
        #expect(rig.snapshot(at: 1).line("line")?.standing == .warning)
        #expect(rig.snapshot(at: 1).line("line (second)")?.standing == .inside)
        sweep(settlementBehind: 60, at: 2)
        #expect(rig.snapshot(at: 2).line("line")?.standing == .warning)
        #expect(rig.snapshot(at: 2).line("line (second)")?.standing == .breached)
    }

    @Test("with only a lower bound is unknown inside its limit and counts beyond it")
    func lowerBound() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100))
        func sweep(_ lag: Int64, at second: Double) {
            let answers = Rig.Answers(
                ends: ["orders": [1_000, 50]], commits: ["billing": ["orders": [1_000 - lag, nil]]])
            rig.sweep(.source, at: second, answers)
            rig.sweep(.target, at: second, .init(commits: ["billing": [:]]))
        }
        sweep(10, at: 1)
        #expect(rig.snapshot(at: 1).line("line")?.standing == .unknown("billing never committed 1 of 2 partitions"))
        sweep(200, at: 2)
        #expect(rig.snapshot(at: 2).line("line")?.standing == .breached)
        sweep(10, at: 3)
        #expect(
            rig.snapshot(at: 3).line("line")?.standing
                == .lost("billing never committed 1 of 2 partitions"))
    }

    @Test("is near its limit for sure where a lower bound is, unless it was breached before")
    func nearForSure() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100))
        func standing(lag: Int64, at second: Double) -> Snapshot.Line.Standing? {
            let answers = Rig.Answers(
                ends: ["orders": [1_000, 50]], commits: ["billing": ["orders": [1_000 - lag, nil]]])
            rig.sweep(.source, at: second, answers)
            rig.sweep(.target, at: second, .init(commits: ["billing": [:]]))
            return rig.snapshot(at: second).line("line")?.standing
        }
        #expect(standing(lag: 70, at: 1) == .warning)
        #expect(standing(lag: 101, at: 2) == .breached)
        #expect(standing(lag: 96, at: 3) == .lost("billing never committed 1 of 2 partitions"))
    }

    @Test("that hardly moves, or is far from its limit and rises slowly, forecasts nothing")
    func noForecast() throws {
        func line(from lag: Int64, by step: Int64) throws -> Snapshot.Line {
            var rig = Rig(try plan(.consumersLagRecords, limit: 10_000))
            for second in 0...20 { sweepLag(&rig, lag + step * Int64(second), at: second) }
            return try #require(rig.snapshot(at: 20).line("line"))
        }
        #expect(try line(from: 5_000, by: 9).breachesIn == nil)
        #expect(try line(from: 5_000, by: 11).breachesIn?.value != nil)
        #expect(try line(from: 5_000, by: -9).drainsIn == nil)
        #expect(try line(from: 0, by: 20).breachesIn == nil)
    }

    @Test("on a rate falls without draining: nothing is worked off")
    func ratesDoNotDrain() throws {
        var rig = Rig(try plan(.sourceRecordsIn, limit: 1_000))
        var end: Int64 = 0
        for second in 0...40 as ClosedRange<Int64> {
            end += 900 - second * 20
            rig.sweep(.source, at: Double(second), .init(ends: ["orders": [end]]))
        }
        let line = try #require(rig.snapshot(at: 40).line("line"))
        #expect(try #require(line.slope.value) < -0.01)
        #expect(line.drainsIn == nil)
    }

    @Test("on consumers is not inside while one cluster's groups were never read")
    func halfSeen() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100))
        rig.sweep(.source, at: 1, .init(ends: ["orders": [10]], commits: ["billing": ["orders": [10]]]))
        #expect(rig.snapshot(at: 1).line("line")?.standing == .unknown("billing no reading yet"))
    }

    @Test("on consumers is not inside on a group's absence that nobody has looked at since")
    func oldAbsence() throws {
        var rig = Rig(try plan(.consumersLagRecords, limit: 100))
        rig.sweep(.target, at: 0, .init(listing: Rig.listing([:])))
        for second in 1...10 {
            rig.sweep(
                .source, at: Double(second), .init(ends: ["orders": [10]], commits: ["billing": ["orders": [10]]]))
            let standing = rig.snapshot(at: Double(second)).line("line")?.standing
            #expect(standing == (second <= 3 ? .inside : .unknown("only a lower bound is known")))
        }
    }

    @Test("with a limit of nothing is inside at nothing and breached at one")
    func zeroLimit() throws {
        var rig = Rig(try plan(.sourceOffline, limit: 0))
        rig.sweep(.source, at: 1, .init(totals: PartitionTotals(topics: 1, partitions: 6)))
        #expect(rig.snapshot(at: 1).line("line")?.standing == .inside)
        rig.sweep(.source, at: 2, .init(totals: PartitionTotals(topics: 1, partitions: 6, offline: 1)))
        #expect(rig.snapshot(at: 2).line("line")?.standing == .breached)
    }

    @Test("on errors counts a failed request and its trouble once, and a lost connection beside it")
    func errors() throws {
        var rig = Rig(try plan(.errorsRate, limit: 100))
        for second in 0...10 {
            rig.sweep(
                .source, at: Double(second),
                .init(
                    troubles: [
                        Trouble(kind: .call, asked: "commits of billing", said: "timed out"),
                        Trouble(kind: .connection, asked: "broker 2", said: "refused"),
                    ], failed: 1))
            rig.sweep(.target, at: Double(second), .init())
        }
        #expect(rig.snapshot(at: 10).line("line")?.value.value == 2)
        #expect(rig.snapshot(at: 10).logged("timed out") == 1)
    }

    @Test("on errors does not calm down because a cluster that answers nothing is asked less often")
    func errorsOfTheSilent() throws {
        var rig = Rig(try plan(.errorsRate, limit: 10))
        func standing(at second: Double) -> Snapshot.Line.Standing? { rig.snapshot(at: second).line("line")?.standing }
        for second in 0...20 {
            rig.sweep(.source, at: Double(second), .init())
            if second <= 5 { rig.sweep(.target, at: Double(second), .init()) }
            if second > 5, second % 3 == 0 { rig.endSweep(.target, at: Double(second), failed: 1) }
            if second == 5 { #expect(standing(at: 5) == .inside) }
        }
        #expect(standing(at: 20) == .unknown("target answers nothing"))
        #expect(rig.snapshot(at: 20).line("line")?.value.reading?.bound == .atLeast)
    }

    @Test("on produce latency is the slow end of the last minute")
    func produce() throws {
        var rig = Rig(try plan(.targetProduceP99, limit: 0.25))
        for second in 0..<200 {
            let took: Duration = second < 100 ? .seconds(9) : .milliseconds(second == 180 ? 80 : 5)
            rig.take(.produced(took: took), from: .target, at: Double(second))
        }
        rig.endSweep(.target, at: 199)
        #expect(rig.snapshot(at: 199).line("line")?.value.value == 0.08)
        #expect(rig.snapshot(at: 199).target.produceP99.value == 0.08)
        #expect(rig.snapshot(at: 240).line("line")?.standing == .unknown("stale"))
    }

    @Test(
        "that no endpoint of the plan is asked for says so",
        arguments: [.builtIn(.sourceBytesOut), .prometheus("up"), .sample("x")] as [Metric])
    func unmeasured(metric: Metric) throws {
        var rig = Rig(try .night(budget: [BudgetLine(name: "line", metric: metric, limit: Limit(1, .count))]))
        rig.sweep(.source, at: 1, .init())
        #expect(rig.snapshot(at: 1).line("line")?.standing == .unknown("the plan names no endpoint to ask"))
    }
}
