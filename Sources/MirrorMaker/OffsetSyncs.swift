/// The same record's offsets on both sides.
public struct OffsetSync: Equatable, Sendable {
    public let upstream: Int64
    public let downstream: Int64

    public init(upstream: Int64, downstream: Int64) {
        self.upstream = upstream
        self.downstream = downstream
    }
}

/// Offset syncs by the partition of the source. The layout has no version: one that changes shows by its length.
public struct OffsetSyncs: RecordLayout {
    private let wants: @Sendable (MirroredPartition) -> Bool

    public init(where wants: @escaping @Sendable (MirroredPartition) -> Bool = { _ in true }) {
        self.wants = wants
    }

    public func key(_ bytes: [UInt8]) throws(Unreadable) -> MirroredPartition? {
        var fields = FieldReader(bytes)
        let topic = try fields.text(atMost: NameLimit.topic)
        let key = MirroredPartition(topic, try fields.partition())
        try fields.end()
        return wants(key) ? key : nil
    }

    public func value(_ bytes: [UInt8]) throws(Unreadable) -> OffsetSync {
        var fields = FieldReader(bytes)
        let sync = OffsetSync(upstream: try fields.offset(), downstream: try fields.offset())
        try fields.end()
        return sync
    }
}
