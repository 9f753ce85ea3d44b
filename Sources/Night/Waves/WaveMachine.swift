/// One wave, forward and back. A value: it is told what happened and answers what is to be done, and holds no clock.
///
/// Where it stands is the sum of the events it has recorded. What else it keeps is what it waits for just now, which
/// nothing outlives: given its events again, a machine that was moving comes back interrupted.
public struct WaveMachine: Sendable {
    /// What it waits for: the answer to one errand, or to the record of an intent.
    struct Wait: Sendable {
        let step: Int
        let errand: StepErrand
        let part: StepProgress.Part
        /// The errand's, or the receipt's.
        let number: Int
        let since: Moment
        let deadline: Moment
        /// What the act is to be given, once its intent is recorded.
        var found = StepFound.none
    }

    /// A look that is shown beside the gates while the wave is armed.
    struct EarlyLook: Sendable {
        let step: Int
        let number: Int
        let deadline: Moment
    }

    public static let armedFor = Duration.seconds(30)
    /// How long an errand may take to end after it was told to.
    static let grace = Duration.seconds(10)
    /// How long a step waits for a night file that does not answer. Forward it then stops. Back it goes on, and does not
    /// wait again until the file has answered.
    static let recordPatience = (forward: Duration.seconds(30), back: Duration.milliseconds(30))

    public let plan: WavePlan
    /// False: a dry run. Nothing acts.
    public let executes: Bool

    var record: WaveRecord
    var judgement: WaveJudgement?
    var wait: Wait?
    var earlyLooks: [EarlyLook] = []
    /// Gates that have passed since the wave was armed.
    var passedWhileArmed: Set<String> = []
    var stopsAtStepEnd = false
    /// The night file did not take the last intent in time.
    var isRecordLate = false
    /// What the step in flight looks like after an interruption.
    var sight: StepSight?
    var numbers: ErrandNumbers
    var now: Stamp
    /// Handed out with the next answer.
    private var actions: [WaveAction] = []

    /// `history`: what is recorded of the wave already.
    public init(plan: WavePlan, executes: Bool, history: [(at: Stamp, event: WaveEvent)] = [], at: Stamp) {
        self.init(plan: plan, executes: executes, history: history, at: at, numbers: ErrandNumbers())
    }

    init(
        plan: WavePlan, executes: Bool, history: [(at: Stamp, event: WaveEvent)], at: Stamp, numbers: ErrandNumbers
    ) {
        self.plan = plan
        self.executes = executes
        self.numbers = numbers
        now = at
        record = WaveRecord(plan: plan, at: at)
        pickUp(history)
    }

    public mutating func take(_ input: WaveInput, at: Stamp) -> [WaveAction] {
        now = at
        switch input {
        case .arm: arm()
        case .disarm: disarm()
        case .confirm(let typed): confirm(typed)
        case .turnBack(let why): turnBack(why)
        case .retry: retry()
        case .skip(let reason): skip(reason)
        case .close(let typed): close(typed)
        case .looked(let number, let look): looked(number, look)
        case .ended(let number, let end): ended(number, end)
        case .seen(let number, let sight): seen(number, sight)
        case .said(let number, let line): said(number, line)
        case .recorded(let receipt): recorded(receipt)
        case .notRecorded(let receipt, let why): notRecorded(receipt, why)
        case .judged(let judgement): judge(judgement)
        case .tick: tick()
        case .stopAtStepEnd: stopAtStepEnd()
        }
        defer { actions = [] }
        return actions
    }
}

extension WaveMachine {
    public var steps: [StepStanding] { record.steps }

    /// Since when it stands as it does.
    var since: Stamp { record.since }

    public var state: WaveState {
        switch record.standing {
        case .closed: return .closed
        case .stuck(let step, let why): return .stuck(at: step, why: why)
        case .resting:
            if case .settled(let phase) = record.rest { return .settled(phase) }
            return .rolledBack
        case .goingBack: return progress.map(WaveState.rollingBack) ?? interrupted
        case .armed(let to):
            let until = record.since.moment + Self.armedFor
            return advancing(to: to) ?? .armed(from: record.phase, to: to, until: until)
        case .advancing(let to): return advancing(to: to) ?? interrupted
        case .stopped(let to, let step, let why):
            return advancing(to: to) ?? .stopped(from: record.phase, to: to, at: step, why: why)
        case .interrupted(_, let to):
            // What is observed of the step in flight moves nothing.
            guard let to, wait?.errand != .observe else { return interrupted }
            return advancing(to: to) ?? interrupted
        }
    }

    /// The rehearsal in it is for the owner to fill in: a machine does not know who holds it.
    public var context: WaveContext {
        WaveContext(
            phase: state.phase, heading: record.heading, goesBack: record.goesBack,
            fencedSince: record.fence?.intendedAt.moment)
    }

    var rehearsal: WaveSum.WayBack? { record.rehearsal }

    /// The errand somebody is at now.
    var underway: Errand? {
        guard let wait, wait.part != .intending else { return nil }
        let step = steps[wait.step]
        return Errand(number: wait.number, kind: wait.errand, step: step.id, plan: step.plan, found: wait.found)
    }

    func step(ofErrand number: Int) -> StepID? {
        if let underway, underway.number == number { return underway.step }
        return earlyLooks.first { $0.number == number }.map { steps[$0.step].id }
    }

    /// There is something to take back, or something on its way.
    var hasLeft: Bool {
        switch record.standing {
        case .advancing, .stopped, .interrupted: true
        case .resting, .armed: !record.deeds.isEmpty
        case .goingBack, .stuck, .closed: false
        }
    }

    private var interrupted: WaveState {
        .interrupted(at: record.inFlight.map { steps[$0.step].id }, goingBack: record.goesBack, sight: sight)
    }

    private func advancing(to phase: Phase) -> WaveState? {
        progress.map { .advancing(from: record.phase, to: phase, $0) }
    }

    private var progress: StepProgress? {
        guard let wait else { return nil }
        let id = steps[wait.step].id
        let (nth, count) =
            record.goesBack
            ? (record.toUndo - record.deeds.count + 1, record.toUndo)
            : (id.number, record.steps(into: id.phase).count)
        return StepProgress(
            step: id, part: wait.part, nth: nth, count: count, since: wait.since, deadline: wait.deadline)
    }
}

// What the ways forward and back are made of.
extension WaveMachine {
    mutating func note(_ event: WaveEvent, receipt: Int? = nil) {
        record.take(event, at: now)
        actions.append(.record(event, receipt: receipt))
    }

    mutating func refuse(_ why: String) { actions.append(.refuse(why)) }

    mutating func measureAgain() { actions.append(.measureAgain) }

    mutating func lookEarly(at step: Int) {
        let errand = errand(.look, step)
        earlyLooks.append(
            EarlyLook(step: step, number: errand.number, deadline: now.moment + errand.plan.patience(for: .look)))
        actions.append(.run(errand))
    }

    mutating func run(_ kind: StepErrand, _ step: Int, found: StepFound = .none) {
        let errand = errand(kind, step, found: found)
        let part: StepProgress.Part =
            switch kind {
            case .look: .looking
            case .act, .undo: .acting
            case .observe, .observeUndo: .observing
            }
        wait = Wait(
            step: step, errand: kind, part: part, number: errand.number, since: now.moment,
            deadline: now.moment + errand.plan.patience(for: kind), found: found)
        actions.append(.run(errand))
    }

    /// Records the intent. `recorded` lets it happen.
    mutating func intend(_ kind: StepErrand, _ step: Int, found: StepFound) {
        let receipt = numbers.take()
        let id = steps[step].id
        note(kind == .undo ? .undoIntended(id) : .stepIntended(id, steps[step].plan, found: found), receipt: receipt)
        if kind == .undo, isRecordLate || judgement?.recordingFails != nil { return run(.undo, step, found: found) }
        let patience = kind == .undo ? Self.recordPatience.back : Self.recordPatience.forward
        wait = Wait(
            step: step, errand: kind, part: .intending, number: receipt, since: now.moment,
            deadline: now.moment + patience, found: found)
    }

    /// Tells what is acting to end, and waits for that, though not for ever.
    mutating func end(_ waited: Wait) {
        actions.append(.stop(waited.number))
        wait = Wait(
            step: waited.step, errand: waited.errand, part: .stopping, number: waited.number, since: now.moment,
            deadline: now.moment + Self.grace, found: waited.found)
    }

    /// Turns away from whatever is under way. Not for an act: that has to end first.
    mutating func dropWait() {
        if let wait, wait.part != .intending { actions.append(.stop(wait.number)) }
        wait = nil
    }

    mutating func dropEarlyLooks() {
        for look in earlyLooks { actions.append(.stop(look.number)) }
        earlyLooks = []
    }

    mutating func dropEarlyLook(_ number: Int) {
        earlyLooks.removeAll { $0.number == number }
        actions.append(.stop(number))
    }

    private mutating func errand(_ kind: StepErrand, _ step: Int, found: StepFound = .none) -> Errand {
        Errand(number: numbers.take(), kind: kind, step: steps[step].id, plan: steps[step].plan, found: found)
    }
}
