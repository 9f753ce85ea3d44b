import Night

/// Reads a night file's rows.
struct NightRows {
    let database: Database

    func night() throws(StoreProblem) -> (row: NightRow, schema: Int64, hash: [UInt8])? {
        let statement = try database.prepare(
            "SELECT night, created_wall_ms, schema, hash, previous_file, previous_hash FROM meta")
        guard try statement.step() else { return nil }
        let previous = statement.optionalText(4).map { NightRow.Previous(file: $0, hash: statement.bytes(5)) }
        let row = NightRow(
            night: statement.text(0), created: WallTime(milliseconds: statement.integer(1)), previous: previous)
        return (row, statement.integer(2), statement.bytes(3))
    }

    func commanders() throws(StoreProblem) -> [Link<CommanderRow>] {
        let statement = try database.prepare(
            """
            SELECT commander, after_seq, plan_digest, user, host, process, boot, wall_ms, mono_ns, previous_hash, hash
            FROM commanders ORDER BY commander
            """)
        var rows: [Link<CommanderRow>] = []
        while try statement.step() {
            let row = CommanderRow(
                number: statement.integer(0), after: statement.integer(1), planDigest: statement.text(2),
                holder: Holder(
                    user: statement.text(3), host: statement.text(4), process: Int32(clamping: statement.integer(5))),
                boot: statement.text(6), opened: Self.stamp(wall: statement.integer(7), moment: statement.integer(8)))
            rows.append(Link(row: row, previous: statement.bytes(9), hash: statement.bytes(10)))
        }
        return rows
    }

    /// At most so many of those after `sequence`, in order.
    func events(after sequence: Int64, atMost limit: Int) throws(StoreProblem) -> [Link<EventRow>] {
        let statement = try database.prepare(
            """
            SELECT seq, commander, wall_ms, mono_ns, missing, wave, kind, body, previous_hash, hash
            FROM events WHERE seq > ? ORDER BY seq LIMIT ?
            """)
        try statement.bind([.integer(sequence), .integer(Int64(limit))])
        var rows: [Link<EventRow>] = []
        while try statement.step() {
            let row = EventRow(
                sequence: statement.integer(0), commander: statement.integer(1),
                at: Self.stamp(wall: statement.integer(2), moment: statement.integer(3)),
                missing: statement.integer(4), wave: statement.optionalText(5), kind: statement.text(6),
                body: statement.text(7))
            rows.append(Link(row: row, previous: statement.bytes(8), hash: statement.bytes(9)))
        }
        return rows
    }

    /// Those that tell of less than everything being recorded.
    func gapEvents(after sequence: Int64) throws(StoreProblem) -> [EventRow] {
        let statement = try database.prepare(
            "SELECT seq FROM events WHERE kind IN ('gap', 'thinned') AND seq > ? ORDER BY seq")
        try statement.bind([.integer(sequence)])
        var rows: [EventRow] = []
        while try statement.step() { rows += try events(after: statement.integer(0) &- 1, atMost: 1).map(\.row) }
        return rows
    }

    func plans() throws(StoreProblem) -> [(digest: String, text: String)] {
        let statement = try database.prepare("SELECT digest, text FROM plans ORDER BY digest")
        var plans: [(String, String)] = []
        while try statement.step() { plans.append((statement.text(0), statement.text(1))) }
        return plans
    }

    func planText(_ digest: String) throws(StoreProblem) -> String? {
        let statement = try database.prepare("SELECT text FROM plans WHERE digest = ?")
        try statement.bind([.text(digest)])
        return try statement.step() ? statement.text(0) : nil
    }

    static func stamp(wall: Int64, moment: Int64) -> Stamp {
        Stamp(moment: Moment(nanoseconds: moment), wall: WallTime(milliseconds: wall))
    }
}
