import Testing

@testable import Night

/// Two steps, forward and back, over a night file that loses events.
@Suite("A record with a gap")
struct LostRecordTests {
    /// Windows that begin anywhere in two advances and two ways back, short and long.
    @Test("is made whole before anything goes forward: then the file alone says where the wave stands")
    func windows() throws {
        var whole = LossyNight(loses: 0..<0)
        try whole.goThereAndBackTwice()
        let events = whole.asked
        #expect(events > 40)
        for first in 0..<events {
            for length in [1, 2, 3, 5, 8, 13, 21, 34] {
                var night = LossyNight(loses: first..<(first + length))
                try night.goThereAndBackTwice()
                let isWhole = night.isWhole
                try #require(isWhole, "lost: \(first), \(length)")
            }
        }
    }

    @Test("is tried again by itself, and not all the time")
    func triedAgain() throws {
        var night = LossyNight(loses: 1..<100)
        try night.arm()
        let before = night.asked
        for _ in 0..<20 { try night.tick(after: 0.5) }
        #expect((5...6).contains(night.asked - before))
        night.loses = 0..<0
        try night.tick(after: 2)
        #expect(night.commander.recording == .recording && night.isWhole)
    }

    @Test("tells the reds again: what is not on record cannot stay red for the next commander")
    func reds() throws {
        var night = LossyNight(loses: 0..<5)
        try night.tick(after: 1)
        try night.judge(.red)
        try night.tick(after: 2)
        try night.tick(after: 2)
        night.loses = 0..<0
        try night.tick(after: 2)
        #expect(PastReds(night.file).unacknowledged.map(\.trigger) == ["refused"])
    }

    @Test("a step that is begun once more counts as half done, whatever was seen of it before")
    func begunAgain() {
        let plan = LossyNight.plan.waves[0]
        let first = StepID(.proven, 1)
        var record = WaveRecord(plan: plan, at: Rig.stamp(0))
        for event: WaveEvent in [
            .stepIntended(first, plan.steps[0].steps[0], found: StepFound(text: "6")), .stepSeen(first, .seen("0")),
            .stepIntended(first, plan.steps[0].steps[0], found: StepFound(text: "0")),
        ] { record.take(event, at: Rig.stamp(0)) }
        #expect(record.nextStep(into: .proven) == 0)
        #expect(record.inFlight?.found == StepFound(text: "6"))
    }

    @Test("moments told again are put on the clock of whoever reads them")
    func clocks() {
        let plan = LossyNight.plan.waves[0]
        var record = WaveRecord(plan: plan, at: Rig.stamp(0))
        let intended = WaveEvent.stepIntended(StepID(.proven, 1), plan.steps[0].steps[0], found: .none)
        record.take(intended, at: Rig.stamp(100))
        let whole = record.whole(at: Rig.stamp(130))
        // The machine was started again: its clock says 7 where the other said 130.
        var read = WaveRecord(plan: plan, at: Rig.stamp(0))
        read.take(whole, at: Stamp(moment: Rig.moment(7), wall: Rig.stamp(130).wall))
        #expect(read.deeds.map(\.intendedAt) == [Stamp(moment: Rig.moment(-23), wall: Rig.stamp(100).wall)])
    }
}

/// A commander at work who is answered well, but for what his night file loses.
private struct LossyNight {
    struct BrokenLaw: Error {
        let law: String
    }

    static let plan: Plan = {
        var wave = WavePlan(name: "rates", pattern: .dualWrite, owner: "rates")
        let steps = (1...2).map { StepPlan(.run(["./go", "\($0)"]), undo: .run(["./back", "\($0)"])) }
        wave.steps = [PhaseSteps(phase: .proven, steps: steps)]
        return Plan(
            night: "test", poll: .seconds(1), source: ClusterPlan(bootstrap: "a:9092"),
            target: ClusterPlan(bootstrap: "b:9092"), waves: [wave])
    }()

    var commander: Commander
    /// Of the events it was asked to keep, those that are lost.
    var loses: Range<Int>
    private(set) var file: [(at: Stamp, event: NightEvent)] = []
    private(set) var asked = 0
    private var seconds = 0.0
    private var answers: [CommanderInput] = []

    init(loses: Range<Int>) {
        self.loses = loses
        commander = Commander.test(Self.plan)
    }

    /// What the file says, and what the commander knows.
    var isWhole: Bool {
        var onFile = WaveRecord(plan: Self.plan.waves[0], at: Rig.stamp(0))
        for case (let at, .wave(_, let event)) in file { onFile.take(event, at: at) }
        let known = commander.machines[0].record
        return onFile.sum == known.sum && onFile.fates == known.fates
    }

    mutating func goThereAndBackTwice() throws {
        for _ in 0..<2 {
            try go { $0 == .settled(.proven) }
            try take(.act(.turnBack(wave: 0, typed: "abort")))
            try tick(after: 1)
            guard commander.machines[0].state == .rolledBack else { throw BrokenLaw(law: "going back needs no file") }
        }
        for _ in 0..<60 where commander.recording != .recording { try tick(after: 2) }
    }

    private mutating func go(until isThere: (WaveState) -> Bool) throws {
        for _ in 0..<60 {
            let state = commander.machines[0].state
            if isThere(state) { return }
            try judge()
            if case .stopped = state { try take(.act(.retry(wave: 0))) } else { try arm() }
            try judge()
            try take(.act(.confirm(wave: 0, typed: "rates")))
            try tick(after: 1)
        }
        throw BrokenLaw(law: "it does not arrive: \(commander.machines[0].state)")
    }

    mutating func arm() throws {
        try judge()
        try take(.act(.arm(wave: 0)))
    }

    mutating func judge(_ trigger: TriggerState.Kind = .calm) throws {
        let calm = Snapshot.Wave(plan: Self.plan.waves[0], triggers: [.test("refused", trigger)])
        try take(.judged([calm]))
    }

    mutating func tick(after wait: Double) throws {
        seconds += wait
        try take(.tick)
    }

    private mutating func take(_ input: CommanderInput) throws {
        answers.append(input)
        while !answers.isEmpty {
            for action in commander.take(answers.removeFirst(), at: Rig.stamp(seconds)) { try perform(action) }
        }
    }

    private mutating func perform(_ action: CommanderAction) throws {
        switch action {
        case .record(let event, let receipt):
            let isLost = loses.contains(asked)
            asked += 1
            if !isLost { file.append((Rig.stamp(seconds), event)) }
            switch (receipt, isLost) {
            case (let receipt?, true): answers.append(.notRecorded(receipt: receipt, why: "disk full"))
            case (let receipt?, false): answers.append(.recorded(receipt: receipt))
            case (nil, true): answers.append(.cannotWrite("disk full"))
            case (nil, false): break
            }
        case .run(_, let errand): try run(errand)
        case .stop, .measureAgain, .acknowledge, .attest, .refuse: break
        }
    }

    private mutating func run(_ errand: Errand) throws {
        switch errand.kind {
        case .look: answers.append(.looked(errand: errand.number, .ready(found: StepFound(text: "6"), would: [])))
        case .act:
            guard isWhole else { throw BrokenLaw(law: "nothing goes forward over a gap") }
            answers.append(.ended(errand: errand.number, .done("exit 0")))
        case .undo: answers.append(.ended(errand: errand.number, .done("exit 0")))
        case .observe, .observeUndo: answers.append(.seen(errand: errand.number, .seen("there")))
        }
    }
}
