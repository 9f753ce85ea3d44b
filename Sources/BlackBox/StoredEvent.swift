import FoundationEssentials
public import Night

/// An event as the night file has it.
public struct StoredEvent: Sendable, Equatable {
    /// From 1, without gaps.
    public let sequence: Int
    /// On the clock of the last boot that wrote to the file: of one from before a restart of the machine, only the wall
    /// time is as it was taken.
    public let at: Stamp
    public let event: NightEvent
    /// How many events before this one could not be written.
    public let missingBefore: Int
}

/// An event as text: JSON, its keys in order.
enum StoredBody {
    /// A step's snapshot may be 1 MiB; JSON escapes some of it.
    static let limit = 2 << 20

    static func encode(_ event: NightEvent) throws(StoreProblem) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(event) else {
            throw StoreProblem(words: "the event has no JSON")
        }
        guard bytes.count <= limit else {
            throw StoreProblem(words: "an event of \(bytes.count) bytes is more than a row may hold, \(limit)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ row: EventRow, path: String) throws(NightFileError) -> NightEvent {
        do {
            return try JSONDecoder().decode(NightEvent.self, from: Data(row.body.utf8))
        } catch {
            let why = "of kind '\(row.kind)', which this version does not read"
            throw .unreadable(path: path, sequence: Int(row.sequence), why: why)
        }
    }
}

/// Puts what earlier boots recorded on the clock of the last one: a commander's clock as a whole, by the wall time at
/// which that commander opened the night, so that nothing recorded later bends it.
struct BootClocks {
    private(set) var commanders: [Int64: CommanderRow] = [:]
    private var last: CommanderRow?

    mutating func take(_ commander: CommanderRow) {
        commanders[commander.number] = commander
        if commander.number >= last?.number ?? 0 { last = commander }
    }

    func knows(_ commander: Int64) -> Bool { commanders[commander] != nil }

    func stamp(_ own: Stamp, of commander: Int64) -> Stamp {
        Stamp(moment: own.moment + offset(of: commander), wall: own.wall)
    }

    func stamp(of row: EventRow) -> Stamp { stamp(row.at, of: row.commander) }

    /// The other way round: a moment of the last boot's clock, on that commander's own.
    func own(_ moment: Moment, of commander: Int64) -> Moment { moment - offset(of: commander) }

    /// What lies between that commander's clock and the last boot's.
    func offset(of commander: Int64) -> Duration {
        guard let last, let own = commanders[commander], own.boot != last.boot else { return .zero }
        let before = last.opened.wall.milliseconds &- own.opened.wall.milliseconds
        return last.opened.moment - .milliseconds(before) - own.opened.moment
    }

    func stored(_ row: EventRow, path: String) throws(NightFileError) -> StoredEvent {
        StoredEvent(
            sequence: Int(row.sequence), at: stamp(of: row), event: try StoredBody.decode(row, path: path),
            missingBefore: Int(row.missing))
    }
}
