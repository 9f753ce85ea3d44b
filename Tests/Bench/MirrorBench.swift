import Kafka
import MirrorMaker
import Night
import Probes
import TestSupport

/// What reading MirrorMaker's own topics costs beside receiving them: their past may be millions of records long.
enum MirrorBench {
    private static let records = 1_000_000
    private static let partitions = 5_000
    private static let groups = 10

    private typealias Raw = (key: [UInt8], value: [UInt8])

    static func run() throws {
        decode(
            "offset syncs", OffsetSyncs(),
            distinct { (MirrorRecords.syncKey(topic($0), $0), MirrorRecords.sync(1_000, 900)) })
        decode(
            "checkpoints", Checkpoints(),
            distinct { number in
                let key = MirrorRecords.checkpointKey("group-\(number % 10)", "source.\(topic(number))", number)
                return (key, MirrorRecords.checkpoint(1_000, 900))
            })
        decode(
            "Connect's offsets", ConnectOffsets(from: "source"),
            distinct { number in
                let key = MirrorRecords.offsetKey("mirror-source", "source", topic(number), Int(number))
                return (key, MirrorRecords.offset(123_456))
            })
        try sweep()
    }

    private static func topic(_ number: Int32) -> String { "orders-of-the-\(number % 100)th-department" }

    private static func distinct(_ make: (Int32) -> Raw) -> [Raw] { (0..<Int32(partitions)).map(make) }

    private static func decode(_ name: String, _ layout: some RecordLayout, _ distinct: [Raw]) {
        var latest = LatestByKey(layout)
        let took = timing {
            for number in 0..<records {
                let (key, value) = distinct[number % distinct.count]
                latest.take(key: key, value: value, writtenAt: nil)
            }
        }
        guard latest.entries.count == distinct.count else { return print("\(name): not all were read") }
        print("\(records) \(name) decoded and the last of each kept: \(took.inWords) (bound: under 1 000 ms)")
    }

    /// All that changes between two sweeps when every partition has moved: a sync of each, a checkpoint of each in every
    /// group, and the whole of Connect's book.
    private static func sweep() throws {
        var (source, target) = try (folds(on: .source), folds(on: .target))
        var took: [Duration] = []
        var told = 0
        for round in 0..<20 as Range<Int64> {
            let news = news(at: round)
            took.append(
                timing {
                    news.source.forEach { source.take($0) }
                    news.target.forEach { target.take($0) }
                    told = (source.told(unread: [:]) + target.told(unread: [:])).count
                })
        }
        print(
            "a bridge's sweep, \(partitions) partitions and \(groups) groups, everything moved: median",
            "\(took.median.inWords), \(told) reports (bound: under 250 ms, a quarter of a poll)")
    }

    private static func folds(on role: ClusterRole) throws -> BridgeTopicFolds {
        let scope = ClusterOrder.Scope(topics: [try NamePattern("*")], groups: [try NamePattern("*")])
        let cluster = { (role: ClusterRole) in
            ClusterOrder(
                cluster: role, properties: [], poll: .seconds(1), scopes: [scope],
                twinPrefix: role == .target ? "source." : "")
        }
        var folds = BridgeTopicFolds(
            of: MirrorMakerOrder(bridge: MirrorMaker2Plan(), source: cluster(.source), target: cluster(.target)),
            on: role)
        for name in folds.names { folds.take(.startsAgain(name)) }
        for name in folds.names { folds.take(.caughtUp(name)) }
        return folds
    }

    private static func news(at round: Int64) -> (source: [TopicTails.News], target: [TopicTails.News]) {
        func batch(_ topic: String, _ raw: [Raw]) -> TopicTails.News {
            .records(raw.map { Record(topic: topic, partition: 0, timestamp: round, key: $0.key, value: $0.value) })
        }
        let syncs = distinct { (MirrorRecords.syncKey(topic($0), $0), MirrorRecords.sync(round, round)) }
        let offsets = distinct { number in
            (
                MirrorRecords.offsetKey("MirrorSourceConnector", "source", topic(number), Int(number)),
                MirrorRecords.offset(round)
            )
        }
        let checkpoints = (0..<groups).map { group in
            batch(
                "source.checkpoints.internal",
                distinct { number in
                    let key = MirrorRecords.checkpointKey("group-\(group)", "source.\(topic(number))", number)
                    return (key, MirrorRecords.checkpoint(round, round))
                })
        }
        return (
            [batch("mm2-offset-syncs.target.internal", syncs)],
            checkpoints + [batch("mm2-offsets.source.internal", offsets)]
        )
    }
}
