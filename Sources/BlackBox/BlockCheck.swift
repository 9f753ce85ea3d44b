import Night

/// Holds the blocks of a night file, and its plans, against what the chain says of them. Slips that wait for their block
/// are in no chain yet.
struct BlockCheck {
    private struct Name: Hashable {
        let part: String
        let number: Int
    }

    private var named: [Name: String] = [:]

    mutating func take(_ row: EventRow, path: String) throws(NightFileError) {
        guard row.kind == "kept" else { return }
        guard case .kept(let table, let block, let hash) = try StoredBody.decode(row, path: path) else { return }
        named[Name(part: table, number: block)] = hash
    }

    func check(_ database: Database, commanders: [CommanderRow], path: String) throws(NightFileError) {
        var unseen = named
        for part in RecordedPart.allCases {
            var next: Int64 = 0
            while true {
                let rows = try located(path) { () throws(StoreProblem) in
                    try BlockRows(database: database).rows(part, from: next, atMost: 16)
                }
                guard let last = rows.last else { break }
                next = last.row.number + 1
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
        for commander in commanders {
            let text = try located(path) { () throws(StoreProblem) in
                try NightRows(database: database).planText(commander.planDigest)
            }
            guard let text, (try? PlanDigest.of(Array(text.utf8))) != commander.planDigest else { continue }
            throw broken("plan \(commander.planDigest)", "changed after it was written", path)
        }
    }

    private func broken(_ row: String, _ why: String, _ path: String) -> NightFileError {
        .damaged(path: path, BrokenRow(row: row, why: why))
    }
}
