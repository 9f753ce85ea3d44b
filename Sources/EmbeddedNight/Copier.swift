import Glibc
import Kafka
import Night

/// The bridge: copies every partition of one cluster to the same partition of the other, offset by offset, and commits on
/// the source how far both are the same. One thread at a time.
struct Copier {
    private let consumer: Consumer
    private let producer: Producer
    /// Commits on the source; reads only when that is where records come from.
    private let progress: Consumer
    private let keys: [PartitionKey]
    private(set) var copies: [PartitionKey: PartitionCopy]
    private var allowance: Allowance
    private var reading = false
    private var nextLook: ContinuousClock.Instant
    private var nextWrite: ContinuousClock.Instant
    private var nextCommit: ContinuousClock.Instant
    private var held = 0

    /// Records read and not yet known to be written, before it stops reading.
    private static let heldLimit = 50_000
    /// Between a failure and the look at what became of it: a request still on its way gets there first.
    private static let settling: Duration = .milliseconds(250)
    private static let patience: Duration = .milliseconds(500)
    /// Between two units: records that came meanwhile go together.
    private static let gathering: Duration = .milliseconds(200)
    private static let sending: Duration = .milliseconds(5)

    /// `quota`: records a second the link may read. What it has above what is written lets it catch up, and not at once.
    /// `source`: where it commits, when it is not where it reads.
    init(
        topics: [Estate.Topic], from origin: String, to destination: String, committingOn source: String? = nil,
        quota: Double, now: ContinuousClock.Instant
    ) throws {
        consumer = try Consumer(
            Settings.consumer(of: origin, named: Estate.bridgeGroup), group: Estate.bridgeGroup)
        progress =
            try source.map { source in
                try Consumer(Settings.consumer(of: source, named: Estate.bridgeGroup), group: Estate.bridgeGroup)
            } ?? consumer
        // No retries: librdkafka would write a batch again whose answer was lost. Nothing leaves until it is told to: a
        // unit is handed over whole, however long that takes, and becomes one batch, written as one or not at all.
        producer = try Producer(
            Settings.producer(of: destination, named: Estate.bridgeGroup)
                .setting("message.send.max.retries", "0").setting("linger.ms", "3900")
                .setting("message.timeout.ms", "4000").setting("batch.num.messages", "\(PartitionCopy.unitRecords)")
                .setting("batch.size", "\(PartitionCopy.unitBytes * 4)")
                .setting("message.max.bytes", "\(PartitionCopy.unitBytes * 4)"))
        keys = topics.flatMap { topic in
            (0..<Int32(topic.partitions)).map { PartitionKey(topic: topic.name, partition: $0) }
        }
        copies = Dictionary(uniqueKeysWithValues: keys.map { ($0, PartitionCopy()) })
        allowance = Allowance(perSecond: quota, at: now)
        nextLook = now
        nextWrite = now
        nextCommit = now
    }

    /// For asking the cluster it reads.
    var origin: Client { consumer.client }

    /// Whether everything before these ends is known to be written, and nothing is on its way.
    func hasCarried(to ends: [PartitionKey: Int64]) -> Bool {
        ends.allSatisfy { key, end in
            guard let copy = copies[key] else { return true }
            return copy.state == .idle && copy.held.isEmpty && copy.next >= end
        }
    }

    /// One round: what came back, what is to be read, what is to be written, how far it got.
    mutating func step(now: ContinuousClock.Instant, stalled: Bool) {
        takeAnswers(now: now)
        guard !stalled else {
            allowance.skip(to: now)
            return
        }
        if now >= nextLook { lookWhereCopiesEnd(now: now) }
        read(now: now)
        if now >= nextWrite { write(now: now) }
        if producer.outstanding > 0 { producer.send(within: Self.sending) }
        if now >= nextCommit { commit(now: now) }
    }

    private mutating func takeAnswers(now: ContinuousClock.Instant) {
        _ = consumer.client.events()
        _ = progress.client.events()
        for case .delivered(let delivery) in producer.client.events(atMost: 10_000) {
            let key = PartitionKey(topic: delivery.topic, partition: delivery.partition)
            copies[key]?.answered(at: delivery.error == nil ? delivery.offset : nil)
            if copies[key]?.state == .unsure { nextLook = max(nextLook, now + Self.settling) }
        }
    }

    private mutating func read(now: ContinuousClock.Instant) {
        guard reading, held < Self.heldLimit else { return }
        let batch = consumer.poll(atMost: min(5_000, allowance.available(at: now)))
        for record in batch.records {
            copies[PartitionKey(topic: record.topic, partition: record.partition)]?.take(record)
        }
        allowance.spend(batch.records.count)
    }

    private mutating func write(now: ContinuousClock.Instant) {
        nextWrite = now + Self.gathering
        held = 0
        for key in keys {
            var handed = 0
            held += copies[key]?.held.count ?? 0
            for record in copies[key]?.unit ?? [] {
                do { try producer.produce(record) } catch { break }
                handed += 1
            }
            copies[key]?.handed(handed)
        }
    }

    private mutating func commit(now: ContinuousClock.Instant) {
        nextCommit = now + .seconds(1)
        guard reading else { return }
        // All of them, moved or not: a commit that was refused is made good by the next.
        let sure = copies.filter { $0.value.state != .unsure }
        try? progress.commitLater(Self.offsets(sure.mapValues(\.next)))
    }

    /// Asks the cluster it writes about every partition that is in doubt; what gets no answer stays in doubt until the next look.
    private mutating func lookWhereCopiesEnd(now: ContinuousClock.Instant) {
        let doubtful = Set(copies.filter { $0.value.state == .unsure }.keys)
        guard !doubtful.isEmpty else { return }
        nextLook = now + Self.settling
        let names = Set(doubtful.map(\.topic))
        guard
            let metadata = try? producer.client.metadata(wanting: names.contains, timeout: Self.patience)
        else { return }
        for led in LedPartitions.grouped(Self.topics(metadata.topics, keeping: doubtful)) {
            let answer = try? producer.client.offsets(.end, of: led, timeout: Self.patience)
            for topic in answer?.offsets ?? [] {
                for end in topic.offsets {
                    copies[PartitionKey(topic: topic.topic, partition: end.partition)]?.targetEnds(at: end.offset)
                }
            }
        }
        if !reading { beginReading() }
    }

    private mutating func beginReading() {
        guard !copies.values.contains(where: { $0.state == .unsure }) else { return }
        reading = (try? consumer.assign(Self.offsets(copies.mapValues(\.next)))) != nil
    }

    /// A partition without a leader is not asked about, and so neither is one that is in no doubt.
    private static func topics(_ topics: [TopicMetadata], keeping doubtful: Set<PartitionKey>) -> [TopicMetadata] {
        topics.map { topic in
            var topic = topic
            for number in topic.partitions.indices
            where !doubtful.contains(PartitionKey(topic: topic.name, partition: Int32(number))) {
                topic.partitions[number].leader = nil
            }
            return topic
        }
    }

    static func offsets(_ positions: [PartitionKey: Int64]) -> [TopicOffsets] {
        Dictionary(grouping: positions) { $0.key.topic }.map { topic, positions in
            TopicOffsets(
                topic: topic,
                offsets: positions.map { PartitionOffset(partition: $0.key.partition, offset: $0.value) })
        }
    }
}
