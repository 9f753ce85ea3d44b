import Kafka

/// How far one partition is copied. Target offset equals source offset, always: what is not known to have been written
/// is looked up in the target's log before anything else is written to it.
struct PartitionCopy: Sendable, Equatable {
    enum State: Sendable, Equatable {
        /// The target's log ends somewhere, and where is to be asked.
        case unsure
        case idle
        /// So many records were handed over, so many of them have been answered.
        case writing(handed: Int, answered: Int, failed: Bool)
        /// Offsets can no longer be preserved; nothing more is written.
        case diverged(String)
    }

    static let unitRecords = 1_000
    static let unitBytes = 512 << 10

    private(set) var state = State.unsure
    /// Where the target's log ends, as far as is known: the next offset to be copied.
    private(set) var next: Int64 = 0
    /// Read from the source and not known to be on the target, from `next` on.
    private(set) var held: [Record] = []

    /// A record from the source. One that was already taken is ignored.
    mutating func take(_ record: Record) {
        if case .diverged = state { return }
        let expected = next + Int64(held.count)
        if record.offset == expected {
            held.append(record)
        } else if record.offset > expected {
            state = .diverged("the source's log goes on at \(record.offset), \(expected) is gone")
        }
    }

    /// What to write in one piece. Nothing while a piece is on its way: a failure between two pieces would shift
    /// the second.
    var unit: ArraySlice<Record> {
        guard state == .idle else { return [] }
        var bytes = 0
        let end = held.firstIndex { record in
            bytes += (record.key?.count ?? 0) + (record.value?.count ?? 0)
            return bytes > Self.unitBytes
        }
        return held.prefix(max(1, min(Self.unitRecords, end ?? held.count)))
    }

    /// The first so many records of the unit were handed over.
    mutating func handed(_ count: Int) {
        guard state == .idle, count > 0 else { return }
        state = .writing(handed: count, answered: 0, failed: false)
    }

    /// What became of one of them; nil: it failed, and may have been written all the same.
    mutating func answered(at offset: Int64?) {
        guard case .writing(let handed, let answered, let failed) = state else { return }
        if let offset, offset != next + Int64(answered) {
            state = .diverged("record \(next + Int64(answered)) was written at \(offset)")
        } else if answered + 1 < handed {
            state = .writing(handed: handed, answered: answered + 1, failed: failed || offset == nil)
        } else if failed || offset == nil {
            state = .unsure
        } else {
            advance(by: handed)
        }
    }

    /// The target's log was asked, and ends here.
    mutating func targetEnds(at end: Int64) {
        guard state == .unsure else { return }
        if held.isEmpty {
            next = end
            state = .idle
        } else if (next...next + Int64(held.count)).contains(end) {
            advance(by: Int(end - next))
        } else {
            state = .diverged("the target's log ends at \(end), outside of what was copied")
        }
    }

    private mutating func advance(by count: Int) {
        held.removeFirst(count)
        next += Int64(count)
        state = .idle
    }
}
