public import Night

/// Who sent a heartbeat to whom, and when: to be read where it was sent to, and wherever it was carried from there.
public struct Heartbeats: RecordLayout {
    public struct Key: Hashable, Sendable {
        public let source: String
        public let target: String

        public init(source: String, target: String) {
            self.source = source
            self.target = target
        }
    }

    public init() {}

    public func key(_ bytes: [UInt8]) throws(Unreadable) -> Key? {
        var fields = FieldReader(bytes)
        let key = Key(
            source: try fields.text(atMost: NameLimit.topic), target: try fields.text(atMost: NameLimit.topic))
        try fields.end()
        return key
    }

    /// The clock is the Connect worker's.
    public func value(_ bytes: [UInt8]) throws(Unreadable) -> WallTime {
        var fields = FieldReader(bytes)
        try fields.version()
        let sentAt = WallTime(milliseconds: try fields.offset())
        try fields.end()
        return sentAt
    }
}
