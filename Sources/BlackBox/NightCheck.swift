import Glibc
import Night

/// A whole night file, gone through once: what SQLite says of its pages, then the chain from its first row on; with all
/// that lies beside the events, also every byte of that.
struct NightCheck {
    let night: String
    let commanders: [CommanderRow]
    let tip: ChainTip
    /// The record it goes on from.
    let previous: NightRow.Previous?
    let seal: SealRow?
    /// How far the chain covers what grows beside the events.
    let covered: [KeptRows: Int64]

    private static let rowsAtOnce = 1000

    init(
        of database: Database, path: String, withBlocks: Bool, each: (EventRow) -> Void
    ) throws(NightFileError) {
        let (found, links, pages) = try located(path) { () throws(StoreProblem) in
            // One moment of the file, whoever writes meanwhile.
            try database.run("BEGIN")
            let rows = NightRows(database: database)
            // The whole check also looks into the indexes.
            let pages = try database.text(withBlocks ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)")
            return (try rows.night(), try rows.commanders(), pages)
        }
        defer { try? database.run("COMMIT") }
        guard pages == "ok" else { throw .damaged(path: path, BrokenRow(row: "the database", why: pages)) }
        let damaged = { (broken: BrokenRow) in NightFileError.damaged(path: path, broken) }
        var walk: ChainWalk
        do throws(BrokenRow) { walk = try ChainWalk(night: found, commanders: links) } catch { throw damaged(error) }
        var blocks = BlockCheck()
        while true {
            let batch = try located(path) { () throws(StoreProblem) in
                try NightRows(database: database).events(after: walk.tip.sequence, atMost: Self.rowsAtOnce)
            }
            guard !batch.isEmpty else { break }
            for link in batch {
                do throws(BrokenRow) { try walk.take(link) } catch { throw damaged(error) }
                try blocks.take(link.row, path: path)
                each(link.row)
            }
        }
        do throws(BrokenRow) { try walk.end() } catch { throw damaged(error) }
        seal = try located(path) { () throws(StoreProblem) in try NightRows(database: database).seal() }
        if let seal {
            guard seal.events == walk.tip.sequence, (try? seal.hash(after: walk.tip.hash)) == seal.hash else {
                throw damaged(BrokenRow(row: "the seal", why: "the record does not end where it was sealed"))
            }
        }
        if seal != nil, try Self.isCutOff(database, path) {
            throw damaged(BrokenRow(row: "the database", why: "shorter than it was sealed"))
        }
        previous = found?.row.previous
        covered = blocks.covered
        if withBlocks {
            let isAsMade = try located(path) { () throws(StoreProblem) in try Schema.isAsMade(in: database) }
            guard isAsMade else {
                throw damaged(BrokenRow(row: "the schema", why: "not as this version makes it"))
            }
            try blocks.check(database, commanders: links.map(\.row), isSealed: seal != nil, path: path)
        }
        night = found?.row.night ?? ""
        commanders = links.map(\.row)
        tip = walk.tip
    }

    /// What is missing at the end of its last page SQLite takes for zeros, which it may have been. A log beside it may
    /// hold what is not in the file yet.
    private static func isCutOff(_ database: Database, _ path: String) throws(NightFileError) -> Bool {
        let bytes = try located(path) { () throws(StoreProblem) in
            try database.integer("PRAGMA page_size") * database.integer("PRAGMA page_count")
        }
        var (file, log) = (stat(), stat())
        guard stat(path + "-wal", &log) != 0 || log.st_size == 0, stat(path, &file) == 0 else { return false }
        return file.st_size < bytes
    }
}

/// Says of which file a problem is.
func located<Value>(
    _ path: String, _ work: () throws(StoreProblem) -> Value
) throws(NightFileError) -> Value {
    do throws(StoreProblem) { return try work() } catch { throw NightFileError(error, path: path) }
}
