/// The lag of a bridge that keeps offsets: each source log's end less its twin's.
struct OffsetComparison: Sendable {
    private struct Progress {
        var targetEnd: Int64 = -1
        /// Since when it has had lag and its twin has not grown.
        var stillSince: Moment
        var isAhead = false
        var lag: Snapshot.Lag
    }

    private let pace: Pace
    private(set) var sum = LagSum()
    private(set) var topics: [Snapshot.Lag] = []
    /// Partitions whose twin holds more than they do.
    private(set) var ahead = 0
    private var partitions: [[Progress]] = []

    init(pace: Pace) {
        self.pace = pace
    }

    func lag(ofPartition partition: Int, in topic: Int) -> Snapshot.Lag {
        guard partitions.indices.contains(topic), partitions[topic].indices.contains(partition) else {
            return .unknown(Why.unread)
        }
        return partitions[topic][partition].lag
    }

    /// While one of the clusters cannot be seen there is no difference to take: what was last measured stands and ages.
    mutating func measure(_ clusters: PerCluster<ClusterKnowledge>, at moment: Moment) {
        for role in ClusterRole.allCases {
            guard let swept = clusters[role].sweptAt, moment - swept <= pace.staleAfter else { return }
        }
        sum = LagSum()
        ahead = 0
        for topic in clusters.source.topics.indices {
            if topic == partitions.count {
                partitions.append([])
                topics.append(.unknown(Why.unread))
            }
            topics[topic] = measure(topic, clusters, at: moment)
        }
    }

    private mutating func measure(
        _ topic: Int, _ clusters: PerCluster<ClusterKnowledge>, at moment: Moment
    ) -> Snapshot.Lag {
        // A topic that is not on the source has nothing to be carried.
        guard clusters.source.topics[topic].isPresent else {
            let why = clusters.source.topics[topic].partitionCount(on: .source).whyUnknown ?? Why.unread
            partitions[topic] = []
            sum.note(why)
            return .unknown(why)
        }
        let count = clusters.source.topics[topic].partitions.count
        if partitions[topic].count > count { partitions[topic] = [] }
        while partitions[topic].count < count {
            partitions[topic].append(Progress(stillSince: moment, lag: .unknown(Why.unread)))
        }
        let start = clusters.source.start
        let whyNoTwin = clusters.target.topics[topic].partitionCount(on: .target).whyUnknown
        var ofTopic = LagSum()
        for number in 0..<count {
            let finding: PartitionFinding
            if let whyNoTwin {
                finding = .unknown(whyNoTwin)
            } else if clusters.target.topics[topic].partitions.indices.contains(number) {
                finding = compare(
                    clusters.source.topics[topic].partitions[number].end,
                    clusters.target.topics[topic].partitions[number].end,
                    progress: &partitions[topic][number], start: start)
            } else {
                finding = .unknown("its twin lacks this partition")
            }
            partitions[topic][number].lag = finding.lag(from: .both)
            let counted = isTargetStale(topic, number, clusters) ? .unknown("target end not read") : finding
            sum.add(counted, topic: topic, partition: number)
            ofTopic.add(counted, topic: topic, partition: number)
            if partitions[topic][number].isAhead { ahead += 1 }
            if isStuck(topic, number, clusters) { sum.stuck += 1 }
        }
        return ofTopic.lag(from: .both)
    }

    private func compare(
        _ source: LogEnd, _ target: LogEnd, progress: inout Progress, start: Moment
    ) -> PartitionFinding {
        guard let targetEnd = target.now else { return .unknown(Why.noEnd) }
        guard let sourceEnd = source.now else { return .unknown(Why.noEnd) }
        if targetEnd.offset != progress.targetEnd {
            progress.targetEnd = targetEnd.offset
            progress.stillSince = targetEnd.at
        }
        if let lag = source.lag(of: targetEnd, since: start, pace: pace) {
            if lag.records == 0 { progress.stillSince = targetEnd.at }
            progress.isAhead = false
            return .lag(lag)
        }
        progress.stillSince = targetEnd.at
        // Only a source read after its twin shows that the twin has more: before, the rest may just have been written.
        if sourceEnd.at >= targetEnd.at { progress.isAhead = true }
        if progress.isAhead { return .unknown("the target is ahead") }
        // All that the source held when it was read has arrived.
        return .lag(PartitionLag(records: 0, takenAt: sourceEnd.at))
    }

    private func isTargetStale(_ topic: Int, _ number: Int, _ clusters: PerCluster<ClusterKnowledge>) -> Bool {
        guard clusters.target.topics[topic].partitions.indices.contains(number),
            let source = clusters.source.topics[topic].partitions[number].end.now,
            let target = clusters.target.topics[topic].partitions[number].end.now
        else { return false }
        return source.at - target.at > pace.staleAfter
    }

    private func isStuck(_ topic: Int, _ number: Int, _ clusters: PerCluster<ClusterKnowledge>) -> Bool {
        guard clusters.target.topics[topic].partitions.indices.contains(number),
            let target = clusters.target.topics[topic].partitions[number].end.now,
            let lag = partitions[topic][number].lag.records.value, lag > 0
        else { return false }
        return target.at - partitions[topic][number].stillSince >= pace.stuckAfter
    }
}
