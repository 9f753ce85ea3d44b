/// Which gates must pass before which phase. The one place that says so.
///
/// | gate | blocks the way into |
/// |---|---|
/// | inventory | every phase up to the first that moves anything |
/// | source ready | every phase: going back needs the source |
/// | replication | from proven on; under dual-write only with a bridge, and only until producers write both sides |
/// | headroom | from proven on |
/// | offsets | the phase that moves the consumers |
/// | consumers | every phase after the one that moves the consumers |
/// | rehearsed | the phase that ends the writing to the source, and later; only where the plan lists it. Before, it would |
/// |           | forbid the rehearsal itself |
/// | connectors single-sided | from the phase that moves the consumers on, where a connector is planned on both sides |
/// | topic parity, acl parity, schema parity, records | every phase, only where the plan lists them |
/// | the plan's own, run or asked | every phase |
struct GateDuty: Sendable {
    let progress: WaveProgress
    let hasBridge: Bool
    /// A connector of the wave is planned on both sides.
    var hasTwoSidedConnector = false

    func blocks(_ gate: GatePlan, isListed: Bool) -> Bool {
        guard let next = progress.next else {
            // Beyond the last phase nothing is ahead; where nobody can tell what is, everything is.
            return progress.isUnclear
        }
        guard case .builtIn(let builtIn) = gate.evidence else { return true }
        return blocks(builtIn, before: next, isListed: isListed)
    }

    private func blocks(_ gate: BuiltInGate, before next: Phase, isListed: Bool) -> Bool {
        let pattern = progress.pattern
        switch gate {
        case .inventory: return !pattern.movesAnything(before: next)
        case .sourceReady: return true
        case .replication:
            guard pattern.has(next, reached: .proven) else { return false }
            return pattern != .dualWrite || (hasBridge && !pattern.movesAnything(before: next))
        case .headroom: return pattern.has(next, reached: .proven)
        case .offsets: return next == pattern.movesConsumers
        case .consumers: return next != pattern.movesConsumers && pattern.has(next, reached: pattern.movesConsumers)
        case .rehearsed: return isListed && pattern.has(next, reached: pattern.movesProducers)
        case .connectorsSingleSided:
            return isListed || (hasTwoSidedConnector && pattern.has(next, reached: pattern.movesConsumers))
        case .topicParity, .aclParity, .schemaParity, .records: return isListed
        }
    }
}

extension MovePattern {
    /// A phase before this one has moved consumers or producers.
    fileprivate func movesAnything(before next: Phase) -> Bool {
        [movesConsumers, writesTarget].contains { $0 != next && has(next, reached: $0) }
    }
}
