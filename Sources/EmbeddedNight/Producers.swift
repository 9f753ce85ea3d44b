import Glibc
import Kafka
import Night

/// The applications that write a wave's topics: every partition one batch every second or two, at rates that wander.
/// A mock cluster keeps all of it in memory, so batches are few and records small. One thread at a time.
struct Producers {
    private struct Partition {
        let topic: Estate.Topic
        let number: Int32
        /// Records a second on an ordinary minute: some partitions are busier than others.
        let rate: Double
        /// Between batches.
        let pause: Duration
        /// Where in the topic's day it starts, in turns.
        let phase: Double
        var last: ContinuousClock.Instant
        var next: ContinuousClock.Instant
        /// Due and not written yet; below one but for the last step.
        var owed = 0.0
    }

    private var producer: Producer
    /// Where they write.
    private(set) var side: ClusterRole
    /// Sides that refuse their records.
    var fences: Set<ClusterRole> = []
    /// On their way from one side to the other, they write nowhere.
    var arePaused = false
    private let began: ContinuousClock.Instant
    private var partitions: [Partition]
    private var generator: SeededGenerator
    private var written = 0

    /// The length of a day on this estate.
    private static let day: Duration = .seconds(90)
    /// Records a second from which a partition is written every second.
    private static let busy = 25.0
    /// What a storm makes of the retry topics.
    private static let storm = 8.0
    /// Who could not write for longer, being stopped or refused, does not make up for it.
    private static let longestGap = 4.0

    init(_ topics: [Estate.Topic], to bootstrap: String, seed: UInt64, now: ContinuousClock.Instant) throws {
        producer = try Self.connect(to: bootstrap)
        side = .source
        began = now
        generator = SeededGenerator(seed: seed)
        partitions = []
        for topic in topics {
            let phase = Double.random(in: 0..<1, using: &generator)
            let weights = (0..<topic.partitions).map { _ in Double.random(in: 0.6...1.4, using: &generator) }
            let sum = weights.reduce(0, +)
            for (number, weight) in weights.enumerated() {
                let rate = topic.rate * weight / sum
                let pause: Duration = rate > Self.busy ? .seconds(1) : .seconds(2)
                partitions.append(
                    Partition(
                        topic: topic, number: Int32(number), rate: rate, pause: pause, phase: phase, last: now,
                        next: now + pause * Double.random(in: 0..<1, using: &generator)))
            }
        }
    }

    static func connect(to bootstrap: String) throws -> Producer {
        try Producer(
            Settings.producer(of: bootstrap, named: "applications").setting("linger.ms", "20")
                .setting("delivery.report.only.error", "true"))
    }

    /// From now on they write there.
    mutating func move(to side: ClusterRole, over producer: Producer) {
        self.side = side
        self.producer = producer
    }

    /// Nothing they wrote is still on its way.
    var areFlushed: Bool { producer.outstanding == 0 }

    /// Writes what is due. What librdkafka does not take, its queue being full, is not written.
    mutating func step(now: ContinuousClock.Instant, retryStorm: Bool) {
        _ = producer.client.events()
        guard !arePaused, !fences.contains(side) else { return }
        let turns = began.duration(to: now) / Self.day
        for index in partitions.indices where partitions[index].next <= now {
            let partition = partitions[index]
            let gap = min(Self.longestGap, partition.last.duration(to: now) / .seconds(1))
            let wave = 1 + 0.2 * sin(2 * .pi * (turns + partition.phase))
            let noise = Double.random(in: 0.8...1.2, using: &generator)
            let storm = retryStorm && partition.topic.holdsRetries ? Self.storm : 1
            let due = partition.owed + partition.rate * gap * wave * noise * storm
            write(Int(due), to: partition)
            partitions[index].owed = due - due.rounded(.down)
            partitions[index].last = now
            partitions[index].next = now + partition.pause * Double.random(in: 0.85...1.15, using: &generator)
        }
    }

    private mutating func write(_ count: Int, to partition: Partition) {
        for _ in 0..<count {
            written &+= 1
            try? producer.produce(
                Record(
                    topic: partition.topic.name, partition: partition.number,
                    value: [UInt8(truncatingIfNeeded: written >> 8), UInt8(truncatingIfNeeded: written)]))
        }
    }
}
