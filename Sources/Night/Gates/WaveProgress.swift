extension MovePattern {
    /// The phase whose way moves the consumers.
    var movesConsumers: Phase { self == .allAtOnce ? .switched : .consumersMoved }

    /// The phase whose way ends the writing to the source.
    var movesProducers: Phase {
        switch self {
        case .consumerFirst, .producerFirst: .producersMoved
        case .allAtOnce: .switched
        case .dualWrite: .sourceWritesOff
        }
    }

    /// From the way into this phase on, the target is written by producers, and holds what the source does not.
    var writesTarget: Phase { self == .dualWrite ? .dualWriting : movesProducers }

    func phase(after phase: Phase) -> Phase? {
        guard let place = phases.firstIndex(of: phase) else { return nil }
        return phases.dropFirst(place + 1).first
    }

    func has(_ phase: Phase, reached other: Phase) -> Bool {
        guard let place = phases.firstIndex(of: phase), let otherPlace = phases.firstIndex(of: other) else {
            return false
        }
        return place >= otherPlace
    }
}

/// How much of a wave has moved, as far as its phase tells.
struct WaveProgress: Sendable {
    let pattern: MovePattern
    let context: WaveContext

    /// Nobody can tell where the wave stands, or it is between phases on the way back.
    var isUnclear: Bool { context.phase == nil }

    /// What it is heading for, or would be.
    var next: Phase? { context.heading ?? context.phase.flatMap(pattern.phase(after:)) }

    /// The wave is settled in this phase or a later one.
    func hasReached(_ phase: Phase) -> Bool {
        context.phase.map { pattern.has($0, reached: phase) } ?? false
    }

    /// On its way into this phase, or past it, or nobody can tell.
    func mayHaveBegun(_ phase: Phase) -> Bool {
        isUnclear || hasReached(phase) || (context.heading.map { pattern.has($0, reached: phase) } ?? false)
    }

    /// Nothing has moved and nothing is about to.
    var isAtRest: Bool { context.phase == .planned && context.heading == nil && !context.goesBack }
}
