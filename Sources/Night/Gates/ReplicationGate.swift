extension WaveEvidence {
    /// Every partition of the wave is on the target, none is further behind than the limit, and what carries them is
    /// well: a lag of nothing beside a dead bridge only says that nothing was written lately.
    func replication(within limit: Limit) -> GateFinding {
        guard bridge.isPlanned else { return .unknown(Why.noBridge) }
        var tally = GateTally()
        tallyHealth(&tally)
        if let disagreement = bridge.disagreement { tally.miss("two ways disagree: \(disagreement)") }
        var worst: (place: (Int, Int), lag: Double)?
        var partitions = 0
        for topic in roster.topics where side(topic, on: .source).presence.isOrWasThere {
            guard tallyTwin(of: topic, &tally) else { continue }
            for partition in side(topic, on: .source).partitions.indices {
                partitions += 1
                guard let lag = lag(of: topic, partition, in: limit.dimension, &tally) else { continue }
                if lag > worst?.lag ?? -1 { worst = ((topic, partition), lag) }
            }
        }
        guard !tally.isEmpty else { return .unknown("no topic of the wave was read yet") }
        let evidence = worst.map { worst in
            let place = place(worst.place.0, worst.place.1)
            return "worst partition \(place) \(limit.dimension.inWords(worst.lag)), limit \(limit.inWords)"
        }
        if let evidence, let worst, worst.lag > limit.value { tally.fail(evidence) }
        return tally.finding("\(evidence ?? "nothing to carry"), \(partitions.partitions)")
    }

    private func tallyHealth(_ tally: inout GateTally) {
        switch bridge.mirror?.health(at: moment) {
        case nil: break
        case .carrying: tally.rests(on: bridge.mirror?.readAt ?? moment)
        case .failing(let why), .resting(let why): tally.fail(why)
        case .unknown(let why): tally.miss(why)
        }
    }

    private func tallyTwin(of topic: Int, _ tally: inout GateTally) -> Bool {
        guard side(topic, on: .source).isPresent else {
            tally.miss("topic \(name(of: topic)) is gone from the source")
            return false
        }
        switch side(topic, on: .target).partitionCount(on: .target) {
        case .known(let reading):
            tally.rests(on: reading.takenAt)
            return true
        case .unknown(let why):
            let words = "topic \(name(of: topic)): \(why)"
            why == Why.unread ? tally.miss(words) : tally.fail(words)
            return false
        }
    }

    private func lag(
        of topic: Int, _ partition: Int, in dimension: Dimension, _ tally: inout GateTally
    ) -> Double? {
        let lag = bridge.lag(ofPartition: partition, in: topic)
        switch dimension == .time ? lag.time : lag.records.asDouble {
        case .unknown(let why):
            tally.miss("\(place(topic, partition)): \(why)")
            return nil
        case .known(let reading):
            tally.rests(on: reading.takenAt)
            if isStale(reading.takenAt) {
                tally.miss("\(place(topic, partition)): not read for \((moment - reading.takenAt).inWords)")
            } else if reading.bound == .atLeast {
                tally.miss("\(place(topic, partition)): at least \(dimension.inWords(reading.value)) behind")
            }
            return reading.value
        }
    }
}

extension TopicSide.Presence {
    /// A topic that was never on the source has nothing to be carried.
    fileprivate var isOrWasThere: Bool {
        switch self {
        case .present, .gone: true
        case .unread, .absent: false
        }
    }
}
