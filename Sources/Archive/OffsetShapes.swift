import Night
import Wire

/// Who says what of which: everything of a reading of offsets but its topics, its numbers and its time.
struct OffsetLine: Hashable {
    enum Kind: UInt8 {
        case ends, starts, commits, carried
    }

    var by: ProbeName
    var kind: Kind
    /// Whose commits.
    var group = ""
    /// Of what is carried.
    var book = Carried.Book.rest
    var isWhole = true
}

/// The partitions of one topic in a reading, in its order.
struct TopicShape: Equatable {
    var topic: String
    var partitions: [Int32]
}

extension OffsetLine {
    /// Nil: a reading of another kind.
    static func taking(apart observed: Observed) -> (line: OffsetLine, topics: [TopicOffsets])? {
        let by = observed.by
        return switch observed.what {
        case .ends(let topics): (OffsetLine(by: by, kind: .ends), topics)
        case .starts(let topics): (OffsetLine(by: by, kind: .starts), topics)
        case .commits(let group, let topics): (OffsetLine(by: by, kind: .commits, group: group), topics)
        case .carried(let carried):
            (OffsetLine(by: by, kind: .carried, book: carried.book, isWhole: carried.isWhole), carried.next)
        default: nil
        }
    }

    func observation(_ topics: [TopicOffsets]) -> Observation {
        switch kind {
        case .ends: .ends(topics)
        case .starts: .starts(topics)
        case .commits: .commits(group: group, topics)
        case .carried: .carried(Carried(book: book, next: topics, isWhole: isWhole))
        }
    }

    /// Log ends are read first, and the source's before the target's: the rest is measured against them.
    var turn: Int {
        guard kind == .ends else { return 2 }
        return by == .cluster(.source) ? 0 : 1
    }

    /// What the same partitions are remembered by, however much of a book came.
    var remembered: OffsetLine {
        var line = self
        line.isWhole = true
        return line
    }

    /// The line of log ends that this one follows.
    var reference: OffsetLine? {
        switch (kind, by) {
        case (.ends, .cluster(.target)), (.carried, _): OffsetLine(by: .cluster(.source), kind: .ends)
        case (.commits, .cluster(let role)): OffsetLine(by: .cluster(role), kind: .ends)
        default: nil
        }
    }
}

extension OffsetLine {
    func write(to writer: inout WireWriter) {
        writer.unsigned(by.number)
        writer.unsigned(UInt64(kind.rawValue))
        writer.longText(group)
        writer.unsigned(UInt64(book.rawValue))
        writer.unsigned(isWhole ? 1 : 0)
    }

    static func read(from reader: inout WireReader) throws(WireError) -> OffsetLine {
        let by = try ProbeName.read(from: &reader)
        let kind = try reader.unsigned()
        let group = try reader.longText()
        let book = try reader.unsigned()
        guard let known = UInt8(exactly: kind).flatMap(Kind.init) else { throw .unknown("kind of offsets", kind) }
        guard let opened = UInt8(exactly: book).flatMap(Carried.Book.init) else { throw .unknown("book", book) }
        return OffsetLine(by: by, kind: known, group: group, book: opened, isWhole: try reader.flag())
    }
}

extension TopicShape {
    func write(to writer: inout WireWriter) {
        writer.longText(topic)
        var last: Int64 = -1
        writer.list(partitions) {
            $0.signed(Int64($1) - last)
            last = Int64($1)
        }
    }

    static func read(from reader: inout WireReader, atMost most: Int) throws(WireError) -> TopicShape {
        let topic = try reader.longText()
        var last: Int64 = -1
        let partitions = try reader.list(atMost: most) { (reader) throws(WireError) in
            last &+= try reader.signed()
            guard let partition = Int32(exactly: last) else {
                throw .unknown("partition", UInt64(bitPattern: last))
            }
            return partition
        }
        return TopicShape(topic: topic, partitions: partitions)
    }
}

extension ProbeName {
    private static let all: [ProbeName] = [
        .cluster(.source), .cluster(.target), .bridge, .endpoints(.source), .endpoints(.target),
    ]

    var number: UInt64 {
        switch self {
        case .cluster(.source): 0
        case .cluster(.target): 1
        case .bridge: 2
        case .endpoints(.source): 3
        case .endpoints(.target): 4
        }
    }

    static func read(from reader: inout WireReader) throws(WireError) -> ProbeName {
        let number = try reader.unsigned()
        guard number < UInt64(all.count) else { throw .unknown("probe", number) }
        return all[Int(number)]
    }
}
