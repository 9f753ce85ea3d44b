import CSQLite
public import Night

/// Who holds a night; nil where it has not said.
public struct Holding: Sendable, Equatable {
    public let by: Holder?
    public let since: WallTime?
}

/// Follows a night file while another process writes it, and neither waits for that process nor disturbs it. A file
/// that is not there yet is a night that nobody holds yet.
public final class NightFileReader {
    private let name: String
    /// Which of the night's files is read: the next once one is sealed and read to its end.
    private var segment = 1
    private var database: Database?
    private var last: Int64 = 0
    private var clocks = BootClocks()

    private static let mostAtOnce = 10_000

    public init(path: String) {
        name = path
    }

    /// The living commander, if there is one.
    public var holding: Holding? {
        let first = NightPath.existing(name) ?? name
        return NightLock.holding(beside: NightSegment.path(first, number: NightSegment.count(of: first)))
    }

    /// What was written since the last call, in order; when it is much, the rest comes with the next calls.
    public func newEvents() throws(NightFileError) -> [StoredEvent] {
        // Looked for first: once there is a next one, nothing comes to this one.
        let isOver = hasNext()
        let events = try newEventsOfSegment()
        if events.isEmpty, isOver {
            segment += 1
            (database, last, clocks) = (nil, 0, BootClocks())
            return try newEventsOfSegment()
        }
        return events
    }

    private func hasNext() -> Bool {
        guard segment < NightSegment.most, let first = NightPath.existing(name) else { return false }
        return NightPath.existing(NightSegment.path(first, number: segment + 1)) != nil
    }

    private func newEventsOfSegment() throws(NightFileError) -> [StoredEvent] {
        if database == nil { database = try open() }
        guard let database else { return [] }
        guard !database.hasMoved else { throw .moved(path: name) }
        let rows: [EventRow]
        do throws(StoreProblem) {
            rows = try read(database)
        } catch {
            // The writer is in the middle of something short; what it writes is there the next time.
            if error.kind == SQLITE_BUSY { return [] }
            throw NightFileError(error, path: name)
        }
        var events: [StoredEvent] = []
        for row in rows {
            events.append(try clocks.stored(row, path: name))
            last = row.sequence
        }
        return events
    }

    private func open() throws(NightFileError) -> Database? {
        guard let first = NightPath.existing(name),
            let path = NightPath.existing(NightSegment.path(first, number: segment))
        else { return nil }
        _ = try NightPath.checked(path)
        let database = try located(path) { () throws(StoreProblem) in
            try Database(path, for: .reading, patience: .zero)
        }
        return try Schema.look(at: database, path: path) == .night ? database : nil
    }

    private func read(_ database: Database) throws(StoreProblem) -> [EventRow] {
        let rows = NightRows(database: database)
        let events = try rows.events(after: last, atMost: Self.mostAtOnce).map(\.row)
        if events.contains(where: { !clocks.knows($0.commander) }) {
            for link in try rows.commanders() { clocks.take(link.row) }
        }
        return events
    }
}
