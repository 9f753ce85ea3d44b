public import Night

/// The sample night with its keys held here, and its second wave on the way.
extension SampleNight {
    public static let ledger = 1
    public static let holder = Holder(user: "anna", host: "ops1", process: 4_711)

    public static func moment(_ seconds: Double) -> Moment { start.moment + .nanoseconds(Int64(seconds * 1e9)) }

    public static func command(isHere: Bool = true, executes: Bool = true) -> Snapshot.Command {
        Snapshot.Command(holder: holder, since: at(-780), isHere: isHere, executes: executes)
    }

    /// Ledger in `state`, analytics behind it and observing.
    public static func commanded(
        _ state: WaveState = .settled(.proven), after seconds: Double = 0, executes: Bool = true
    ) -> Snapshot {
        var snapshot = snapshot()
        snapshot.at = Stamp(
            moment: moment(seconds), wall: WallTime(milliseconds: start.wall.milliseconds + Int64(seconds * 1_000)))
        snapshot.command = command(executes: executes)
        snapshot.waves[0].state = .settled(.observing)
        snapshot.waves[0].price = Snapshot.Price(.onlyOnTarget(records: 88_120))
        snapshot.waves[2].state = .settled(.planned)
        snapshot.waves[2].price = Snapshot.Price(.free)
        snapshot.waves[ledger].state = state
        snapshot.waves[ledger].price = Snapshot.Price(.reread(records: 12_431, groups: 3))
        snapshot.waves[ledger].steps = steps
        measure(&snapshot.waves[ledger], at: snapshot.at.moment)
        return snapshot
    }

    /// All gates pass but three: one fills, one fails and one is nobody's to know.
    private static func measure(_ wave: inout Snapshot.Wave, at moment: Moment) {
        for index in wave.gates.indices {
            wave.gates[index].verdict = .pass
            wave.gates[index].evidence = "seen just now"
            wave.gates[index].takenAt = moment - .milliseconds(400)
            wave.gates[index].filled = 1
            wave.gates[index].blocks = wave.gates[index].plan.name != "rehearsed"
        }
        wave.set("replication") {
            $0.verdict = .fail("bridge lag 18s, limit 2s")
            $0.evidence = "4 424 records apart in two ways"
        }
        wave.set("canary") {
            $0.plan.hold = .seconds(60)
            $0.verdict = .unknown("passes, for 27s of 1m")
            $0.evidence = "exit 0"
            $0.filled = 0.45
        }
        wave.set("failure drill") {
            $0.verdict = .unknown("nobody has attested it")
            $0.evidence = ""
            $0.takenAt = nil
        }
        wave.triggers[0].state = TriggerState(
            kind: .smouldering, since: moment - .seconds(18), filled: 0.6, says: "72s of 60s")
        wave.triggers[1].state = TriggerState(kind: .calm, says: "0.8/s of 5/s")
    }

    public static let steps: [StepStanding] = [
        step(
            .consumersMoved, 1, .run(["./deploy/scale.sh", "settlement", "source", "0"]),
            undo: .run(["./deploy/scale.sh", "settlement", "source", "6"]),
            .looked(.ready(found: .none, would: ["scale settlement on the source from 6 to 0"]))),
        step(
            .consumersMoved, 2, .offsets(.translate),
            .looked(.refused("group notifier has 3 members on the target: stop them first"))),
        step(
            .consumersMoved, 3, .run(["./deploy/scale.sh", "settlement", "target", "6"]),
            undo: .run(["./deploy/scale.sh", "settlement", "target", "0"]),
            .looked(.ready(found: .none, would: ["scale settlement on the target from 0 to 6"]))),
        step(.producersMoved, 1, .fence(.source), .planned),
        step(.producersMoved, 2, .drain(lag: 0, stillFor: .seconds(5)), .planned),
        step(.producersMoved, 3, .ask("Do the tills write to the target?"), undo: .ask("Are they back?"), .planned),
    ]

    private static func step(
        _ phase: Phase, _ number: Int, _ act: StepPlan.Act, undo: StepPlan.Act? = nil, _ fate: StepStanding.Fate
    ) -> StepStanding {
        StepStanding(
            id: StepID(phase, number), plan: StepPlan(act, undo: undo, deadline: .seconds(120)), fate: fate,
            at: fate == .planned ? nil : at(-2))
    }

    // MARK: Where a wave can stand

    public static let armed = WaveState.armed(from: .proven, to: .consumersMoved, until: moment(24))

    public static func progress(_ step: StepID, _ part: StepProgress.Part = .acting, nth: Int, of count: Int)
        -> StepProgress
    {
        StepProgress(
            step: step, part: part, nth: nth, count: count, since: moment(-12), deadline: moment(48))
    }

    public static let stopped = WaveState.stopped(
        from: .proven, to: .consumersMoved, at: StepID(.consumersMoved, 2), why: "not seen within 2m")
    public static let stuck = WaveState.stuck(at: StepID(.consumersMoved, 1), why: "exit 1: cluster answers 503")
    public static let interrupted = WaveState.interrupted(
        at: StepID(.consumersMoved, 2), goingBack: false, sight: .notSeen("settlement has no position on the target"))

    public static func advancing() -> Snapshot {
        var snapshot = commanded(
            .advancing(
                from: .proven, to: .consumersMoved, progress(StepID(.consumersMoved, 2), nth: 2, of: 3)))
        snapshot.waves[ledger].steps[0].fate = .done("scaled to 0 in 3.1s, seen with no members")
        snapshot.waves[ledger].steps[1].fate = .running
        snapshot.waves[ledger].steps[1].output = ["24 of 36 partitions translated", "waiting for orders-7 p3"]
        return snapshot
    }

    public static func goingBack() -> Snapshot {
        var snapshot = advancing()
        snapshot.waves[ledger].state = .rollingBack(progress(StepID(.consumersMoved, 1), nth: 1, of: 1))
        snapshot.waves[ledger].steps[0].fate = .undoing
        snapshot.waves[ledger].steps[0].output = ["scaling \u{1b}[2Jup: 2 of 6"]
        snapshot.waves[ledger].steps[1].fate = .undone("12 positions as found")
        return snapshot
    }

    /// Red in the middle of an advance, with a machine that will not wait.
    public static func red(_ snapshot: Snapshot = advancing(), countdown: Bool = false) -> Snapshot {
        var snapshot = snapshot
        snapshot.waves[ledger].triggers[0].state = TriggerState(
            kind: .red, since: moment(-3), filled: 1, says: "82s of 60s for 30s",
            abortsAt: countdown ? snapshot.at.moment + .seconds(14) : nil)
        return snapshot
    }

    public static func stuckNight() -> Snapshot {
        var snapshot = goingBack()
        snapshot.waves[ledger].state = stuck
        snapshot.waves[ledger].steps[0].fate = .undoFailed("exit 1: cluster answers 503")
        return snapshot
    }

    public static func interruptedNight() -> Snapshot {
        var snapshot = advancing()
        snapshot.waves[ledger].state = interrupted
        snapshot.waves[ledger].steps[1].fate = .running
        return snapshot
    }
}

extension Snapshot.Wave {
    fileprivate mutating func set(_ name: String, _ change: (inout Snapshot.Gate) -> Void) {
        for index in gates.indices where gates[index].plan.name == name { change(&gates[index]) }
    }
}
