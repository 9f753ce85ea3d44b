import Night

/// Follows the chain from the night's own row on, and stops at the first row that does not continue it. Rows cut off at
/// the end leave no trace in a chain.
struct ChainWalk {
    private(set) var tip: ChainTip
    /// Those whose events are still to come.
    private var commanders: ArraySlice<Link<CommanderRow>>

    init(
        night: (row: NightRow, schema: Int64, hash: [UInt8])?, commanders: [Link<CommanderRow>]
    ) throws(BrokenRow) {
        guard let night else { throw BrokenRow(row: "the night's own row", why: "there is none") }
        guard night.schema == Schema.version, (try? night.row.hash()) == night.hash else {
            throw BrokenRow(row: "the night's own row", why: "changed after it was written")
        }
        tip = ChainTip(hash: night.hash)
        self.commanders = commanders[...]
    }

    mutating func take(_ link: Link<EventRow>) throws(BrokenRow) {
        let name = "event \(link.row.sequence)"
        guard link.row.sequence == tip.sequence + 1 else {
            throw BrokenRow(row: "event \(tip.sequence + 1)", why: "it is missing")
        }
        while let next = commanders.first, next.row.after == tip.sequence { try takeCommander() }
        guard link.row.commander == tip.commander else {
            throw BrokenRow(row: name, why: "of a commander who did not hold the night then")
        }
        let hash = try? link.row.hash(after: tip.hash)
        try expect(link.previous, hash, link.hash, in: name)
        tip.sequence = link.row.sequence
        tip.hash = link.hash
    }

    /// After the last event.
    mutating func end() throws(BrokenRow) {
        while let next = commanders.first {
            guard next.row.after == tip.sequence else {
                throw BrokenRow(row: "event \(tip.sequence + 1)", why: "it is missing")
            }
            try takeCommander()
        }
    }

    private mutating func takeCommander() throws(BrokenRow) {
        guard let link = commanders.popFirst() else { return }
        let name = "commander \(link.row.number)"
        guard link.row.number == tip.commander + 1 else {
            throw BrokenRow(row: "commander \(tip.commander + 1)", why: "it is missing")
        }
        let hash = try? link.row.hash(after: tip.hash)
        try expect(link.previous, hash, link.hash, in: name)
        tip.commander = link.row.number
        tip.hash = link.hash
    }

    private func expect(
        _ previous: [UInt8], _ computed: [UInt8]?, _ written: [UInt8], in row: String
    ) throws(BrokenRow) {
        guard previous == tip.hash else { throw BrokenRow(row: row, why: "it does not follow the row before it") }
        guard computed == written else { throw BrokenRow(row: row, why: "changed after it was written") }
    }
}

/// Where the chain ends by now.
struct ChainTip: Equatable {
    var sequence: Int64 = 0
    var commander: Int64 = 0
    var hash: [UInt8]
}
