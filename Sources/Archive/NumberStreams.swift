import Wire

/// Goes over numbers that both sides know how to expect: it writes the one it is given, or gives the one written.
protocol NumberCoder {
    /// `stream` names what the number is expected to be like; numbers of one stream are kept together.
    mutating func number(_ value: Int64, in stream: Int) -> Int64
}

/// Where numbers that are alike go. What is known on both sides before a number is read chooses the place within a
/// range.
enum NumberStream {
    static let moment = 0
    static let wall = 1
    static let first = 2
    static let firstBehind = 3
    /// Whether a commit moved: see `OffsetCell`.
    static let moved = 4..<24
    /// Gains, by the pace so far.
    static let gain = 24..<152
    static let leap = 152..<280
    /// How far behind a log end, by how much that gained.
    static let behind = 280..<344
    static let leftBehind = 344..<408
    static let count = 408
}

struct NumberWriter: NumberCoder {
    private var streams: [[Int64]] = Array(repeating: [], count: NumberStream.count)

    mutating func number(_ value: Int64, in stream: Int) -> Int64 {
        streams[stream].append(value)
        return value
    }

    /// A directory, then the packed streams, each to be compressed by itself, then what did not fit in their digits.
    func pieces() -> [[UInt8]] {
        var directory = WireWriter()
        var escaped = WireWriter()
        var bodies: [[UInt8]] = []
        for (number, stream) in streams.enumerated() where !stream.isEmpty {
            let isSigned = stream.contains { $0 < 0 }
            let values = stream.map { isSigned ? $0.zigzag : UInt64(bitPattern: $0) }
            let digits = Digits.fitting(values)
            directory.count(number)
            directory.count(values.count)
            directory.unsigned(UInt64(digits.rawValue) << 1 | (isSigned ? 1 : 0))
            bodies.append(digits.pack(values, escaped: &escaped))
        }
        directory.count(NumberStream.count)
        return [directory.take()] + bodies + [escaped.take()]
    }
}

struct NumberReader: NumberCoder {
    /// Stream after stream, and where in it the next number of each is.
    private var numbers: [Int64] = []
    private var next = [Int](repeating: 0, count: NumberStream.count)
    private var ends = [Int](repeating: 0, count: NumberStream.count)
    /// More was asked for than is there: what was given since is made up.
    private(set) var isExhausted = false

    /// From the directory on, to the end of the bytes.
    init(_ bytes: ArraySlice<UInt8>, atMost limit: Int) throws(WireError) {
        var directory = WireReader(bytes, names: [])
        var entries: [(stream: Int, count: Int, form: UInt64)] = []
        // However they are packed, no more than eight share a byte, and an escaped one takes at least a byte.
        let most = min(limit, bytes.count * Digits.mostPerByte)
        var left = most
        while true {
            let stream = try directory.unsigned()
            guard stream < UInt64(NumberStream.count) else { break }
            let count = try directory.unsigned()
            guard count <= UInt64(left) else { throw .oversized("a stream of numbers", Int(clamping: count)) }
            left -= Int(count)
            entries.append((Int(stream), Int(count), try directory.unsigned()))
        }
        var start = directory.position
        var bodies: [(digits: Digits, packed: ArraySlice<UInt8>)] = []
        for entry in entries {
            guard let digits = UInt8(exactly: entry.form >> 1).flatMap(Digits.init) else {
                throw .unknown("form of digits", entry.form)
            }
            let length = digits.length(of: entry.count)
            let escapes = digits == .none ? entry.count : 0
            guard bytes.endIndex - start >= length + escapes else { throw .truncated }
            bodies.append((digits, bytes[start..<start + length]))
            start += length
        }
        var escaped = WireReader(bytes[start...], names: [])
        numbers.reserveCapacity(most - left)
        for (entry, body) in zip(entries, bodies) {
            next[entry.stream] = numbers.count
            try body.digits.unpack(
                body.packed, count: entry.count, isSigned: entry.form & 1 == 1, escaped: &escaped, to: &numbers)
            ends[entry.stream] = numbers.count
        }
    }

    mutating func number(_ value: Int64, in stream: Int) -> Int64 {
        let place = next[stream]
        guard place < ends[stream] else {
            isExhausted = true
            return 0
        }
        next[stream] = place + 1
        return numbers[place]
    }
}
