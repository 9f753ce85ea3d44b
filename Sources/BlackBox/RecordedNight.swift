import CSQLite
public import Night

/// When less than everything was recorded.
public struct RecordedGap: Sendable, Equatable {
    public let from: Stamp
    public let to: Stamp
    public let kept: RecordedDetail
    public let why: String
}

/// Gaps, out of the events that tell of them.
private struct GapFold {
    private(set) var through: Int64 = 0
    private var ended: [RecordedGap] = []
    /// One whose end is not on record.
    private var open: (from: Stamp, kept: RecordedDetail, why: String)?

    mutating func take(_ event: NightEvent, at: Stamp, _ sequence: Int64, mapped: (Stamp) -> Stamp) {
        through = sequence
        switch event {
        case .thinned(let detail, let why): open = (at, detail, why)
        case .gap(let kept, let from, let to, let why):
            if kept == .nothing, let open {
                // Who did not live to tell of its end was thin until then.
                end(open, at: mapped(from))
                self.open = nil
            } else if open?.from.moment == mapped(from).moment {
                open = nil
            }
            ended.append(RecordedGap(from: mapped(from), to: mapped(to), kept: kept, why: why))
        default: break
        }
    }

    private mutating func end(_ open: (from: Stamp, kept: RecordedDetail, why: String), at: Stamp) {
        ended.append(RecordedGap(from: open.from, to: at, kept: open.kept, why: open.why))
    }

    func gaps(until last: Stamp?) -> [RecordedGap] {
        guard let open else { return ended }
        let to = last.map { $0.moment > open.from.moment ? $0 : open.from } ?? open.from
        return ended + [RecordedGap(from: open.from, to: to, kept: open.kept, why: open.why)]
    }
}

/// A plan that commanders had.
public struct RecordedPlan: Sendable, Equatable {
    /// As its author wrote it; nil where it was not kept.
    public let text: String?
    public let digest: String
    public let since: Stamp
}

/// A night's record, to be looked at: sealed, still being written, or left by a crash. It disturbs no writer, and is
/// itself used by one thread at a time. All moments, those within pictures and readings too, are on the clock of the last
/// boot that wrote to it.
public final class RecordedNight {
    public let night: String
    let path: String
    let database: Database
    private(set) var clocks = BootClocks()
    private var commanders: [CommanderRow] = []
    private var loaded: [StoredEvent] = []
    private var gapFold = GapFold()
    var decoded: [(place: BlockPlace, block: RecordedPictures)] = []

    private static let rowsAtOnce = 1_000

    /// Quick, however long the night: nothing is checked that is not asked for. `Verification` checks all of it.
    public init(path name: String) throws(NightFileError) {
        guard let path = NightPath.existing(name) else { throw .system(path: name, why: "there is no such file") }
        self.path = try NightPath.checked(path)
        database = try located(path) { () throws(StoreProblem) in try Database.toRead(path) }
        guard try Schema.look(at: database, path: path) == .night else {
            throw .notANightFile(path: path, why: "an empty database")
        }
        let rows = NightRows(database: database)
        guard let found = try located(path, { () throws(StoreProblem) in try rows.night() }) else {
            throw .damaged(path: path, BrokenRow(row: "the night's own row", why: "there is none"))
        }
        night = found.row.night
        try takeCommanders()
    }

    /// Takes in what was written since. What was replaced by another file is not taken for this one.
    public func refresh() throws(NightFileError) {
        guard !database.hasMoved else { throw .moved(path: path) }
        try takeCommanders()
        if !loaded.isEmpty { try load() }
    }

    private func takeCommanders() throws(NightFileError) {
        let links = try located(path) { () throws(StoreProblem) in try NightRows(database: database).commanders() }
        guard links.count != commanders.count else { return }
        commanders = links.map(\.row)
        for row in commanders { clocks.take(row) }
        // What was loaded may be on another clock now.
        (loaded, gapFold, decoded) = ([], GapFold(), [])
    }

    /// The commanders' numbers, the last first.
    var newestCommanders: [Int64] { commanders.reversed().map(\.number) }

    /// What is asked together is of one moment of the file, whoever writes meanwhile.
    func atOnce<Value>(_ work: () throws(NightFileError) -> Value) throws(NightFileError) -> Value {
        try located(path) { () throws(StoreProblem) in try database.run("BEGIN") }
        defer { try? database.run("COMMIT") }
        return try work()
    }

    // MARK: Events

    /// All so far, in order.
    public var events: [StoredEvent] {
        get throws(NightFileError) {
            if loaded.isEmpty { try load() }
            return loaded
        }
    }

    /// At most so many of those after this one, without loading any other.
    public func events(after sequence: Int, atMost limit: Int) throws(NightFileError) -> [StoredEvent] {
        let rows = try located(path) { () throws(StoreProblem) in
            try NightRows(database: database).events(after: Int64(sequence), atMost: limit)
        }
        var events: [StoredEvent] = []
        for link in rows {
            if !clocks.knows(link.row.commander) { try takeCommanders() }
            events.append(try clocks.stored(link.row, path: path))
        }
        return events
    }

    private func load() throws(NightFileError) {
        while true {
            let known = commanders.count
            let more = try events(after: loaded.last?.sequence ?? 0, atMost: Self.rowsAtOnce)
            // Somebody took the night meanwhile: what was loaded may be on another clock now, and is loaded again.
            guard commanders.count == known else { continue }
            loaded += more
            if more.count < Self.rowsAtOnce { return }
        }
    }

    /// In order; the last may still be growing.
    public var gaps: [RecordedGap] {
        get throws(NightFileError) {
            let rows = try located(path) { () throws(StoreProblem) in
                try NightRows(database: database).gapEvents(after: gapFold.through)
            }
            for row in rows {
                gapFold.take(try StoredBody.decode(row, path: path), at: clocks.stamp(of: row), row.sequence) {
                    clocks.stamp($0, of: row.commander)
                }
            }
            return gapFold.gaps(until: try span?.last)
        }
    }

    /// In the order in which they were taken; the last is the one in force.
    public var planTexts: [RecordedPlan] {
        var plans: [RecordedPlan] = []
        for commander in commanders where plans.last?.digest != commander.planDigest {
            let text = try? NightRows(database: database).planText(commander.planDigest)
            plans.append(
                RecordedPlan(
                    text: text ?? nil, digest: commander.planDigest,
                    since: clocks.stamp(commander.opened, of: commander.number)))
        }
        return plans
    }
}
