import Night
import Testing

@Suite("The pressure map")
struct PressureTests {
    /// Records a second: written on the source, carried to the target, read from either.
    private func snapshot(produced: Int64, carried: Int64, read: Int64, readOnTarget: Int64) throws -> Snapshot {
        var rig = Rig(try .night(groups: ["billing", "reports"]))
        for second in 0...20 as ClosedRange<Int64> {
            rig.sweep(
                .source, at: Double(second),
                .init(
                    ends: ["orders": [10_000 + produced * second]], commits: ["billing": ["orders": [read * second]]],
                    listing: Rig.listing(["billing": .stable])))
            rig.sweep(
                .target, at: Double(second),
                .init(
                    ends: ["orders": [9_000 + carried * second]],
                    commits: ["reports": ["orders": [readOnTarget * second]]],
                    listing: Rig.listing(["reports": .stable])))
        }
        return rig.snapshot(at: 20)
    }

    @Test("holds for each stage what goes in, what goes out, what stays, and what has piled up")
    func arithmetic() throws {
        let map = try snapshot(produced: 100, carried: 60, read: 90, readOnTarget: 70).pressure
        #expect(map.stages.map(\.name) == [.bridge, .sourceConsumers, .targetConsumers])
        let expected: [(inflow: Double, outflow: Double, backlog: Int64)] = [
            (100, 60, 1_000 + 20 * 40), (100, 90, 10_000 + 20 * 10), (60, 70, 9_000 - 20 * 10),
        ]
        for (stage, expected) in zip(map.stages, expected) {
            #expect(abs((stage.inflow.value ?? 0) - expected.inflow) < 0.001)
            #expect(abs((stage.outflow.value ?? 0) - expected.outflow) < 0.001)
            #expect(abs((stage.growth.value ?? 0) - (expected.inflow - expected.outflow)) < 0.001)
            #expect(stage.backlog.value == expected.backlog)
        }
        #expect(map.finding == .accumulating(.bridge))
    }

    @Test("names the stage that keeps most, or none when each passes on what it gets")
    func findings() throws {
        #expect(
            try snapshot(produced: 100, carried: 95, read: 20, readOnTarget: 90).pressure.finding
                == .accumulating(.sourceConsumers))
        #expect(
            try snapshot(produced: 100, carried: 100, read: 95, readOnTarget: 30).pressure.finding
                == .accumulating(.targetConsumers))
        #expect(try snapshot(produced: 100, carried: 100, read: 95, readOnTarget: 120).pressure.finding == .level)
    }

    @Test("that holds something and moves nothing is neither level nor piling up")
    func standing() throws {
        let snapshot = try snapshot(produced: 0, carried: 0, read: 0, readOnTarget: 0)
        #expect(snapshot.pressure.finding == .standing(.bridge))
        #expect(snapshot.pressure.stages[0].backlog.value == 1_000)
    }

    @Test("keeps the name of a stage while another piles up hardly faster, and gives it up to one that clearly does")
    func tie() throws {
        var rig = Rig(try .night())
        var (source, target, read) = (100_000 as Int64, 50_000 as Int64, 0 as Int64)
        var second = 0
        func run(_ seconds: Int, carried: Int64, read readRate: Int64) -> Snapshot.PressureMap.Finding {
            for _ in 0..<seconds {
                (source, target, read) = (source + 1_000, target + carried, read + readRate)
                rig.sweep(
                    .source, at: Double(second),
                    .init(
                        ends: ["orders": [source]], commits: ["billing": ["orders": [read]]],
                        listing: Rig.listing(["billing": .stable])))
                rig.sweep(
                    .target, at: Double(second), .init(ends: ["orders": [target]], listing: Rig.listing([:])))
                second += 1
            }
            return rig.snapshot(at: Double(second - 1)).pressure.finding
        }
        #expect(run(20, carried: 500, read: 600) == .accumulating(.bridge))
        #expect(run(40, carried: 500, read: 450) == .accumulating(.bridge))
        #expect(run(40, carried: 500, read: 300) == .accumulating(.sourceConsumers))
        #expect(run(40, carried: 250, read: 300) == .accumulating(.sourceConsumers))
    }

    @Test("leaves a group that never committed out by name: the others still show where it piles up, and never level")
    func leftOut() throws {
        func map(read: Int64) throws -> Snapshot.PressureMap {
            var rig = Rig(try .night(groups: ["billing", "reports"]))
            for second in 0...20 as ClosedRange<Int64> {
                let ends: [String: [Int64?]] = ["orders": [10_000 + 100 * second]]
                rig.sweep(
                    .source, at: Double(second),
                    .init(
                        ends: ends, commits: ["billing": ["orders": [read * second]], "reports": [:]],
                        listing: Rig.listing(["billing": .stable, "reports": .stable])))
                rig.sweep(.target, at: Double(second), .init(ends: ends, listing: Rig.listing([:])))
            }
            return rig.snapshot(at: 20).pressure
        }
        let steady = try map(read: 100)
        #expect(steady.stages[1].leftOut == "reports never committed")
        #expect(steady.finding == .unknown("source consumers: reports never committed"))
        #expect(try map(read: 10).finding == .accumulating(.sourceConsumers))
    }

    @Test("is unknown, not level, when a term of it is unknown or stale")
    func unknown() throws {
        var rig = Rig(try .night())
        for second in 0...20 as ClosedRange<Int64> {
            rig.sweep(
                .source, at: Double(second),
                .init(ends: ["orders": [second]], commits: ["billing": ["orders": [second]]]))
        }
        #expect(rig.snapshot(at: 20).pressure.finding == .unknown("bridge: no reading yet"))

        let level = try snapshot(produced: 100, carried: 100, read: 100, readOnTarget: 100)
        #expect(level.pressure.finding == .level)
        var silent = Rig(try .night())
        for second in 0...20 as ClosedRange<Int64> {
            let ends = ["orders": [second as Int64?]]
            silent.sweep(.source, at: Double(second), .init(ends: ends, commits: ["billing": ["orders": [second]]]))
            silent.sweep(.target, at: Double(second), .init(ends: ends, commits: ["billing": [:]]))
        }
        #expect(silent.snapshot(at: 20).pressure.finding == .level)
        #expect(silent.snapshot(at: 30).pressure.finding == .unknown("bridge: stale"))
    }

    @Test("is without a wave whose producers write to the target: what they write came over no bridge, and is produced")
    func producersMoved() throws {
        var plan = try Plan.night()
        plan.waves.append(
            WavePlan(
                name: "second", pattern: .consumerFirst, owner: "tests", topics: [try NamePattern("events")],
                groups: []))
        var rig = Rig(plan)
        var (orders, events, second) = ((source: 500 as Int64, target: 500 as Int64), 900 as Int64, 0)
        func run(_ seconds: Int, moved: Bool) -> Snapshot {
            let first = WaveContext(phase: moved ? .producersMoved : .consumersMoved)
            rig.night.take(contexts: [first, WaveContext(phase: .proven)])
            for _ in 0..<seconds {
                second += 1
                if !moved { orders.source += 50 }
                orders.target += 50
                events += 10
                rig.sweep(.source, at: Double(second), .init(ends: ["orders": [orders.source], "events": [events]]))
                rig.sweep(
                    .target, at: Double(second), .init(ends: ["orders": [orders.target], "events": [events - 3]]))
            }
            return rig.snapshot(at: Double(second))
        }
        func isAbout(_ known: Known<Double>, _ value: Double) -> Bool { abs((known.value ?? -1) - value) < 0.001 }

        let before = run(20, moved: false)
        #expect(before.bridge.leftOut == nil)
        #expect(isAbout(before.bridge.records, 60) && isAbout(before.pressure.producers, 60))

        let after = run(40, moved: true)
        let bridge = after.pressure.stages[0]
        #expect(isAbout(bridge.inflow, 10) && isAbout(bridge.outflow, 10) && isAbout(bridge.growth, 0))
        #expect(bridge.backlog.value == 3)
        #expect(bridge.leftOut == "first, written on the target" && after.bridge.leftOut == bridge.leftOut)
        #expect(isAbout(after.bridge.records, 10))
        #expect(isAbout(after.target.recordsIn, 60))
        #expect(isAbout(after.pressure.producers, 60))
        // That the wave is elsewhere leaves nothing unknown about the bridge.
        #expect(after.pressure.finding == .unknown("source consumers: billing no reading yet"))
    }

    @Test("names the stage where one group falls behind, however fast the others catch up, and that group's numbers")
    func hiddenBySum() throws {
        func map(until last: Int64, committed: (Int64) -> Int64) throws -> Snapshot.PressureMap {
            var rig = Rig(try .night(groups: ["billing", "reports"]))
            for second in 0...last {
                let ends: [String: [Int64?]] = ["orders": [10_000 + 100 * second]]
                rig.sweep(
                    .source, at: Double(second),
                    .init(
                        ends: ends,
                        commits: ["billing": ["orders": [committed(second)]], "reports": ["orders": [200 * second]]],
                        listing: Rig.listing(["billing": .stable, "reports": .stable])))
                rig.sweep(.target, at: Double(second), .init(ends: ends, listing: Rig.listing([:])))
            }
            return rig.snapshot(at: Double(last)).pressure
        }
        let falling = try map(until: 40) { 10_000 + 40 * $0 }
        #expect(falling.finding == .accumulating(.sourceConsumers))
        #expect((falling.stages[1].growth.value ?? 0) < 0)
        let part = try #require(falling.stages[1].hidden)
        #expect(part.group == "billing")
        #expect(abs((part.growth.value ?? 0) - 60) < 0.001)
        #expect(part.backlog.value == 2_400)
        // One that only commits seldom keeps up.
        for last in 30...50 as ClosedRange<Int64> {
            #expect(try map(until: last) { 10_000 + $0 / 6 * 600 }.finding == .level)
        }
    }
}
