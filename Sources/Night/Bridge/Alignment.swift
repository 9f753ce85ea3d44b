/// What turns a place in a twin's log into a place in the source's.
enum Alignment: Sendable {
    /// A record has the same offset on both sides.
    case same
    case mirrored(MirrorPositions)

    /// How a lag comes about that rests on it.
    var method: Method {
        switch self {
        case .same: .measured
        case .mirrored: .extrapolated
        }
    }

    /// The source offset of the record that stands, or will stand, at this offset of the twin. Nil: nothing says.
    func onSource(_ offset: Int64, in partition: Int, of topic: Int) -> Int64? {
        switch self {
        case .same: offset
        case .mirrored(let positions):
            positions.sync(of: topic, partition).map { $0.upstream &+ (offset &- $0.downstream) }
        }
    }

    /// How far into the source's log a twin that ends here has come.
    func reach(
        of twinEnd: OffsetReading, in partition: Int, of topic: Int, log: TopicSide.Partition
    ) -> OffsetReading? {
        if let offset = onSource(twinEnd.offset, in: partition, of: topic) {
            return OffsetReading(offset: offset, at: twinEnd.at)
        }
        guard case .mirrored(let positions) = self else { return nil }
        if let next = positions.next(of: topic, partition) { return next }
        // A log that holds nothing has nothing to be carried, and no sync of it is ever written.
        return log.isEmpty ? log.end : nil
    }
}

/// MirrorMaker 2's books, by the topic book's numbers: the newest offset-sync of each partition, and what it will carry
/// next.
struct MirrorPositions: Sendable {
    private var syncs: [[OffsetPair?]] = []
    private var nexts: [[OffsetReading?]] = []

    func sync(of topic: Int, _ partition: Int) -> OffsetPair? {
        guard syncs.indices.contains(topic), syncs[topic].indices.contains(partition) else { return nil }
        return syncs[topic][partition]
    }

    func next(of topic: Int, _ partition: Int) -> OffsetReading? {
        guard nexts.indices.contains(topic), nexts[topic].indices.contains(partition) else { return nil }
        return nexts[topic][partition]
    }

    mutating func take(syncs topics: [TopicOffsetPairs], book: TopicBook) {
        for topic in topics {
            guard let number = book.number(of: topic.topic, on: .source) else { continue }
            for pair in topic.pairs where pair.isSane {
                Self.set(pair, in: &syncs, at: number, Int(pair.partition))
            }
        }
    }

    mutating func take(next topics: [TopicOffsets], at moment: Moment, book: TopicBook) {
        for topic in topics {
            guard let number = book.number(of: topic.topic, on: .source) else { continue }
            for entry in topic.offsets where (0...OffsetReading.largest).contains(entry.offset) && entry.partition >= 0
            {
                Self.set(OffsetReading(offset: entry.offset, at: moment), in: &nexts, at: number, Int(entry.partition))
            }
        }
    }

    private static func set<Value>(_ value: Value, in table: inout [[Value?]], at topic: Int, _ partition: Int) {
        guard partition < TopicSide.mostPartitions else { return }
        while table.count <= topic { table.append([]) }
        while table[topic].count <= partition { table[topic].append(nil) }
        table[topic][partition] = value
    }
}

extension OffsetPair {
    var isSane: Bool {
        let range = 0...OffsetReading.largest
        return partition >= 0 && range.contains(upstream) && range.contains(downstream)
    }
}
