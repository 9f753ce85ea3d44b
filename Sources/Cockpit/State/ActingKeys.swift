import Night

/// The keys that act. All they do is ask: what comes of it is the machine's to say.
extension CockpitView {
    /// `X`. Nil: here and now it is a letter like any other.
    mutating func pressWayBack(_ live: Snapshot) -> [CockpitAction]? {
        if isReplay {
            if isTypingX { return nil }
            flash = Past.isRecording
            return []
        }
        let wayBack = WayBack(in: live, focus: wave)
        switch wayBack {
        case .atOnce(let wave, _):
            if heldX?.swallows(at: live.at.moment) == true, wave != turnedBack {
                flash = "X is held down: press it again for \(live.waves[wave].plan.name)"
                return []
            }
            heldX = DeadTime(from: live.at.moment)
            quiet = DeadTime(from: live.at.moment)
            turnedBack = wave
            let leaving = leaveDialog(live, butFor: wave)
            editedFilter = nil
            past = nil
            return [.act(.turnBack(wave: wave, typed: nil))] + leaving
        case .byWord(let wave):
            if isTypingX { return nil }
            if heldX?.swallows(at: live.at.moment) == true { return [] }
            if dialog?.subject == .abort {
                if dialog?.deadTime.swallows(at: live.at.moment) == false { dialog?.says = "type the word: abort" }
                return []
            }
            let leaving = leaveDialog(live)
            open(.abort, of: wave, live)
            return leaving
        case .off(let why):
            if isTypingX { return nil }
            if heldX?.swallows(at: live.at.moment) == true { return [] }
            flash = why
            return []
        }
    }

    private var isTypingX: Bool { editedFilter != nil || dialog?.wantsX == true }

    /// Why no key but `X` does anything here. What is decided on is what is, not what was.
    private func whyNoAct(_ live: Snapshot) -> String? {
        if isReplay { return Past.isRecording }
        return live.whyKeysAreOff ?? (past == nil ? nil : Past.isPast)
    }

    /// A lower-case key that acts; the screen it is pressed on does not matter.
    mutating func pressActing(_ scalar: Unicode.Scalar, _ live: Snapshot) -> [CockpitAction] {
        if let why = whyNoAct(live) {
            flash = why
            return []
        }
        let place = min(wave, live.waves.count - 1)
        guard live.waves.indices.contains(place) else {
            flash = "no wave in the plan"
            return []
        }
        let focused = live.waves[place]
        switch scalar {
        case "a": return advance(focused, at: place, live)
        case "r": return retry(focused, at: place, live)
        case "u": skip(focused, at: place, live)
        case "c": close(focused, at: place, live)
        default: answer(focused, at: place, live)
        }
        return []
    }

    private mutating func advance(_ focused: Snapshot.Wave, at place: Int, _ live: Snapshot) -> [CockpitAction] {
        if let why = focused.whyNotForward(in: live) {
            flash = why
            return []
        }
        open(.advance, of: place, live)
        return focused.isArmed ? [] : [.act(.arm(wave: place))]
    }

    /// On the way back at once; forward only with the word.
    private mutating func retry(_ focused: Snapshot.Wave, at place: Int, _ live: Snapshot) -> [CockpitAction] {
        switch focused.state {
        case .stuck, .interrupted(_, true, _): return [.act(.retry(wave: place))]
        case .stopped(_, _, let step, _): open(.retry(step), of: place, live)
        case .interrupted(let step, false, _): open(.retry(step), of: place, live)
        default: flash = "nothing to try again: \(focused.plan.name) does not stand at a step"
        }
        return []
    }

    private mutating func skip(_ focused: Snapshot.Wave, at place: Int, _ live: Snapshot) {
        if case .stuck(let step, _) = focused.state {
            open(.skip(step), of: place, live)
        } else {
            flash = "nothing to skip: no undo of \(focused.plan.name) is stuck"
        }
    }

    private mutating func close(_ focused: Snapshot.Wave, at place: Int, _ live: Snapshot) {
        if focused.state == .settled(.observing) {
            open(.close, of: place, live)
        } else {
            flash = "only a wave that is observing is closed"
        }
    }

    private mutating func answer(_ focused: Snapshot.Wave, at place: Int, _ live: Snapshot) {
        if let asked = focused.asked {
            open(.answer(asked.step, asked.question), of: place, live)
        } else {
            flash = "\(focused.plan.name) asks nothing now"
        }
    }

    // MARK: The row at the cursor of the gates screen

    /// Acknowledges a red trigger, attests a gate that asks for it.
    mutating func pressStanding(_ live: Snapshot) -> [CockpitAction] {
        let place = min(wave, live.waves.count - 1)
        guard live.waves.indices.contains(place), let row = standingRow(in: shown(live)) else { return [] }
        if let why = whyNoAct(live) {
            flash = why
            return []
        }
        switch row {
        case .gate(let name):
            guard let gate = live.waves[place].gates.first(where: { $0.plan.name == name }) else { return [] }
            if case .ask = gate.plan.evidence {
                open(.attest(gate: name), of: place, live)
            } else {
                flash = "\(name) is measured: nobody attests it"
            }
        case .trigger(let name):
            guard let trigger = live.waves[place].triggers.first(where: { $0.name == name }) else { return [] }
            if trigger.state.kind == .red { return [.act(.acknowledge(wave: place, trigger: name))] }
            flash = "\(name) is not red: nothing to acknowledge"
        }
        return []
    }
}
