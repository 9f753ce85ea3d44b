/// What is wrong with a line.
public enum LineFault: Error, Sendable, Equatable, CustomStringConvertible {
    case noName, noLabelName, noEqualSign, unquoted, unclosed, tooManyLabels, tooLong
    case noValue, notANumber, notATimestamp, more, cutOff, twice

    public var description: String {
        switch self {
        case .noName: "does not begin with the name of a sample"
        case .noLabelName: "a label's name is missing"
        case .noEqualSign: "no = behind a label's name"
        case .unquoted: "a label's value is not in quotes"
        case .unclosed: "its labels do not end"
        case .tooManyLabels: "more than \(LineCursor.mostLabels) labels"
        case .tooLong: "longer than \(LineCursor.longest) bytes"
        case .noValue: "no value"
        case .notANumber: "its value is no number"
        case .notATimestamp: "what follows the value is no timestamp"
        case .more: "more than a value and a timestamp"
        case .cutOff: "ends without a line break: it may be cut off"
        case .twice: "the same series a second time"
        }
    }
}

/// Reads one line from the left. Only valid as long as the bytes under it.
struct LineCursor {
    static let longest = 64 << 10
    static let mostLabels = 128
    private static let longestNumber = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var at: Int
    private let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
        self.bytes = bytes
        self.at = start
        self.end = end
    }

    var isAtEnd: Bool { at >= end }

    mutating func skipBlanks() {
        while at < end, Self.isBlank(bytes[at]) { at += 1 }
    }

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard at < end, bytes[at] == UInt8(ascii: sign) else { return false }
        at += 1
        return true
    }

    /// Empty where none begins here.
    mutating func name(colons: Bool = true) -> Slice<UnsafeBufferPointer<UInt8>> {
        let start = at
        while at < end {
            let byte = bytes[at]
            let isPart =
                Self.isLetter(byte) || (at > start && Self.isDigit(byte)) || (colons && byte == UInt8(ascii: ":"))
            guard isPart else { break }
            at += 1
        }
        return bytes[start..<at]
    }

    /// Up to the next blank.
    mutating func word() -> Slice<UnsafeBufferPointer<UInt8>> {
        let start = at
        while at < end, !Self.isBlank(bytes[at]) { at += 1 }
        return bytes[start..<at]
    }

    /// What stands between braces, if any do.
    mutating func labels() throws(LineFault) -> [Exposition.Label] {
        var labels: [Exposition.Label] = []
        skipBlanks()
        guard take("{") else { return labels }
        while true {
            skipBlanks()
            if take("}") { return labels }
            guard labels.count < Self.mostLabels else { throw .tooManyLabels }
            let name = name(colons: false)
            if name.isEmpty { throw isAtEnd ? .unclosed : .noLabelName }
            skipBlanks()
            guard take("=") else { throw .noEqualSign }
            skipBlanks()
            labels.append(Exposition.Label(name: String(decoding: name, as: UTF8.self), value: try quoted()))
            skipBlanks()
            if take(",") { continue }
            guard take("}") else { throw .unclosed }
            return labels
        }
    }

    /// A value in double quotes, in which \n, \" and \\ stand for a line break, a quote and a backslash.
    mutating func quoted() throws(LineFault) -> String {
        guard take("\"") else { throw .unquoted }
        let start = at
        var hasEscapes = false
        while at < end, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\") {
                hasEscapes = true
                at += 1
            }
            at += 1
        }
        guard at < end else { throw .unclosed }
        let raw = bytes[start..<at]
        at += 1
        return hasEscapes ? Self.unescaped(raw) : String(decoding: raw, as: UTF8.self)
    }

    private static func unescaped(_ raw: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var isEscaped = false
        for byte in raw {
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            if isEscaped, byte == UInt8(ascii: "n") {
                bytes.append(UInt8(ascii: "\n"))
            } else {
                // Of any other escape the parsers in use keep the backslash.
                if isEscaped, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "\"") {
                    bytes.append(UInt8(ascii: "\\"))
                }
                bytes.append(byte)
            }
            isEscaped = false
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value, the timestamp where there is one, and an exemplar that is not looked at.
    mutating func reading() throws(LineFault) -> (value: Double, timestamp: Double?) {
        skipBlanks()
        guard !isAtEnd else { throw .noValue }
        guard let value = number() else { throw .notANumber }
        skipBlanks()
        if isAtEnd || take("#") { return (value, nil) }
        guard let timestamp = number(), timestamp.isFinite else { throw .notATimestamp }
        skipBlanks()
        guard isAtEnd || take("#") else { throw .more }
        return (value, timestamp)
    }

    /// Most are short whole numbers, which need no parser of floating point.
    private mutating func number() -> Double? {
        let word = word()
        guard (1...Self.longestNumber).contains(word.count), let first = word.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        let digits = isNegative ? word.dropFirst() : word
        if (1...15).contains(digits.count), digits.allSatisfy(Self.isDigit) {
            let whole = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
            return isNegative ? -Double(whole) : Double(whole)
        }
        return Double(String(decoding: word, as: UTF8.self))
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") }
}
