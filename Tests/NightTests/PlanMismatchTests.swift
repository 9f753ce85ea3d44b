import Testing

@testable import Night

@Suite("A plan that was edited between two commanders")
struct PlanMismatchTests {
    private static let steps = (1...3).map { StepPlan(.run(["./go", "\($0)"]), undo: .run(["./back", "\($0)"])) }

    /// Step 1 is done, step 2 was begun.
    private static let begun: [WaveEvent] = [
        .confirmed(to: .replicating), .stepIntended(StepID(.replicating, 1), steps[0], found: .none),
        .stepSeen(StepID(.replicating, 1), .seen("there")),
        .stepIntended(StepID(.replicating, 2), steps[1], found: .none),
    ]
    private static let settled: [WaveEvent] =
        begun + [
            .stepSeen(StepID(.replicating, 2), .seen("there")),
            .stepIntended(StepID(.replicating, 3), steps[2], found: .none),
            .stepSeen(StepID(.replicating, 3), .seen("there")), .settled(.replicating),
        ]

    private func plan(
        _ steps: [StepPlan] = steps, name: String = "ledger", _ pattern: MovePattern = .consumerFirst
    ) -> Plan {
        var wave = WavePlan(name: name, pattern: pattern, owner: "payments")
        wave.steps = [PhaseSteps(phase: .replicating, steps: steps)]
        let other = WavePlan(name: "rates", pattern: .dualWrite, owner: "rates")
        return Plan(
            night: "test", poll: .seconds(1), source: ClusterPlan(bootstrap: "a:9092"),
            target: ClusterPlan(bootstrap: "b:9092"), waves: [other, wave])
    }

    private func mismatch(_ plan: Plan, _ events: [WaveEvent] = begun) -> PlanMismatch? {
        do throws(PlanMismatch) {
            _ = try Commander(
                plan: plan, holder: Holder(user: "mara", host: "bastion", process: 7), executes: true,
                history: events.map { (Rig.stamp(0), .wave("ledger", $0)) }, at: Rig.stamp(1))
            return nil
        } catch { return error }
    }

    @Test("is refused where it has not what was begun and is not undone: which wave, and which step")
    func refused() {
        let (one, two, three) = (Self.steps[0], Self.steps[1], Self.steps[2])
        let first = StepID(.replicating, 1)
        let second = StepID(.replicating, 2)
        #expect(mismatch(plan([three] + Self.steps)) == .otherStep(first, ofWave: "ledger"))
        #expect(mismatch(plan([one])) == .otherStep(second, ofWave: "ledger"))
        var otherUndo = two
        otherUndo.undo = three.undo
        #expect(mismatch(plan([one, otherUndo, three])) == .otherStep(second, ofWave: "ledger"))
        #expect(mismatch(plan(name: "journal")) == .noSuchWave("ledger", step: second))
        #expect(mismatch(plan(Self.steps, .dualWrite)) == .noSuchPhase(.replicating, ofWave: "ledger"))
        let fourth = StepID(.replicating, 4)
        #expect(
            mismatch(plan(Self.steps + [one]), Self.settled)
                == .neverBegun(fourth, ofWave: "ledger", phase: .replicating))
    }

    @Test("is taken where only a secret is another: the record holds none, and a password may have been changed")
    func secrets() {
        func step(_ password: Setting) -> StepPlan {
            let endpoint = EndpointPlan(url: .plain("http://a"), user: .plain("u"), password: password)
            let call = HTTPCall(method: "PUT", endpoint: endpoint)
            return StepPlan(.http(call), undo: .http(call))
        }
        let first = StepID(.replicating, 1)
        let begun: [WaveEvent] = [
            .confirmed(to: .replicating), .stepIntended(first, step(.secret("")), found: .none),
        ]
        #expect(mismatch(plan([step(.secret("hunter2"))]), begun) == nil)
        #expect(mismatch(plan([step(.plain("hunter2"))]), begun) == .otherStep(first, ofWave: "ledger"))
    }

    @Test("is taken where it differs in what is still to come, or in a wave that has nothing to undo")
    func taken() {
        #expect(mismatch(plan()) == nil)
        #expect(mismatch(plan(Self.steps + [Self.steps[0]])) == nil)
        #expect(mismatch(plan(name: "journal"), [.armed(to: .replicating), .disarmed(why: "")]) == nil)
        #expect(mismatch(plan([]), Self.begun + [.turnedBack(why: .word), .rolledBack]) == nil)
        #expect(mismatch(plan(name: "journal"), Self.settled + [.closed]) == nil)
    }

    @Test("is refused half way back too, and by what was told again after a gap")
    func goingBack() {
        let third = StepID(.replicating, 3)
        let back = Self.settled + [.turnedBack(why: .word), .undoSeen(third, .seen("gone"))]
        #expect(mismatch(plan(), back) == nil)
        #expect(mismatch(plan([Self.steps[0]]), back) == .otherStep(StepID(.replicating, 2), ofWave: "ledger"))
        var record = WaveRecord(plan: plan().waves[1], at: Rig.stamp(0))
        for event in back { record.take(event, at: Rig.stamp(0)) }
        let told = [record.whole(at: Rig.stamp(0))]
        #expect(mismatch(plan(), told) == nil)
        #expect(mismatch(plan([]), told) == .otherStep(StepID(.replicating, 1), ofWave: "ledger"))
    }
}
