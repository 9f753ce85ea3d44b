import Night
import Testing

@Suite("Another plan over a night that was")
struct PlanOverlayTests {
    private static func trigger(above limit: Double, hold: Double) -> TriggerPlan {
        TriggerPlan(
            name: "backlog", metric: .builtIn(.bridgeLagRecords), above: Limit(limit, .count), hold: .seconds(hold))
    }

    private static let line = BudgetLine(
        name: "replication-lag", metric: .builtIn(.bridgeLagRecords), limit: Limit(300, .count))

    /// The bridge stands still while the source gains 100 records a second, from the fifth second on.
    private func night() throws -> GatedNight {
        var night = try GatedNight(.replicating, budget: [Self.line], triggers: [Self.trigger(above: 400, hold: 3)])
        night.sweep(times: 4)
        for second in 1...20 {
            night.source.ends["orders"] = [1_000 + Int64(second) * 100, 500]
            night.sweep()
        }
        return night
    }

    private func overlay(_ night: GatedNight, _ change: (inout Plan) -> Void) -> PlanOverlay {
        var plan = night.rig.night.plan
        change(&plan)
        var overlay = PlanOverlay(plan: plan, at: Rig.stamp(0))
        overlay.take(
            .opened(by: Holder(user: "anna", host: "ops1", process: 1), plan: "", executes: true), at: Rig.stamp(0))
        overlay.take(.wave(plan.waves[0].name, .settled(.replicating)), at: Rig.stamp(0))
        for observed in night.rig.reported { overlay.take(observed) }
        return overlay
    }

    private func fired(_ overlay: PlanOverlay, _ what: PlanOverlay.Firing.What) -> Stamp? {
        overlay.firings.first { $0.what == what }?.at
    }

    @Test("the plan it was run with fires when it fired")
    func same() throws {
        let night = try night()
        let overlay = overlay(night) { _ in }
        let red = night.wave.triggers.first { $0.name == "backlog" }?.state.since
        let what = PlanOverlay.Firing.What.trigger(wave: night.wave.plan.name, name: "backlog")
        #expect(red != nil && fired(overlay, what)?.moment == red)
        #expect(fired(overlay, .line("replication-lag")) == Rig.stamp(8))
        #expect(overlay.firings.count { $0.what == what } == 1)
    }

    @Test(
        "one that lacked a sweep or two when the night's own was red is as good as red, once; one that lacked more is not"
    )
    func asGoodAsRed() throws {
        let night = try night()
        let wave = night.wave.plan.name
        let what = PlanOverlay.Firing.What.trigger(wave: wave, name: "backlog")
        let red = try #require(fired(overlay(night) { _ in }, what)).moment
        func firings(recorded early: Duration) -> [Moment] {
            var overlay = PlanOverlay(plan: night.rig.night.plan, at: Rig.stamp(0))
            overlay.take(.wave(wave, .settled(.replicating)), at: Rig.stamp(0))
            let recorded = red - early
            var isTold = false
            for observed in night.rig.reported {
                if observed.at.moment > recorded, !isTold {
                    isTold = true
                    let stamp = Stamp(moment: recorded, wall: observed.at.wall)
                    overlay.take(.trigger(wave: wave, trigger: "backlog", .red, why: ""), at: stamp)
                }
                overlay.take(observed)
            }
            return overlay.firings.filter { $0.what == what }.map(\.at.moment)
        }
        #expect(firings(recorded: .milliseconds(500)) == [red - .milliseconds(500)])
        #expect(firings(recorded: .milliseconds(1_500)) == [red - .milliseconds(1_500)])
        #expect(firings(recorded: .seconds(4)) == [red])
    }

    @Test("a tighter one fires as much earlier as its limit and its hold time say, a wider one never")
    func tighter() throws {
        let night = try night()
        let what = PlanOverlay.Firing.What.trigger(wave: night.wave.plan.name, name: "backlog")
        let asRun = try #require(fired(overlay(night) { _ in }, what))
        let tighter = overlay(night) { $0.waves[0].triggers = [Self.trigger(above: 200, hold: 1)] }
        #expect(asRun.moment - (try #require(fired(tighter, what))).moment == .seconds(4))
        let wider = overlay(night) {
            $0.waves[0].triggers = [Self.trigger(above: 9_000, hold: 0)]
            $0.budget[0].limit = Limit(9_000, .count)
        }
        #expect(fired(wider, what) == nil && fired(wider, .line("replication-lag")) == nil)
    }

    /// A night as its commander has it: told each half second that time passed, with its probes dead from second to
    /// second. What turned red in it, and when, by the clock of the night.
    private func blindNight(
        dead: Range<Double>, _ roles: [ClusterRole]
    ) throws -> (night: GatedNight, events: [(at: Stamp, event: NightEvent)], reds: [PlanOverlay.Firing.What: Stamp]) {
        var night = try GatedNight(.replicating)
        var events: [(at: Stamp, event: NightEvent)] = [
            (Rig.stamp(0), .opened(by: Self.holder, plan: "", executes: true)),
            (Rig.stamp(0), .wave("first", .settled(.replicating))),
        ]
        var reds: [PlanOverlay.Firing.What: Stamp] = [:]
        for half in 1...100 {
            let now = Double(half) / 2 + 0.2
            for role in roles where now - 0.2 == dead.lowerBound {
                events.append((Rig.stamp(now), .probe(.cluster(role), .died(how: "killed"))))
                night.rig.night.take(.died(how: "killed"), of: .cluster(role), at: Rig.stamp(now))
            }
            for role in ClusterRole.allCases where !roles.contains(role) || !dead.contains(now) {
                if half % 2 == 0 {
                    night.rig.sweep(role, at: now - 0.1, role == .source ? night.source : night.target)
                }
            }
            night.rig.night.take(tick: Rig.stamp(now))
            for trigger in night.rig.snapshot(at: now).waves[0].triggers where trigger.state.kind == .red {
                let what = PlanOverlay.Firing.What.trigger(wave: "first", name: trigger.name)
                if reds[what] == nil { reds[what] = Rig.stamp(now) }
            }
        }
        return (night, events, reds)
    }

    private static let holder = Holder(user: "anna", host: "ops1", process: 1)

    private func overlay(
        _ plan: Plan, _ readings: [Observed], _ events: [(at: Stamp, event: NightEvent)],
        gaps: [(from: Stamp, to: Stamp)] = []
    ) -> PlanOverlay {
        var overlay = PlanOverlay(plan: plan, at: Rig.stamp(0), gaps: gaps)
        var events = events[...]
        for observed in readings {
            while let event = events.first, event.at.moment <= observed.at.moment {
                overlay.take(event.event, at: event.at)
                events.removeFirst()
            }
            overlay.take(observed)
        }
        for (at, event) in events { overlay.take(event, at: at) }
        overlay.pass(to: Rig.stamp(50.2))
        return overlay
    }

    @Test(
        "where probes are dead it fires when the night did, whether one is, or all, or all to the end",
        arguments: [(10.0..<30, [ClusterRole.target]), (10..<30, [.source, .target]), (30..<90, [.source, .target])])
    func dead(time: Range<Double>, roles: [ClusterRole]) throws {
        let (night, events, reds) = try blindNight(dead: time, roles)
        let overlay = overlay(night.rig.night.plan, night.rig.reported, events)
        #expect(reds.keys.contains(.trigger(wave: "first", name: BuiltInTrigger.blindness.rawValue)))
        #expect(Set(overlay.firings.map(\.what)) == Set(reds.keys))
        for firing in overlay.firings {
            let red = try #require(reds[firing.what])
            #expect(abs((firing.at.moment - red.moment).inSeconds) <= 1)
            #expect(abs(firing.at.wall.milliseconds - red.wall.milliseconds) <= 1_000)
        }
    }

    @Test("of time that was not recorded it says nothing: nobody was blind in it")
    func gap() throws {
        let (night, events, _) = try blindNight(dead: 10..<10, [])
        let from = Rig.stamp(10.5)
        let to = Rig.stamp(40.5)
        let kept = night.rig.reported.filter { $0.at.moment < from.moment || $0.at.moment > to.moment }
        let plan = night.rig.night.plan
        #expect(overlay(plan, kept, events, gaps: [(from, to)]).firings.isEmpty)
        #expect(!overlay(plan, kept, events).firings.isEmpty, "the same, were it not known for a gap")
    }

    @Test("what would have been red stays red under the next commander, unless somebody acknowledged it")
    func nextCommander() throws {
        let (night, events, _) = try blindNight(dead: 10..<10, [])
        let blind = [Rig.moment(10)..<Rig.moment(30), Rig.moment(36)..<Rig.moment(50)]
        let seen = night.rig.reported.filter { observed in !blind.contains { $0.contains(observed.at.moment) } }
        let next = (at: Rig.stamp(35), event: NightEvent.opened(by: Self.holder, plan: "", executes: true))
        let acknowledged = (
            at: Rig.stamp(32),
            event: NightEvent.acknowledged(wave: "first", trigger: BuiltInTrigger.blindness.rawValue)
        )
        let plan = night.rig.night.plan
        #expect(overlay(plan, seen, events + [next]).firings.count == 1)
        #expect(overlay(plan, seen, events + [acknowledged, next]).firings.count == 2)
    }
}
