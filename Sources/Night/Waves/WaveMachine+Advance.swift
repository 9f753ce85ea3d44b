// The way forward, one step after the other: look, intend, act, observe.
extension WaveMachine {
    mutating func advance(to phase: Phase) {
        guard let step = record.nextStep(into: phase) else {
            stopsAtStepEnd = false
            return note(.settled(phase))
        }
        if let why = reasonToStop { return stop(at: step, why) }
        run(.look, step)
    }

    /// Why no further step begins.
    private var reasonToStop: String? { stopsAtStepEnd ? "the terminal was lost" : veto }

    private mutating func stop(at step: Int, _ why: String) {
        wait = nil
        stopsAtStepEnd = false
        note(.stopped(at: steps[step].id, why: why))
    }

    mutating func retry() {
        switch record.standing {
        case .stopped(let to, _, _), .interrupted(_, .some(let to)): retryForward(to: to)
        case .stuck, .interrupted(_, .none): retryBack()
        case .resting, .armed, .advancing, .goingBack, .closed: refuse("nothing to try again: \(whereItStands)")
        }
    }

    private mutating func retryForward(to phase: Phase) {
        if case .advancing = state { return refuse("it is being tried again already") }
        guard executes else { return refuse("cannot try again: nothing acts without --execute") }
        if let veto { return refuse("cannot try again: \(veto)") }
        dropWait()
        stopsAtStepEnd = false
        advance(to: phase)
    }

    mutating func looked(_ number: Int, _ look: StepLook) {
        if let early = earlyLooks.firstIndex(where: { $0.number == number }) {
            record.take(look, of: earlyLooks.remove(at: early).step, at: now)
            return
        }
        guard let wait, wait.number == number, wait.errand == .look else { return }
        take(look, of: wait.step)
    }

    private mutating func take(_ look: StepLook, of step: Int) {
        record.take(look, of: step, at: now)
        if case .armed(let to) = record.standing { return lookDry(from: step + 1, of: to) }
        switch look {
        case .refused(let why): stop(at: step, "it must not run: \(why)")
        case .unknown(let why): stop(at: step, "it cannot be told whether it can run: \(why)")
        case .ready(let found, _):
            if let why = reasonToStop { return stop(at: step, why) }
            guard found.text.utf8.count <= StepFound.limit else {
                return stop(at: step, "what it found is too large to be kept")
            }
            // An attempt before this one changed what there is to find.
            intend(.act, step, found: record.deed(of: step)?.found ?? found)
        }
    }

    mutating func recorded(_ receipt: Int) {
        guard let wait, wait.part == .intending, wait.number == receipt else { return }
        if wait.errand == .act, let why = reasonToStop { return stop(at: wait.step, why) }
        run(wait.errand, wait.step, found: wait.found)
    }

    mutating func notRecorded(_ receipt: Int, _ why: String) {
        guard let wait, wait.part == .intending, wait.number == receipt else { return }
        guard wait.errand == .undo else { return stop(at: wait.step, "its intent is not on record: \(why)") }
        run(.undo, wait.step, found: wait.found)
    }

    mutating func ended(_ number: Int, _ end: StepEnd) {
        guard let wait, wait.number == number, wait.part == .acting || wait.part == .stopping else { return }
        took(end, wait)
    }

    private mutating func took(_ end: StepEnd, _ ended: Wait) {
        let id = steps[ended.step].id
        // It is stopped for its deadline, or to go back.
        let isLate = ended.part == .stopping && (ended.errand == .undo) == record.goesBack
        let end = isLate ? StepEnd.outOfTime("not done after \(ended.allowed(by: steps[ended.step].plan))") : end
        note(ended.errand == .undo ? .undoEnded(id, end) : .stepEnded(id, end))
        wait = nil
        if ended.errand == .act, record.goesBack { return goBack() }
        guard case .done = end else {
            return ended.errand == .undo ? stick(at: ended.step, end.why) : stop(at: ended.step, end.why)
        }
        // A person's answer is what there is to see of a question.
        if case .ask = steps[ended.step].plan.act, ended.errand == .act { return took(.seen(end.why), ended) }
        run(ended.errand == .undo ? .observeUndo : .observe, ended.step, found: ended.found)
    }

    mutating func seen(_ number: Int, _ sight: StepSight) {
        guard let wait, wait.number == number, wait.part == .observing else { return }
        took(sight, wait)
    }

    private mutating func took(_ sight: StepSight, _ observed: Wait) {
        wait = nil
        if case .interrupted = record.standing {
            self.sight = sight
            return
        }
        let id = steps[observed.step].id
        let isBack = observed.errand == .observeUndo
        note(isBack ? .undoSeen(id, sight) : .stepSeen(id, sight))
        guard case .seen = sight else {
            return isBack ? stick(at: observed.step, sight.why) : stop(at: observed.step, sight.why)
        }
        if isBack { goBack() } else { advance(to: id.phase) }
    }

    mutating func said(_ number: Int, _ line: String) {
        if let early = earlyLooks.first(where: { $0.number == number }) {
            record.take(line: line, of: early.step)
        } else if let wait, wait.number == number, wait.part != .intending {
            record.take(line: line, of: wait.step)
        }
    }

    mutating func stopAtStepEnd() {
        if case .armed = record.standing { return disarm(why: "the terminal was lost") }
        if case .advancing = state { stopsAtStepEnd = true }
    }
}

// Time.
extension WaveMachine {
    mutating func tick() {
        if turnBackByItself() { return }
        for look in earlyLooks where look.deadline <= now.moment {
            record.take(.unknown("no answer in time"), of: look.step, at: now)
            dropEarlyLook(look.number)
        }
        if case .armed = record.standing, wait == nil, now.moment >= record.since.moment + Self.armedFor {
            return disarm(why: "not confirmed in time")
        }
        if let wait, wait.deadline <= now.moment { ranOut(wait) }
    }

    private mutating func ranOut(_ late: Wait) {
        switch late.part {
        case .looking:
            dropWait()
            take(.unknown("no answer in time"), of: late.step)
        case .intending:
            notRecorded(late.number, "the night file does not answer")
        case .acting: end(late)
        case .stopping: took(.lost("no word from it after it was told to stop"), late)
        case .observing:
            dropWait()
            took(.unknown("no answer in time"), late)
        }
    }
}

extension WaveMachine.Wait {
    fileprivate func allowed(by plan: StepPlan) -> String { "\(plan.patience(for: errand).inSeconds) s" }
}
