import Kafka
import MirrorMaker
import Night

/// What one of the bridge's own topics says, record by record.
protocol TopicFold {
    var passedOver: PassedOver { get }
    mutating func take(_ record: Record)
    mutating func startAgain()
    /// What there is to be told, once the topic has been read to its end.
    mutating func told() -> [Observation]
}

/// By the topic's layout; `tell` puts what it holds into words.
struct LayoutFold<Layout: RecordLayout>: TopicFold {
    private var latest: LatestByKey<Layout>
    private let tell: (inout LatestByKey<Layout>) -> [Observation]

    init(_ layout: Layout, _ tell: @escaping (inout LatestByKey<Layout>) -> [Observation]) {
        latest = LatestByKey(layout)
        self.tell = tell
    }

    var passedOver: PassedOver { latest.passedOver }

    mutating func take(_ record: Record) {
        latest.take(
            key: record.key, value: record.value, writtenAt: record.timestamp.map { WallTime(milliseconds: $0) },
            in: record.partition)
    }

    mutating func startAgain() { latest.startAgain() }
    mutating func told() -> [Observation] { tell(&latest) }
}

extension MirrorMaker2Plan {
    /// Without REST: its state is in topics.
    var isDedicated: Bool { connect == nil }

    var internalTopics: InternalTopics {
        InternalTopics(
            sourceAlias: sourceAlias, targetAlias: targetAlias, separator: separator,
            separatorInside: separatesInternalTopics, offsetSyncsOn: offsetSyncs)
    }
}
