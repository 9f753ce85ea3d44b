extension WaveEvidence {
    private struct OffsetsLook {
        var tally = GateTally()
        var positions = 0
        /// On records that are still on the bridge.
        var waiting = 0
        var reread: Int64 = 0
        var rereadUnknown: String?
    }

    /// Where each group would begin to read on the target lies inside a log there.
    func offsets(rereadWithin limit: Limit?) -> GateFinding {
        guard !roster.groups.isEmpty else { return .unknown("the wave has no group yet") }
        var look = OffsetsLook()
        for group in waveGroups { self.look(at: group, &look) }
        if let limit {
            if Double(look.reread) > limit.value {
                look.tally.fail("would re-read \(look.reread.grouped), limit \(limit.inWords)")
            } else if let why = look.rereadUnknown {
                look.tally.miss(why)
            }
        }
        let waiting = look.waiting > 0 ? ", \(look.waiting) on records still on the bridge" : ""
        let reread = look.rereadUnknown == nil ? ", re-read \(look.reread.grouped)" : ""
        return look.tally.finding(
            "\(waveGroups.count.counted("group")), \(look.positions.counted("position")) inside the target's logs\(waiting)\(reread)"
        )
    }

    private func look(at group: GroupsKnowledge.Group, _ look: inout OffsetsLook) {
        let source = group.sides.source
        guard !source.isAbsent, source.commits.hasCommits, let readAt = source.commits.readAt else {
            let why = source.commits.readAt == nil ? Why.unread : Why.neverCommitted
            look.tally.miss("group \(group.name): \(source.isAbsent ? Why.groupAbsent : why) on the source")
            return
        }
        let offsets = groupPlan(of: group)?.offsets ?? .translate
        if offsets.isDerived, !bridge.isPlanned {
            look.tally.miss("group \(group.name): \(Why.noBridge)")
            return
        }
        if offsets.isDerived, group.sides.target.isAtWork, !progress.mayHaveBegun(progress.pattern.movesConsumers) {
            look.tally.fail("group \(group.name) is at work on the target: nothing can be written for it")
        }
        look.tally.rests(on: readAt)
        if case .replay = offsets { look.rereadUnknown = "group \(group.name): the re-read of its replay is unknown" }
        if case .reset(.time) = offsets {
            look.rereadUnknown = "group \(group.name): the re-read of its reset is unknown"
        }
        source.commits.forEachPosition { topic, partition, offset in
            look.positions += 1
            let position = OffsetReading(offset: offset, at: readAt)
            if offsets.isDerived, let mirror = bridge.mirror {
                translate(position, of: group, in: partition, of: topic, by: mirror, &look)
            } else {
                lookAt(position, in: partition, of: topic, by: offsets, &look)
            }
        }
    }

    private func lookAt(
        _ position: OffsetReading, in partition: Int, of topic: Int, by offsets: OffsetsPlan, _ look: inout OffsetsLook
    ) {
        let twin = side(topic, on: .target)
        guard twin.isPresent, twin.partitions.indices.contains(partition) else {
            let why = twin.partitionCount(on: .target).whyUnknown ?? "its twin lacks this partition"
            let words = "\(place(topic, partition)): \(why)"
            why == Why.unread ? look.tally.miss(words) : look.tally.fail(words)
            return
        }
        guard let end = twin.partitions[partition].end, let start = twin.partitions[partition].start else {
            look.tally.miss("\(place(topic, partition)): the target's log was not read")
            return
        }
        look.tally.rests(on: end.at)
        guard offsets.isDerived else {
            if offsets == .reset(.earliest) { look.reread += max(0, position.offset - start.offset) }
            return
        }
        if position.offset < start.offset {
            let place = place(topic, partition)
            look.tally.fail(
                "\(place): position \(position.offset.grouped) is before the target's first, \(start.offset.grouped)")
        } else if position.offset > end.offset {
            tallyBeyond(position, end, partition, topic, &look)
        }
    }

    /// A checkpoint says where it would begin, never past what it has read, and maybe long before.
    private func translate(
        _ position: OffsetReading, of group: GroupsKnowledge.Group, in partition: Int, of topic: Int,
        by mirror: MirrorKnowledge, _ look: inout OffsetsLook
    ) {
        guard let checkpoint = mirror.checkpoints.checkpoint(of: group.name, in: partition, of: topic) else {
            let why = mirror.whyNoCheckpoint(of: group.name, at: position.offset, in: partition, of: topic)
            return look.tally.miss("group \(group.name), \(place(topic, partition)): \(why)")
        }
        let begins = OffsetReading(offset: checkpoint.downstream, at: position.at)
        if let again = bridge.alignment.onSource(begins.offset, in: partition, of: topic) {
            look.reread += max(0, position.offset - again)
        } else {
            look.rereadUnknown = "\(place(topic, partition)): \(Why.noSync)"
        }
        let twins = side(topic, on: .target).partitions
        if twins.indices.contains(partition), let end = twins[partition].end, begins.offset > end.offset {
            let words = "checkpoint \(begins.offset.grouped) is beyond the target's end, \(end.offset.grouped)"
            return look.tally.miss("group \(group.name), \(place(topic, partition)): \(words)")
        }
        lookAt(begins, in: partition, of: topic, by: .preserve, &look)
    }

    /// A reader at the head of a living log stands on records that are still on the bridge. That is as it should be
    /// while the source holds them, and the bridge's lag, which the replication gate judges, says when they come.
    private func tallyBeyond(
        _ position: OffsetReading, _ end: OffsetReading, _ partition: Int, _ topic: Int, _ look: inout OffsetsLook
    ) {
        let logs = side(topic, on: .source).partitions
        let sourceEnd = logs.indices.contains(partition) ? logs[partition].end : nil
        guard let sourceEnd else { return look.tally.miss("\(place(topic, partition)): \(Why.noEnd) on the source") }
        look.tally.rests(on: sourceEnd.at)
        if position.offset <= sourceEnd.offset {
            look.waiting += 1
        } else if sourceEnd.at < position.at {
            // Read before the position was: there may have been records since.
            look.tally.miss("\(place(topic, partition)): \(Why.noEnd) on the source")
        } else {
            let ends = "source \(sourceEnd.offset.grouped), target \(end.offset.grouped)"
            look.tally.fail(
                "\(place(topic, partition)): position \(position.offset.grouped) is beyond both ends, \(ends)")
        }
    }
}

extension OffsetsPlan {
    /// The position on the target follows from the one on the source.
    var isDerived: Bool {
        switch self {
        case .preserve, .translate: true
        case .reset, .replay: false
        }
    }
}
