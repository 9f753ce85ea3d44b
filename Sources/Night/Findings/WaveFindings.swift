extension Snapshot {
    /// Takes up one more thing that is wrong or cannot be seen, where it belongs: the worst first.
    public mutating func add(_ finding: Finding) {
        let place = findings.firstIndex { $0.severity.rawValue > finding.severity.rawValue }
        findings.insert(finding, at: place ?? findings.endIndex)
    }

    /// Takes up what is to be found in where the waves stand. `since`: when each came to stand so.
    mutating func findStandstills(since: [Stamp]) {
        for (wave, since) in zip(waves, since) { (wave.standstill(since: since) + wave.leftBehind).forEach { add($0) } }
    }
}

extension Snapshot.Wave {
    /// It stands half way, and only a person takes it on.
    fileprivate func standstill(since: Stamp) -> [Snapshot.Finding] {
        let text: String
        switch state {
        case .stopped(_, _, let step, let why): text = "stopped at \(step.words): \(why)"
        case .stuck(let step, let why): text = "stuck at the undo of \(step.words): \(why)"
        case .interrupted(let step, let goesBack, _):
            text = "interrupted\(goesBack ? " on its way back" : "")\(step.map { " at \($0.words)" } ?? "")"
        case .settled, .armed, .advancing, .rollingBack, .rolledBack, .closed, nil: return []
        }
        return [Snapshot.Finding(.red, "wave \(plan.name)", text, since: since)]
    }

    /// What a skipped undo left behind stays so until somebody starts over.
    fileprivate var leftBehind: [Snapshot.Finding] {
        guard state == .rolledBack else { return [] }
        return steps.compactMap { step in
            guard case .undoSkipped(let reason) = step.fate else { return nil }
            return Snapshot.Finding(
                .warning, "wave \(plan.name)", "undo of \(step.id.words) was skipped: \(reason)", since: step.at)
        }
    }
}
