public import Night

/// That a night's record has ended for good, and with what: whoever has noted the hash can prove the file.
public struct Seal: Sendable, Equatable {
    public let at: WallTime
    /// The last event's place in the chain.
    public let events: Int
    /// Of the seal, which is the last row of the chain, in hexadecimal.
    public let hash: String
}

/// The one row of `seal`, once there is one.
struct SealRow {
    var at: WallTime
    var events: Int64
    var hash: [UInt8] = []

    var columns: [Value] { [.integer(at.milliseconds), .integer(events)] }

    func hash(after previous: [UInt8]) throws(StoreProblem) -> [UInt8] {
        try ChainHash.of([.text("seal")] + columns + [.bytes(previous)])
    }
}

/// The record this one goes on from.
public struct PreviousSegment: Sendable, Equatable {
    /// Its name, in the same folder.
    public let file: String
    /// As its seal has it.
    public let hash: String
}

/// A night that is gone on with after its record was sealed has a record in several files: `x.night`, `x.2.night`, and
/// so on. Each names the one before and its final hash.
enum NightSegment {
    /// More would be a mistake, or somebody's joke.
    static let most = 1_000
    /// Looked beyond what is there for so many.
    static let mostMissing = 16

    static func path(_ first: String, number: Int) -> String {
        guard number > 1 else { return first }
        let ending = ".night"
        guard first.hasSuffix(ending) else { return "\(first).\(number)" }
        return "\(first.dropLast(ending.count)).\(number)\(ending)"
    }

    /// How many there are already, the first included.
    static func count(of first: String) -> Int {
        var count = 1
        while count < most, NightPath.existing(path(first, number: count + 1)) != nil { count += 1 }
        return count
    }
}

extension SchemaText {
    static let seal = """
        CREATE TABLE seal (
            -- One row when this record has ended for good; none before: the end of the chain. events: the last event.
            -- hash: SHA-256 over this row and the last event's hash.
            id INTEGER PRIMARY KEY CHECK (id = 1), wall_ms INTEGER NOT NULL, events INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        """
}

extension NightRows {
    /// Nil: it goes on.
    func seal() throws(StoreProblem) -> SealRow? {
        let statement = try database.prepare("SELECT wall_ms, events, hash FROM seal")
        guard try statement.step() else { return nil }
        return SealRow(
            at: WallTime(milliseconds: statement.integer(0)), events: statement.integer(1), hash: statement.bytes(2))
    }
}

/// The records a night had before the one it goes on in.
struct PastSegments {
    private(set) var history: [(row: EventRow, commanders: [CommanderRow])] = []
    private(set) var commanders: [CommanderRow] = []
    private(set) var last: NightRow.Previous?

    /// What happened in them, on the clock of who goes on.
    func events(before commander: CommanderRow) throws(NightFileError) -> [StoredEvent] {
        var events: [StoredEvent] = []
        for (row, commanders) in history {
            var clocks = BootClocks()
            for own in commanders { clocks.take(own) }
            var last = commander
            last.number = (commanders.last?.number ?? 0) + 1
            clocks.take(last)
            events.append(try clocks.stored(row, path: self.last?.file ?? ""))
        }
        return events
    }

    /// False: the file is not sealed.
    mutating func take(_ path: String, night: String) throws(NightFileError) -> Bool {
        let database = try located(path) { () throws(StoreProblem) in try Database.toRead(path) }
        guard try Schema.look(at: database, path: path) == .night else { return false }
        let rows = NightRows(database: database)
        guard let seal = try located(path, { () throws(StoreProblem) in try rows.seal() }) else { return false }
        var events: [EventRow] = []
        let check = try NightCheck(of: database, path: path, withBlocks: false) { events.append($0) }
        guard check.night == night else { throw .otherNight(path: path, night: check.night, wanted: night) }
        try expectToFollow(check, path: path)
        history += events.map { ($0, check.commanders) }
        commanders += check.commanders
        last = NightRow.Previous(file: String(path.split(separator: "/").last ?? ""), hash: seal.hash)
        return true
    }

    /// Whether a record is the one that goes on from these, and from no other.
    func expectToFollow(_ check: NightCheck, path: String) throws(NightFileError) {
        guard check.previous?.hash != last?.hash else { return }
        if last == nil, let previous = check.previous {
            throw .system(path: path, why: "it goes on from \(previous.file); name that file")
        }
        throw .damaged(
            path: path,
            BrokenRow(row: "the night's own row", why: "it does not go on from \(last?.file ?? "no other file")"))
    }
}
