@testable import Night

/// One machine at its owner's hands: answers come when the test says so, on a clock of the test's own.
struct WaveRig {
    var machine: WaveMachine
    var seconds = 0.0
    /// How far the wall clock was set forward, or back, since.
    var wallStep = 0.0
    /// What the machine asked for with the last input.
    private(set) var actions: [WaveAction] = []
    /// All it has recorded.
    private(set) var history: [(at: Stamp, event: WaveEvent)] = []

    init(
        _ plan: WavePlan, executes: Bool = true, history: [(at: Stamp, event: WaveEvent)] = [], at seconds: Double = 0
    ) {
        self.seconds = seconds
        self.history = history
        machine = WaveMachine(plan: plan, executes: executes, history: history, at: Rig.stamp(seconds))
    }

    var state: WaveState { machine.state }

    @discardableResult
    mutating func take(_ input: WaveInput) -> [WaveAction] {
        actions = machine.take(input, at: stamp)
        for case .record(let event, _) in actions { history.append((stamp, event)) }
        return actions
    }

    private var stamp: Stamp {
        Stamp(moment: Rig.moment(seconds), wall: Rig.stamp(seconds + wallStep).wall)
    }

    mutating func tick(after wait: Double) {
        seconds += wait
        take(.tick)
    }

    /// Everything passes, on evidence of this moment.
    mutating func judge(_ change: (inout WaveJudgement) -> Void = { _ in }) {
        var judgement = WaveJudgement(gates: [.test("replication", at: seconds)])
        change(&judgement)
        take(.judged(judgement))
    }

    /// Armed, judged again, confirmed.
    mutating func advance() {
        judge()
        take(.arm)
        judge()
        take(.confirm(typed: machine.plan.name))
    }

    /// Answers what it waits for, as well as can be.
    mutating func answerWell() {
        guard let wait = machine.wait else { return }
        switch wait.part {
        case .looking:
            take(.looked(wait.number, .ready(found: StepFound(text: "found \(wait.number)"), would: ["do it"])))
        case .intending: take(.recorded(receipt: wait.number))
        case .acting, .stopping: take(.ended(wait.number, .done("done")))
        case .observing: take(.seen(wait.number, .seen("there")))
        }
    }

    /// Answers well until it waits for this part of this step.
    mutating func answer(until part: StepProgress.Part, of step: Int) {
        answer { $0.part == part && $0.step == step }
    }

    /// Answers well until it waits for this, or for nothing.
    mutating func answer(until isIt: (WaveMachine.Wait) -> Bool) {
        for _ in 0..<Self.mostAnswers {
            guard let wait = machine.wait, !isIt(wait) else { return }
            answerWell()
        }
    }

    /// Answers well until nothing is waited for.
    mutating func finish() {
        answer { _ in false }
    }

    /// Advances phase by phase.
    mutating func advance(to phase: Phase) {
        for _ in machine.plan.pattern.phases where state != .settled(phase) {
            advance()
            finish()
        }
    }

    /// A machine that is wrong must not hang its test.
    private static let mostAnswers = 100

    var waitsFor: Int { machine.wait?.number ?? -1 }

    var refusal: String? {
        for case .refuse(let why) in actions { return why }
        return nil
    }

    var errands: [Errand] {
        actions.compactMap { action in
            if case .run(let errand) = action { errand } else { nil }
        }
    }
}

extension Commander {
    /// With a history that fits its plan.
    static func test(
        _ plan: Plan, user: String = "mara", history: [(at: Stamp, event: NightEvent)] = []
    ) -> Commander {
        let holder = Holder(user: user, host: "bastion", process: 7)
        do throws(PlanMismatch) {
            return try Commander(plan: plan, holder: holder, executes: true, history: history, at: Rig.stamp(0))
        } catch { preconditionFailure("\(error)") }
    }
}

extension Snapshot.Gate {
    static func test(
        _ name: String, evidence: GatePlan.Evidence = .run(["./check.sh"]), verdict: Verdict = .pass,
        at seconds: Double?, blocks: Bool = true
    ) -> Snapshot.Gate {
        Snapshot.Gate(
            plan: GatePlan(name: name, evidence: evidence), verdict: verdict, takenAt: seconds.map(Rig.moment),
            blocks: blocks)
    }
}

extension Snapshot.Trigger {
    static func test(_ name: String, _ kind: TriggerState.Kind, abortsAt seconds: Double? = nil) -> Snapshot.Trigger {
        let plan = TriggerPlan(name: name, metric: .builtIn(.errorsRate), above: Limit(1, .perSecond))
        return Snapshot.Trigger(
            origin: .plan(plan), state: TriggerState(kind: kind, says: "", abortsAt: seconds.map(Rig.moment)))
    }
}

extension WavePlan {
    /// Two steps into every phase from the third on, the second without an undo of its own; the last of them behind a
    /// fence.
    static func test(
        _ pattern: MovePattern = .consumerFirst, name: String = "ledger", after: [String] = [],
        maxFreeze: Duration? = nil, observe: Duration? = nil, fence: StepPlan = StepPlan(.fence(.source))
    ) -> WavePlan {
        let moving = pattern.phases.drop { $0 != .proven }.dropFirst().prefix { $0 != .observing }
        return WavePlan(
            name: name, pattern: pattern, owner: "payments", after: after, maxFreeze: maxFreeze, observe: observe,
            steps: moving.map { phase in
                PhaseSteps(
                    phase: phase,
                    steps: [
                        phase == moving.last ? fence : StepPlan(.offsets(.translate)),
                        StepPlan(.drain(lag: 0, stillFor: .seconds(5))),
                        StepPlan(.run(["./go", phase.rawValue]), undo: .run(["./back", phase.rawValue])),
                    ])
            })
    }
}
