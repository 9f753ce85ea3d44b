import Night

/// The two records that are kept beside the events, each in a table of its own.
enum RecordedPart: String, Sendable, CaseIterable {
    case pictures, readings
}

/// From the first to the last of what a row holds, and how many.
struct RecordedSpan: Sendable {
    var first: Stamp
    var last: Stamp
    var count: Int

    init(_ only: Stamp) {
        (first, last, count) = (only, only, 1)
    }

    init(first: Stamp, last: Stamp, count: Int) {
        (self.first, self.last, self.count) = (first, last, count)
    }

    mutating func take(_ next: Stamp) {
        last = next
        count += 1
    }

    fileprivate var columns: [Value] {
        [
            .integer(first.wall.milliseconds), .integer(first.moment.nanoseconds), .integer(last.wall.milliseconds),
            .integer(last.moment.nanoseconds), .integer(Int64(count)),
        ]
    }
}

struct BlockRow: Sendable {
    var part: RecordedPart
    var number: Int64
    var span: RecordedSpan
    var isKey: Bool
    var bytes: [UInt8]

    private func columns(of commander: Int64) -> [Value] {
        [.integer(number), .integer(commander)] + span.columns + [.integer(isKey ? 1 : 0)]
    }

    func hash(of commander: Int64) throws(StoreProblem) -> [UInt8] {
        try ChainHash.of([.text(part.rawValue)] + columns(of: commander) + [.bytes(bytes)])
    }

    func columns(of commander: Int64, hash: [UInt8]) -> [Value] {
        columns(of: commander) + [.bytes(hash), .bytes(bytes)]
    }
}

struct SlipRow: Sendable {
    var part: RecordedPart
    /// The one it will be in.
    var block: Int64
    var span: RecordedSpan
    var bytes: [UInt8]

    func columns(of commander: Int64) -> [Value] {
        [.none, .text(part.rawValue), .integer(block), .integer(commander)] + span.columns + [.bytes(bytes)]
    }
}

/// What the recorder has for the writer.
enum RecordedRow: Sendable {
    case slip(SlipRow)
    case block(BlockRow, at: Stamp)
    case sample(MeasureSample)

    var isBlock: Bool {
        if case .block = self { true } else { false }
    }

    /// About as much as it takes in memory.
    var cost: Int {
        switch self {
        case .slip(let slip): slip.bytes.count + 128
        case .block(let block, _): block.bytes.count + 128
        case .sample(let sample): sample.rows.count * 128 + 128
        }
    }
}

extension [UInt8] {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
