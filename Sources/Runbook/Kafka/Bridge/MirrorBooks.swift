import Connect
import Kafka
import MirrorMaker
import Night

/// How far MirrorMaker 2 has come by its own books: its Connect's offsets, and its offset syncs. Both trail behind it;
/// neither ever says more than was carried.
final class MirrorBooks {
    /// Where Connect's offsets are to be had.
    private enum Offsets {
        case rest(ConnectClient, [String])
        case topic(InternalTopicReader, Latest<ConnectOffsets>)
        case nowhere(why: String)
    }

    private let source: ClusterAccess
    private let target: ClusterAccess
    private let topics: [TopicMetadata]
    private let twins: [String]
    private let offsets: Offsets
    private let syncs: Latest<OffsetSyncs>
    private let syncsReader: InternalTopicReader
    private let tails: MarkerTails
    private let alias: String
    private var ways = Ways()
    private var asked: (at: ContinuousClock.Instant, offsets: [Place: Int64])?

    /// Of progress that trails by a minute nothing is missed, and Connect reads its topic for each answer.
    private static let askEvery = Duration.seconds(1)
    private static let patience = Duration.seconds(10)

    init(
        _ bridge: MirrorBridge, of topics: [TopicMetadata], source: ClusterAccess, target: ClusterAccess
    ) throws(KafkaStepError) {
        self.source = source
        self.target = target
        self.topics = topics
        alias = bridge.plan.sourceAlias
        tails = MarkerTails(on: source)
        let names = Set(topics.map(\.name))
        twins = topics.map { bridge.plan.twins.twin(of: $0.name) }
        let syncs = Latest(OffsetSyncs { names.contains($0.topic) })
        self.syncs = syncs
        let syncsOn = bridge.names.offsetSyncsOn == .source ? source : target
        syncsReader = try InternalTopicReader(bridge.names.offsetSyncs, on: syncsOn) { syncs.take($0) }
        offsets = try Self.offsets(of: bridge, in: names, on: target)
    }

    private static func offsets(
        of bridge: MirrorBridge, in names: Set<String>, on target: ClusterAccess
    ) throws(KafkaStepError) -> Offsets {
        let plan = bridge.plan
        if let endpoint = plan.connect, plan.offsetsTopic == nil {
            return plan.connectors.isEmpty
                ? .nowhere(why: "the plan names no connectors") : .rest(ConnectClient(endpoint), plan.connectors)
        }
        guard let topic = bridge.offsetsTopic else { return .nowhere(why: "the plan names no offsets-topic") }
        let latest = Latest(
            ConnectOffsets(from: plan.sourceAlias, by: plan.connectors) { names.contains($0.topic) })
        return .topic(try InternalTopicReader(topic, on: target) { latest.take($0) }, latest)
    }
}

// MARK: Reading

extension MirrorBooks {
    /// The next record to be carried, of each partition that has somewhere to be carried to.
    func read() throws(KafkaStepError) -> [Place: Int64] {
        ways = Ways()
        let carriable = Set(try target.topics(twins).map(\.name))
        let there = zip(topics, twins).filter { carriable.contains($1) }.map(\.0)
        let booked = try connectOffsets()
        let synced = try syncOffsets()
        // Where nothing is in any book, everything there is is still before the bridge.
        var carried = try source.edges(.start, of: there)
        for (place, start) in carried {
            ways.count(booked: booked[place], synced: synced[place])
            carried[place] = max(start, booked[place] ?? 0, synced[place] ?? 0)
        }
        return carried
    }

    func gap(carried: [Place: Int64], sourceEnds: [Place: Int64]) throws(KafkaStepError) -> BridgeGap {
        BridgeGap(
            carried: try tails.skipped(from: carried, to: sourceEnds), sourceEnds: sourceEnds, known: ways.words,
            whyAhead: "the bridge's books are of another topic of that name")
    }

    private func syncOffsets() throws(KafkaStepError) -> [Place: Int64] {
        do {
            try syncsReader.read()
        } catch .bridgeTopic(_, _, let why) {
            ways.syncsMissing = why
            return [:]
        }
        return syncs.entries.reduce(into: [:]) { next, entry in
            next[Place(entry.key.topic, entry.key.partition)] = entry.value.value.upstream + 1
        }
    }

    private func connectOffsets() throws(KafkaStepError) -> [Place: Int64] {
        switch offsets {
        case .nowhere(let why):
            ways.offsetsMissing = why
            return [:]
        case .topic(let reader, let latest):
            do {
                try reader.read()
            } catch .bridgeTopic(_, _, let why) {
                ways.offsetsMissing = why
                return [:]
            }
            return latest.entries.reduce(into: [:]) { next, entry in
                let place = Place(entry.key.partition.topic, entry.key.partition.partition)
                next[place] = max(next[place] ?? 0, entry.value.value + 1)
            }
        case .rest(let connect, let connectors): return answered(by: connect, of: connectors)
        }
    }

    private func answered(by connect: ConnectClient, of connectors: [String]) -> [Place: Int64] {
        let now = ContinuousClock.now
        if let asked, now - asked.at < Self.askEvery { return asked.offsets }
        var next: [Place: Int64] = [:]
        do throws(ConnectError) {
            for connector in connectors {
                guard let offsets = try connect.mirrorOffsets(of: connector, patience: Self.patience) else {
                    ways.offsetsMissing = "this Connect tells none, and the plan names no offsets-topic"
                    return [:]
                }
                for offset in offsets where offset.cluster == alias {
                    let place = Place(offset.topic, offset.partition)
                    next[place] = max(next[place] ?? 0, offset.next)
                }
            }
        } catch {
            ways.offsetsMissing = "\(error)"
            return [:]
        }
        asked = (now, next)
        return next
    }
}

/// By which of the books each partition's progress is known.
private struct Ways {
    var offsetsMissing: String?
    var syncsMissing: String?
    private var byOffsets = 0
    private var bySyncs = 0
    private var byNone = 0

    mutating func count(booked: Int64?, synced: Int64?) {
        switch (booked, synced) {
        case (nil, nil): byNone += 1
        case (let booked?, let synced?) where booked < synced: bySyncs += 1
        case (nil, _): bySyncs += 1
        default: byOffsets += 1
        }
    }

    var words: String {
        let counts = [
            (byOffsets, "Connect's offsets"), (bySyncs, "offset syncs"), (byNone, "no book of the bridge's"),
        ].filter { $0.0 > 0 }
        let known =
            counts.count == 1
            ? counts[0].1 : counts.map { "\($1) in \(counted($0, "partition"))" }.joined(separator: ", ")
        let missing = [
            offsetsMissing.map { "Connect's offsets are not to be had: \($0)" },
            syncsMissing.map { "offset syncs are not to be had: \($0)" },
        ].compactMap { $0 }
        return ([known] + missing).joined(separator: "; ")
    }
}
