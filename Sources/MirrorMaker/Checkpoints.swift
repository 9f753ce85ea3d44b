/// Where a position of a group on the source would be on the target.
public struct Checkpoints: RecordLayout {
    public struct Key: Hashable, Sendable {
        public let group: String
        /// By its name on the target.
        public let twin: MirroredPartition

        public init(group: String, twin: MirroredPartition) {
            self.group = group
            self.twin = twin
        }
    }

    public struct Value: Equatable, Sendable {
        /// The group's commit on the source that this is the translation of.
        public let upstream: Int64
        /// No record that the group has yet to read lies before it on the target.
        public let downstream: Int64

        public init(upstream: Int64, downstream: Int64) {
            self.upstream = upstream
            self.downstream = downstream
        }
    }

    private let wants: @Sendable (Key) -> Bool

    public init(where wants: @escaping @Sendable (Key) -> Bool = { _ in true }) {
        self.wants = wants
    }

    public func key(_ bytes: [UInt8]) throws(Unreadable) -> Key? {
        var fields = FieldReader(bytes)
        let group = try fields.text(atMost: NameLimit.group)
        let topic = try fields.text(atMost: NameLimit.topic)
        let key = Key(group: group, twin: MirroredPartition(topic, try fields.partition()))
        try fields.end()
        return wants(key) ? key : nil
    }

    public func value(_ bytes: [UInt8]) throws(Unreadable) -> Value {
        var fields = FieldReader(bytes)
        try fields.version()
        let value = Value(upstream: try fields.offset(), downstream: try fields.offset())
        // What the application said of its commit is the application's.
        try fields.skipText()
        try fields.end()
        return value
    }
}
