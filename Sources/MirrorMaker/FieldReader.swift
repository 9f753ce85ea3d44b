/// Reads fields off a key or a value of MirrorMaker's own: big-endian, a text as its length in two bytes and its UTF-8.
struct FieldReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) throws(Unreadable) -> Integer
    {
        let end = at + MemoryLayout<Integer>.size
        guard end <= bytes.count else { throw .foreign(.truncated) }
        defer { at = end }
        return Integer(bigEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: Integer.self) })
    }

    mutating func offset() throws(Unreadable) -> Int64 {
        let offset: Int64 = try integer()
        guard offset >= 0 else { throw .foreign(.negativeNumber) }
        return offset
    }

    mutating func partition() throws(Unreadable) -> Int32 {
        let partition: Int32 = try integer()
        guard partition >= 0 else { throw .foreign(.negativePartition) }
        return partition
    }

    /// A text that is not null, as none is in these records.
    mutating func text(atMost longest: Int) throws(Unreadable) -> String {
        let text = try textBytes(atMost: longest)
        guard let text = String(validating: text, as: UTF8.self) else { throw .foreign(.notUTF8) }
        return text
    }

    mutating func skipText() throws(Unreadable) {
        _ = try textBytes(atMost: Int(Int16.max))
    }

    private mutating func textBytes(atMost longest: Int) throws(Unreadable) -> ArraySlice<UInt8> {
        let length = Int(try integer(Int16.self))
        guard length >= 0 else { throw .foreign(.negativeNumber) }
        guard length <= longest else { throw .foreign(.overlongText) }
        guard length <= bytes.count - at else { throw .foreign(.truncated) }
        defer { at += length }
        return bytes[at..<at + length]
    }

    /// The only version there has been.
    mutating func version() throws(Unreadable) {
        let version: Int16 = try integer()
        guard version == 0 else { throw .newer(version: version) }
    }

    func end() throws(Unreadable) {
        guard at == bytes.count else { throw .foreign(.trailingBytes) }
    }
}

enum NameLimit {
    /// Kafka's own. An alias is the beginning of topic names, and cannot be longer either.
    static let topic = 249
    /// Kafka has none below 32 767; nobody's group is a page long.
    static let group = 4_096
}
