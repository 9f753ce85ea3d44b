import Kafka
import MirrorMaker
import Night

/// MirrorMaker 2 as a step has to do with it: what it calls things, and where it keeps what it knows.
struct MirrorBridge {
    let plan: MirrorMaker2Plan
    let names: InternalTopics

    /// Nil: the bridge is another one.
    init?(_ order: ErrandOrder) {
        guard case .mirrorMaker2(let plan) = order.bridge else { return nil }
        self.plan = plan
        names = InternalTopics(
            sourceAlias: plan.sourceAlias, targetAlias: plan.targetAlias, separator: plan.separator,
            separatorInside: plan.separatesInternalTopics, offsetSyncsOn: plan.offsetSyncs)
    }

    /// Where Connect keeps its books; nil: the plan does not say, and they are to be asked for by REST.
    var offsetsTopic: String? {
        plan.offsetsTopic ?? (plan.connect == nil ? InternalTopics.dedicatedOffsets(from: plan.sourceAlias) : nil)
    }

    /// What the checkpoints say of some groups.
    func checkpoints(
        of groups: Set<String>, on target: ClusterAccess
    ) throws(KafkaStepError) -> [Checkpoints.Key: Checkpoints.Value] {
        let latest = Latest(Checkpoints { groups.contains($0.group) })
        try InternalTopicReader(names.checkpoints, on: target) { latest.take($0) }.read()
        return latest.entries.mapValues(\.value)
    }

    /// Positions on the target, by partition of the source, made translatable.
    func positionsBack(
        _ positions: [MirroredPartition: Set<Int64>], source: ClusterAccess, target: ClusterAccess
    ) throws(KafkaStepError) -> PositionsBack {
        guard !positions.isEmpty else { return PositionsBack([:]) }
        let box = Box(PositionsBack(positions))
        let layout = OffsetSyncs { positions[$0] != nil }
        let access = names.offsetSyncsOn == .source ? source : target
        try InternalTopicReader(names.offsetSyncs, on: access) { record in
            guard let key = record.key, let value = record.value, let partition = try? layout.key(key),
                let sync = try? layout.value(value)
            else { return }
            box.value.take(sync, of: partition)
        }.read()
        return box.value
    }
}

/// What a reader's records are gathered in.
final class Latest<Layout: RecordLayout> {
    private var latest: LatestByKey<Layout>

    init(_ layout: Layout) {
        latest = LatestByKey(layout)
    }

    var entries: [Layout.Key: LatestByKey<Layout>.Entry] { latest.entries }

    func take(_ record: Record) {
        latest.take(
            key: record.key, value: record.value,
            writtenAt: record.timestamp.map { WallTime(milliseconds: $0) }, in: record.partition)
    }
}

private final class Box<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
}

extension ErrandOrder {
    /// What topics of the source are called on the target.
    var twins: TwinNaming {
        if case .mirrorMaker2(let plan) = bridge { plan.twins } else { .same }
    }
}
