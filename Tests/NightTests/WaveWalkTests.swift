import TestSupport
import Testing

@testable import Night

@Suite("Whatever happens to a wave")
struct WaveWalkTests {
    private static let walks = 256
    private static let inputsPerWalk = 500

    /// Eight times 256 walks of 500 inputs: a million and more.
    @Test("no law is broken", arguments: 1...8 as ClosedRange<UInt64>)
    func laws(seed: UInt64) throws {
        var been: [String: Int] = [:]
        for number in 0..<Self.walks {
            var walk = WaveWalk(seed: seed << 32 | UInt64(number))
            for _ in 0..<Self.inputsPerWalk {
                try walk.step()
                been[walk.place, default: 0] += 1
            }
            try walk.comesBack()
        }
        #expect(been.count == 17 && been.values.allSatisfy { $0 > 10 }, "a walk that saw little: \(been)")
    }
}

/// A wave in the hands of a hasty commander, over steps, a night file and clusters that fail. It knows what was intended
/// and answered, and with that whether what the machine does next is lawful.
private struct WaveWalk {
    struct BrokenLaw: Error {
        let law: String
        let input: WaveInput
        let seed: UInt64
    }

    /// An intent that was recorded, and not acted upon yet.
    private struct Intent {
        let step: StepID
        let isUndo: Bool
        let receipt: Int?
        let at: Moment
        /// True: durable. False: the night file refused.
        var answer: Bool?
    }

    private let seed: UInt64
    private let plan: WavePlan
    private var generator: SeededGenerator
    private var machine: WaveMachine
    private var now = Rig.moment(0)
    private var input = WaveInput.tick

    private var history: [(at: Stamp, event: WaveEvent)] = []
    /// Steps that may have happened and are not undone, oldest first.
    private var done: [(step: StepID, found: StepFound)] = []
    private var intent: Intent?
    private var isRed = false
    /// The act or undo at work, and when it was told to end.
    private var atWork: (number: Int, toldAt: Moment?)?
    /// Errands that may answer, and some that nobody waits for any more.
    private var unanswered: [Errand] = []
    private var standsStopped = false
    /// The night file did not take what it was given last.
    private var recordIsLate = false
    private var recordFails = false

    private static let judgements: [WaveJudgement] = {
        let gate = Snapshot.Gate.test("replication", at: 1e6)
        let well = WaveJudgement(gates: [gate], triggers: [.test("refused", .calm)])
        func but(_ change: (inout WaveJudgement) -> Void) -> WaveJudgement {
            var judgement = well
            change(&judgement)
            return judgement
        }
        return Array(repeating: well, count: 20) + [
            but { $0.triggers = [.test("refused", .acknowledged), .test("canary", .red)] },
            but { $0.triggers = [.test("refused", .red)] },
            but { $0.triggers = [.test("refused", .red, abortsAt: 20)] },
            but { $0.triggers = [.test("refused", .unknown)] },
            but { $0.hold = "held by ops: lunch" },
            but { $0.gates[0].verdict = .fail("9 s") },
            but { $0.gates[0].verdict = .unknown("stale") },
            but { $0.blockedBy = "wave rates is armed" },
            but { $0.recordingFails = "disk full" },
        ]
    }()
    private static let plans = MovePattern.allCases.map { WavePlan.test($0, maxFreeze: .seconds(40)) }

    init(seed: UInt64) {
        self.seed = seed
        plan = Self.plans[Int(seed % 4)]
        generator = SeededGenerator(seed: seed)
        machine = WaveMachine(plan: plan, executes: true, at: Stamp(moment: now, wall: WallTime(milliseconds: 0)))
    }

    /// Where the wave stands, in a word.
    var place: String {
        switch machine.state {
        case .settled: "settled"
        case .armed: "armed"
        case .advancing(_, _, let progress): "advancing, \(progress.part)"
        case .stopped: "stopped"
        case .rollingBack(let progress): "going back, \(progress.part)"
        case .stuck: "stuck"
        case .interrupted(_, let goingBack, _): goingBack ? "interrupted on its way back" : "interrupted"
        case .rolledBack: "rolled back"
        case .closed: "closed"
        }
    }

    mutating func step() throws {
        now = now + .milliseconds(generator.below(200))
        let isLate = generator.below(80) == 0
        if isLate { now = now + .seconds(generator.below(130)) }
        try take(isLate ? .tick : nextInput())
        if generator.below(150) == 0 { try comesBack() }
        if generator.below(200) == 0 { try restart() }
    }

    private mutating func nextInput() -> WaveInput {
        switch generator.below(200) {
        case 0..<10: return .judged(Self.judgements[generator.below(Self.judgements.count)])
        case 10..<30: return .tick
        case 30..<35: return .arm
        case 35..<40: return .confirm(typed: "Ledger")
        case 40..<42: return .retry
        case 42: return .turnBack(generator.below(2) == 0 ? .word : .key(trigger: "refused"))
        case 43: return generator.below(4) == 0 ? .disarm : .skip(reason: "")
        case 44: return generator.below(4) == 0 ? .close(typed: "ledger") : .close(typed: "")
        case 45: return .stopAtStepEnd
        default: return whatComesNext()
        }
    }

    /// What takes the wave on.
    private mutating func whatComesNext() -> WaveInput {
        switch machine.state {
        case .settled(.observing) where generator.below(4) == 0: .turnBack(.word)
        case .settled, .rolledBack: generator.below(3) == 0 ? .judged(Self.judgements[0]) : .arm
        case .armed: .confirm(typed: "ledger")
        case .stopped: generator.below(3) == 0 ? .judged(Self.judgements[0]) : .retry
        case .stuck: generator.below(4) == 0 ? .skip(reason: "done by hand") : .retry
        case .interrupted where generator.below(4) == 0: .retry
        case .advancing, .rollingBack, .interrupted, .closed: answer()
        }
    }

    private mutating func answer() -> WaveInput {
        if let intent, intent.answer == nil, let receipt = intent.receipt, generator.below(10) > 0 {
            return generator.below(12) == 0
                ? .notRecorded(receipt: receipt, why: "disk full") : .recorded(receipt: receipt)
        }
        guard !unanswered.isEmpty else { return .recorded(receipt: -1) }
        let errand = unanswered.remove(
            at: generator.below(3) == 0 ? generator.below(unanswered.count) : unanswered.count - 1)
        let isWell = generator.below(12) > 0
        switch errand.kind {
        case .look:
            let found = StepFound(text: "found by \(errand.number)")
            return .looked(errand.number, isWell ? .ready(found: found, would: []) : .refused("has members"))
        case .act, .undo:
            let ends: [StepEnd] = [.failed("exit 1"), .outOfTime("2 m"), .stopped("TERM"), .lost("gone")]
            return .ended(errand.number, isWell ? .done("exit 0") : ends[generator.below(4)])
        case .observe, .observeUndo:
            let bad: StepSight = generator.below(2) == 0 ? .notSeen("not there") : .unknown("no answer")
            return .seen(errand.number, isWell ? .seen("there") : bad)
        }
    }
}

// The laws.
extension WaveWalk {
    private func broken(_ law: String) -> BrokenLaw { BrokenLaw(law: law, input: input, seed: seed) }

    private func demand(_ holds: Bool, _ law: @autoclosure () -> String) throws {
        if !holds { throw broken(law()) }
    }

    private mutating func take(_ input: WaveInput) throws {
        self.input = input
        switch input {
        case .judged(let judgement):
            isRed = judgement.triggers.contains { $0.state.kind == .red }
            recordFails = judgement.recordingFails != nil
        case .recorded(let receipt):
            recordIsLate = false
            if intent?.receipt == receipt { intent?.answer = true }
        case .notRecorded(let receipt, _):
            if intent?.receipt == receipt {
                intent?.answer = false
                recordIsLate = true
            }
        case .ended(let number, _): if atWork?.number == number { atWork = nil }
        default: break
        }
        if let intent, intent.answer == nil, now - intent.at >= WaveMachine.recordPatience.forward {
            recordIsLate = true
        }
        if let toldAt = atWork?.toldAt, now - toldAt >= WaveMachine.grace { atWork = nil }
        let at = Stamp(moment: now, wall: WallTime(milliseconds: 0))
        for action in machine.take(input, at: at) {
            switch action {
            case .record(let event, let receipt):
                history.append((at, event))
                try took(event, receipt)
            case .run(let errand): try took(errand)
            case .stop(let number): if atWork?.number == number { atWork?.toldAt = now }
            case .refuse(let why): try demand(!why.isEmpty, "a refusal says why")
            case .measureAgain: break
            }
        }
    }

    private mutating func took(_ event: WaveEvent, _ receipt: Int?) throws {
        switch event {
        case .armed, .confirmed, .closed: try demand(!isRed, "from a red there is no way forward")
        case .stepIntended(let step, _, let found):
            standsStopped = false
            try demand(receipt != nil, "an intent comes with a receipt")
            if let first = done.first(where: { $0.step == step }) {
                try demand(found == first.found, "what was found before the first attempt is kept")
            } else {
                done.append((step, found))
            }
            intent = Intent(step: step, isUndo: false, receipt: receipt, at: now)
        case .undoIntended(let step):
            standsStopped = false
            try demand(done.last?.step == step, "the undo goes newest first")
            intent = Intent(step: step, isUndo: true, receipt: receipt, at: now)
        case .undoSeen(let step, .seen), .undoSkipped(let step, _):
            try demand(done.last?.step == step, "the undo goes newest first")
            done.removeLast()
        case .rolledBack: try demand(done.isEmpty, "rolled back is everything undone")
        case .stopped: standsStopped = true
        case .turnedBack, .settled, .interrupted: standsStopped = false
        default: break
        }
    }

    private mutating func took(_ errand: Errand) throws {
        unanswered.append(errand)
        if unanswered.count > 6 { unanswered.removeFirst() }
        guard errand.kind == .act || errand.kind == .undo else { return }
        try demand(machine.executes, "a dry run acts on nothing")
        try demand(atWork == nil, "one act at a time")
        atWork = (errand.number, nil)
        guard let intent, intent.step == errand.step, intent.isUndo == (errand.kind == .undo) else {
            throw broken("what acts was intended")
        }
        try demand(errand.found == done.last?.found, "an act and its undo share what was found")
        if intent.isUndo {
            if now - intent.at >= WaveMachine.recordPatience.back { recordIsLate = true }
            try demand(
                intent.answer != nil || recordIsLate || recordFails, "an undo is recorded, or could not be in time")
        } else {
            try demand(intent.answer == true, "what acts is on record before")
            try demand(!isRed, "nothing acts while a trigger is red")
        }
        self.intent = nil
    }

    /// Whatever state it is in: given its events a machine stands in the same, and both of them reach the way back's
    /// end if they are answered well.
    func comesBack() throws {
        try goesBack()
        var another = self
        another.machine = try restored(executes: true)
        (another.intent, another.atWork) = (nil, nil)
        try another.goesBack()
    }

    private func goesBack() throws {
        guard machine.state != .closed, machine.executes || done.isEmpty else { return }
        var walk = self
        // Told to end, and turned back; then an intent, an act and a sight for each step.
        for _ in 0..<(4 + 3 * done.count) {
            if walk.machine.state == .rolledBack { return }
            try walk.take(walk.machine.wellAnswered ?? .turnBack(.word))
        }
        throw broken("every way back ends, and this stands at \(walk.machine.state)")
    }

    private func restored(executes: Bool) throws -> WaveMachine {
        let at = Stamp(moment: now, wall: WallTime(milliseconds: 0))
        let restored = WaveMachine(plan: plan, executes: executes, history: history, at: at)
        let isSame: Bool =
            switch (machine.state, restored.state) {
            case (.armed, .settled), (.armed, .rolledBack): restored.record.phase == machine.record.phase
            case (.advancing, .interrupted(let step, false, _)):
                !standsStopped && step == machine.record.inFlight.map { machine.steps[$0.step].id }
            // A dry run, and another attempt that has not acted.
            case (.advancing, .settled), (.advancing, .rolledBack): !machine.executes
            case (.advancing, .stopped): standsStopped
            case (.rollingBack, .interrupted(_, true, _)): true
            case (.interrupted(let step, let goingBack, _), .interrupted(let again, let stillBack, _)):
                step == again && goingBack == stillBack
            case (let live, let restored): live == restored
            }
        try demand(isSame, "\(machine.state) comes back as \(restored.state)")
        try demand(restored.record.deeds.map(\.found) == done.map(\.found), "what is to be undone comes back")
        return restored
    }

    /// Its process is killed, and another takes the night, once in a while for a dry run.
    private mutating func restart() throws {
        machine = try restored(executes: generator.below(6) > 0)
        (intent, atWork) = (nil, nil)
        isRed = false
    }
}

extension WaveMachine {
    /// The good answer to what a way back waits for; nil: it waits for nothing, or has to be turned back.
    fileprivate var wellAnswered: WaveInput? {
        guard record.goesBack else { return nil }
        switch (record.standing, wait) {
        case (.stuck, _), (.interrupted, _), (_, nil): return .retry
        case (_, .some(let wait)):
            switch wait.part {
            case .looking: return .looked(wait.number, .refused("going back"))
            case .intending: return .recorded(receipt: wait.number)
            case .acting, .stopping: return .ended(wait.number, .done("exit 0"))
            case .observing: return .seen(wait.number, .seen("there"))
            }
        }
    }
}
