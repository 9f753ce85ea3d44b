// The way back: the undo of every step that may have happened, newest first. Shorter than the way forward: no gate, no
// hold and no night file that cannot be written stands in it.
extension WaveMachine {
    mutating func turnBack(_ why: TurnBack) {
        switch record.standing {
        case .closed: return refuse("closed cannot be undone")
        case .goingBack: return refuse("it is going back already")
        case .stuck: return refuse(whereItStands)
        case .resting where record.rest == .rolledBack: return refuse("it is rolled back already")
        case .interrupted(_, to: nil): return retryBack()
        case .resting, .armed, .advancing, .stopped, .interrupted: break
        }
        guard mayUndo else {
            return refuse("cannot go back: nothing acts without --execute, and steps are to be undone")
        }
        if case .armed = record.standing { disarm(why: "going back") }
        note(.turnedBack(why: why))
        stopsAtStepEnd = false
        switch wait?.part {
        // Its end is waited for already.
        case .stopping: break
        case .acting: wait.map { end($0) }
        case .looking, .intending, .observing, nil:
            dropWait()
            goBack()
        }
    }

    /// Goes back where the plan says so and nobody did. True: it does.
    mutating func turnBackByItself() -> Bool {
        guard hasLeft, mayUndo, let why = reasonToTurnBack else { return false }
        turnBack(why)
        return true
    }

    private var reasonToTurnBack: TurnBack? {
        for trigger in judgement?.triggers ?? [] where trigger.state.kind == .red {
            if let abortsAt = trigger.state.abortsAt, abortsAt <= now.moment { return .trigger(trigger.name) }
        }
        return isFrozenTooLong ? .maxFreeze : nil
    }

    private var isFrozenTooLong: Bool {
        guard let maxFreeze = plan.maxFreeze else { return false }
        return frozenFences.contains { now.moment - $0.intendedAt.moment > maxFreeze }
    }

    /// Producers are frozen, and the plan says for how long at most.
    var isFrozenForATime: Bool { plan.maxFreeze != nil && !frozenFences.isEmpty }

    /// A fence freezes producers until the phase it leads into is settled.
    private var frozenFences: [WaveRecord.Deed] {
        record.deeds.filter { deed in
            let step = steps[deed.step]
            return step.plan.fences != nil && !record.isSettled(step.id.phase)
        }
    }

    var mayUndo: Bool { executes || record.deeds.isEmpty }

    mutating func goBack() {
        while let deed = record.deeds.last {
            if steps[deed.step].plan.hasUndo { return intend(.undo, deed.step, found: deed.found) }
            note(.undoSeen(steps[deed.step].id, .seen("nothing to undo")))
        }
        note(.rolledBack)
    }

    mutating func stick(at step: Int, _ why: String) {
        wait = nil
        note(.stuck(at: steps[step].id, why: why))
    }

    mutating func retryBack() {
        guard mayUndo else { return refuse("cannot try again: nothing acts without --execute") }
        dropWait()
        goBack()
    }

    mutating func skip(_ reason: String) {
        guard case .stuck(let step, _) = record.standing else {
            return refuse("nothing to skip: only an undo that is stuck is skipped, and \(whereItStands)")
        }
        guard executes else { return refuse("cannot skip: nothing acts without --execute") }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return refuse("skipping an undo needs a reason: it will be on record")
        }
        note(.undoSkipped(step, reason: reason))
        goBack()
    }
}
