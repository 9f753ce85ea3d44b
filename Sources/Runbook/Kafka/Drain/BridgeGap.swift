import Kafka
import Night

/// How far the bridge has come, partition by partition, against what the source holds.
struct BridgeGap: Equatable {
    /// The next record the bridge will carry over.
    var carried: [Place: Int64]
    var sourceEnds: [Place: Int64]
    /// By what the bridge's progress is known, in words; nil: it goes without saying.
    var known: String?
    /// What it means when the bridge has come further than the source goes.
    var whyAhead = "somebody writes to the target"

    /// Records still to be carried over.
    var remaining: Int64 {
        sourceEnds.reduce(0) { $0 + max(0, $1.value - carried[$1.key, default: 0]) }
    }

    var remainingInWords: String { "\(remaining) records left" + (known.map { ", by \($0)" } ?? "") }

    /// Where the bridge has come further than the source goes.
    var ahead: [String] {
        sourceEnds.filter { carried[$0.key, default: 0] > $0.value }.keys.sorted().map { place in
            "\(place) ends at \(carried[place] ?? 0) on the target and at \(sourceEnds[place] ?? 0) on the source"
        }
    }

    var aheadInWords: String { "\(whyAhead): \(ahead.summed())" }

    /// Where nothing can be carried over to.
    var nowhere: [String] { sourceEnds.keys.filter { carried[$0] == nil }.sorted().map(\.description) }

    func hasMovedOn(since earlier: BridgeGap) -> Bool {
        carried.contains { $0.value > earlier.carried[$0.key, default: 0] }
    }
}

/// Measures the gap: by log ends where the bridge preserves offsets, else by what it commits on the source under a group
/// of its own, or by MirrorMaker's books.
struct BridgeGapReader {
    private let source: ClusterAccess
    private let sourceTopics: [TopicMetadata]
    private let progress: () throws(KafkaStepError) -> [Place: Int64]
    private let books: MirrorBooks?

    /// Nil where none of these can be had.
    init?(_ order: ErrandOrder) throws(KafkaStepError) {
        let bridge = MirrorBridge(order)
        guard order.bridgePreservesOffsets || order.bridgeGroup != nil || bridge != nil else { return nil }
        let source = try ClusterAccess(.source, of: order)
        let topics = try source.topics(order.topics)
        self.source = source
        sourceTopics = topics
        if let bridge {
            let books = try MirrorBooks(bridge, of: topics, source: source, target: ClusterAccess(.target, of: order))
            self.books = books
            progress = { () throws(KafkaStepError) in try books.read() }
            return
        }
        books = nil
        if order.bridgePreservesOffsets {
            let target = try ClusterAccess(.target, of: order)
            let targetTopics = try target.topics(order.topics)
            progress = { () throws(KafkaStepError) in try target.edges(.end, of: targetTopics) }
        } else {
            let group = order.bridgeGroup ?? ""
            progress = { () throws(KafkaStepError) in
                // Where it never committed, it has everything still before it.
                try source.edges(.start, of: topics)
                    .merging(try source.commits(of: [group], in: topics)[group, default: [:]]) { $1 }
            }
        }
    }

    /// The bridge's progress first: what is produced in between can only make the gap look larger.
    func read() throws(KafkaStepError) -> BridgeGap {
        let carried = try progress()
        let ends = try source.edges(.end, of: sourceTopics)
        guard let books else { return BridgeGap(carried: carried, sourceEnds: ends) }
        return try books.gap(carried: carried, sourceEnds: ends)
    }
}
