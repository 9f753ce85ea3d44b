import Night

/// Where pictures or readings lie: a block, or the slips of one that was never made.
struct BlockPlace: Equatable {
    var part: RecordedPart
    var number: Int64
    var commander: Int64
    var span: RecordedSpan
    var isKey: Bool
    /// Of how many slips; nil: a block.
    var slips: Int?

    static func == (one: BlockPlace, other: BlockPlace) -> Bool {
        one.part == other.part && one.number == other.number && one.slips == other.slips
    }
}

/// Reads the blocks of a night file, and its slips.
struct BlockRows {
    let database: Database

    private static let span = "first_wall_ms, first_mono_ns, last_wall_ms, last_mono_ns, count"

    /// Until when anything was recorded, on the clock of the last boot.
    func recordedUntil(_ clocks: BootClocks) throws(StoreProblem) -> Stamp? {
        var latest: Stamp?
        for part in RecordedPart.allCases {
            guard let place = try last(part) else { continue }
            let stamp = clocks.stamp(place.span.last, of: place.commander)
            if stamp.moment > latest?.moment ?? stamp.moment - .nanoseconds(1) { latest = stamp }
        }
        return latest
    }

    func lastNumbers() throws(StoreProblem) -> [RecordedPart: Int64] {
        var numbers: [RecordedPart: Int64] = [:]
        for part in RecordedPart.allCases { numbers[part] = try last(part)?.number ?? 0 }
        return numbers
    }

    func first(_ part: RecordedPart) throws(StoreProblem) -> BlockPlace? { try place(part, after: 0) }

    func last(_ part: RecordedPart) throws(StoreProblem) -> BlockPlace? {
        let block = try place("SELECT \(Self.blockColumns(part)) ORDER BY block DESC LIMIT 1", [], part)
        let loose = try slipsPlace("block = (SELECT max(block) FROM slips WHERE part = ?1)", [], part)
        return [block, loose].compactMap { $0 }.max { $0.number < $1.number }
    }

    /// The next one in order.
    func place(_ part: RecordedPart, after number: Int64) throws(StoreProblem) -> BlockPlace? {
        let block = try place(
            "SELECT \(Self.blockColumns(part)) WHERE block > ? ORDER BY block LIMIT 1", [.integer(number)], part)
        let loose = try slipsPlace(
            "block = (SELECT min(block) FROM slips WHERE part = ?1 AND block > ?2)", [.integer(number)], part)
        return [block, loose].compactMap { $0 }.min { $0.number < $1.number }
    }

    func place(_ part: RecordedPart, before number: Int64) throws(StoreProblem) -> BlockPlace? {
        let block = try place(
            "SELECT \(Self.blockColumns(part)) WHERE block < ? ORDER BY block DESC LIMIT 1", [.integer(number)], part)
        let loose = try slipsPlace(
            "block = (SELECT max(block) FROM slips WHERE part = ?1 AND block < ?2)", [.integer(number)], part)
        return [block, loose].compactMap { $0 }.max { $0.number < $1.number }
    }

    /// The last that this commander began at or before a moment of their own clock.
    func place(_ part: RecordedPart, of commander: Int64, at moment: Moment) throws(StoreProblem) -> BlockPlace? {
        let block = try place(
            """
            SELECT \(Self.blockColumns(part)) WHERE commander = ? AND first_mono_ns <= ?
            ORDER BY first_mono_ns DESC LIMIT 1
            """, [.integer(commander), .integer(moment.nanoseconds)], part)
        let loose = try slipsPlace(
            """
            block = (SELECT max(block) FROM slips WHERE part = ?1 AND commander = ?2 AND first_mono_ns <= ?3)
            """, [.integer(commander), .integer(moment.nanoseconds)], part)
        return [block, loose].compactMap { $0 }.max { $0.number < $1.number }
    }

    /// The nearest block at or before this one that is read without those before it.
    func keyPlace(_ place: BlockPlace) throws(StoreProblem) -> BlockPlace {
        if place.slips != nil || place.isKey { return place }
        let columns = Self.blockColumns(place.part)
        let found = try self.place(
            "SELECT \(columns) WHERE is_key = 1 AND block <= ? ORDER BY block DESC LIMIT 1", [.integer(place.number)],
            place.part)
        return found ?? place
    }

    private static func blockColumns(_ part: RecordedPart) -> String {
        "block, commander, is_key, NULL, \(span) FROM \(part.rawValue)"
    }

    private func place(
        _ sql: String, _ values: [Value], _ part: RecordedPart
    ) throws(StoreProblem) -> BlockPlace? {
        let statement = try database.prepare(sql)
        try statement.bind(values)
        guard try statement.step() else { return nil }
        return BlockPlace(
            part: part, number: statement.integer(0), commander: statement.integer(1),
            span: Self.span(in: statement, from: 4),
            isKey: statement.integer(2) != 0, slips: statement.isNull(3) ? nil : Int(clamping: statement.integer(3)))
    }

    /// The slips of one block; `condition`: which, as of the part ?1.
    private func slipsPlace(
        _ condition: String, _ values: [Value], _ part: RecordedPart
    ) throws(StoreProblem) -> BlockPlace? {
        let spanned = "min(first_wall_ms), min(first_mono_ns), max(last_wall_ms), max(last_mono_ns), sum(count)"
        return try place(
            """
            SELECT block, commander, 0, count(*), \(spanned) FROM slips WHERE part = ?1 AND \(condition)
            GROUP BY block ORDER BY block DESC LIMIT 1
            """, [.text(part.rawValue)] + values, part)
    }

    static func span(in statement: Statement, from column: Int32) -> RecordedSpan {
        RecordedSpan(
            first: NightRows.stamp(wall: statement.integer(column), moment: statement.integer(column + 1)),
            last: NightRows.stamp(wall: statement.integer(column + 2), moment: statement.integer(column + 3)),
            count: Int(clamping: statement.integer(column + 4)))
    }

    enum Content {
        case block([UInt8])
        case slips([[UInt8]])
    }

    /// A block's bytes are what its hash says, or it is damaged.
    func content(of place: BlockPlace) throws(StoreProblem) -> Content {
        if place.slips != nil { return .slips(try slips(of: place)) }
        guard let (row, commander, hash) = try rows(place.part, "block = ?", place.number, 1).first,
            try row.hash(of: commander) == hash
        else { throw StoreProblem(damage: "\(place.part.rawValue) \(place.number) is not as it was written") }
        return .block(row.bytes)
    }

    private func slips(of place: BlockPlace) throws(StoreProblem) -> [[UInt8]] {
        let statement = try database.prepare("SELECT bytes FROM slips WHERE part = ? AND block = ? ORDER BY slip")
        try statement.bind([.text(place.part.rawValue), .integer(place.number)])
        var slips: [[UInt8]] = []
        while try statement.step() { slips.append(statement.bytes(0)) }
        return slips
    }

    func rows(
        _ part: RecordedPart, after number: Int64, atMost limit: Int
    ) throws(StoreProblem) -> [(row: BlockRow, commander: Int64, hash: [UInt8])] {
        try rows(part, "block > ?", number, limit)
    }

    private func rows(
        _ part: RecordedPart, _ condition: String, _ number: Int64, _ limit: Int
    ) throws(StoreProblem) -> [(row: BlockRow, commander: Int64, hash: [UInt8])] {
        let statement = try database.prepare(
            """
            SELECT block, commander, is_key, hash, \(Self.span), bytes FROM \(part.rawValue)
            WHERE \(condition) ORDER BY block LIMIT ?
            """)
        try statement.bind([.integer(number), .integer(Int64(limit))])
        var rows: [(BlockRow, Int64, [UInt8])] = []
        while try statement.step() {
            let row = BlockRow(
                part: part, number: statement.integer(0), span: Self.span(in: statement, from: 4),
                isKey: statement.integer(2) != 0, bytes: statement.bytes(9))
            rows.append((row, statement.integer(1), statement.bytes(3)))
        }
        return rows
    }
}
