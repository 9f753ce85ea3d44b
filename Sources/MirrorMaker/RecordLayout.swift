/// How the records of one internal topic are laid out, and which of them matter.
public protocol RecordLayout: Sendable {
    associatedtype Key: Hashable & Sendable
    associatedtype Value: Equatable & Sendable

    /// What a record is about; nil: nothing that matters here.
    mutating func key(_ bytes: [UInt8]) throws(Unreadable) -> Key?
    func value(_ bytes: [UInt8]) throws(Unreadable) -> Value
}

/// One partition of a topic.
public struct MirroredPartition: Hashable, Sendable {
    public let topic: String
    public let partition: Int32

    public init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}
