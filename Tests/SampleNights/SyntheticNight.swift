import Glibc
public import Night
import TestSupport

/// A night nobody had: producers that write by chance, a bridge a part of a second behind them, and groups that commit
/// each five seconds, swept once a second.
public struct SyntheticNight {
    public struct Scale: Sendable {
        public var topics = 100
        public var partitionsEach = 100
        public var topicsOfGroup = 2
        public var recordsPerSecond = 50_000.0
        /// Before the names of topics on the target.
        public var prefix = ""
        /// Records that the bridge and the groups are behind in the first partition, all night; twice as many in the
        /// second, and so on.
        public var backlog: Int64 = 0

        public init() {}

        public var partitions: Int { topics * partitionsEach }
        public var groups: Int { topics / topicsOfGroup }
        /// Source end, target end, and one committed offset each.
        public var valuesPerSweep: Int { 3 * partitions }
    }

    private static let commitsEvery = 5
    private static let bridgeTasks = 10

    private let scale: Scale
    private var chance = SeededGenerator(seed: 20_261_121)
    private var second: Int64 = 0
    private let producers: [PoissonProducer]
    private var sourceEnds: [Int64]
    private var targetEnds: [Int64]
    private var committed: [Int64]
    /// When in its five seconds each partition's consumer commits.
    private var phases: [Double] = []
    private var nanoseconds: Int64 = 5_000_000_000_000

    public init(_ scale: Scale = Scale()) {
        self.scale = scale
        let weights = (1...scale.partitions).map { 1 / Double($0) }
        let total = weights.reduce(0, +)
        // Which partitions are busy has nothing to do with their names.
        producers = weights.shuffled(using: &chance).map { PoissonProducer(rate: scale.recordsPerSecond * $0 / total) }
        sourceEnds = []
        for producer in producers {
            sourceEnds.append(Int64(producer.rate * Double.random(in: 1e5...3e6, using: &chance)))
            phases.append(Double.random(in: 0..<Double(Self.commitsEvery), using: &chance))
        }
        (targetEnds, committed) = (sourceEnds, sourceEnds)
    }

    /// What both clusters' probes say of the next second.
    public mutating func sweep() -> [Observed] {
        advance()
        var readings: [Observed] = []
        report(.cluster(.source), metadata, &readings)
        for group in 0..<scale.groups {
            let topics = group * scale.topicsOfGroup..<(group + 1) * scale.topicsOfGroup
            let read = offsets(committed, of: topics, behind: scale.backlog)
            report(.cluster(.source), .commits(group: "group-\(group)", read), &readings)
        }
        report(.cluster(.source), .ends(offsets(sourceEnds, of: 0..<scale.topics)), &readings)
        report(.cluster(.source), cost, &readings)
        report(.cluster(.target), metadata, &readings)
        let copied = offsets(targetEnds, of: 0..<scale.topics, prefix: scale.prefix, behind: scale.backlog)
        report(.cluster(.target), .ends(copied), &readings)
        let took = Duration.microseconds(Int64.random(in: 2_000...9_000, using: &chance))
        report(.cluster(.target), .produced(took: took), &readings)
        report(.cluster(.target), cost, &readings)
        nanoseconds = 5_000_000_000_000 + second * 1_000_000_000 + Int64.random(in: 0..<3_000_000, using: &chance)
        return readings
    }

    private mutating func advance() {
        second += 1
        // Each task of the bridge is late by its own, and otherwise each second.
        let late = (0..<Self.bridgeTasks).map { _ in UInt64(Double.random(in: 0.1...0.5, using: &chance) * 256) }
        for place in 0..<scale.partitions {
            let gained = producers[place].produced(&chance)
            let before = sourceEnds[place]
            sourceEnds[place] = before + gained
            targetEnds[place] = sourceEnds[place] - share(late[place % Self.bridgeTasks], of: gained)
            let since = phases[place] - Double(Int(second) % Self.commitsEvery)
            if since >= 0, since < 1 { committed[place] = before + share(UInt64(since * 256), of: gained) }
        }
    }

    /// Of so many records, each by chance, in 256ths.
    private mutating func share(_ share: UInt64, of count: Int64) -> Int64 {
        guard count <= 32 else {
            let (mean, odds) = (Double(count), Double(share) / 256)
            let spread = (mean * odds * (1 - odds)).squareRoot()
            return min(max(Int64((mean * odds + spread * chance.normal()).rounded()), 0), count)
        }
        var (taken, left, bits) = (Int64(0), count, UInt64(0))
        while left > 0 {
            if (count - left) % 8 == 0 { bits = chance.next() }
            if bits & 255 < share { taken += 1 }
            (bits, left) = (bits >> 8, left - 1)
        }
        return taken
    }

    private mutating func report(_ by: ProbeName, _ what: Observation, _ readings: inout [Observed]) {
        nanoseconds += Int64.random(in: 20_000...900_000, using: &chance)
        let wall = WallTime(milliseconds: 1_790_000_000_000 + nanoseconds / 1_000_000)
        readings.append(Observed(by: by, at: Stamp(moment: Moment(nanoseconds: nanoseconds), wall: wall), what: what))
    }

    private func offsets(
        _ values: [Int64], of topics: Range<Int>, prefix: String = "", behind: Int64 = 0
    ) -> [TopicOffsets] {
        topics.map { topic in
            let first = topic * scale.partitionsEach
            return TopicOffsets(
                topic: "\(prefix)topic-\(topic)",
                offsets: (0..<scale.partitionsEach).map {
                    PartitionOffset(
                        partition: Int32($0),
                        offset: values[first + $0] - behind * Int64(first + $0 + 1))
                })
        }
    }

    private var metadata: Observation {
        .metadata(
            ClusterMetadata(
                clusterID: "synthetic", brokers: (1...3).map { Broker(id: $0, address: "broker-\($0):9092") },
                topics: (0..<scale.topics).map { topic in
                    TopicMetadata(
                        name: "topic-\(topic)",
                        partitions: (0..<scale.partitionsEach).map {
                            PartitionMetadata(leader: Int32($0 % 3 + 1), replicas: 3, inSync: 3)
                        })
                }, totals: PartitionTotals(topics: scale.topics, partitions: scale.partitions)))
    }

    private var cost: Observation {
        .sweepEnded(
            SweepCost(
                sweep: UInt64(second), began: Moment(nanoseconds: nanoseconds - 40_000_000),
                took: .nanoseconds(40_000_000 + nanoseconds % 1_000_000), requests: 60, failed: 0,
                slowest: "metadata", slowestTook: .nanoseconds(9_000_000 + nanoseconds % 100_000)))
    }
}

/// Writes so many records a second on average.
struct PoissonProducer {
    let rate: Double
    /// The chance of at most so many, in 2^32nds; and where to begin to look, by the first bits of a chance.
    private var atMost: [UInt32] = []
    private var guide: [UInt8] = []

    private static let mostTabled = 16.0

    init(rate: Double) {
        self.rate = rate
        guard rate < Self.mostTabled else { return }
        var (chance, sum) = (exp(-rate), 0.0)
        for count in 0..<48 {
            sum += chance
            atMost.append(UInt32(min(sum * 4_294_967_296, 4_294_967_295)))
            chance *= rate / Double(count + 1)
        }
        guide = (0..<32).map { first in
            UInt8(atMost.firstIndex { $0 >= UInt32(first) << 27 } ?? atMost.count - 1)
        }
    }

    func produced(_ chance: inout SeededGenerator) -> Int64 {
        guard rate < Self.mostTabled else {
            return max(0, Int64((rate + rate.squareRoot() * chance.normal()).rounded()))
        }
        let drawn = UInt32(truncatingIfNeeded: chance.next() >> 32)
        var count = Int(guide[Int(drawn >> 27)])
        while count < atMost.count - 1, atMost[count] < drawn { count += 1 }
        return Int64(count)
    }
}

extension SeededGenerator {
    /// Around 0, with a spread of 1.
    fileprivate mutating func normal() -> Double {
        let (length, angle) = (Double.random(in: 1e-12..<1, using: &self), Double.random(in: 0..<1, using: &self))
        return (-2 * log(length)).squareRoot() * cos(2 * .pi * angle)
    }
}
