/// Where MirrorMaker 2 would have groups begin on the target.
struct Checkpoints: Sendable {
    private var groups: [String: [Int: [Int: OffsetPair]]] = [:]

    /// More than any cluster has; beyond it groups are not taken in.
    private static let mostGroups = 10_000

    mutating func take(_ topics: [TopicOffsetPairs], of group: String, book: TopicBook) {
        guard groups[group] != nil || groups.count < Self.mostGroups else { return }
        for topic in topics {
            guard let number = book.number(of: topic.topic, on: .target) else { continue }
            for pair in topic.pairs where pair.isSane {
                groups[group, default: [:]][number, default: [:]][Int(pair.partition)] = pair
            }
        }
    }

    func checkpoint(of group: String, in partition: Int, of topic: Int) -> OffsetPair? {
        groups[group]?[topic]?[partition]
    }

    func has(_ group: String) -> Bool { groups[group] != nil }
}

/// Groups that MirrorMaker 2 leaves out unless it is told otherwise.
enum ExcludedGroups {
    private static let prefixes = ["console-consumer-", "connect-", "__"]

    static func rule(excluding group: String) -> String? {
        prefixes.first { group.hasPrefix($0) }.map { "\($0)*" }
    }
}

/// One group's positions by their checkpoints, summed up.
struct TranslationSum {
    private(set) var partitions = 0
    private(set) var translated = 0
    private(set) var reread: Int64 = 0
    private(set) var oldest: WallTime?
    private(set) var whyNot: String?
    private(set) var whyNoReread: String?

    mutating func add(_ checkpoint: OffsetPair, rereading records: Int64?) {
        partitions += 1
        translated += 1
        oldest = min(oldest ?? checkpoint.writtenAt, checkpoint.writtenAt)
        if let records { reread += max(0, records) } else { whyNoReread = Why.noSync }
    }

    mutating func miss(_ why: String) {
        partitions += 1
        if whyNot == nil { whyNot = why }
    }
}

extension MirrorKnowledge {
    /// Why a position on the source has no checkpoint.
    func whyNoCheckpoint(of group: String, at position: Int64, in partition: Int, of topic: Int) -> String {
        if !checkpoints.has(group), let rule = ExcludedGroups.rule(excluding: group) {
            return "MirrorMaker 2 leaves out \(rule) unless groups.exclude says otherwise"
        }
        guard let sync = positions.sync(of: topic, partition) else { return Why.noSync }
        if sync.upstream > position { return "its position is older than the offset-syncs" }
        if !checkpoints.has(group) { return "no checkpoint of it yet; new groups are looked for every 10 minutes" }
        return "no checkpoint of it yet"
    }

    /// What is promised to one group, judged by where it stands on the source.
    func translation(
        of group: GroupsKnowledge.Group, wave: String, book: TopicBook, at stamp: Stamp
    ) -> Snapshot.Translation {
        var sum = TranslationSum()
        let commits = group.sides.source.commits
        commits.forEachPosition { topic, partition, offset in
            guard let checkpoint = checkpoints.checkpoint(of: group.name, in: partition, of: topic) else {
                let why = whyNoCheckpoint(of: group.name, at: offset, in: partition, of: topic)
                return sum.miss("\(book.name(of: topic, on: .source))/\(partition): \(why)")
            }
            let begins = Alignment.mirrored(positions).onSource(checkpoint.downstream, in: partition, of: topic)
            sum.add(checkpoint, rereading: begins.map { offset - $0 })
        }
        let source = group.sides.source
        let unread = source.isAbsent ? Why.notOn(.source) : commits.readAt == nil ? Why.unread : Why.neverCommitted
        let takenAt = commits.readAt ?? stamp.moment
        return Snapshot.Translation(
            group: group.name, wave: wave, partitions: sum.partitions, translated: sum.translated,
            whyNot: sum.partitions == 0 ? unread : sum.whyNot,
            age: known(
                sum.oldest.map { max(0, Double(stamp.wall.milliseconds &- $0.milliseconds) / 1_000) },
                takenAt: stamp.moment, sum.whyNot ?? unread),
            reread: known(
                sum.translated > 0 && sum.whyNoReread == nil ? sum.reread : nil, takenAt: takenAt,
                bound: sum.translated < sum.partitions ? .atLeast : .exact,
                sum.whyNoReread ?? sum.whyNot ?? unread),
            blocked: group.sides.target.isAtWork ? "at work on the target" : nil)
    }

    private func known<Value>(
        _ value: Value?, takenAt: Moment, bound: Bound = .exact, _ why: String
    ) -> Known<Value> {
        guard let value else { return .unknown(why) }
        return .known(
            Reading(value, takenAt: takenAt, method: .extrapolated, origin: .bridge("checkpoints"), bound: bound))
    }
}
