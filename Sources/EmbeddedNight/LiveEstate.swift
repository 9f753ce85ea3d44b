import Glibc
import Kafka
import Night
import Processes
import Synchronization

/// The estate, running: two clusters, those who write and read, and the bridge between.
final class LiveEstate: Sendable {
    let estate: Estate
    let source: MockCluster
    let target: MockCluster
    private let conditions = Mutex(Conditions())
    private let ending = Atomic(false)
    private let workers: Mutex<[Worker]> = Mutex([])

    /// How much more than what is written the bridge may read.
    private static let bridgeHeadroom = 1.9

    /// Both clusters, with their topics; nothing is written yet.
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

    func start(seed: UInt64) throws {
        let now = ContinuousClock.now
        let copier = try Copier(
            topics: estate.topics, from: source.bootstrap, to: target.bootstrap,
            quota: estate.rate * Self.bridgeHeadroom, now: now)
        let producers = try Producers(estate.topics, to: source.bootstrap, seed: seed, now: now)
        let groups = try estate.groups.map { group in
            try ConsumerGroup(group, of: estate, on: cluster(of: group).bootstrap, now: now)
        }
        let bridge = try Worker { [self] in copy(with: copier) }
        workers.withLock { $0.append(bridge) }
        let applications = try Worker { [self] in work(producers, groups) }
        workers.withLock { $0.append(applications) }
    }

    private func copy(with copier: Copier) {
        var copier = copier
        while !ending.load(ordering: .relaxed) {
            copier.step(now: .now, stalled: conditions.withLock(\.bridgeStalled))
            usleep(25_000)
        }
    }

    private func work(_ producers: Producers, _ groups: [ConsumerGroup]) {
        var producers = producers
        var groups = groups
        while !ending.load(ordering: .relaxed) {
            let conditions = conditions.withLock { $0 }
            producers.step(now: .now, retryStorm: conditions.retryStorm)
            for index in groups.indices {
                groups[index].step(now: .now, share: conditions.slowConsumers[groups[index].group.name])
            }
            usleep(50_000)
        }
    }

    func apply(_ line: ScriptLine) throws(KafkaError) {
        conditions.withLock { $0.apply(line) }
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
    }

    /// To be called about once a second: while the script has brokers refuse requests, one of the next few is refused.
    func refuseSome(using generator: inout some RandomNumberGenerator) {
        let refuses = conditions.withLock(\.brokersRefuse)
        for cluster in [source, target] {
            for (request, refusal) in Self.refused {
                cluster.stopFailing(request)
                let before = Int.random(in: 0...5, using: &generator)
                if refuses { cluster.failNext(request, with: [Refusal?](repeating: nil, count: before) + [refusal]) }
            }
        }
    }

    private typealias Refusal = MockCluster.Refusal

    /// What an overloaded broker says, to those who measure: nobody else asks for offsets here.
    private static let refused: [(MockCluster.Request, Refusal)] = [
        (.listOffsets, .storageError), (.offsetFetch, .requestTimedOut),
    ]

    func end() {
        ending.store(true, ordering: .relaxed)
        let workers = workers.withLock { workers in
            defer { workers = [] }
            return workers
        }
        for worker in workers { worker.join() }
        source.end()
        target.end()
    }

    private func cluster(of group: Estate.Group) -> MockCluster {
        group.cluster == .source ? source : target
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
}
