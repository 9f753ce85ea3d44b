/// All waves of a night under one holder: what they are told, what they ask for, and what stands in their way.
public struct Commander: Sendable {
    let plan: Plan
    let holder: Holder
    let executes: Bool
    var machines: [WaveMachine]
    /// As last judged.
    var judged: [Snapshot.Wave] = []
    var hold: Snapshot.Command.Veto?
    var panic: Snapshot.Command.Veto?
    var recording = Snapshot.Command.Recording.recording
    /// Receipts of what was told again, while they are waited for.
    var toldAgain: Set<Int> = []
    var toldAgainAt: Moment?
    var planChanged: String?
    var now: Stamp

    private let since: Stamp
    private let numbers: ErrandNumbers
    /// By wave: who held the night when its way back was last run to its end.
    private var rehearsedBy: [String]
    private var actions: [CommanderAction] = []

    /// `history`: what the night file holds already; a plan that does not fit it is refused. The first answer carries
    /// what is due since then.
    public init(
        plan: Plan, holder: Holder, executes: Bool, history: [(at: Stamp, event: NightEvent)], at: Stamp
    ) throws(PlanMismatch) {
        let past = try PastNight(history, plan: plan)
        self.plan = plan
        self.holder = holder
        self.executes = executes
        since = at
        now = at
        rehearsedBy = past.rehearsedBy
        numbers = ErrandNumbers(wave: 0, of: plan.waves.count, holdersBefore: past.holders)
        machines = plan.waves.indices.map { wave in
            WaveMachine(
                plan: plan.waves[wave], executes: executes, history: past.events[wave], at: at,
                numbers: ErrandNumbers(wave: wave, of: plan.waves.count, holdersBefore: past.holders))
        }
        record(.opened(by: holder, plan: plan.night, executes: executes))
        for wave in machines.indices { tell(wave, .tick) }
    }

    public mutating func take(_ input: CommanderInput, at: Stamp) -> [CommanderAction] {
        now = at
        switch input {
        case .act(let act): take(act)
        case .looked(let errand, let look): route(errand, .looked(errand, look))
        case .ended(let errand, let end): route(errand, .ended(errand, end))
        case .seen(let errand, let sight): route(errand, .seen(errand, sight))
        case .said(let errand, let line): said(errand, line)
        case .recorded(let receipt):
            takeRecorded(receipt)
            route(receipt, .recorded(receipt: receipt))
        case .notRecorded(let receipt, let why):
            takeFailure(why)
            route(receipt, .notRecorded(receipt: receipt, why: why))
        case .cannotWrite(let why): takeFailure(why)
        case .judged(let waves): judge(waves)
        case .held(let veto): takeHold(veto)
        case .panicked(let veto): takePanic(veto)
        case .planChanged(let how): takeChange(how)
        case .lost: lost()
        case .tick:
            tellAgain()
            for wave in machines.indices { tell(wave, .tick) }
        }
        defer { actions = [] }
        return actions
    }

    /// When something that is waited for is late.
    public var nextDeadline: Moment? { machines.compactMap { $0.wait?.deadline }.min() }

    /// By wave, for its gates and triggers.
    public var contexts: [WaveContext] {
        zip(machines, rehearsedBy).map { machine, holder in
            var context = machine.context
            context.rehearsal = machine.rehearsal.map {
                WaveContext.Rehearsal(at: $0.at, by: holder, took: $0.took)
            }
            return context
        }
    }

    public func fill(_ snapshot: inout Snapshot) {
        for (wave, machine) in zip(snapshot.waves.indices, machines) {
            snapshot.waves[wave].state = machine.state
            snapshot.waves[wave].steps = machine.steps
        }
        snapshot.command = Snapshot.Command(
            holder: holder, since: since, isHere: true, executes: executes, recording: recording, hold: hold,
            panic: panic, planChanged: planChanged)
        snapshot.findStandstills(since: machines.map(\.since))
    }
}

// What the ways in are made of.
extension Commander {
    /// Tells a wave, and passes on what it asks for. `key`: what was pressed, for the record of a refusal.
    mutating func tell(_ wave: Int, _ input: WaveInput, key: String? = nil) {
        for action in machines[wave].take(input, at: now) {
            switch action {
            case .record(let event, let receipt):
                if case .confirmed = event { recordEvidence(of: wave) }
                if event == .rolledBack { rehearsedBy[wave] = holder.name }
                record(.wave(machines[wave].plan.name, event), receipt: receipt)
            case .run(let errand): if !errand.isQuestion { actions.append(.run(wave: wave, errand)) }
            case .stop(let errand): stop(errand, of: wave)
            case .measureAgain: actions.append(.measureAgain(wave: wave))
            case .refuse(let why): refuse(why, key: key)
            }
        }
    }

    /// A question has no process to end: it ends by being taken back.
    private mutating func stop(_ errand: Int, of wave: Int) {
        guard let underway = machines[wave].underway, underway.number == errand, underway.isQuestion else {
            return actions.append(.stop(errand: errand))
        }
        tell(wave, .ended(errand, .stopped("nobody answered")))
    }

    mutating func record(_ event: NightEvent, receipt: Int? = nil) { actions.append(.record(event, receipt: receipt)) }

    mutating func ask(_ action: CommanderAction) { actions.append(action) }

    mutating func refuse(_ why: String, key: String?) {
        if let key { record(.refused(key: key, why: why)) }
        actions.append(.refuse(why))
    }

    private mutating func route(_ number: Int, _ input: WaveInput) {
        if let wave = wave(of: number) { tell(wave, input) }
    }

    private func wave(of number: Int) -> Int? {
        numbers.wave(of: number).flatMap { machines.indices.contains($0) ? $0 : nil }
    }

    private mutating func said(_ errand: Int, _ line: String) {
        guard let wave = wave(of: errand), let step = machines[wave].step(ofErrand: errand) else { return }
        tell(wave, .said(errand, line))
        guard let shown = machines[wave].steps.first(where: { $0.id == step })?.output.last else { return }
        record(.said(step: step, wave: machines[wave].plan.name, shown))
    }
}

// What stands in the way.
extension Commander {
    private mutating func judge(_ waves: [Snapshot.Wave]) {
        for (wave, (was, new)) in zip(judged, waves).enumerated() { recordChanges(of: wave, from: was, to: new) }
        judged = waves
        for wave in machines.indices { judge(wave) }
    }

    /// Tells a wave what is known of it and of the others by now.
    mutating func judge(_ wave: Int) {
        guard judged.indices.contains(wave) else { return }
        var failure: String?
        if case .failing(let why, _) = recording { failure = why }
        tell(
            wave,
            .judged(
                WaveJudgement(
                    gates: judged[wave].gates, triggers: judged[wave].triggers, hold: veto, recordingFails: failure,
                    blockedBy: waveInTheWay(of: wave))))
    }

    mutating func judgeAgain() {
        for wave in machines.indices { judge(wave) }
    }

    private var veto: String? {
        if let panic { return "panic by \(panic.by): \(panic.why)" }
        return hold.map { "held by \($0.by): \($0.why)" }
    }

    /// One wave moves forward at a time, and not before those it comes after.
    private func waveInTheWay(of wave: Int) -> String? {
        for other in machines.indices where other != wave {
            let name = machines[other].plan.name
            switch machines[other].state {
            case .settled(.observing), .closed: continue
            case .settled, .rolledBack:
                if machines[wave].plan.after.contains(name) {
                    return "it comes after wave \(name), which must be observing"
                }
            case .armed, .advancing, .stopped, .rollingBack, .stuck, .interrupted:
                return "wave \(name): \(machines[other].whereItStands)"
            }
        }
        return nil
    }

    private mutating func recordChanges(of wave: Int, from was: Snapshot.Wave, to new: Snapshot.Wave) {
        let name = new.plan.name
        for (was, gate) in zip(was.gates, new.gates) where !was.verdict.isLike(gate.verdict) {
            record(.gate(wave: name, gate: gate.plan.name, gate.verdict))
        }
        for (was, trigger) in zip(was.triggers, new.triggers) where was.state.kind != trigger.state.kind {
            record(.trigger(wave: name, trigger: trigger.name, trigger.state.kind, why: trigger.state.says))
        }
    }

    /// What the wave is let go forward on.
    private mutating func recordEvidence(of wave: Int) {
        guard judged.indices.contains(wave) else { return }
        for gate in judged[wave].gates where gate.blocks {
            record(.gate(wave: machines[wave].plan.name, gate: gate.plan.name, gate.verdict))
        }
    }

    private mutating func takeHold(_ veto: Snapshot.Command.Veto?) {
        guard veto != hold else { return }
        if let veto { record(.held(by: veto.by, why: veto.why)) } else { hold.map { record(.released(by: $0.by)) } }
        hold = veto
        judgeAgain()
    }

    private mutating func takePanic(_ veto: Snapshot.Command.Veto?) {
        guard veto != panic else { return }
        if let veto {
            record(.panicked(by: veto.by, why: veto.why))
        } else {
            panic.map { record(.released(by: $0.by)) }
        }
        panic = veto
        judgeAgain()
        guard let veto else { return }
        for wave in machines.indices where machines[wave].hasLeft { tell(wave, .turnBack(.panicFile(by: veto.by))) }
    }

    private mutating func takeChange(_ how: String?) {
        guard how != planChanged else { return }
        planChanged = how
        if let how { record(.planChanged(how)) }
    }

    private mutating func lost() {
        record(.left(why: "the terminal was lost"))
        for wave in machines.indices { tell(wave, .stopAtStepEnd) }
    }
}

extension Verdict {
    /// The same but for its words, which change with every number in them.
    fileprivate func isLike(_ other: Verdict) -> Bool {
        switch (self, other) {
        case (.pass, .pass), (.fail, .fail), (.unknown, .unknown): true
        case (.pass, _), (.fail, _), (.unknown, _): false
        }
    }
}

extension Errand {
    /// Answered by a person, and run nowhere.
    var isQuestion: Bool {
        if case .ask = plan.act { kind == .act } else { false }
    }
}

extension Holder {
    public var name: String { "\(user)@\(host)" }
}
