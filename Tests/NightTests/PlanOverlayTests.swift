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
}
