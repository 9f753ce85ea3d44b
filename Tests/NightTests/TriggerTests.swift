import Night
import Testing

@Suite("A trigger")
struct TriggerTests {
    private func backlog(above: Double = 100, hold: Double = 0, abortsAfter: Duration? = nil) -> TriggerPlan {
        TriggerPlan(
            name: "backlog", metric: .builtIn(.bridgeLagRecords), above: Limit(above, .count), hold: .seconds(hold),
            abortsAfter: abortsAfter)
    }

    private func night(_ trigger: TriggerPlan, _ phase: Phase = .replicating) throws -> GatedNight {
        try GatedNight(phase, triggers: [trigger])
    }

    @Test("smoulders while its time fills, looks a second time, is red, and says each")
    func wholeWay() throws {
        var night = try night(backlog(hold: 4))
        night.sweep()
        #expect(night.trigger("backlog").kind == .calm)
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 3)
        #expect(night.trigger("backlog").kind == .smouldering)
        #expect(night.trigger("backlog").filled == 0.5)
        #expect(night.trigger("backlog").says == "101, limit 100")
        #expect(night.snapshot.findings.contains { $0.about == "wave first" && $0.severity == .warning })
        night.sweep(times: 2, only: nil)
        #expect(night.trigger("backlog").kind == .secondLook)
        night.sweep()
        #expect(night.trigger("backlog").kind == .red)
        let finding = night.snapshot.findings.first { $0.about == "wave first" }
        #expect(finding?.severity == .red)
        #expect(finding?.text == "trigger backlog, 101, limit 100")
        #expect(night.snapshot.logged("trigger backlog: smoulders") == 1)
        #expect(night.snapshot.logged("trigger backlog: red, 101, limit 100") == 1)
    }

    @Test("without a time of its own still takes the second look, on evidence that is new")
    func secondLook() throws {
        var night = try night(backlog())
        night.source.ends["orders"] = [1_101, 500]
        night.sweep()
        #expect(night.trigger("backlog").kind == .secondLook)
        // The target is swept again; the lag is still as old as the source's reading.
        night.sweep(only: .target)
        night.rig.night.take(tick: Rig.stamp(3.5))
        #expect(night.trigger("backlog").kind == .secondLook)
        night.source.ends["orders"] = [1_000, 500]
        night.sweep()
        #expect(night.trigger("backlog").kind == .calm)
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 2)
        #expect(night.trigger("backlog").kind == .red)
    }

    @Test("is red until somebody acknowledges it, whatever it measures by then")
    func latched() throws {
        var night = try night(backlog())
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 2)
        night.target.ends["orders"] = [1_101, 500]
        night.sweep(times: 5)
        #expect(night.trigger("backlog").kind == .red)
        #expect(night.trigger("backlog").says == "calm by now: 0, limit 100")
        night.rig.night.acknowledge(trigger: "backlog", ofWave: 0, at: Rig.stamp(night.now))
        #expect(night.trigger("backlog").kind == .calm)
    }

    @Test("is red under the next commander too, until somebody acknowledges it, whatever it measures by then")
    func restored() throws {
        var night = try night(backlog(abortsAfter: .seconds(20)))
        let wave = night.rig.night.plan.waves[0].name
        night.rig.night.take(
            past: [
                (Rig.stamp(-90), .trigger(wave: wave, trigger: "backlog", .red, why: "601, limit 100")),
                (Rig.stamp(-80), .acknowledged(wave: wave, trigger: "backlog")),
                (Rig.stamp(-60), .trigger(wave: wave, trigger: "backlog", .red, why: "900, limit 100")),
                (Rig.stamp(-59), .trigger(wave: wave, trigger: "gone", .red, why: "1")),
            ], at: Rig.stamp(0))
        #expect(night.trigger("backlog").says.hasPrefix("red before the commander changed, 900, limit 100; now not"))
        #expect(night.trigger("backlog").since == Rig.moment(-60))
        #expect(night.trigger("backlog").abortsAt == Rig.moment(20), "whoever has the keys now has time to act")
        night.sweep(times: 3)
        #expect(night.trigger("backlog").kind == .red)
        let log = night.rig.night.snapshot(at: Rig.stamp(night.now)).log.map(\.text)
        #expect(log.contains("trigger gone was red and nobody acknowledged it; the plan has it no more"))
        night.rig.night.acknowledge(trigger: "backlog", ofWave: 0, at: Rig.stamp(night.now))
        #expect(night.trigger("backlog").kind == .calm)
        #expect(night.trigger("backlog").says.hasPrefix("red") == false)
    }

    @Test("acknowledged while it is over is red again only after it was calm")
    func acknowledged() throws {
        var night = try night(backlog())
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 2)
        night.rig.night.acknowledge(trigger: "backlog", ofWave: 0, at: Rig.stamp(night.now))
        night.sweep(times: 9)
        #expect(night.trigger("backlog").kind == .acknowledged)
        night.target.ends["orders"] = [1_101, 500]
        night.sweep()
        #expect(night.trigger("backlog").kind == .calm)
        night.source.ends["orders"] = [1_300, 500]
        night.sweep(times: 2)
        #expect(night.trigger("backlog").kind == .red)
    }

    @Test("that can no longer be measured is unknown, but a red one stays red and an acknowledged one as it was")
    func unseen() throws {
        var calm = try night(backlog())
        calm.sweep()
        calm.wait(3.5)
        #expect(calm.trigger("backlog").kind == .unknown)
        var red = try night(backlog())
        red.source.ends["orders"] = [1_101, 500]
        red.sweep(times: 2)
        red.wait(60)
        #expect(red.trigger("backlog").kind == .red)
        red.sweep(times: 10, only: .target)
        #expect(red.trigger("backlog").kind == .red)
        #expect(red.trigger("backlog").says.hasPrefix("not seen now"))
        red.rig.night.acknowledge(trigger: "backlog", ofWave: 0, at: Rig.stamp(red.now))
        red.sweep(only: .target)
        #expect(red.trigger("backlog").kind == .acknowledged)
    }

    @Test("does not count time nobody saw it, and does not forget what was seen")
    func gap() throws {
        var night = try night(backlog(hold: 4))
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 3)
        night.wait(30)
        night.sweep()
        #expect(night.trigger("backlog").kind == .smouldering)
        #expect(night.trigger("backlog").filled == 0.5)
    }

    @Test("that aborts by itself says when, counted from the red, until it is acknowledged")
    func abort() throws {
        var night = try night(backlog(abortsAfter: .seconds(20)))
        night.source.ends["orders"] = [1_101, 500]
        night.sweep()
        #expect(night.trigger("backlog").abortsAt == nil)
        night.sweep(times: 5)
        #expect(night.trigger("backlog").abortsAt == Rig.moment(22))
        night.rig.night.acknowledge(trigger: "backlog", ofWave: 0, at: Rig.stamp(night.now))
        #expect(night.trigger("backlog").abortsAt == nil)
    }

    @Test("counts nothing down where there is nothing to go back from")
    func nothingToAbort() throws {
        var night = try night(backlog(abortsAfter: .seconds(20)), .planned)
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 2)
        #expect(night.trigger("backlog").kind == .red)
        #expect(night.trigger("backlog").abortsAt == nil)
    }

    @Test("on a lower bound is over for sure above its limit, and unknown below")
    func lowerBound() throws {
        var night = try night(backlog())
        night.target.ends["orders"] = [990, nil]
        night.sweep()
        #expect(night.trigger("backlog").kind == .unknown)
        night.source.ends["orders"] = [1_200, 500]
        night.sweep(times: 2)
        #expect(night.trigger("backlog").kind == .red)
    }

    @Test("is about the one group or topic it names")
    func subject() throws {
        let lag = TriggerPlan(
            name: "lag", metric: .builtIn(.consumersLagRecords), of: "reports", above: Limit(100, .count))
        var night = try GatedNight(.replicating, groups: ["billing", "reports"], triggers: [lag])
        night.source.listing = Rig.listing(["billing": .stable, "reports": .stable])
        night.source.commits = ["billing": ["orders": [0, 0]], "reports": ["orders": [990, 500]]]
        night.sweep()
        #expect(night.trigger("lag").kind == .calm)
        #expect(night.trigger("lag").says == "10, limit 100")
        night.source.commits["reports"] = ["orders": [890, 500]]
        night.sweep(times: 2)
        #expect(night.trigger("lag").kind == .red)
    }

    @Test("on what no endpoint is asked for is unknown")
    func unmeasured() throws {
        let cpu = TriggerPlan(name: "cpu", metric: .prometheus("avg(cpu)"), above: Limit(0.8, .share))
        var night = try night(cpu)
        night.sweep()
        #expect(night.trigger("cpu").kind == .unknown)
        #expect(night.trigger("cpu").says == "the plan names no endpoint to ask")
    }

    @Test("smoulders no further on the way back, and a red one stays")
    func goingBack() throws {
        var night = try night(backlog(hold: 30))
        night.source.ends["orders"] = [1_101, 500]
        night.sweep(times: 5)
        #expect(night.trigger("backlog").kind == .smouldering)
        night.stands(WaveContext(phase: nil, goesBack: true))
        night.sweep()
        #expect(night.trigger("backlog").kind == .calm)
        #expect(night.trigger("backlog").says == "the wave goes back")
    }
}

@Suite("The built-in triggers")
struct BuiltInTriggerTests {
    @Test(
        "are calm in a night in which nothing is wrong, in every phase of every pattern",
        arguments: MovePattern.allCases)
    func calm(pattern: MovePattern) throws {
        let consumersMove: Set<Phase> = [.consumersMoved, .switched]
        var haveMoved = false
        for phase in pattern.phases {
            var night = try GatedNight(phase, pattern: pattern)
            haveMoved = haveMoved || consumersMove.contains(phase)
            if haveMoved { night.moveConsumers() }
            night.sweep(times: 20)
            for trigger in BuiltInTrigger.allCases {
                #expect(night.trigger(trigger).kind == .calm, "\(trigger) in \(phase): \(night.trigger(trigger).says)")
            }
        }
    }

    @Test("are unknown, not calm, where nobody can tell the phase")
    func noPhase() throws {
        var night = try GatedNight(nil)
        night.sweep(times: 3)
        for trigger in BuiltInTrigger.allCases { #expect(night.trigger(trigger).kind == .unknown) }
    }

    @Test("source written after its fence is red on what was written after it, and not on what was before")
    func fence() throws {
        var night = try GatedNight(.consumersMoved, heading: .producersMoved)
        night.sweep(times: 2)
        #expect(night.trigger(.sourceWrittenAfterFence).says == "the source is not fenced")
        night.stands(WaveContext(phase: .consumersMoved, heading: .producersMoved, fencedSince: Rig.moment(2.5)))
        // What was on its way when the fence came down.
        night.source.ends["orders"] = [1_010, 500]
        night.sweep(times: 3)
        #expect(night.trigger(.sourceWrittenAfterFence).kind != .red)
        night.sweep(times: 3)
        #expect(night.trigger(.sourceWrittenAfterFence).kind == .calm)
        night.source.ends["orders"] = [1_010, 501]
        night.sweep()
        #expect(night.trigger(.sourceWrittenAfterFence).kind == .secondLook)
        night.sweep()
        #expect(night.trigger(.sourceWrittenAfterFence).kind == .red)
        #expect(night.trigger(.sourceWrittenAfterFence).says == "orders/1 grew by 1 on the source after its fence")
    }

    @Test("source written after its fence is unknown while a log of it is not read")
    func fenceUnread() throws {
        var night = try GatedNight(.consumersMoved, heading: .producersMoved)
        night.source.ends["orders"] = [1_000, nil]
        night.stands(WaveContext(phase: .consumersMoved, heading: .producersMoved, fencedSince: Rig.moment(0)))
        night.sweep(times: 6)
        #expect(night.trigger(.sourceWrittenAfterFence).kind == .unknown)
    }

    @Test("both clusters written is red when the target holds what the bridge did not bring")
    func targetWritten() throws {
        var night = try GatedNight(.consumersMoved)
        night.sweep()
        #expect(night.trigger(.bothWritten).kind == .calm)
        night.target.ends["orders"] = [1_007, 500]
        night.sweep(times: 3)
        #expect(night.trigger(.bothWritten).kind == .red)
        #expect(night.trigger(.bothWritten).says == "orders/0 holds 7 on the target only")
    }

    @Test("both clusters written is red when the source grows after the producers moved")
    func sourceWritten() throws {
        var night = try GatedNight(.producersMoved)
        night.target.ends["orders"] = [2_000, 500]
        night.sweep(times: 4)
        #expect(night.trigger(.bothWritten).kind == .calm)
        night.source.ends["orders"] = [1_003, 500]
        night.sweep(times: 2)
        #expect(night.trigger(.bothWritten).kind == .red)
        #expect(night.trigger(.bothWritten).says == "orders/0 grew by 3 on the source after the producers moved")
    }

    @Test("both clusters written is not judged while both are meant to be")
    func dualWrite() throws {
        var night = try GatedNight(.dualWriting, pattern: .dualWrite)
        night.target.ends["orders"] = [2_000, 500]
        night.sweep(times: 5)
        #expect(night.trigger(.bothWritten).kind == .calm)
        #expect(night.trigger(.bothWritten).says == "both are written now, as planned")
    }

    @Test("a group on both sides is red once it has lasted")
    func onBoth() throws {
        var night = try GatedNight(.consumersMoved)
        night.moveConsumers()
        night.source.listing = Rig.listing(["billing": .stable])
        night.sweep(times: 4)
        #expect(night.trigger(.groupOnBoth).kind == .smouldering)
        #expect(night.trigger(.groupOnBoth).says == "billing at work on both clusters")
        night.sweep(times: 4)
        #expect(night.trigger(.groupOnBoth).kind == .red)
    }

    @Test("blindness is red while no sweep ends at all, once the wave has moved")
    func blindness() throws {
        var night = try GatedNight(.replicating)
        night.sweep()
        for second in 2...20 { night.rig.night.take(tick: Rig.stamp(Double(second))) }
        night.wait(19)
        #expect(night.trigger(.blindness).kind == .red)
        #expect(
            night.trigger(.blindness).says
                == "source not seen for 19s, target not seen for 19s, limit 9s")
        var resting = try GatedNight(.planned)
        resting.sweep(times: 30, only: .source)
        #expect(resting.trigger(.blindness).kind == .calm)
        #expect(resting.trigger(.blindness).says == "not before the wave moves")
    }

    @Test("lag that does not converge is red after a minute above its limit without a new low")
    func standingLag() throws {
        func night(reading rate: Int64) throws -> GatedNight {
            var night = try GatedNight(.consumersMoved)
            night.moveConsumers()
            night.sweep()
            // Records that nobody reads, and then somebody does.
            var end: Int64 = 1_000
            for second in 1...170 as ClosedRange<Int64> {
                end += 10
                night.source.ends["orders"] = [end, 500]
                night.target.ends["orders"] = [end, 500]
                let read = second <= 80 ? 1_000 : 1_000 + (second - 80) * rate
                night.target.commits = ["billing": ["orders": [read, 500]]]
                night.sweep()
            }
            return night
        }
        #expect(try night(reading: 8).trigger(.lagDoesNotConverge).kind == .red)
        #expect(try night(reading: 13).trigger(.lagDoesNotConverge).kind != .red)
    }
}
