import Dispatch
import Kafka
import Night
import RealKafka
import Synchronization

/// Real brokers with a real MirrorMaker 2 between them, under the identity policy: a shop that moves keeps the names of
/// its topics. Its source has a past that is gone from its logs, so that offsets differ on the two sides.
final class RealGround: Ground {
    private let estate: ConnectedEstate
    private let mirror: MirrorMaker
    private let begins: [PartitionKey: Int64]
    private let slowness = Mutex<Task<Void, Never>?>(nil)

    let bootstraps: Bootstraps
    var connect: String { estate.connect.address }

    private static let targetBrokers = 3
    private static let patience = Duration.seconds(60)

    /// Takes a while, and says what it is at.
    init(
        _ shop: Estate, on kafka: KafkaInstallation, seed: UInt64, saying: (String) -> Void
    ) throws {
        saying("source: Kafka \(kafka.source.name), 1 broker")
        saying("target: Kafka \(kafka.target.name), \(Self.targetBrokers) brokers, and Kafka Connect")
        estate = try waiting {
            try await ConnectedEstate.start(
                source: ClusterShape(sasl: false), target: ClusterShape(brokers: Self.targetBrokers, sasl: false),
                from: kafka)
        }
        bootstraps = Bootstraps(source: estate.source.bootstrap, target: estate.target.bootstrap)
        do {
            saying("the shop: \(shop.topics.count) topics and their past")
            begins = try Self.open(shop, on: bootstraps, seed: seed)
            saying("the bridge: MirrorMaker 2 on \(estate.connect.address)")
            mirror = Self.mirror(of: shop)
            try waiting { [estate, mirror] in
                try await estate.connect.mirror(from: estate.source, to: estate.target, mirror)
            }
        } catch {
            try? waiting { [estate] in await estate.end() }
            throw error
        }
    }

    private static func mirror(of shop: Estate) -> MirrorMaker {
        var mirror = MirrorMaker()
        mirror.policy = .identity
        mirror.topics = shop.topics.map(\.name).joined(separator: ",")
        return mirror
    }

    /// The shop's topics, each with some records behind it that retention took. Where their logs begin.
    private static func open(
        _ shop: Estate, on bootstraps: Bootstraps, seed: UInt64
    ) throws -> [PartitionKey: Int64] {
        let source = try Producers.connect(to: bootstraps.source)
        try source.client.create(
            shop.topics.map { NewTopic($0.name, partitions: $0.partitions, replicas: 1) }, timeout: patience)
        try Producers.connect(to: bootstraps.target).client.create(
            [NewTopic(Estate.probeTopic, partitions: targetBrokers, replicas: targetBrokers)], timeout: patience)
        var generator = SeededGenerator(seed: seed)
        var past: [PartitionKey: Int64] = [:]
        for topic in shop.topics {
            for partition in 0..<Int32(topic.partitions) {
                let count = Int.random(in: 50...500, using: &generator)
                let record = Record(topic: topic.name, partition: partition, value: [0])
                for _ in 0..<count { try source.produce(record) }
                past[PartitionKey(topic: topic.name, partition: partition)] = Int64(count)
            }
        }
        for case .delivered(let delivery) in source.flush(atMost: patience) {
            if let error = delivery.error { throw error }
        }
        try source.client.deleteRecords(before: Copier.offsets(past), timeout: patience)
        return past
    }

    var servesGroups: Bool { true }

    func link(for wave: Estate.Wave, now: ContinuousClock.Instant) throws -> any Link {
        try MirroredLink(wave, on: bootstraps, from: begins)
    }

    func apply(_ line: ScriptLine) throws -> Bool {
        let (target, connect, connector) = (estate.target, estate.connect, mirror.sourceConnector)
        switch (line.mishap, line.change) {
        case (.bridgeStall, .ends): try waiting { try await connect.resume(connector) }
        case (.bridgeStall, _): try waiting { try await connect.pause(connector) }
        case (.slowTarget(let milliseconds), .begins): slowTarget(by: .milliseconds(milliseconds))
        case (.slowTarget, _): slowness.withLock { $0?.cancel() }
        case (.brokerDown(let broker), .begins): try waiting { try await target.kill(Int(broker)) }
        case (.brokerDown(let broker), .ends): try waiting { try await target.startAgain(Int(broker)) }
        // Its controllers see to that themselves, and nobody can make a broker refuse what it can answer.
        case (.brokerDown, .failsOver), (.refusals, _): return false
        case (.slowConsumer, _), (.retryStorm, _): break
        }
        return true
    }

    /// Every target broker stands still for so long, then answers what has come meanwhile.
    private func slowTarget(by delay: Duration) {
        let slow = Task { [target = estate.target] in
            while !Task.isCancelled {
                for broker in 1...Self.targetBrokers { try? await target.freeze(broker) }
                try? await Task.sleep(for: delay)
                for broker in 1...Self.targetBrokers { try? await target.thaw(broker) }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        slowness.withLock { $0 = slow }
    }

    func refuseSome(_ refuses: Bool, using generator: inout some RandomNumberGenerator) {}

    func end() {
        try? waiting { [estate] in await estate.end() }
    }
}

/// What comes of work that does not block, for a thread that may.
private func waiting<Answer: Sendable>(for work: @escaping @Sendable () async throws -> Answer) throws -> Answer {
    let (answer, done) = (Awaited<Answer>(), DispatchSemaphore(value: 0))
    Task {
        do {
            let value = try await work()
            answer.result.withLock { $0 = .success(value) }
        } catch {
            answer.result.withLock { $0 = .failure(error) }
        }
        done.signal()
    }
    done.wait()
    guard let result = answer.result.withLock({ $0 }) else { preconditionFailure("signalled without an answer") }
    return try result.get()
}

private final class Awaited<Answer: Sendable>: Sendable {
    let result = Mutex<Result<Answer, any Error>?>(nil)
}
