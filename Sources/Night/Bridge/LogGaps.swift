/// Where the logs on both sides of a bridge that keeps offsets do not lie beside each other as they should: what no lag
/// tells, since the records are not late but will never come.
struct LogGaps: Sendable {
    /// One source log beside its twin.
    struct Partition: Sendable, Equatable {
        /// Held by the source; the target's log begins behind them.
        var absent: Int64 = 0
        /// Where the target's log begins.
        var targetStart: Int64 = 0
        /// Gone from the source before they were carried.
        var uncarried: Int64 = 0
        /// The source's log ends before the target's begins: it is not the log that was copied.
        var isApart = false
        /// Of the readings it comes from, the oldest.
        var takenAt: Moment

        /// What a reader that stands here on the source would not find on the target.
        func lost(to position: Int64) -> Int64? {
            let lost = targetStart - max(position, targetStart - absent)
            return lost > 0 ? lost : nil
        }
    }

    private(set) var absent = Sum()
    private(set) var uncarried = Sum()
    private(set) var apart = Sum()
    private var partitions: [[Partition?]] = []
    private var apartNews = News()
    private var uncarriedNews = News()

    /// How much of it there is, and where it was first met.
    struct Sum: Sendable {
        private(set) var records: Int64 = 0
        private(set) var partitions = 0
        private(set) var first: (topic: Int, partition: Int)?

        fileprivate mutating func add(_ records: Int64, _ topic: Int, _ partition: Int) {
            self.records &+= records
            partitions += 1
            if first == nil { first = (topic, partition) }
        }
    }

    /// Nil: nothing is known of it, or nobody minds it: the target's log is written there by now.
    subscript(_ partition: Int, in topic: Int) -> Partition? {
        guard partitions.indices.contains(topic), partitions[topic].indices.contains(partition) else { return nil }
        return partitions[topic][partition]
    }

    /// `targetLeads`: topics written on the target itself, or perhaps: their logs go ways of their own.
    mutating func measure(_ clusters: PerCluster<ClusterKnowledge>, targetLeads: Set<Int>) {
        (absent, uncarried, apart) = (Sum(), Sum(), Sum())
        for topic in clusters.source.topics.indices {
            if topic == partitions.count { partitions.append([]) }
            let (source, target) = (clusters.source.topics[topic], clusters.target.topics[topic])
            guard source.isPresent, target.isPresent, !targetLeads.contains(topic) else {
                partitions[topic] = []
                continue
            }
            let count = min(source.partitions.count, target.partitions.count)
            if partitions[topic].count != count { partitions[topic] = Array(repeating: nil, count: count) }
            for number in 0..<count {
                let pair = Self.pair(
                    source.partitions[number], target.partitions[number], before: partitions[topic][number])
                partitions[topic][number] = pair
                guard let pair else { continue }
                if pair.absent > 0 { absent.add(pair.absent, topic, number) }
                if pair.uncarried > 0 { uncarried.add(pair.uncarried, topic, number) }
                if pair.isApart { apart.add(0, topic, number) }
            }
        }
    }

    /// A log only moves on, so the side that must be shown to have come no further is the one read last: each part
    /// keeps what was last known where the readings came in the other order.
    private static func pair(
        _ log: TopicSide.Partition, _ twin: TopicSide.Partition, before: Partition?
    ) -> Partition? {
        guard let start = log.start, let end = log.end, let twinStart = twin.start, let twinEnd = twin.end else {
            return before
        }
        var pair = before ?? Partition(takenAt: start.at)
        if start.at >= twinStart.at, end.at >= twinStart.at {
            pair.targetStart = twinStart.offset
            pair.isApart = end.offset < twinStart.offset
            pair.absent = pair.isApart ? 0 : max(0, twinStart.offset - start.offset)
        }
        // Where a log that is still empty will begin is not known.
        if twin.isEmpty {
            pair.uncarried = 0
        } else if twinEnd.at >= start.at {
            pair.uncarried = max(0, start.offset - twinEnd.offset)
        }
        pair.takenAt = min(start.at, end.at, twinStart.at, twinEnd.at)
        return pair
    }

    mutating func tell(book: TopicBook, at stamp: Stamp, log: inout NightLog) {
        if apartNews.tells(apart.partitions > 0 ? 1 : 0, at: stamp.moment) {
            apart.words(book).map { log.add(.bad, "bridge", "not the log that was copied: \($0)", at: stamp) }
                ?? log.add(.good, "bridge", "source and target hold the same logs again", at: stamp)
        }
        if uncarriedNews.tells(uncarried.partitions > 0 ? 1 : 0, at: stamp.moment) {
            uncarried.words(book).map {
                log.add(.bad, "bridge", "gone from the source before they were carried: \($0)", at: stamp)
            } ?? log.add(.good, "bridge", "nothing is gone from the source uncarried", at: stamp)
        }
    }

    /// `groups`: those whose positions are carried over as they are.
    func snapshot(book: TopicBook, groups: [GroupsKnowledge.Group]) -> Snapshot.Gaps {
        Snapshot.Gaps(
            absent: absent.snapshot(book), uncarried: uncarried.snapshot(book), apart: apart.snapshot(book),
            skips: groups.compactMap(skip))
    }

    /// What a group would never see if it went on reading on the target where it stands on the source.
    private func skip(by group: GroupsKnowledge.Group) -> Snapshot.Gaps.Skip? {
        // Where it already works there, the source's position is of before.
        guard !group.sides.target.isAtWork else { return nil }
        var (records, skipped): (Int64, Int) = (0, 0)
        group.sides.source.commits.forEachPosition { topic, partition, offset in
            guard let pair = self[partition, in: topic], let lost = pair.lost(to: offset) else { return }
            records &+= lost
            skipped += 1
        }
        return skipped > 0 ? Snapshot.Gaps.Skip(group: group.name, records: records, partitions: skipped) : nil
    }
}

extension LogGaps.Sum {
    /// Nil: there is none.
    fileprivate func words(_ book: TopicBook) -> String? {
        first.map { first in
            "\(book.name(of: first.topic, on: .source))/\(first.partition)"
                + (partitions > 1 ? " and \(partitions - 1) more" : "")
        }
    }

    fileprivate func snapshot(_ book: TopicBook) -> Snapshot.Gaps.Part {
        Snapshot.Gaps.Part(records: records, partitions: partitions, places: words(book))
    }
}
