import Testing

@testable import Night

@Suite("A wave machine")
struct WaveMachineTests {
    @Test("goes through every phase of every pattern, and back to where it began", arguments: MovePattern.allCases)
    func thereAndBack(pattern: MovePattern) {
        var rig = WaveRig(.test(pattern))
        for phase in pattern.phases.dropFirst().dropLast() {
            rig.advance()
            rig.finish()
            #expect(rig.state == .settled(phase))
        }
        rig.take(.turnBack(.word))
        rig.finish()
        #expect(rig.state == .rolledBack)
        rig.advance()
        #expect(rig.state == .settled(pattern.phases[1]), "and can go forward again")
    }

    @Test("is judged for the same by who only follows its record", arguments: MovePattern.allCases)
    func followed(pattern: MovePattern) throws {
        var rig = WaveRig(.test(pattern))
        var plan = try Plan.night()
        plan.waves = [rig.machine.plan]
        var follower = CommandFollower(plan: plan, at: Rig.stamp(0))
        follower.take(
            .opened(by: Holder(user: "anna", host: "ops1", process: 1), plan: "", executes: true), at: Rig.stamp(0))
        var known = 0
        var wasFenced = false
        func follow() {
            for (at, event) in rig.history.dropFirst(known) { follower.take(.wave("ledger", event), at: at) }
            known = rig.history.count
            wasFenced = wasFenced || rig.machine.context.fencedSince != nil
            #expect(follower.contexts == [rig.machine.context])
        }
        func finish() {
            follow()
            for _ in 0..<100 where rig.machine.wait != nil {
                rig.answerWell()
                follow()
            }
        }
        for _ in pattern.phases.dropFirst().dropLast() {
            rig.seconds += 1
            rig.advance()
            finish()
        }
        rig.take(.turnBack(.word))
        finish()
        #expect(wasFenced && rig.state == .rolledBack)
    }

    // Arming.

    @Test("armed, has its gates measured again and every step of the way looked at")
    func arming() {
        var rig = WaveRig.proven()
        rig.take(.arm)
        #expect(rig.actions.first == .record(.armed(to: .consumersMoved), receipt: nil))
        #expect(rig.actions.dropFirst().first == .measureAgain)
        #expect(rig.errands.map(\.kind) == [.look, .look, .look])
        #expect(rig.errands.map(\.step.number) == [1, 2, 3])
        let second = rig.errands[1].number
        rig.take(.looked(second, .refused("3 members")))
        #expect(rig.fates.contains(.looked(.refused("3 members"))))
        #expect(rig.machine.context.heading == .consumersMoved)
    }

    @Test("lapses when nobody confirms for 30 s, and calls back the looks that are still out")
    func lapsing() {
        var rig = WaveRig.proven()
        rig.take(.arm)
        rig.tick(after: 29.9)
        #expect(rig.state == .armed(from: .proven, to: .consumersMoved, until: Rig.moment(30)))
        rig.tick(after: 0.1)
        #expect(rig.state == .settled(.proven))
        rig.take(.confirm(typed: "ledger"))
        #expect(rig.refusal == "cannot confirm: it stands at proven")
    }

    @Test("lapses after the same 30 s when the clock on the wall is set in between", arguments: [-3_600.0, 3_600])
    func clockStep(by step: Double) {
        var rig = WaveRig.proven()
        rig.take(.arm)
        rig.wallStep = step
        rig.tick(after: 29.9)
        #expect(rig.isArmed)
        rig.tick(after: 0.1)
        #expect(rig.state == .settled(.proven))
    }

    @Test("goes back when the key for it comes in the same moment as the confirmation, in either order")
    func twoKeysAtOnce() {
        let keys = [WaveInput.confirm(typed: "ledger"), .turnBack(.word)]
        for inOrder in [keys, keys.reversed()] {
            var rig = WaveRig(.test())
            rig.advance(to: .consumersMoved)
            rig.judge()
            rig.take(.arm)
            rig.judge()
            for key in inOrder { rig.take(key) }
            rig.finish()
            #expect(rig.state == .rolledBack)
        }
    }

    @Test("disarms when a gate that passed fails, also after it was unknown for a while")
    func gateGoes() {
        var rig = WaveRig.proven()
        rig.take(.arm)
        rig.judge { $0.gates[0].verdict = .unknown("being measured") }
        #expect(rig.isArmed)
        rig.judge { $0.gates[0].verdict = .fail("9 s behind") }
        #expect(rig.lastEvent == .disarmed(why: "gate replication passes no longer"))
    }

    @Test("advances only on evidence taken after it was armed, of every gate that blocks")
    func evidence() {
        var rig = WaveRig.proven()
        rig.seconds = 5
        rig.take(.arm)
        func refused(_ gate: Snapshot.Gate) -> String? {
            var rig = rig
            rig.take(.judged(WaveJudgement(gates: [gate])))
            rig.take(.confirm(typed: "ledger"))
            return rig.refusal
        }
        #expect(refused(.test("acl", at: 4.9)) == "cannot advance: gate acl is measured again, a moment")
        #expect(refused(.test("acl", at: nil)) == "cannot advance: gate acl is measured again, a moment")
        #expect(
            refused(.test("acl", verdict: .unknown("stale"), at: 6)) == "cannot advance: gate acl is unknown: stale")
        #expect(refused(.test("acl", verdict: .fail("2 differ"), at: 6)) == "cannot advance: gate acl fails: 2 differ")
        #expect(refused(.test("acl", verdict: .fail("2 differ"), at: 6, blocks: false)) == nil)
        // A person's word is not measured again; it expires by itself.
        #expect(refused(.test("drill", evidence: .ask("Done?"), at: 4.9)) == nil)
        #expect(refused(.test("acl", at: 5)) == nil)
    }

    @Test(
        "takes its name letter by letter, says what differs, and repeats nothing that was typed",
        arguments: [
            ("", "nothing was typed: the name is ledger"),
            ("Ledger", "that differs in upper and lower case: the name is ledger"),
            (" ledger", "that differs in its spaces: the name is ledger"),
            ("hunter2", "that is another name: the name is ledger"),
        ])
    func name(typed: String, why: String) {
        var rig = WaveRig.proven()
        rig.take(.arm)
        rig.judge()
        rig.take(.confirm(typed: typed))
        #expect(rig.refusal == why)
        #expect(rig.isArmed)
    }

    @Test("is not armed before anything is judged, nor under a veto; a wave that observes is closed instead")
    func vetoes() {
        var rig = WaveRig(.test())
        rig.take(.arm)
        #expect(rig.refusal == "cannot arm: its gates and triggers are not judged yet: a moment")
        for (change, why) in [
            ({ $0.hold = "held by ops: lunch" }, "held by ops: lunch"),
            ({ $0.recordingFails = "disk full" }, "the night file cannot be written: disk full"),
            ({ $0.blockedBy = "it comes after wave rates" }, "it comes after wave rates"),
            (
                { $0.triggers = [.test("refused", .red)] },
                "trigger refused is red: acknowledge it, or go back"
            ),
        ] as [((inout WaveJudgement) -> Void, String)] {
            rig.judge(change)
            rig.take(.arm)
            #expect(rig.refusal == "cannot arm: \(why)")
        }
        rig.advance(to: .observing)
        rig.take(.arm)
        #expect(rig.refusal == "cannot arm: it is observing, and closing is an act of its own")
    }

    // Forward.

    @Test("looks, has its intent on record, acts, observes, and only then goes on")
    func oneStep() {
        var rig = WaveRig.proven()
        rig.advance()
        let step = StepID(.consumersMoved, 1)
        let found = StepFound(text: "settlement at 40")
        #expect(rig.errands.map(\.kind) == [.look])
        rig.take(.looked(rig.waitsFor, .ready(found: found, would: [])))
        #expect(
            rig.actions == [
                .record(.stepIntended(step, rig.machine.steps[0].plan, found: found), receipt: rig.waitsFor)
            ])
        rig.take(.recorded(receipt: rig.waitsFor))
        #expect(rig.errands.map(\.kind) == [.act])
        #expect(rig.errands.map(\.found) == [found])
        rig.take(.ended(rig.waitsFor, .done("202")))
        #expect(rig.errands.map(\.kind) == [.observe])
        #expect(rig.fates.first == .running)
        rig.take(.seen(rig.waitsFor, .seen("at 40 twice")))
        #expect(rig.fates.first == .done("at 40 twice"))
        #expect(rig.errands.map(\.step.number) == [2])
    }

    @Test("under a red lets the running step end, then stands still until the red is acknowledged")
    func redWhileActing() {
        var rig = WaveRig.moving(.acting)
        rig.judge { $0.triggers = [.test("refused", .red)] }
        rig.take(.ended(rig.waitsFor, .done("exit 0")))
        rig.take(.seen(rig.waitsFor, .seen("there")))
        #expect(rig.errands.isEmpty)
        let why = "trigger refused is red: acknowledge it, or go back"
        #expect(
            rig.state
                == .stopped(from: .proven, to: .consumersMoved, at: StepID(.consumersMoved, 2), why: why))
        rig.take(.retry)
        #expect(rig.refusal == "cannot try again: \(why)")
        rig.judge { $0.triggers = [.test("refused", .acknowledged)] }
        rig.take(.retry)
        #expect(rig.errands.map(\.kind) == [.look])
    }

    @Test(
        "acts on nothing when a red comes up while it looks or its intent is being recorded", arguments: [true, false])
    func redBeforeTheAct(isLooking: Bool) {
        var rig = WaveRig.moving(isLooking ? .looking : .intending)
        rig.judge { $0.triggers = [.test("refused", .red)] }
        rig.answerWell()
        #expect(rig.errands.isEmpty)
        guard case .stopped = rig.state else {
            Issue.record("it stands at \(rig.state)")
            return
        }
    }

    @Test("tries a step again from what was there before the first attempt, and restores that")
    func firstFound() {
        var rig = WaveRig.moving(.acting)
        let first = rig.errands[0].found
        rig.take(.ended(rig.waitsFor, .failed("exit 1")))
        rig.take(.retry)
        rig.take(.looked(rig.waitsFor, .ready(found: StepFound(text: "half done"), would: [])))
        rig.take(.recorded(receipt: rig.waitsFor))
        #expect(rig.errands.map(\.found) == [first])
        rig.take(.ended(rig.waitsFor, .failed("exit 1")))
        rig.take(.turnBack(.word))
        rig.take(.recorded(receipt: rig.waitsFor))
        #expect(rig.errands.map(\.kind) == [.undo])
        #expect(rig.errands.map(\.found) == [first])
    }

    @Test("ends a step that is late, and waits for that no longer than its grace")
    func deadline() {
        var rig = WaveRig.moving(.acting)
        let errand = rig.waitsFor
        rig.tick(after: 59.9)
        #expect(rig.actions.isEmpty)
        rig.tick(after: 0.1)
        #expect(rig.actions == [.stop(errand)])
        rig.tick(after: 9.9)
        #expect(rig.actions.isEmpty)
        rig.tick(after: 0.1)
        #expect(rig.fates.first == .failed("out of time: not done after 1m"))
        rig.take(.ended(errand, .done("at last")))
        #expect(rig.actions.isEmpty)
    }

    @Test("a question is believed by its answer: nobody else can observe it")
    func question() {
        var plan = WavePlan.test()
        plan.steps = [PhaseSteps(phase: .replicating, steps: [StepPlan(.ask("Is the batch paused?"))])]
        var rig = WaveRig(plan)
        rig.advance()
        rig.answer(until: .acting, of: 0)
        rig.take(.ended(rig.waitsFor, .done("mara: paused")))
        #expect(rig.state == .settled(.replicating))
        #expect(rig.fates == [.done("mara: paused")])
    }

    @Test("without the terminal an advance stands still at the end of its step, and a way back goes on")
    func terminalLost() {
        var rig = WaveRig.moving(.acting)
        var back = rig
        rig.take(.stopAtStepEnd)
        rig.answerWell()
        rig.answerWell()
        #expect(rig.lastEvent == .stopped(at: StepID(.consumersMoved, 2), why: "the terminal was lost"))
        back.take(.turnBack(.word))
        back.take(.stopAtStepEnd)
        back.finish()
        #expect(back.state == .rolledBack)
    }

    @Test("keeps the last lines a step said, cut and without what steers a terminal")
    func output() {
        var rig = WaveRig.moving(.acting)
        for line in 1...25 { rig.take(.said(rig.waitsFor, "line \(line)")) }
        rig.take(.said(rig.waitsFor, "\u{1B}[31m" + String(repeating: "x", count: 1_000)))
        let output = rig.machine.steps[0].output
        #expect(output.count == 20)
        #expect(output.first == "line 7")
        #expect(output.last?.unicodeScalars.count == 200)
        #expect(output.last?.hasPrefix("\u{1B}[31mx".madeVisible) == true)
    }

    @Test("a dry run looks at every step that is still to come, acts on nothing, and is where it was")
    func dryRun() {
        var rig = WaveRig(.test(), executes: false, history: WaveRig.proven().history)
        rig.advance()
        #expect(rig.errands.map(\.kind) == [.look])
        rig.take(.looked(rig.waitsFor, .refused("3 members")))
        #expect(rig.errands.map(\.step.number) == [2], "what a later step would meet is of interest too")
        rig.finish()
        #expect(rig.state == .settled(.proven))
        #expect(rig.lastEvent == .disarmed(why: "a dry run: nothing was done"))
        #expect(rig.fates.first == .looked(.refused("3 members")))
        #expect(rig.fates.allSatisfy { if case .looked = $0 { true } else { false } })
    }

    // Closing.

    @Test("closes after its time under observation, by name, and cannot be undone then")
    func closing() {
        var rig = WaveRig(.test(observe: .seconds(7_200)))
        rig.advance(to: .observing)
        rig.take(.close(typed: "leger"))
        #expect(rig.refusal == "that is another name: the name is ledger; once it is closed nothing can be undone")
        rig.seconds += 3_600
        rig.take(.close(typed: "ledger"))
        #expect(rig.refusal == "cannot close: it is to be observed for 1h more")
        rig.seconds += 3_600
        var red = rig
        red.judge { $0.triggers = [.test("refused", .red)] }
        red.take(.close(typed: "ledger"))
        #expect(red.refusal == "cannot close: trigger refused is red: acknowledge it, or go back")
        rig.take(.close(typed: "ledger"))
        #expect(rig.actions == [.record(.closed, receipt: nil)])
        rig.take(.turnBack(.key(trigger: "refused")))
        #expect(rig.refusal == "closed cannot be undone")
    }
}

extension WaveRig {
    /// Settled before the first phase that has steps.
    static func proven(_ plan: WavePlan = .test()) -> WaveRig {
        var rig = WaveRig(plan)
        rig.advance(to: .proven)
        rig.judge()
        return rig
    }

    /// On its way out of there: in this part of the first step.
    static func moving(_ part: StepProgress.Part, _ plan: WavePlan = .test()) -> WaveRig {
        var rig = proven(plan)
        rig.advance()
        rig.answer(until: part, of: rig.machine.wait?.step ?? 0)
        return rig
    }

    var fates: [StepStanding.Fate] { machine.steps.map(\.fate) }
    var lastEvent: WaveEvent? { history.last?.event }

    var isArmed: Bool {
        if case .armed = state { true } else { false }
    }
}
