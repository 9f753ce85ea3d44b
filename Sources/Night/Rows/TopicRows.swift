/// The topics as the screen lists them, made once a sweep.
struct TopicRows {
    let plan: Plan
    let book: TopicBook
    let clusters: PerCluster<ClusterKnowledge>
    let bridge: BridgeKnowledge
    let groups: GroupsKnowledge

    /// That no group reads a topic takes a cluster that has been asked.
    private var whyUnreadBySome: Snapshot.Lag {
        let isAsked = ClusterRole.allCases.contains { clusters[$0].sweptAt != nil }
        return .unknown(isAsked ? "no group reads it" : Why.unread)
    }

    /// In the order of the plan's waves, then by name: a topic keeps its place while numbers move.
    static func order(_ book: TopicBook) -> [Int] {
        book.entries.indices.sorted { left, right in
            let (left, right) = (book.entries[left], book.entries[right])
            return left.wave == right.wave ? left.name < right.name : left.wave < right.wave
        }
    }

    func rows(in order: [Int]) -> [Snapshot.Topic] {
        order.map(row)
    }

    private func row(_ number: Int) -> Snapshot.Topic {
        let entry = book.entries[number]
        let (source, target) = (clusters.source.topics[number], clusters.target.topics[number])
        let whyNoBridgeLag = whyNothingToCompare(number)
        return Snapshot.Topic(
            name: entry.name, twin: entry.twin, wave: plan.waves[entry.wave].name, labels: entry.labels,
            onSource: source.partitionCount(on: .source), onTarget: target.partitionCount(on: .target),
            sourceRate: source.gainRate(on: .source), targetRate: target.gainRate(on: .target),
            bridgeLag: whyNoBridgeLag.map { .unknown($0) } ?? bridge.lag(ofTopic: number),
            consumerLag: consumerLag(number),
            underReplicated: source.underReplicated + target.underReplicated,
            offline: source.offline + target.offline,
            partitions: partitions(number, whyNoBridgeLag: whyNoBridgeLag))
    }

    /// A topic that one of the clusters does not have is not carried, however the bridge is measured.
    private func whyNothingToCompare(_ number: Int) -> String? {
        for role in ClusterRole.allCases {
            switch clusters[role].topics[number].presence {
            case .gone: return Why.topicGone
            case .absent: return Why.notOn(role)
            case .unread, .present: continue
            }
        }
        return nil
    }

    private func isThere(_ number: Int, on role: ClusterRole) -> Bool {
        clusters[role].topics[number].isPresent
    }

    private func consumerLag(_ number: Int) -> Snapshot.Lag {
        var furthest: Snapshot.Lag?
        var why: Snapshot.Lag?
        for role in ClusterRole.allCases {
            guard isThere(number, on: role) else {
                if case .gone = clusters[role].topics[number].presence { why = .unknown(Why.topicGone) }
                continue
            }
            let lags = groups.readers[role].topics
            guard lags.indices.contains(number), let lag = lags[number] else { continue }
            furthest = furthest.map { $0.larger(lag) } ?? lag
        }
        return furthest ?? why ?? whyUnreadBySome
    }

    private func partitions(_ number: Int, whyNoBridgeLag: String?) -> [Snapshot.Partition] {
        let source = isThere(number, on: .source) ? clusters.source.topics[number].partitions : []
        let target = isThere(number, on: .target) ? clusters.target.topics[number].partitions : []
        let sourceReaders = isThere(number, on: .source) ? readers(number, on: .source) : []
        let targetReaders = isThere(number, on: .target) ? readers(number, on: .target) : []
        return (0..<max(source.count, target.count)).map { partition in
            let here = source.indices.contains(partition) ? source[partition] : nil
            let twin = target.indices.contains(partition) ? target[partition] : nil
            var row = Snapshot.Partition(
                number: Int32(clamping: partition), sourceLeader: here?.leader, targetLeader: twin?.leader,
                sourceStart: reading(here?.start, there: here != nil, .source),
                sourceEnd: reading(here?.end, there: here != nil, .source),
                targetStart: reading(twin?.start, there: twin != nil, .target),
                targetEnd: reading(twin?.end, there: twin != nil, .target),
                bridgeLag: whyNoBridgeLag.map { .unknown($0) } ?? bridge.lag(ofPartition: partition, in: number),
                gap: whyNoBridgeLag.map { .unknown($0) } ?? bridge.gap(ofPartition: partition, in: number),
                consumerLag: whyUnreadBySome)
            let onSource = sourceReaders.indices.contains(partition) ? sourceReaders[partition] : nil
            let onTarget = targetReaders.indices.contains(partition) ? targetReaders[partition] : nil
            if let furthest = furthest(onSource, onTarget) {
                row.consumerLag = furthest.lag
                row.worstGroup = groups.groups[furthest.group].name
            }
            return row
        }
    }

    private func readers(_ number: Int, on role: ClusterRole) -> [ReaderLags.Furthest?] {
        let readers = groups.readers[role].partitions
        return readers.indices.contains(number) ? readers[number] : []
    }

    private func furthest(_ one: ReaderLags.Furthest?, _ other: ReaderLags.Furthest?) -> ReaderLags.Furthest? {
        guard let one else { return other }
        guard let other else { return one }
        let isFurther = (other.lag.records.value ?? -1) > (one.lag.records.value ?? -1)
        return ReaderLags.Furthest(lag: one.lag.larger(other.lag), group: isFurther ? other.group : one.group)
    }

    private func reading(_ offset: OffsetReading?, there: Bool, _ role: ClusterRole) -> Known<Int64> {
        guard there else { return .unknown(Why.notOn(role)) }
        guard let offset else { return .unknown(Why.unread) }
        return .known(Reading(offset.offset, takenAt: offset.at, origin: .cluster(role)))
    }
}
