import Kafka
import Night

/// librdkafka's mock clusters, and a link of our own between them.
struct MockGround: Ground {
    let source: MockCluster
    let target: MockCluster
    private let estate: Estate

    /// With the estate's topics on both.
    init(_ estate: Estate) throws {
        self.estate = estate
        source = try MockCluster(brokers: Estate.brokers)
        target = try MockCluster(brokers: Estate.brokers)
        for topic in estate.topics {
            try source.createTopic(topic.name, partitions: topic.partitions)
            try target.createTopic(topic.name, partitions: topic.partitions)
        }
        try target.createTopic(Estate.probeTopic, partitions: Estate.brokers)
    }

    var bootstraps: Bootstraps { Bootstraps(source: source.bootstrap, target: target.bootstrap) }

    var servesGroups: Bool { false }

    func link(for wave: Estate.Wave, now: ContinuousClock.Instant) throws -> any Link {
        try CopiedLink(wave, on: bootstraps, now: now)
    }

    func apply(_ line: ScriptLine) throws -> Bool {
        switch (line.mishap, line.change) {
        case (.slowTarget(let milliseconds), let change):
            for broker in target.brokers {
                try target.setRoundTrip(of: broker, to: change == .begins ? .milliseconds(milliseconds) : .zero)
            }
        case (.brokerDown(let broker), .begins): try target.setBroker(broker, .down)
        case (.brokerDown(let broker), .failsOver): try elect(without: broker)
        case (.brokerDown(let broker), .ends):
            try target.setBroker(broker, .up)
            try elect(without: nil)
        default: break
        }
        return true
    }

    /// Leaders and coordinators of the target, spread over the brokers that are there.
    private func elect(without lost: Int32?) throws(KafkaError) {
        let brokers = target.brokers.filter { $0 != lost }
        let topics = estate.topics.map { ($0.name, $0.partitions) } + [(Estate.probeTopic, Estate.brokers)]
        for (topic, partitions) in topics {
            for partition in 0..<partitions {
                try target.setLeader(of: topic, Int32(partition), to: brokers[partition % brokers.count])
            }
        }
        let groups = estate.groups.map(\.name) + [Estate.bridgeGroup]
        for (number, group) in groups.enumerated() {
            try target.setCoordinator(of: group, to: brokers[number % brokers.count])
        }
    }

    /// One of the next few.
    func refuseSome(_ refuses: Bool, using generator: inout some RandomNumberGenerator) {
        for cluster in [source, target] {
            for (request, refusal) in Self.refused {
                cluster.stopFailing(request)
                let before = Int.random(in: 0...5, using: &generator)
                if refuses { cluster.failNext(request, with: [Refusal?](repeating: nil, count: before) + [refusal]) }
            }
        }
    }

    private typealias Refusal = MockCluster.Refusal

    /// What an overloaded broker says, to those who measure above all: hardly anybody else asks for offsets here.
    private static let refused: [(MockCluster.Request, Refusal)] = [
        (.listOffsets, .storageError), (.offsetFetch, .requestTimedOut),
    ]

    func end() {
        source.end()
        target.end()
    }
}
