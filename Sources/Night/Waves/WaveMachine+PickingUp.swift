extension WaveMachine {
    /// Picks up what another commander's process left: what was armed no longer is, what was moving is interrupted, and
    /// the step in flight is observed.
    mutating func pickUp(_ history: [(at: Stamp, event: WaveEvent)]) {
        for entry in history { record.take(entry.event, at: entry.at.carried(to: now)) }
        switch record.standing {
        case .resting, .stopped, .stuck, .closed: return
        case .armed: return note(.disarmed(why: "the commander's process ended"))
        case .advancing, .goingBack: note(.interrupted(at: record.inFlight.map { steps[$0.step].id }))
        case .interrupted: break
        }
        guard let deed = record.inFlight else { return }
        let plan = steps[deed.step].plan
        let act = deed.isBeingUndone ? plan.undo ?? plan.act : plan.act
        guard act.leavesATrace else {
            sight = .unknown("nothing but its own end would tell")
            return
        }
        run(deed.isBeingUndone ? .observeUndo : .observe, deed.step, found: deed.found)
    }
}

extension Stamp {
    /// The monotonic clock begins anew with the machine: what was stamped before that lies in its future, and how long
    /// ago it was is then only known by the wall clock.
    fileprivate func carried(to now: Stamp) -> Stamp {
        guard moment > now.moment else { return self }
        let ago = max(0, now.wall.milliseconds &- wall.milliseconds)
        return Stamp(moment: now.moment - .milliseconds(ago), wall: wall)
    }
}
