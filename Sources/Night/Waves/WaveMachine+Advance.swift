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
    var reasonToStop: String? { stopsAtStepEnd ? "the terminal was lost" : veto }

    mutating func stop(at step: Int, _ why: String) {
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

    mutating func stopAtStepEnd() {
        if case .armed = record.standing { return disarm(why: "the terminal was lost") }
        if case .advancing = state { stopsAtStepEnd = true }
    }
}
