// From rest to the first step: armed, confirmed. And the last act, closed.
extension WaveMachine {
    mutating func arm() {
        guard record.standing == .resting else { return refuse("cannot arm: \(whereItStands)") }
        guard let to = record.nextPhase, to != .closed else {
            return refuse("cannot arm: it is observing, and closing is an act of its own")
        }
        if let veto { return refuse("cannot arm: \(veto)") }
        note(.armed(to: to))
        passedWhileArmed = []
        notePassingGates()
        measureAgain()
        for step in steps(ahead: to) { lookEarly(at: step) }
    }

    mutating func disarm() {
        guard case .armed = record.standing else { return refuse("it is not armed: \(whereItStands)") }
        disarm(why: "disarmed")
    }

    mutating func disarm(why: String) {
        dropEarlyLooks()
        dropWait()
        note(.disarmed(why: why))
    }

    mutating func confirm(_ typed: String) {
        guard case .armed(let to) = record.standing else { return refuse("cannot confirm: \(whereItStands)") }
        guard wait == nil else { return refuse("a dry run is under way") }
        if let difference = difference(of: typed) { return refuse(difference) }
        if let veto { return refuse("cannot advance: \(veto)") }
        if let gate = gateInTheWay(takenSince: record.since.moment) { return refuse("cannot advance: \(gate)") }
        dropEarlyLooks()
        guard executes else { return lookDry(from: steps(ahead: to).lowerBound) }
        note(.confirmed(to: to))
        advance(to: to)
    }

    /// What an advance looks at: the steps into its phase. A dry run goes no further than that, and so looks at all that
    /// come after.
    private func steps(ahead phase: Phase) -> Range<Int> {
        let next = record.steps(into: phase)
        return executes ? next : next.lowerBound..<steps.count
    }

    /// Goes through the looks and comes back to where it was.
    mutating func lookDry(from step: Int) {
        guard step < steps.count else {
            wait = nil
            return disarm(why: "a dry run: nothing was done")
        }
        run(.look, step)
    }

    mutating func close(_ typed: String) {
        guard record.standing == .resting, record.rest == .settled(.observing) else {
            return refuse("cannot close: only a wave that is observing closes, and \(whereItStands)")
        }
        guard executes else { return refuse("a dry run closes nothing") }
        if let difference = difference(of: typed) {
            return refuse("\(difference); once it is closed nothing can be undone")
        }
        if let veto { return refuse("cannot close: \(veto)") }
        if let observe = plan.observe {
            let left = observe - (now.moment - record.since.moment)
            guard left <= .zero else { return refuse("cannot close: it is to be observed for \(left.inWords) more") }
        }
        note(.closed)
    }

    mutating func judge(_ judgement: WaveJudgement) {
        self.judgement = judgement
        if turnBackByItself() { return }
        guard case .armed = record.standing else { return }
        if let veto = judgement.veto { return disarm(why: veto) }
        let gone = judgement.gates.first { gate in
            guard gate.blocks, case .fail = gate.verdict else { return false }
            return passedWhileArmed.contains(gate.plan.name)
        }
        if let gone { return disarm(why: "gate \(gone.plan.name) passes no longer") }
        notePassingGates()
    }

    private mutating func notePassingGates() {
        for gate in judgement?.gates ?? [] where gate.verdict == .pass { passedWhileArmed.insert(gate.plan.name) }
    }

    /// Why it must not go forward now, whatever it waits for.
    var veto: String? {
        guard let judgement else { return "its gates and triggers are not judged yet: a moment" }
        return judgement.veto
    }

    private func gateInTheWay(takenSince moment: Moment) -> String? {
        for gate in judgement?.gates ?? [] where gate.blocks {
            switch gate.verdict {
            case .fail(let why): return "gate \(gate.plan.name) fails: \(why)"
            case .unknown(let why): return "gate \(gate.plan.name) is unknown: \(why)"
            case .pass: break
            }
            guard gate.plan.evidence.isTakenAgain else { continue }
            guard let takenAt = gate.takenAt, takenAt >= moment else {
                return "gate \(gate.plan.name) is measured again, a moment"
            }
        }
        return nil
    }
}
