extension Commander {
    /// Every wave is closed, or one went back: what is on record is for the post-mortem, and nothing is added to it once
    /// the commander has left.
    public var isOver: Bool {
        guard mayNotLeave == nil else { return false }
        let states = machines.map(\.state)
        return states.contains(.rolledBack) || !states.isEmpty && states.allSatisfy { $0 == .closed }
    }

    /// Why the commander's process must go on, at its keys or not; nil: it may end. What goes back by itself does so
    /// only while somebody counts.
    public var mayNotLeave: String? {
        for (wave, machine) in machines.enumerated() {
            let name = machine.plan.name
            switch machine.state {
            case .advancing, .rollingBack: return "wave \(name) is moving: leave when it stands, or go back with X"
            case .settled, .armed, .stopped, .stuck, .interrupted, .rolledBack, .closed: break
            }
            guard machine.hasLeft, machine.mayUndo else { continue }
            if machine.isFrozenForATime {
                return "wave \(name) has a fence down, and max-freeze counts here: X goes back, or wait until it does"
            }
            let triggers = judged.indices.contains(wave) ? judged[wave].triggers : []
            if let red = triggers.first(where: { $0.state.kind == .red && $0.state.abortsAt != nil }) {
                return "wave \(name) goes back by itself, trigger \(red.name) is red: X goes back now, or wait"
            }
        }
        return nil
    }
}
