import Night
import SampleNights
import TestSupport
import Wire

/// Clusters that change under the eyes of their probes: partitions are added, topics vanish and come back, a broker
/// does not answer for its part, offsets stand still, grow, fall, or are at the edge of what a number holds.
struct RandomEstate {
    var chance: SeededGenerator
    private var topics: [TopicOffsets] = []
    private var at = Stamp(moment: Moment(nanoseconds: 0), wall: WallTime(milliseconds: 1_790_000_000_000))

    init(seed: UInt64) {
        chance = SeededGenerator(seed: seed)
        topics = (0..<4).map { number in
            TopicOffsets(
                topic: "topic-\(number)", offsets: (0..<5).map { PartitionOffset(partition: $0, offset: 1_000) })
        }
    }

    mutating func sweep() -> [Observed] {
        for topic in topics.indices {
            for place in topics[topic].offsets.indices {
                topics[topic].offsets[place].offset = next(after: topics[topic].offsets[place].offset)
            }
        }
        if chance.below(6) == 0 { change() }
        var readings = [
            observed(.cluster(.source), .commits(group: "billing", behind(7))),
            observed(.cluster(.source), .ends(answered(topics))),
            observed(.cluster(.target), .ends(behind(3, prefix: chance.below(9) == 0 ? "" : "source."))),
            observed(.cluster(.target), .commits(group: "billing", behind(3, prefix: "source."))),
            observed(.bridge, .carried(Carried(book: .topic, next: behind(2), isWhole: chance.below(3) > 0))),
        ]
        if chance.below(3) == 0 { readings.append(observed(.cluster(.source), .starts(answered(topics)))) }
        readings += chance.list(upTo: 6) { chance in
            let kind = UInt8.random(in: Observation.kinds, using: &chance)
            return Observed(
                by: Self.probes[chance.below(Self.probes.count)], at: chance.stamp(),
                what: chance.observation(kind: kind))
        }
        if chance.below(4) == 0 { readings.shuffle(using: &chance) }
        return readings
    }

    private static let probes: [ProbeName] = [
        .cluster(.source), .cluster(.target), .bridge, .endpoints(.source), .endpoints(.target),
    ]

    private mutating func next(after offset: Int64) -> Int64 {
        switch chance.below(40) {
        case 0: chance.number()
        case 1: offset &- Int64(chance.below(1_000))
        case 2: offset &+ Int64(chance.below(1 << 30))
        case 3...15: offset
        default: offset &+ Int64(chance.below(9))
        }
    }

    private mutating func change() {
        let topic = chance.below(topics.count)
        switch chance.below(5) {
        case 0:
            let partition = Int32(topics[topic].offsets.count)
            topics[topic].offsets.append(PartitionOffset(partition: partition, offset: 0))
        case 1: topics.shuffle(using: &chance)
        case 2: topics.append(TopicOffsets(topic: chance.name(), offsets: []))
        case 3: topics[topic].offsets.append(PartitionOffset(partition: chance.below(2) == 0 ? .min : .max, offset: 5))
        default: if topics.count > 2 { topics.remove(at: topic) }
        }
    }

    /// A broker may not have answered for what it leads.
    private mutating func answered(_ topics: [TopicOffsets]) -> [TopicOffsets] {
        guard chance.below(4) == 0 else { return topics }
        let silent = Int32(chance.below(3))
        return topics.map { topic in
            TopicOffsets(topic: topic.topic, offsets: topic.offsets.filter { $0.partition % 3 != silent })
        }
    }

    private mutating func behind(_ most: Int, prefix: String = "") -> [TopicOffsets] {
        let topics = topics.map { topic in
            TopicOffsets(
                topic: prefix + topic.topic,
                offsets: topic.offsets.map {
                    PartitionOffset(partition: $0.partition, offset: $0.offset &- Int64(chance.below(most)))
                })
        }
        return answered(topics)
    }

    private mutating func observed(_ by: ProbeName, _ what: Observation) -> Observed {
        at = Stamp(
            moment: Moment(nanoseconds: at.moment.nanoseconds + Int64(chance.below(300_000_000))),
            wall: WallTime(milliseconds: at.wall.milliseconds + Int64(chance.below(300))))
        return Observed(by: by, at: at, what: what)
    }
}
