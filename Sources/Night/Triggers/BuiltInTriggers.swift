extension BuiltInTrigger {
    /// How long the condition must last.
    func hold(_ pace: Pace) -> Duration {
        switch self {
        case .sourceWrittenAfterFence, .bothWritten, .blindness: .zero
        case .groupOnBoth, .connectorOnBoth: pace.staleAfter
        case .lagDoesNotConverge: .seconds(60)
        }
    }
}

/// The conditions that say "go back" whatever the plan says, with what they must remember from sweep to sweep.
struct BuiltInConditions: Sendable {
    private var writes = SourceWrites()
    private var consumersConverge: Convergence
    private var bridgeConverges: Convergence
    /// Since when the producers have been seen as moved.
    private var producersMovedSince: Moment?

    init(_ pace: Pace) {
        consumersConverge = Convergence(pace)
        bridgeConverges = Convergence(pace)
    }

    /// Takes what a sweep brought, before the conditions are looked at.
    mutating func take(_ evidence: WaveEvidence, swept: ClusterRole?) {
        let progress = evidence.progress
        let moved = progress.hasReached(progress.pattern.movesProducers)
        producersMovedSince = moved ? producersMovedSince ?? evidence.moment : nil
        if swept == .source {
            writes.take(evidence.roster.topics, of: evidence.clusters.source, sweptAt: evidence.moment)
        }
    }

    mutating func look(at trigger: BuiltInTrigger, _ evidence: WaveEvidence) -> TriggerSight {
        let progress = evidence.progress
        if progress.context.phase == .closed { return .notNow("the wave is closed") }
        if progress.context.goesBack { return .notNow("the wave goes back") }
        if progress.isUnclear { return .unknown("nothing has established where the wave stands") }
        return switch trigger {
        case .sourceWrittenAfterFence: writtenAfterFence(evidence)
        case .bothWritten: bothWritten(evidence)
        case .groupOnBoth: evidence.groupOnBoth
        case .connectorOnBoth: evidence.connectorOnBoth
        case .blindness: evidence.blindness
        case .lagDoesNotConverge: lagDoesNotConverge(evidence)
        }
    }

    private func writtenAfterFence(_ evidence: WaveEvidence) -> TriggerSight {
        guard let fencedSince = evidence.progress.context.fencedSince else {
            return .notNow("the source is not fenced")
        }
        // A record that was on its way when the fence came down may still arrive within a poll.
        return written(after: fencedSince + evidence.pace.poll, "after its fence", evidence)
    }

    private func written(after moment: Moment, _ when: String, _ evidence: WaveEvidence) -> TriggerSight {
        guard let readAt = writes.readAt else { return .unknown("the source's log ends were not read") }
        // News for a while, so that it can be seen twice.
        if let growth = writes.last, growth.after >= moment,
            evidence.moment - growth.at <= evidence.pace.window
        {
            let place = evidence.place(growth.topic, growth.partition)
            return .over("\(place) grew by \(growth.records.grouped) on the source \(when)", takenAt: readAt)
        }
        guard let watchedSince = writes.watchedSince, watchedSince >= moment else {
            return .unknown("the source was not read twice since")
        }
        return .calm("nothing written to the source \(when)", takenAt: readAt)
    }

    private func bothWritten(_ evidence: WaveEvidence) -> TriggerSight {
        let (progress, context) = (evidence.progress, evidence.progress.context)
        let pattern = progress.pattern
        if progress.hasReached(pattern.movesProducers) {
            if context.fencedSince != nil {
                return .notNow("judged by: \(BuiltInTrigger.sourceWrittenAfterFence.rawValue)")
            }
            return written(
                after: (producersMovedSince ?? evidence.moment) + evidence.pace.poll, "after the producers moved",
                evidence)
        }
        if progress.hasReached(pattern.writesTarget) { return .notNow("both are written now, as planned") }
        if context.heading == pattern.writesTarget, context.fencedSince != nil || !evidence.fencesSource {
            return .notNow("while the producers move")
        }
        return evidence.targetWritten
    }

    private mutating func lagDoesNotConverge(_ evidence: WaveEvidence) -> TriggerSight {
        let progress = evidence.progress
        guard progress.hasReached(progress.pattern.movesConsumers) else {
            return .notNow("not before the consumers have moved")
        }
        let consumers = evidence.standing(
            "consumers", evidence.consumerLag, limit: evidence.consumerLagLimit, by: &consumersConverge)
        if progress.hasReached(progress.pattern.writesTarget) { return consumers }
        return consumers.worse(
            evidence.standing("the bridge", evidence.bridgeLag, limit: evidence.lagLimit, by: &bridgeConverges))
    }
}

extension TriggerSight {
    /// Over outweighs unknown, and unknown calm.
    fileprivate func worse(_ other: TriggerSight) -> TriggerSight { rank >= other.rank ? self : other }

    private var rank: Int {
        switch outcome {
        case .notNow: 0
        case .calm: 1
        case .unknown: 2
        case .over: 3
        }
    }
}
