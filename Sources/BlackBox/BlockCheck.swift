import Night

/// Holds what is kept beside the events against what the chain says of it. What came after the last block of a record
/// that was not sealed is in no chain yet.
struct BlockCheck {
    private struct Name: Hashable {
        let part: String
        let number: Int
    }

    private struct Claim {
        let through: Int64
        let hash: String
    }

    private var named: [Name: String] = [:]
    private var claims: [KeptRows: [Claim]] = [:]

    /// How far the chain covers each.
    var covered: [KeptRows: Int64] { claims.compactMapValues { $0.last?.through } }

    mutating func take(_ row: EventRow, path: String) throws(NightFileError) {
        guard row.kind == "kept" else { return }
        guard case .kept(let table, let block, let hash) = try StoredBody.decode(row, path: path) else { return }
        if let rows = KeptRows(rawValue: table) {
            claims[rows, default: []].append(Claim(through: Int64(block), hash: hash))
        } else {
            named[Name(part: table, number: block)] = hash
        }
    }

    func check(
        _ database: Database, commanders: [CommanderRow], isSealed: Bool, path: String
    ) throws(NightFileError) {
        try checkNumbers(database, path)
        try checkBlocks(database, path)
        try checkPlans(database, commanders, path)
        for rows in KeptRows.allCases { try check(rows, isSealed: isSealed, database, path) }
    }

    private func check(
        _ rows: KeptRows, isSealed: Bool, _ database: Database, _ path: String
    ) throws(NightFileError) {
        let claims = claims[rows] ?? []
        guard isSealed || !rows.isLast || claims.isEmpty else { throw broken("the seal", "it is missing", path) }
        var covered = Int64.min
        for claim in claims {
            let hash = try located(path) { () throws(StoreProblem) in
                try rows.hash(in: database, after: covered, through: claim.through)
            }
            guard claim.through > covered, hash.hexadecimal == claim.hash else {
                throw broken("\(rows.rawValue) up to \(claim.through)", "changed after they were written", path)
            }
            covered = claim.through
        }
        guard isSealed else { return }
        let last = try located(path) { () throws(StoreProblem) in try rows.last(in: database) }
        guard last <= covered else { throw broken("\(rows.rawValue) \(last)", "came after the seal", path) }
    }

    /// Rows are numbered from 1: what stands before the first is in no chain, and in every view.
    private func checkNumbers(_ database: Database, _ path: String) throws(NightFileError) {
        let numbered =
            [("events", "seq"), ("commanders", "commander"), ("slips", "slip"), ("samples", "sample"), ("names", "id")]
            + RecordedPart.allCases.map { ($0.rawValue, "block") }
            + MeasureSample.Table.allCases.map { ($0.rawValue, "sample") }
        for (table, number) in numbered {
            let first = try located(path) { () throws(StoreProblem) in
                try database.integer("SELECT ifnull(min(\(number)), 1) FROM \(table)")
            }
            guard first >= 1 else { throw broken("\(table) \(first)", "stands before the first", path) }
        }
    }

    private func checkBlocks(_ database: Database, _ path: String) throws(NightFileError) {
        var unseen = named
        for part in RecordedPart.allCases {
            var last = Int64.min
            while true {
                let rows = try located(path) { () throws(StoreProblem) in
                    try BlockRows(database: database).rows(part, after: last, atMost: 16)
                }
                guard let end = rows.last else { break }
                last = end.row.number
                for (row, commander, hash) in rows {
                    let name = Name(part: part.rawValue, number: Int(row.number))
                    let computed = try? row.hash(of: commander)
                    guard let chained = unseen.removeValue(forKey: name), computed == hash,
                        computed?.hexadecimal == chained
                    else { throw broken("\(part.rawValue) \(row.number)", "changed after it was written", path) }
                }
            }
        }
        if let missing = unseen.keys.min(by: { ($0.part, $0.number) < ($1.part, $1.number) }) {
            throw broken("\(missing.part) \(missing.number)", "it is missing", path)
        }
    }

    private func checkPlans(
        _ database: Database, _ commanders: [CommanderRow], _ path: String
    ) throws(NightFileError) {
        let plans = try located(path) { () throws(StoreProblem) in try NightRows(database: database).plans() }
        for plan in plans {
            guard (try? PlanDigest.of(Array(plan.text.utf8))) == plan.digest else {
                throw broken("plan \(plan.digest)", "changed after it was written", path)
            }
            guard commanders.contains(where: { $0.planDigest == plan.digest }) else {
                throw broken("plan \(plan.digest)", "no commander had it", path)
            }
        }
    }

    private func broken(_ row: String, _ why: String, _ path: String) -> NightFileError {
        .damaged(path: path, BrokenRow(row: row, why: why))
    }
}
