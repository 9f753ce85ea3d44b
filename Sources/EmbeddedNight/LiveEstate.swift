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
    let traffic: [WaveTraffic]
    /// Those that run. Who is being stopped is in nobody's hands but theirs who stop it.
    let groups: Mutex<[String: ConsumerGroup]>
    private let moves: Mutex<[GroupMove]> = Mutex([])
    private let conditions = Mutex(Conditions())
    private let ending = Atomic(false)
    private let workers: Mutex<[Worker]> = Mutex([])

    /// Both clusters, with their topics; nothing is written yet.
    init(_ estate: Estate, seed: UInt64) throws {
        self.estate = estate
        source = try MockCluster(brokers: Estate.brokers)
        target = try MockCluster(brokers: Estate.brokers)
        for topic in estate.topics {
            try source.createTopic(topic.name, partitions: topic.partitions)
            try target.createTopic(topic.name, partitions: topic.partitions)
        }
        try target.createTopic(Estate.probeTopic, partitions: Estate.brokers)
        let now = ContinuousClock.now
        let bootstraps = Bootstraps(source: source.bootstrap, target: target.bootstrap)
        traffic = try estate.waves.enumerated().map { number, wave in
            try WaveTraffic(wave, on: bootstraps, seed: seed &+ UInt64(number), now: now)
        }
        groups = Mutex(
            Dictionary(
                uniqueKeysWithValues: try estate.groups.map { group in
                    (group.name, try ConsumerGroup(group, of: estate, at: bootstraps.source, now: now))
                }))
    }

    var bootstraps: Bootstraps { Bootstraps(source: source.bootstrap, target: target.bootstrap) }

    func start() throws {
        let bridge = try Worker { [self] in copy() }
        workers.withLock { $0.append(bridge) }
        let applications = try Worker { [self] in work() }
        workers.withLock { $0.append(applications) }
    }

    private func copy() {
        while !ending.load(ordering: .relaxed) {
            let stalled = conditions.withLock(\.bridgeStalled)
            for wave in traffic { wave.copy(now: .now, stalled: stalled) }
            usleep(25_000)
        }
    }

    private func work() {
        while !ending.load(ordering: .relaxed) {
            let conditions = conditions.withLock { $0 }
            for wave in traffic { wave.write(now: .now, retryStorm: conditions.retryStorm) }
            for group in estate.groups.map(\.name) {
                groups.withLock { $0[group]?.step(now: .now, share: conditions.slowConsumers[group]) }
            }
            usleep(50_000)
        }
    }

    func tell(_ move: GroupMove) {
        moves.withLock { $0.append(move) }
    }

    /// Which groups came and went since this was last asked.
    func takeMoves() -> [GroupMove] {
        moves.withLock { moves in
            defer { moves = [] }
            return moves
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

    /// What an overloaded broker says, to those who measure above all: hardly anybody else asks for offsets here.
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
