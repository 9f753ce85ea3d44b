import Night

// The rows of a night file. Each one's hash covers its own columns and the hash of the row written before it, in
// whichever table that is: the night's own row, then each commander's followed by the events of that commander.

/// The one row of `meta`, where the chain begins.
struct NightRow {
    /// The sealed record it goes on from.
    struct Previous {
        var file: String
        var hash: [UInt8]
    }

    var night: String
    var created: WallTime
    var previous: Previous?

    var columns: [Value] {
        [
            .text(night), .integer(created.milliseconds), .integer(Schema.version),
            previous.map { .text($0.file) } ?? .none, previous.map { .bytes($0.hash) } ?? .none,
        ]
    }

    func hash() throws(StoreProblem) -> [UInt8] { try ChainHash.of([.text("meta")] + columns) }
}

/// One process that held the night, written with its first event.
struct CommanderRow {
    var number: Int64
    /// The last event of the one before; 0: none.
    var after: Int64
    var planDigest: String
    var holder: Holder
    /// Monotonic clocks are comparable within one boot of a machine.
    var boot: String
    var opened: Stamp

    var columns: [Value] {
        [
            .integer(number), .integer(after), .text(planDigest), .text(holder.user), .text(holder.host),
            .integer(Int64(holder.process)), .text(boot), .integer(opened.wall.milliseconds),
            .integer(opened.moment.nanoseconds),
        ]
    }

    func hash(after previous: [UInt8]) throws(StoreProblem) -> [UInt8] {
        try ChainHash.of([.text("commanders")] + columns + [.bytes(previous)])
    }
}

struct EventRow {
    var sequence: Int64
    var commander: Int64
    var at: Stamp
    /// How many events before this one could not be written.
    var missing: Int64
    var wave: String?
    var kind: String
    var body: String

    var columns: [Value] {
        [
            .integer(sequence), .integer(commander), .integer(at.wall.milliseconds), .integer(at.moment.nanoseconds),
            .integer(missing), wave.map { .text($0) } ?? .none, .text(kind), .text(body),
        ]
    }

    func hash(after previous: [UInt8]) throws(StoreProblem) -> [UInt8] {
        try ChainHash.of([.text("events")] + columns + [.bytes(previous)])
    }
}

/// A row as found in the file: what it says its place in the chain is.
struct Link<Row> {
    var row: Row
    var previous: [UInt8]
    var hash: [UInt8]
}
