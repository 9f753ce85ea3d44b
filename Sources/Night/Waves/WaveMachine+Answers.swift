// What comes back from errands and from the night file. What nobody waits for any more is of no consequence.
extension WaveMachine {
    mutating func looked(_ number: Int, _ look: StepLook) {
        if let early = earlyLooks.firstIndex(where: { $0.number == number }) {
            record.take(look, of: earlyLooks.remove(at: early).step, at: now)
            return
        }
        guard let wait, wait.number == number, wait.errand == .look else { return }
        take(look, of: wait.step)
    }

    mutating func take(_ look: StepLook, of step: Int) {
        record.take(look, of: step, at: now)
        if case .armed = record.standing { return lookDry(from: step + 1) }
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
        isRecordLate = false
        guard let wait, wait.part == .intending, wait.number == receipt else { return }
        if wait.errand == .act, let why = reasonToStop { return stop(at: wait.step, why) }
        run(wait.errand, wait.step, found: wait.found)
    }

    mutating func notRecorded(_ receipt: Int, _ why: String) {
        guard let wait, wait.part == .intending, wait.number == receipt else { return }
        isRecordLate = true
        guard wait.errand == .undo else { return stop(at: wait.step, "its intent is not on record: \(why)") }
        run(.undo, wait.step, found: wait.found)
    }

    mutating func ended(_ number: Int, _ end: StepEnd) {
        guard let wait, wait.number == number, wait.part == .acting || wait.part == .stopping else { return }
        took(end, wait)
    }

    mutating func took(_ end: StepEnd, _ ended: Wait) {
        let id = steps[ended.step].id
        // It is stopped for its deadline, or to go back.
        let isLate = ended.part == .stopping && (ended.errand == .undo) == record.goesBack
        let end =
            isLate
            ? StepEnd.outOfTime("not done after \(steps[ended.step].plan.patience(for: ended.errand).inWords)") : end
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

    mutating func took(_ sight: StepSight, _ observed: Wait) {
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
}
