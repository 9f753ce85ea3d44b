import FoundationEssentials

/// How far MirrorMaker's source connector has come, as its Connect workers write it down: the offset of the last record
/// carried over. The topic is shared with every other connector of those workers.
public struct ConnectOffsets: RecordLayout {
    public struct Key: Hashable, Sendable {
        public let connector: String
        /// On the source.
        public let partition: MirroredPartition

        public init(connector: String, partition: MirroredPartition) {
            self.connector = connector
            self.partition = partition
        }
    }

    private let sourceAlias: String
    private let connectors: Set<String>
    private let wants: @Sendable (MirroredPartition) -> Bool
    /// JSON takes its time, and the same keys come again with every flush.
    private var known: [Spelling: Key?] = [:]

    private static let mostKnown = 50_000
    private static let longestKey = 1 << 16

    /// No names: any connector that carries over from this source.
    public init(
        from sourceAlias: String, by connectors: some Sequence<String> = [],
        where wants: @escaping @Sendable (MirroredPartition) -> Bool = { _ in true }
    ) {
        self.sourceAlias = sourceAlias
        self.wants = wants
        self.connectors = Set(connectors)
    }

    public mutating func key(_ bytes: [UInt8]) throws(Unreadable) -> Key? {
        let spelling = Spelling(bytes: bytes)
        if let key = known[spelling] { return key }
        guard bytes.count <= Self.longestKey else { throw .foreign(.overlongText) }
        let key = try read(bytes)
        if known.count >= Self.mostKnown { known.removeAll() }
        known[spelling] = key
        return key
    }

    private func read(_ bytes: [UInt8]) throws(Unreadable) -> Key? {
        guard let key = try? JSONDecoder().decode(WrittenKey.self, from: Data(bytes)) else {
            throw .foreign(.notItsJSON)
        }
        guard let from = key.partition, from.cluster == sourceAlias,
            connectors.isEmpty || connectors.contains(key.connector)
        else { return nil }
        guard from.partition >= 0 else { throw .foreign(.negativePartition) }
        guard from.topic.utf8.count <= NameLimit.topic else { throw .foreign(.overlongText) }
        let partition = MirroredPartition(from.topic, from.partition)
        return wants(partition) ? Key(connector: key.connector, partition: partition) : nil
    }

    public func value(_ bytes: [UInt8]) throws(Unreadable) -> Int64 {
        if let offset = Self.plainOffset(bytes) { return offset }
        guard let offset = (try? JSONDecoder().decode(WrittenValue.self, from: Data(bytes)))?.offset else {
            throw .foreign(.notItsJSON)
        }
        guard offset >= 0 else { throw .foreign(.negativeNumber) }
        return offset
    }

    /// `{"offset":N}` to the letter, as Connect's converter writes it.
    private static func plainOffset(_ bytes: [UInt8]) -> Int64? {
        guard bytes.starts(with: opening), bytes.last == UInt8(ascii: "}"), bytes.count <= opening.count + 19 else {
            return nil
        }
        var offset: Int64 = 0
        for byte in bytes[opening.count..<bytes.count - 1] {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
            offset = offset * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return bytes.count > opening.count + 1 ? offset : nil
    }

    private static let opening = Array(#"{"offset":"#.utf8)
}

/// A key as it is written; an array would be hashed byte by byte.
private struct Spelling: Hashable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

/// `["connector",{"cluster":"source","partition":0,"topic":"orders"}]`; other connectors have other things in the second
/// place.
private struct WrittenKey: Decodable {
    struct From: Decodable {
        let cluster: String
        let topic: String
        let partition: Int32
    }

    let connector: String
    let partition: From?

    init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        connector = try pair.decode(String.self)
        partition = try? pair.decode(From.self)
    }
}

private struct WrittenValue: Decodable {
    let offset: Int64
}
