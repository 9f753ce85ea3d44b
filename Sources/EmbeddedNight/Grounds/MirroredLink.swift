import Kafka
import Night
import Synchronization

/// MirrorMaker 2 carries the wave, wherever its producers write: what they write to the target it does not see. Before
/// they write to the source again, that is written there too, as a site's own replay would; it then comes over once
/// more, which is what at least once means.
final class MirroredLink: Link {
    private struct State {
        /// Records on the target that did not come over, in each partition.
        var writtenThere: [PartitionKey: Int64] = [:]
        /// Where the target's logs ended when producers came; nil: they are on the source.
        var arrived: [PartitionKey: Int64]?
    }

    private let wave: Estate.Wave
    private let bootstraps: Bootstraps
    private let source: Client
    private let target: Client
    /// Where the source's logs began when MirrorMaker 2 did; the target's begin with 0.
    private let begins: [PartitionKey: Int64]
    private let state = Mutex(State())

    init(_ wave: Estate.Wave, on bootstraps: Bootstraps, from begins: [PartitionKey: Int64]) throws {
        self.wave = wave
        self.bootstraps = bootstraps
        self.begins = begins
        source = try Client(.consumer, Settings.consumer(of: bootstraps.source, named: "applications"))
        target = try Client(.consumer, Settings.consumer(of: bootstraps.target, named: "applications"))
    }

    /// It is not this process that carries.
    func carry(now: ContinuousClock.Instant, stalled: Bool) {}

    func leaveSource(_ patience: Patience) throws {
        guard patience.wait(atMost: LinkTimes.drain, until: { isCarried }) else {
            throw Refusal("MirrorMaker 2 still has records of \(wave.name) to carry")
        }
        let ends = try targetEnds()
        state.withLock { $0.arrived = ends }
    }

    private var isCarried: Bool {
        guard let written = source.logs(.end, of: wave.topics), let there = target.logs(.end, of: wave.topics) else {
            return false
        }
        let own = state.withLock(\.writtenThere)
        return written.allSatisfy { key, end in
            there[key, default: 0] - own[key, default: 0] >= end - begins[key, default: 0]
        }
    }

    func returnToSource(_ patience: Patience) throws {
        guard let arrived = state.withLock(\.arrived) else { return }
        let ends = try targetEnds()
        try replay(from: arrived, to: ends, patience)
        state.withLock { state in
            for (key, end) in ends { state.writtenThere[key, default: 0] += end - arrived[key, default: end] }
            state.arrived = nil
        }
    }

    private func targetEnds() throws(Refusal) -> [PartitionKey: Int64] {
        guard let ends = target.logs(.end, of: wave.topics) else {
            throw Refusal("the target does not say where the logs of \(wave.name) end")
        }
        return ends
    }

    private func replay(
        from begins: [PartitionKey: Int64], to ends: [PartitionKey: Int64], _ patience: Patience
    ) throws {
        let consumer = try Consumer(Settings.consumer(of: bootstraps.target, named: "replay"), group: "replay")
        let producer = try Producers.connect(to: bootstraps.source)
        try consumer.assign(Copier.offsets(begins))
        var positions = begins
        var failed: KafkaError?
        let isRead = patience.wait(atMost: LinkTimes.drain) {
            for record in consumer.poll(atMost: 5_000).records {
                let key = PartitionKey(topic: record.topic, partition: record.partition)
                guard record.offset < ends[key, default: 0], failed == nil else { continue }
                do throws(KafkaError) { try producer.produce(record) } catch { failed = error }
                positions[key] = record.offset + 1
            }
            return failed != nil || ends.allSatisfy { positions[$0.key, default: 0] >= $0.value }
        }
        for case .delivered(let delivery) in producer.flush(atMost: LinkTimes.drain) {
            failed = failed ?? delivery.error
        }
        guard isRead, failed == nil, producer.outstanding == 0 else {
            let why = failed.map { ": \($0)" } ?? ""
            throw Refusal("the source does not have all that producers of \(wave.name) wrote to the target\(why)")
        }
    }

    func standing(with side: ClusterRole) -> String {
        side == .target ? "; MirrorMaker 2 has nothing of theirs to carry" : ", which has all they wrote"
    }
}
