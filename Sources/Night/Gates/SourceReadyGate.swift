extension WaveEvidence {
    /// Log starts move with retention and are read every ten seconds; one that old is no reason to wait.
    private static let startsGoodFor = Duration.seconds(30)

    /// The source is whole, and still holds what the groups have to come back to.
    var sourceReady: GateFinding {
        var tally = GateTally()
        if let why = whyUnseen(.source) { tally.miss(why) }
        if let sweptAt = clusters.source.sweptAt { tally.rests(on: sweptAt) }
        var partitions = 0
        for topic in roster.topics {
            let side = side(topic, on: .source)
            guard case .present(let at) = side.presence else { continue }
            tally.rests(on: at)
            partitions += side.partitions.count
            if side.offline > 0 { tally.fail("topic \(name(of: topic)): \(side.offline.partitions) without a leader") }
            if side.underReplicated > 0 {
                tally.fail("topic \(name(of: topic)): \(side.underReplicated.partitions) under-replicated")
            }
            for partition in side.partitions.indices { tallyStart(of: partition, topic, &tally) }
        }
        guard partitions > 0 else { return .unknown("no topic of the wave was read yet") }
        for group in waveGroups { tallyPositions(of: group, &tally) }
        return tally.finding("\(partitions.partitions) whole, retention behind every position")
    }

    private func tallyStart(of partition: Int, _ topic: Int, _ tally: inout GateTally) {
        guard let start = side(topic, on: .source).partitions[partition].start else {
            return tally.miss("\(place(topic, partition)): its log start was not read")
        }
        let age = moment - start.at
        if age > max(Self.startsGoodFor, pace.staleAfter) {
            tally.miss("\(place(topic, partition)): its log start was not read for \(age.inWords)")
        }
    }

    private func tallyPositions(of group: GroupsKnowledge.Group, _ tally: inout GateTally) {
        guard !group.sides.source.isAbsent else { return }
        group.sides.source.commits.forEachPosition { topic, partition, offset in
            let logs = side(topic, on: .source).partitions
            guard logs.indices.contains(partition), let start = logs[partition].start, start.offset > offset else {
                return
            }
            let gone = (start.offset - offset).grouped
            tally.fail("\(place(topic, partition)): retention took \(gone) that \(group.name) has not read")
        }
    }
}
