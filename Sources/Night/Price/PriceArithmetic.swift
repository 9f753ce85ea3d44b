extension WaveEvidence {
    /// What going back costs now. Put beside the source's log by the bridge's alignment, a position on the target means
    /// the same record on both sides, and the target's end beyond the source's is what was written there alone.
    var price: Snapshot.Price {
        guard let promotionPrice else { return priceInRecords }
        var price = priceInRecords
        if price.kind == .free { return Snapshot.Price(.unknown(promotionPrice)) }
        price.besides = [price.besides, promotionPrice].compactMap { $0 }.joined(separator: "; ")
        return price
    }

    private var priceInRecords: Snapshot.Price {
        let pattern = progress.pattern
        let consumersMove = progress.mayHaveBegun(pattern.movesConsumers)
        let targetWritten = progress.mayHaveBegun(pattern.writesTarget)
        guard consumersMove || targetWritten else { return Snapshot.Price(.free) }
        guard bridge.isPlanned else { return Snapshot.Price(.unknown(Why.noBridge)) }
        var tab = PriceTab()
        if consumersMove { for group in waveGroups { addReread(by: group, to: &tab) } }
        if targetWritten { addOnlyOnTarget(to: &tab) }
        return tab.price
    }

    /// What the group has consumed on the target beyond where it stands on the source.
    private func addReread(by group: GroupsKnowledge.Group, to tab: inout PriceTab) {
        let (source, target) = (group.sides.source, group.sides.target)
        if target.isAbsent { return }
        guard let readAt = target.commits.readAt else { return tab.miss("\(group.name): \(Why.unread) on the target") }
        if isStale(readAt) { tab.miss("\(group.name): not read on the target for \((moment - readAt).inWords)") }
        var reread: Int64 = 0
        target.commits.forEachPosition { topic, partition, offset in
            guard let from = source.commits.position(in: partition, of: topic) else {
                return tab.miss("\(group.name): no position on the source in \(place(topic, partition))")
            }
            guard let reached = bridge.alignment.onSource(offset, in: partition, of: topic) else {
                return tab.miss("\(place(topic, partition)): \(Why.noSync)")
            }
            reread += max(0, reached - from)
        }
        tab.addReread(reread)
    }

    private func addOnlyOnTarget(to tab: inout PriceTab) {
        for topic in roster.topics where side(topic, on: .source).isPresent {
            let (logs, twins) = (side(topic, on: .source).partitions, side(topic, on: .target).partitions)
            for partition in logs.indices {
                let twin = twins.indices.contains(partition) ? twins[partition].end : nil
                guard let end = logs[partition].end, let twin, !isStale(end.at), !isStale(twin.at) else {
                    tab.miss("\(place(topic, partition)): no fresh log end")
                    continue
                }
                guard
                    let reached = bridge.alignment.reach(of: twin, in: partition, of: topic, log: logs[partition])
                else {
                    tab.miss("\(place(topic, partition)): \(Why.noSync)")
                    continue
                }
                tab.addOnlyOnTarget(max(0, reached.offset - end.offset))
            }
        }
    }
}

/// The parts of a price, as they are found.
private struct PriceTab {
    private var reread: Int64 = 0
    private var groups = 0
    private var onlyOnTarget: Int64 = 0
    private var missing: String?
    private var missed = 0

    mutating func addReread(_ records: Int64) {
        guard records > 0 else { return }
        reread += records
        groups += 1
    }

    mutating func addOnlyOnTarget(_ records: Int64) { onlyOnTarget += records }

    mutating func miss(_ words: @autoclosure () -> String) {
        missed += 1
        if missing == nil { missing = words() }
    }

    private var unknown: String? {
        missing.map { missed > 1 ? "\($0), and \(missed - 1) more" : $0 }
    }

    /// The worst of its parts names it; what comes on top stands beside.
    var price: Snapshot.Price {
        if onlyOnTarget > 0 {
            let rereadWords = groups > 0 ? "re-read \(reread.grouped) in \(groups.counted("group"))" : nil
            let besides = [rereadWords, unknown].compactMap { $0 }.joined(separator: "; ")
            return Snapshot.Price(.onlyOnTarget(records: onlyOnTarget), besides: besides.isEmpty ? nil : besides)
        }
        if groups > 0 { return Snapshot.Price(.reread(records: reread, groups: groups), besides: unknown) }
        return Snapshot.Price(unknown.map { .unknown($0) } ?? .free)
    }
}
