/// The lag of a bridge by log ends: each source log's end less the place its twin has reached.
struct OffsetComparison: Sendable {
    private let pace: Pace
    private(set) var sum = LagSum()
    /// Without the unbridged topics.
    private(set) var bridgedSum = LagSum()
    private(set) var topics: [Snapshot.Lag] = []
    /// Partitions whose twin holds more than they do.
    private(set) var ahead = 0
    /// Topics written on the target itself, or perhaps.
    var targetLeads: Set<Int> = []
    /// Topics written on the target itself: no record of them is on its way over the bridge.
    var unbridged: Set<Int> = []
    private var partitions: [[TwinComparison]] = []
    private var firstAt: Moment?
    /// A partition where nothing moves would have been seen by now.
    private(set) var watchedLongEnough = false

    init(pace: Pace) {
        self.pace = pace
    }

    func lag(ofPartition partition: Int, in topic: Int) -> Snapshot.Lag {
        guard partitions.indices.contains(topic), partitions[topic].indices.contains(partition) else {
            return .unknown(Why.unread)
        }
        return partitions[topic][partition].lag
    }

    /// The twin holds what the source does not.
    func isAhead(_ partition: Int, in topic: Int) -> Bool {
        guard partitions.indices.contains(topic), partitions[topic].indices.contains(partition) else { return false }
        return partitions[topic][partition].isAhead
    }

    /// While one of the clusters cannot be seen there is no difference to take: what was last measured stands and ages.
    mutating func measure(
        _ clusters: PerCluster<ClusterKnowledge>, by alignment: Alignment, at moment: Moment
    ) {
        for role in ClusterRole.allCases {
            guard let swept = clusters[role].sweptAt, moment - swept <= pace.staleAfter else { return }
        }
        let since = firstAt ?? moment
        firstAt = since
        watchedLongEnough = moment - since >= pace.stuckAfter
        sum = LagSum()
        bridgedSum = LagSum()
        ahead = 0
        for topic in clusters.source.topics.indices {
            if topic == partitions.count {
                partitions.append([])
                topics.append(.unknown(Why.unread))
            }
            topics[topic] = measure(topic, clusters.source, clusters.target, by: alignment, at: moment)
        }
    }

    private mutating func measure(
        _ topic: Int, _ source: ClusterKnowledge, _ target: ClusterKnowledge, by alignment: Alignment,
        at moment: Moment
    ) -> Snapshot.Lag {
        // A topic that is not on the source has nothing to be carried.
        guard source.topics[topic].isPresent else {
            let why = source.topics[topic].partitionCount(on: .source).whyUnknown ?? Why.unread
            partitions[topic] = []
            sum.note(why)
            bridgedSum.note(why)
            return .unknown(why)
        }
        let logs = source.topics[topic].partitions
        let twins = target.topics[topic].partitions
        let whyNoTwin = target.topics[topic].partitionCount(on: .target).whyUnknown
        if partitions[topic].count > logs.count { partitions[topic] = [] }
        while partitions[topic].count < logs.count { partitions[topic].append(TwinComparison(at: moment)) }
        var ofTopic = LagSum()
        let mayLead = targetLeads.contains(topic)
        let isUnbridged = unbridged.contains(topic)
        for number in logs.indices {
            let hasTwin = whyNoTwin == nil && number < twins.count
            let counted: PartitionFinding
            if !hasTwin {
                counted = partitions[topic][number].miss(whyNoTwin ?? "its twin lacks this partition")
            } else if let end = logs[number].end, let twinEnd = twins[number].end {
                if let reached = alignment.reach(of: twinEnd, in: number, of: topic, log: logs[number]) {
                    var lag = source.topics[topic].lag(of: reached, in: number, since: source.start, pace: pace)
                    lag?.method = alignment.method
                    counted = partitions[topic][number].compare(
                        end, reached, lag: lag, mayLead: mayLead, pace: pace)
                } else {
                    counted = partitions[topic][number].miss(Why.noSync)
                }
            } else {
                counted = partitions[topic][number].miss(Why.noEnd)
            }
            sum.add(counted, topic: topic, partition: number)
            let nothing = PartitionFinding.lag(PartitionLag(records: 0, takenAt: moment))
            bridgedSum.add(isUnbridged ? nothing : counted, topic: topic, partition: number)
            ofTopic.add(counted, topic: topic, partition: number)
            if partitions[topic][number].isAhead, !mayLead { ahead += 1 }
            if partitions[topic][number].isStuck { sum.stuck += 1 }
        }
        return ofTopic.lag(from: .both)
    }
}

/// One source log against its twin.
private struct TwinComparison: Sendable {
    private(set) var lag: Snapshot.Lag = .unknown(Why.unread)
    private(set) var isAhead = false
    private(set) var isStuck = false
    private var twinEnd: Int64 = -1
    /// Since when it has had lag and its twin has not grown.
    private var stillSince: Moment

    init(at moment: Moment) {
        stillSince = moment
    }

    mutating func miss(_ why: String) -> PartitionFinding {
        isStuck = false
        return found(.unknown(why))
    }

    /// What sums are to count: an old reading of the twin keeps its lag on screen, and is no part of what is now.
    /// `lag` is nil when the twin holds more.
    mutating func compare(
        _ sourceEnd: OffsetReading, _ twinEnd: OffsetReading, lag: PartitionLag?, mayLead: Bool, pace: Pace
    ) -> PartitionFinding {
        isStuck = false
        if twinEnd.offset != self.twinEnd {
            self.twinEnd = twinEnd.offset
            stillSince = twinEnd.at
        }
        guard let lag else { return compareAhead(sourceEnd, twinEnd, mayLead: mayLead) }
        isAhead = false
        if lag.records == 0 { stillSince = twinEnd.at }
        isStuck = twinEnd.at - stillSince >= pace.stuckAfter
        let finding = found(.lag(lag))
        return sourceEnd.at - twinEnd.at > pace.staleAfter ? .unknown("target end not read") : finding
    }

    private mutating func compareAhead(
        _ sourceEnd: OffsetReading, _ twinEnd: OffsetReading, mayLead: Bool
    ) -> PartitionFinding {
        stillSince = twinEnd.at
        // Only a source read after its twin shows that the twin has more: before, the rest may just have been written.
        if sourceEnd.at >= twinEnd.at { isAhead = true }
        if isAhead, !mayLead { return found(.unknown("the target is ahead")) }
        // All that the source held when it was read has arrived.
        return found(.lag(PartitionLag(records: 0, takenAt: sourceEnd.at)))
    }

    private mutating func found(_ finding: PartitionFinding) -> PartitionFinding {
        lag = finding.lag(from: .both)
        return finding
    }
}
