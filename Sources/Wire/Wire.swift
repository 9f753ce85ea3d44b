import FoundationEssentials

/// How readings travel and are kept. Between a probe and its supervisor a stream opens with four letters and a version; then come frames,
/// each a length and that many bytes: a kind, and fields as varints. A name is spelt out once in a stream and is a
/// number from then on, which makes a sweep of ten thousand partitions some tens of kilobytes.
public enum Wire {
    public static let opening: [UInt8] = Array("SBPW".utf8) + [version]
    public static let version: UInt8 = 2
    /// A frame is never this large; a length beyond it is damage.
    public static let largestFrame = 64 << 20
    public static let longestText = 1 << 16
    static let mostNames = 1 << 20
}

public enum WireError: Error, Sendable, Equatable, CustomStringConvertible {
    case notAProbe
    case otherVersion(UInt8)
    case oversized(String, Int)
    case truncated
    case unknown(String, UInt64)

    public var description: String {
        switch self {
        case .notAProbe: "what came up the pipe is not from a probe"
        case .otherVersion(let version): "the probe speaks version \(version) of the framing, this is \(Wire.version)"
        case .oversized(let what, let size): "\(what) of \(size) is over the limit"
        case .truncated: "a frame ends in the middle of a field"
        case .unknown(let what, let value): "no \(what) has the number \(value)"
        }
    }
}

public struct WireWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var names: [String: UInt64] = [:]
    private var frameStart = 0

    public init() {}

    public mutating func open() {
        bytes += Wire.opening
    }

    public mutating func beginFrame(_ kind: UInt8) {
        frameStart = bytes.count
        bytes += [0, 0, 0, 0, kind]
    }

    public mutating func endFrame() {
        let length = UInt32(bytes.count - frameStart - 4)
        withUnsafeBytes(of: length.littleEndian) { raw in
            for (index, byte) in raw.enumerated() { bytes[frameStart + index] = byte }
        }
    }

    /// What has been written since the last call.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    public mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// In four bytes, whatever it is.
    public mutating func word(_ value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    public mutating func count(_ value: Int) { unsigned(UInt64(max(0, value))) }

    /// Small numbers of either sign stay short.
    public mutating func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    public mutating func text(_ text: String) {
        let utf8 = text.utf8.prefix(Wire.longestText)
        count(utf8.count)
        bytes += utf8
    }

    /// One that may be as long as a frame.
    public mutating func longText(_ text: String) {
        count(text.utf8.count)
        bytes += text.utf8
    }

    public mutating func chunk(_ bytes: [UInt8]) {
        count(bytes.count)
        self.bytes += bytes
    }

    public mutating func name(_ text: String) {
        if let number = names[text] {
            unsigned(number)
            return
        }
        let number = UInt64(names.count)
        unsigned(number)
        names[text] = number
        self.text(text)
    }

    public mutating func optional<Value>(_ value: Value?, _ write: (inout WireWriter, Value) -> Void) {
        unsigned(value == nil ? 0 : 1)
        if let value { write(&self, value) }
    }

    /// What comes seldom and has many optional parts. All of these types have a JSON form: no value in them is not a
    /// finite number, so that nothing is lost where encoding cannot fail.
    public mutating func document(_ value: some Encodable) {
        let encoder = JSONEncoder()
        // The same value has the same bytes.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(value)) ?? Data()
        count(bytes.count)
        self.bytes += bytes
    }

    public mutating func list<Element>(_ elements: [Element], _ write: (inout WireWriter, Element) -> Void) {
        count(elements.count)
        for element in elements { write(&self, element) }
    }
}

/// Reads fields off one frame. The names are the stream's, and outlive it.
public struct WireReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var at: Int
    public private(set) var names: [String]

    public init(_ bytes: ArraySlice<UInt8>, names: [String]) {
        self.bytes = bytes
        at = bytes.startIndex
        self.names = names
    }

    /// Where in the bytes it was given the next field begins.
    public var position: Int { at }

    public mutating func byte() throws(WireError) -> UInt8 {
        guard at < bytes.endIndex else { throw .truncated }
        defer { at += 1 }
        return bytes[at]
    }

    public mutating func unsigned() throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
        }
        throw .unknown("number", value)
    }

    public mutating func signed() throws(WireError) -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    public mutating func word() throws(WireError) -> UInt32 {
        guard bytes.endIndex - at >= 4 else { throw .truncated }
        defer { at += 4 }
        return bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Of things that take at least one byte each, so a count beyond what is left is damage.
    public mutating func count() throws(WireError) -> Int {
        let value = try unsigned()
        guard value <= UInt64(bytes.endIndex - at) else { throw .truncated }
        return Int(value)
    }

    public mutating func text() throws(WireError) -> String {
        let length = try count()
        guard length <= Wire.longestText else { throw .oversized("a text", length) }
        defer { at += length }
        return String(decoding: bytes[at..<at + length], as: UTF8.self)
    }

    public mutating func longText() throws(WireError) -> String {
        let length = try count()
        defer { at += length }
        return String(decoding: bytes[at..<at + length], as: UTF8.self)
    }

    public mutating func chunk() throws(WireError) -> ArraySlice<UInt8> {
        let length = try count()
        defer { at += length }
        return bytes[at..<at + length]
    }

    public mutating func document<Value: Decodable>(_ type: Value.Type = Value.self) throws(WireError) -> Value {
        let length = try count()
        defer { at += length }
        guard let value = try? JSONDecoder().decode(type, from: Data(bytes[at..<at + length])) else {
            throw .unknown("document of \(type)", UInt64(length))
        }
        return value
    }

    public mutating func name() throws(WireError) -> String {
        let number = try unsigned()
        if number < UInt64(names.count) { return names[Int(number)] }
        guard number == UInt64(names.count) else { throw .unknown("name", number) }
        guard names.count < Wire.mostNames else { throw .oversized("a table of names", names.count) }
        let name = try text()
        names.append(name)
        return name
    }

    public mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) throws(WireError)
        -> Integer
    {
        let value = try signed()
        guard let narrowed = Integer(exactly: value) else { throw .unknown("\(type)", UInt64(bitPattern: value)) }
        return narrowed
    }

    public mutating func flag() throws(WireError) -> Bool { try unsigned() != 0 }

    public mutating func optional<Value>(
        _ read: (inout WireReader) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        try flag() ? try read(&self) : nil
    }

    public mutating func list<Element>(
        atMost most: Int = .max, _ read: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        let count = try count()
        guard count <= most else { throw .oversized("a list", count) }
        var elements: [Element] = []
        elements.reserveCapacity(min(count, 1 << 14))
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }
}
