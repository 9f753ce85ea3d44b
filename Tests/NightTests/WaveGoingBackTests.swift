import Testing

@testable import Night

@Suite("The way back of a wave")
struct WaveGoingBackTests {
    @Test("undoes exactly what was intended, newest first, from what each step found; what has no undo only says so")
    func undoing() {
        var rig = WaveRig.proven()
        rig.advance(to: .consumersMoved)
        let found = rig.history.compactMap { entry in
            if case .stepIntended(_, _, let found) = entry.event { found } else { nil }
        }
        rig.take(.turnBack(.word))
        var undone: [Errand] = []
        for _ in 0..<10 where rig.machine.wait != nil {
            rig.answerWell()
            undone += rig.errands.filter { $0.kind == .undo }
        }
        #expect(undone.map(\.step.number) == [3, 1])
        #expect(undone.map(\.found) == [found[2], found[0]])
        #expect(rig.fates[1] == .undone("nothing to undo"))
        #expect(rig.state == .rolledBack)
    }

    @Test("begins with the end of what is acting, and does not wait for that for ever")
    func whileActing() {
        var rig = WaveRig.moving(.acting)
        let errand = rig.waitsFor
        rig.take(.turnBack(.key(trigger: "refused")))
        #expect(rig.actions == [.record(.turnedBack(why: .key(trigger: "refused")), receipt: nil), .stop(errand)])
        rig.take(.turnBack(.word))
        #expect(rig.refusal == "it is going back already")
        rig.tick(after: 9.9)
        #expect(rig.actions.isEmpty)
        rig.tick(after: 0.1)
        #expect(rig.lastEvent == .undoIntended(StepID(.consumersMoved, 1)))
    }

    @Test("needs a night file that can be written no more than one that answers; the way forward needs both")
    func nightFile() {
        var forward = WaveRig.moving(.intending)
        var silent = forward
        forward.take(.notRecorded(receipt: forward.waitsFor, why: "disk full"))
        #expect(
            forward.lastEvent
                == .stopped(at: StepID(.consumersMoved, 1), why: "its intent is not on record: disk full"))
        silent.tick(after: 30)
        #expect(silent.errands.isEmpty)
        silent.take(.turnBack(.word))
        #expect(silent.errands.map(\.kind) == [.undo])

        var back = WaveRig.moving(.intending)
        back.take(.turnBack(.word))
        var hung = back
        back.take(.notRecorded(receipt: back.waitsFor, why: "disk full"))
        #expect(back.errands.map(\.kind) == [.undo])
        hung.tick(after: 0.02)
        #expect(hung.errands.isEmpty)
        hung.tick(after: 0.01)
        #expect(hung.errands.map(\.kind) == [.undo])
    }

    @Test("waits once for a night file that does not answer, not at every step, and where it fails not at all")
    func silentNightFile() {
        var late = WaveRig(.test())
        late.advance(to: .producersMoved)
        var failing = late
        late.take(.turnBack(.word))
        late.tick(after: 0.03)
        for _ in 0..<2 {
            #expect(late.errands.map(\.kind) == [.undo])
            late.answerWell()
            late.answerWell()
        }
        failing.judge { $0.recordingFails = "disk full" }
        failing.take(.turnBack(.word))
        #expect(failing.errands.map(\.kind) == [.undo])
    }

    @Test("is stuck at an undo that failed or was not seen, until it is tried again or skipped with a reason")
    func stuck() {
        var rig = WaveRig.moving(.acting)
        rig.take(.turnBack(.word))
        rig.answer { $0.errand == .undo && $0.part == .acting }
        rig.take(.ended(rig.waitsFor, .failed("exit 1")))
        let step = StepID(.consumersMoved, 1)
        #expect(rig.state == .stuck(at: step, why: "failed: exit 1"))
        #expect(rig.machine.context.goesBack)
        rig.take(.retry)
        rig.answerWell()
        rig.answerWell()
        rig.take(.seen(rig.waitsFor, .notSeen("still there")))
        #expect(rig.state == .stuck(at: step, why: "not seen: still there"))
        rig.take(.skip(reason: "  "))
        #expect(rig.refusal == "skipping an undo needs a reason: it will be on record")
        rig.take(.skip(reason: "moved by hand"))
        #expect(rig.actions.first == .record(.undoSkipped(step, reason: "moved by hand"), receipt: nil))
        #expect(rig.state == .rolledBack)
        #expect(rig.machine.rehearsal == nil, "a way back with a hole in it rehearses nothing")
    }

    @Test("is taken without anyone when a fence outlives max-freeze, and not once its phase is settled")
    func maxFreeze() {
        var rig = WaveRig(.test(maxFreeze: .seconds(90)))
        rig.advance(to: .consumersMoved)
        rig.advance()
        #expect(rig.machine.context.fencedSince == nil)
        rig.answer(until: .acting, of: 3)
        let fenced = rig.seconds
        #expect(rig.machine.context.fencedSince == Rig.moment(fenced))
        var settled = rig
        rig.take(.ended(rig.waitsFor, .failed("broker gone")))
        rig.tick(after: 90)
        #expect(rig.actions.isEmpty)
        rig.tick(after: 0.1)
        #expect(rig.actions.first == .record(.turnedBack(why: .maxFreeze), receipt: nil))
        settled.finish()
        settled.tick(after: 3_600)
        #expect(settled.state == .settled(.producersMoved))
        #expect(settled.machine.context.fencedSince == Rig.moment(fenced), "its producers stay fenced")
    }

    @Test("is taken without anyone when a trigger's time to act is over")
    func triggerAborts() {
        var rig = WaveRig.proven()
        rig.advance(to: .consumersMoved)
        rig.judge { $0.triggers = [.test("refused", .red, abortsAt: 20)] }
        rig.seconds = 0
        rig.tick(after: 19.9)
        #expect(rig.actions.isEmpty)
        rig.tick(after: 0.1)
        #expect(rig.actions.first == .record(.turnedBack(why: .trigger("refused")), receipt: nil))
    }

    @Test("of a dry run undoes nothing that an earlier process did")
    func dryRun() {
        var rig = WaveRig.proven()
        rig.advance(to: .consumersMoved)
        var dry = WaveRig(.test(), executes: false, history: rig.history)
        dry.take(.turnBack(.word))
        #expect(dry.refusal == "cannot go back: nothing acts without --execute, and steps are to be undone")
        dry.judge { $0.triggers = [.test("refused", .red, abortsAt: 0)] }
        #expect(dry.actions.isEmpty)
    }
}

@Suite("A wave whose commander's process was killed")
struct InterruptedWaveTests {
    @Test("is interrupted at the step in flight, says so first, and has it observed")
    func forward() {
        let killed = WaveRig.moving(.acting)
        var rig = WaveRig(.test(), history: killed.history)
        let step = StepID(.consumersMoved, 1)
        #expect(rig.state == .interrupted(at: step, goingBack: false, sight: nil))
        rig.take(.tick)
        #expect(rig.actions.first == .record(.interrupted(at: step), receipt: nil))
        #expect(rig.errands.map(\.kind) == [.observe])
        #expect(rig.errands.map(\.found) == killed.errands.map(\.found))
        rig.take(.seen(rig.waitsFor, .notSeen("still at 12")))
        #expect(rig.state == .interrupted(at: step, goingBack: false, sight: .notSeen("still at 12")))
        rig.take(.retry)
        #expect(rig.refusal == "cannot try again: its gates and triggers are not judged yet: a moment")
        rig.judge()
        var back = rig
        rig.take(.retry)
        rig.finish()
        #expect(rig.state == .settled(.consumersMoved))
        back.take(.turnBack(.word))
        back.finish()
        #expect(back.state == .rolledBack)
    }

    @Test("on its way back has the undo observed, and goes on when it is tried again")
    func back() {
        var killed = WaveRig.moving(.observing)
        killed.take(.turnBack(.word))
        killed.answerWell()
        var rig = WaveRig(.test(), history: killed.history)
        rig.take(.tick)
        #expect(rig.errands.map(\.kind) == [.observeUndo])
        #expect(rig.state == .interrupted(at: StepID(.consumersMoved, 1), goingBack: true, sight: nil))
        rig.take(.retry)
        rig.finish()
        #expect(rig.state == .rolledBack)
    }

    @Test("is armed no longer, and says so")
    func armed() {
        var killed = WaveRig.proven()
        killed.take(.arm)
        var rig = WaveRig(.test(), history: killed.history)
        #expect(rig.state == .settled(.proven))
        rig.take(.tick)
        #expect(rig.actions == [.record(.disarmed(why: "the commander's process ended"), receipt: nil)])
    }

    @Test(
        "goes back by itself from a fence that outlived max-freeze, also when the machine was started anew since",
        arguments: [
            StepPlan(.fence(.source)), StepPlan(.run(["./stop-them"]), undo: .run(["./start-them"]), fences: .source),
        ])
    func reboot(fence: StepPlan) {
        var killed = WaveRig(.test(maxFreeze: .seconds(90), fence: fence))
        killed.advance(to: .consumersMoved)
        killed.advance()
        killed.answer(until: .acting, of: 3)
        let monotonic = Moment(nanoseconds: 60_000_000_000)
        let wall = WallTime(milliseconds: Rig.stamp(killed.seconds + 100).wall.milliseconds)
        var machine = WaveMachine(
            plan: killed.machine.plan, executes: true, history: killed.history, at: Stamp(moment: monotonic, wall: wall)
        )
        let actions = machine.take(.tick, at: Stamp(moment: monotonic, wall: wall))
        #expect(actions.contains(.record(.turnedBack(why: .maxFreeze), receipt: nil)))
    }
}
