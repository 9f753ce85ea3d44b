extension WaveEvidence {
    /// Its way to moved producers begins with a fence, so that until then the source has write authority.
    var fencesSource: Bool {
        let phase = progress.pattern.writesTarget
        let steps = wavePlan.steps.first { $0.phase == phase }?.steps ?? []
        return steps.contains { $0.fences == .source }
    }

    /// Records on the target that the bridge did not bring, while the source has write authority.
    var targetWritten: TriggerSight {
        guard bridge.isPlanned else { return .unknown("what the bridge brought: \(Why.noBridge)") }
        let alignment = bridge.alignment
        var tally = GateTally()
        var ahead: (place: (Int, Int), records: Int64)?
        for topic in roster.topics where side(topic, on: .source).isPresent && side(topic, on: .target).isPresent {
            let (logs, twins) = (side(topic, on: .source).partitions, side(topic, on: .target).partitions)
            for partition in logs.indices {
                guard twins.indices.contains(partition), let end = logs[partition].end, let twin = twins[partition].end
                else {
                    tally.miss("\(place(topic, partition)): \(Why.noEnd)")
                    continue
                }
                guard let reached = alignment.reach(of: twin, in: partition, of: topic, log: logs[partition]) else {
                    tally.miss("\(place(topic, partition)): \(Why.noSync)")
                    continue
                }
                tally.rests(on: min(end.at, twin.at))
                let records = reached.offset - end.offset
                if bridge.offsets.isAhead(partition, in: topic), records > ahead?.records ?? 0 {
                    ahead = ((topic, partition), records)
                }
            }
        }
        if let ahead, let takenAt = tally.oldest {
            let words = "\(place(ahead.place.0, ahead.place.1)) holds \(ahead.records.grouped) on the target only"
            return .over(words, takenAt: takenAt)
        }
        return TriggerSight(tally.finding("the target holds what the bridge brought"))
    }

    var groupOnBoth: TriggerSight {
        for role in ClusterRole.allCases {
            if let why = whyUnseen(role) { return .unknown(why) }
        }
        guard let source = clusters.source.sweptAt, let target = clusters.target.sweptAt else {
            return .unknown(Why.unread)
        }
        let both = waveGroups.filter { $0.isActiveOnBoth(pace) }.map(\.name)
        if !both.isEmpty { return .over("\(both.gathered()) at work on both clusters", takenAt: min(source, target)) }
        return .calm("no group is at work on both clusters", takenAt: min(source, target))
    }

    /// Judged by the clock, not by sweeps: it is their absence that it is about.
    var blindness: TriggerSight {
        if progress.isAtRest { return .notNow("not before the wave moves") }
        let longest = pace.blindAfter
        var unseen: [String] = []
        for role in ClusterRole.allCases {
            let seenAt = clusters[role].sweptAt ?? clusters[role].start
            if moment - seenAt > longest { unseen.append("\(role.rawValue) not seen for \((moment - seenAt).inWords)") }
        }
        if unseen.isEmpty { return .calm("both clusters are seen", takenAt: moment) }
        return .over("\(unseen.joined(separator: ", ")), limit \(longest.inWords)", takenAt: moment)
    }

    var consumerLagLimit: Limit {
        limit(ofLine: "consumer-lag", measuring: .consumersLagTime) ?? Limit(60, .time)
    }

    var consumerLag: Known<Double> { metrics.value(of: .consumersLagTime, for: wave) }

    /// That of the wave's topics, the furthest behind.
    var bridgeLag: Known<Double> { metrics.value(of: .bridgeLagTime, overTopics: roster.topics) }

    func standing(
        _ what: String, _ lag: Known<Double>, limit: Limit, by convergence: inout Convergence
    ) -> TriggerSight {
        guard let reading = lag.reading else { return .unknown("\(what): \(lag.whyUnknown ?? Why.unread)") }
        let words = "\(what) \(reading.value.secondsInWords) behind, limit \(limit.inWords)"
        if convergence.stands(reading, limit: limit.value) { return .over(words, takenAt: reading.takenAt) }
        if reading.bound == .atLeast, reading.value <= limit.value { return .unknown("\(words), or more") }
        return .calm(words, takenAt: reading.takenAt)
    }

    /// The plan's own condition, on its own metric.
    func look(at trigger: TriggerPlan) -> TriggerSight {
        if progress.context.phase == .closed { return .notNow("the wave is closed") }
        if progress.context.goesBack { return .notNow("the wave goes back") }
        let dimension = trigger.above.dimension
        switch value(of: trigger) {
        case .unknown(let why): return .unknown(why)
        case .known(let reading):
            let words = "\(dimension.inWords(reading.value)), limit \(trigger.above.inWords)"
            if reading.value > trigger.above.value { return .over(words, takenAt: reading.takenAt) }
            if reading.bound == .atLeast { return .unknown("at least \(words)") }
            return .calm(words, takenAt: reading.takenAt)
        }
    }

    private func value(of trigger: TriggerPlan) -> Known<Double> {
        guard case .builtIn(let metric) = trigger.metric else {
            return metrics.value(of: trigger.metric, at: trigger.cluster, for: wave)
        }
        guard let subject = trigger.of else {
            return metric.isOfTopics
                ? metrics.value(of: metric, overTopics: roster.topics)
                : metrics.value(of: metric, for: wave)
        }
        if metric.isOfGroups, let number = roster.groups.first(where: { groups.groups[$0].name == subject }) {
            return metrics.value(of: metric, ofGroup: number)
        }
        if let number = roster.topics.first(where: { name(of: $0) == subject }) {
            return metrics.value(of: metric, overTopics: [number])
        }
        return .unknown("\(subject) was not met yet")
    }
}

extension TriggerSight {
    init(_ finding: GateFinding) {
        switch finding.outcome {
        case .passes: self.init(outcome: .calm, words: finding.words, takenAt: finding.takenAt)
        case .fails: self.init(outcome: .over, words: finding.words, takenAt: finding.takenAt)
        case .unknown: self.init(outcome: .unknown, words: finding.words)
        }
    }
}
