/// Cuts what an errand prints into lines worth keeping, as a value: bytes in, lines out. It may print without end; what
/// is kept of it is bounded in every second and in all, and what is not kept is counted.
struct OutputLines {
    /// In any one second, and in all. A line costs `leastCost` at least: a flood of empty words is a flood too.
    static let mostInASecond = 64 << 10
    static let most = 1 << 20
    static let leastCost = 64
    /// More than a line that is kept can take, in UTF-8.
    private static let longestPending = 2_048

    private var pending: [UInt8] = []
    /// The line it is in has lost its beginning.
    private var skipsLine = false
    private var tail: ArraySlice<UInt8> = []
    private var keptInAll = 0
    private var keptThisSecond = 0
    private var second: Int64 = .min
    private var notKept = 0

    /// `second`: of any clock; only its changes count.
    mutating func take(_ bytes: [UInt8], second now: Int64) -> [String] {
        if now != second { (second, keptThisSecond) = (now, 0) }
        tail = (tail + bytes.suffix(Self.longestPending)).suffix(Self.longestPending)
        var lines: [String] = []
        for (index, byte) in bytes.enumerated() {
            guard hasRoom else {
                skip(bytes.count - index)
                break
            }
            if Self.endsLine(byte) {
                if skipsLine { notKept += 1 }
                if let line = endLine() { lines.append(line) }
            } else if skipsLine || pending.count == Self.longestPending {
                notKept += 1
            } else {
                pending.append(byte)
            }
        }
        return lines
    }

    /// There will be no more: what is left of it.
    mutating func end() -> [String] {
        let last = endLine()
        let rest = notKept > 0 ? "… \(notKept) bytes more not kept" : nil
        return [last, rest].compactMap { $0 }
    }

    /// The last line that is not blank, kept or not.
    var last: String? {
        tail.split(whereSeparator: Self.endsLine).reversed().lazy.map(SafeLine.of).first { !$0.isBlank }
    }

    private var hasRoom: Bool { keptInAll < Self.most && keptThisSecond < Self.mostInASecond }

    private mutating func skip(_ count: Int) {
        notKept += pending.count + count
        pending = []
        skipsLine = true
    }

    private mutating func endLine() -> String? {
        let line = SafeLine.of(pending)
        let isSkipped = skipsLine
        (pending, skipsLine) = ([], false)
        guard !isSkipped, !line.isBlank else { return nil }
        let cost = max(line.utf8.count, Self.leastCost)
        keptInAll += cost
        keptThisSecond += cost
        return line
    }

    /// A carriage return too: progress is drawn over itself.
    private static func endsLine(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}

extension String {
    fileprivate var isBlank: Bool { utf8.allSatisfy { $0 == UInt8(ascii: " ") } }
}
