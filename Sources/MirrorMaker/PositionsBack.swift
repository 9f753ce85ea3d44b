/// Positions on the target as positions on the source, by the offset syncs in the order they were written. Only for
/// positions named before: all syncs of a topic may be more than there is room for.
public struct PositionsBack: Sendable {
    private struct Partition {
        var syncs: [Int64: OffsetSync?]
        var first: OffsetSync?
        var last: OffsetSync?
    }

    private var partitions: [MirroredPartition: Partition]

    /// - Parameter positions: on the target, by partition of the source.
    public init(_ positions: [MirroredPartition: Set<Int64>]) {
        partitions = positions.mapValues { asked in
            Partition(syncs: asked.reduce(into: [:]) { $0.updateValue(nil, forKey: $1) })
        }
    }

    public mutating func take(_ sync: OffsetSync, of partition: MirroredPartition) {
        guard var held = partitions[partition] else { return }
        if let last = held.last, sync.upstream < last.upstream || sync.downstream < last.downstream {
            // One of the topics was made anew, or records came twice: what was true before means other records now.
            for position in held.syncs.keys { held.syncs.updateValue(nil, forKey: position) }
            held.first = nil
        }
        held.first = held.first ?? sync
        held.last = sync
        for position in held.syncs.keys where sync.downstream <= position { held.syncs[position] = sync }
        partitions[partition] = held
    }

    /// Whoever stands there on the target has read everything before this on the source, and no more is known of it
    /// than this: past a sync the two sides may count differently. Nil: no sync is as early as that.
    public func source(of position: Int64, in partition: MirroredPartition) -> Int64? {
        guard case let sync?? = partitions[partition]?.syncs[position] else { return nil }
        return sync.downstream == position ? sync.upstream : sync.upstream + 1
    }

    /// Where on the source the first sync that still holds is; nil: there is none.
    public func earliestSource(in partition: MirroredPartition) -> Int64? { partitions[partition]?.first?.upstream }
}
