import Glibc
import Kafka
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
        try moveCoordinators(of: source, from: nil)
        try moveCoordinators(of: target, from: nil)
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

    func apply(_ event: TroubleEvent) throws(KafkaError) {
        conditions.withLock { $0.apply(event) }
        switch (event.trouble, event.change) {
        case (.slowTarget(let milliseconds), let change):
            for broker in target.brokers {
                try target.setRoundTrip(of: broker, to: change == .begins ? .milliseconds(milliseconds) : .zero)
            }
        case (.brokerDown(let broker), .begins): try target.setBroker(broker, .down)
        case (.brokerDown(let broker), .failsOver): try moveLeaders(of: target, from: broker)
        case (.brokerDown(let broker), .ends):
            try target.setBroker(broker, .up)
            try moveLeaders(of: target, from: nil)
        default: break
        }
    }

    /// To be called about once a second: while the script has brokers refuse requests, the next few are refused.
    func refuseSome() {
        let refuses = conditions.withLock(\.brokersRefuse)
        for cluster in [source, target] {
            for (request, refusal) in Self.refused {
                cluster.stopFailing(request)
                if refuses { cluster.failNext(request, with: [refusal]) }
            }
        }
    }

    private static let refused: [(MockCluster.Request, MockCluster.Refusal)] = [
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
        group.side == .source ? source : target
    }

    /// Partition p belongs on broker p mod n + 1, and on the next one when that is lost.
    private func moveLeaders(of cluster: MockCluster, from lost: Int32?) throws(KafkaError) {
        let topics = estate.topics.map { ($0.name, $0.partitions) } + [(Estate.probeTopic, Estate.brokers)]
        for (topic, partitions) in topics {
            for partition in 0..<Int32(partitions) {
                try cluster.setLeader(of: topic, partition, to: Self.broker(for: partition, without: lost))
            }
        }
        try moveCoordinators(of: cluster, from: lost)
    }

    private func moveCoordinators(of cluster: MockCluster, from lost: Int32?) throws(KafkaError) {
        let groups = estate.groups.map(\.name) + [Estate.bridgeGroup, Estate.silentGroup]
        for (number, group) in groups.enumerated() {
            try cluster.setCoordinator(of: group, to: Self.broker(for: Int32(number), without: lost))
        }
    }

    private static func broker(for number: Int32, without lost: Int32?) -> Int32 {
        let brokers = Int32(Estate.brokers)
        let preferred = number % brokers + 1
        return preferred == lost ? preferred % brokers + 1 : preferred
    }
}
