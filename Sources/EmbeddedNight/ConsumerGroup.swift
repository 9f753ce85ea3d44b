import Kafka
import Night

/// One group at work on one side: reads its topics and commits once a second. Where clusters serve groups it is a member;
/// elsewhere nobody joins, and it takes all partitions. One thread at a time.
struct ConsumerGroup {
    let group: Estate.Group
    let side: ClusterRole
    /// Records a second written for it on an ordinary minute.
    private let input: Double
    private let consumer: Consumer
    private var allowance: Allowance
    private let startsAt: ContinuousClock.Instant
    private let joins: Bool
    /// Nil: it has begun there.
    private var beginning: [TopicOffsets]?
    private var nextCommit: ContinuousClock.Instant
    /// The next offset to read, by topic and partition, where anything was read.
    private var positions: [String: [Int32: Int64]] = [:]

    /// How much faster than its input it reads when it is behind and nothing ails it.
    private static let headroom = 3.0

    /// Where it begins to read.
    enum Beginning {
        /// As the night begins: who comes late begins with what is new by then.
        case fresh
        /// Where its commits on this side say; at the start of a log without one.
        case committed
    }

    init(
        _ group: Estate.Group, of estate: Estate, on side: ClusterRole = .source, at bootstrap: String,
        joining: Bool = false, from beginning: Beginning = .fresh, now: ContinuousClock.Instant
    ) throws {
        self.group = group
        self.side = side
        joins = joining
        input = estate.input(of: group)
        allowance = Allowance(perSecond: input * Self.headroom, at: now)
        let isLate = beginning == .fresh && group.startsAfter > .zero
        startsAt = isLate ? now + group.startsAfter : now
        nextCommit = startsAt + .seconds(1)
        consumer = try Consumer(
            Settings.consumer(of: bootstrap, named: group.name, startingAt: isLate ? .end : .start),
            group: group.name, joining: joining)
        let start: Int64 =
            switch beginning {
            case .fresh: isLate ? LogEdge.end.rawValue : 0
            case .committed: Consumer.committed
            }
        self.beginning = Self.positions(of: group, in: estate, at: start)
    }

    /// `share`: of its input, that is all it manages; nil: nothing ails it.
    mutating func step(now: ContinuousClock.Instant, share: Double?) {
        _ = consumer.client.events()
        guard now >= startsAt else { return }
        if let beginning {
            guard (try? joins ? consumer.subscribe(group.topics) : consumer.assign(beginning)) != nil else { return }
            self.beginning = nil
        }
        allowance.perSecond = input * (share ?? Self.headroom)
        let batch = consumer.poll(atMost: min(2_000, allowance.available(at: now)))
        allowance.spend(batch.records.count)
        for record in batch.records { positions[record.topic, default: [:]][record.partition] = record.offset + 1 }
        if now >= nextCommit { commit(now: now) }
    }

    private mutating func commit(now: ContinuousClock.Instant) {
        nextCommit = now + .seconds(1)
        guard !positions.isEmpty else { return }
        // All of them, moved or not: a commit that was refused is made good by the next.
        try? consumer.commitLater(commits)
    }

    /// Commits how far it got, and waits until that is done. It must not be run any more.
    func commitLast() throws(KafkaError) {
        guard !positions.isEmpty else { return }
        try consumer.commit(commits)
    }

    /// It must not be run any more.
    func leave() {
        if joins { consumer.leave() }
    }

    /// Commits on another cluster what a bridge that carries positions over would have there: all but the last record
    /// of every partition.
    func commitShort(of estate: Estate, at bootstrap: String) throws {
        let consumer = try Consumer(Settings.consumer(of: bootstrap, named: group.name), group: group.name)
        try consumer.commit(
            Self.positions(of: group, in: estate, at: 0).map { topic in
                let read = positions[topic.topic, default: [:]]
                return TopicOffsets(
                    topic: topic.topic,
                    offsets: topic.offsets.map { place in
                        PartitionOffset(
                            partition: place.partition, offset: max(0, read[place.partition, default: 0] - 1))
                    })
            })
    }

    private static func positions(of group: Estate.Group, in estate: Estate, at offset: Int64) -> [TopicOffsets] {
        group.topics.compactMap { estate.topic($0) }.map { topic in
            TopicOffsets(
                topic: topic.name,
                offsets: (0..<Int32(topic.partitions)).map { PartitionOffset(partition: $0, offset: offset) })
        }
    }

    private var commits: [TopicOffsets] {
        positions.map { topic, offsets in
            TopicOffsets(
                topic: topic, offsets: offsets.map { PartitionOffset(partition: $0.key, offset: $0.value) })
        }
    }
}
