import Night
import Testing

@Suite("A wave nobody has measured")
struct WaveTests {
    @Test("stands in no phase, lists the gates that run anyway beside its own, and passes none of them")
    func unmeasured() throws {
        var plan = try Plan.night()
        plan.waves[0].gates = [
            GatePlan(name: "replication", evidence: .builtIn(.replication), limit: Limit(2, .time)),
            GatePlan(name: "canary", evidence: .run(["./canary.sh"])),
        ]
        plan.waves[0].triggers = [
            TriggerPlan(name: "refused", metric: .builtIn(.errorsRate), above: Limit(5, .perSecond))
        ]
        let wave = try #require(Rig(plan).snapshot(at: 0).waves.first)
        #expect(wave.phase == nil)
        #expect(wave.gates.map(\.plan.name) == BuiltInGate.allCases.map(\.rawValue) + ["canary"])
        #expect(wave.gates.first { $0.plan.name == "replication" }?.plan.limit == Limit(2, .time))
        #expect(
            wave.gates.map(\.verdict)
                == BuiltInGate.allCases.map { _ in .unknown("not measured yet") } + [.unknown("not run yet")])
        #expect(wave.triggers.map(\.name) == ["refused"] + BuiltInTrigger.allCases.map(\.rawValue))
        #expect(wave.triggers.allSatisfy { $0.state == TriggerState(kind: .unknown, says: "not judged yet") })
        #expect(wave.price == Snapshot.Price(.unknown("nothing is known yet")))
    }
}
