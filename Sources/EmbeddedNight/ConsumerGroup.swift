import Kafka
import Night

/// One group at work: reads its topics from their start and commits once a second. Confined to the thread that runs it.
struct ConsumerGroup {
    let group: Estate.Group
    /// Records a second written for it on an ordinary minute.
    private let input: Double
    private let consumer: Consumer
    private var allowance: Allowance
    private let startsAt: ContinuousClock.Instant
    private var nextCommit: ContinuousClock.Instant
    /// The next offset to read, by topic and partition, where anything was read.
    private var positions: [String: [Int32: Int64]] = [:]

    /// How much faster than its input it reads when it is behind and nothing ails it.
    private static let headroom = 3.0

    init(
        _ group: Estate.Group, of estate: Estate, on bootstrap: String, now: ContinuousClock.Instant
    ) throws {
        self.group = group
        input = estate.input(of: group)
        consumer = try Consumer(Settings.consumer(of: bootstrap, named: group.name), group: group.name)
        allowance = Allowance(perSecond: input * Self.headroom, at: now)
        startsAt = now + group.startsAfter
        nextCommit = startsAt + .seconds(1)
        // Who comes late begins with what is new.
        let start = group.startsAfter > .zero ? Int64(-1) : 0
        try consumer.assign(
            group.topics.compactMap { estate.topic($0) }.map { topic in
                TopicOffsets(
                    topic: topic.name,
                    offsets: (0..<Int32(topic.partitions)).map { PartitionOffset(partition: $0, offset: start) })
            })
    }

    /// `share`: of its input, that is all it manages; nil: nothing ails it.
    mutating func step(now: ContinuousClock.Instant, share: Double?) {
        _ = consumer.client.events()
        guard now >= startsAt else { return }
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
        try? consumer.commitLater(
            positions.map { topic, offsets in
                TopicOffsets(
                    topic: topic, offsets: offsets.map { PartitionOffset(partition: $0.key, offset: $0.value) })
            })
    }
}
