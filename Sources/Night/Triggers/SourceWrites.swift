/// When the wave's logs on the source last grew, so that what is written there after its fence is told from what was
/// written before.
struct SourceWrites: Sendable {
    struct Growth: Sendable {
        /// All of it was written after this reading, and before `at`.
        var after: Moment
        var at: Moment
        var records: Int64
        var topic: Int
        var partition: Int
    }

    private var ends: [Int: [OffsetReading?]] = [:]
    /// The growth of the last sweep that saw any; of several partitions, where it is largest.
    private(set) var last: Growth?
    /// Since this moment every log of the wave has been seen at least twice; nil: one was not.
    private(set) var watchedSince: Moment?
    private(set) var readAt: Moment?

    /// Takes the log ends of a sweep of the source that has ended.
    mutating func take(_ topics: [Int], of source: ClusterKnowledge, sweptAt: Moment) {
        var oldestBefore: Moment? = sweptAt
        var growth: Growth?
        readAt = nil
        for topic in topics where source.topics[topic].isPresent {
            let logs = source.topics[topic].partitions
            var known = ends[topic] ?? []
            if known.count > logs.count { known = [] }
            while known.count < logs.count { known.append(nil) }
            for partition in logs.indices {
                let (before, now) = (known[partition], logs[partition].end)
                known[partition] = now
                guard let now else {
                    oldestBefore = nil
                    continue
                }
                readAt = min(readAt ?? now.at, now.at)
                guard let before else {
                    oldestBefore = nil
                    continue
                }
                oldestBefore = oldestBefore.map { min($0, before.at) }
                let records = now.offset - before.offset
                if records > growth?.records ?? 0 {
                    growth = Growth(after: before.at, at: now.at, records: records, topic: topic, partition: partition)
                }
            }
            ends[topic] = known
        }
        watchedSince = oldestBefore
        if let growth { last = growth }
    }
}
