import Glibc
import Night

/// The night file, open for its one commander. Used by one thread at a time.
final class NightStore {
    let path: String
    private let database: Database
    private let insertEvent: Statement
    private let insertRows: RecordedRowWriter
    /// After the statement, which keeps the database open: this goes when that is closed.
    private let lock: NightLock
    private let commander: CommanderRow
    private let planText: String?
    /// What a transaction takes further, or leaves as it was.
    private struct Progress {
        var tip: ChainTip
        /// How far the chain covers what lies beside the events.
        var covered: [KeptRows: Int64]
        /// Events that could not be written since the last one that was.
        var missing: Int64 = 0
    }

    private var progress: Progress
    private var log: (file: ino_t, size: off_t)?
    /// As it was opened: a commit returns when the disk has it.
    private var waitsForDisk = true

    /// In the write-ahead log, before they are copied into the file: 4 MiB.
    private static let mostLoggedPages: Int32 = 1024

    init(
        path: String, lock: NightLock, database: Database, tip: ChainTip, covered: [KeptRows: Int64],
        commander: CommanderRow, planText: String?
    ) throws(StoreProblem) {
        self.path = path
        self.lock = lock
        self.database = database
        progress = Progress(tip: tip, covered: covered)
        self.commander = commander
        self.planText = planText
        database.countLoggedPages()
        insertEvent = try database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insertRows = try RecordedRowWriter(database, commander: commander.number)
    }

    /// All of these in one transaction, durable on return. What is refused alone, by its index; the rest is written.
    func write(_ entries: ArraySlice<QueuedEvent>) throws(StoreProblem) -> [Int: String] {
        do throws(StoreProblem) {
            return try commit(entries)
        } catch {
            for entry in entries { progress.missing += entry.refusedBefore + (entry.event.isToldAgain ? 0 : 1) }
            throw StoreProblem(words: "\(path): \(error.words)")
        }
    }

    private func commit(_ entries: ArraySlice<QueuedEvent>) throws(StoreProblem) -> [Int: String] {
        var refused: [Int: String] = [:]
        try transaction(outlivesPower: true) { (progress) throws(StoreProblem) in
            for (index, entry) in zip(entries.indices, entries) {
                progress.missing += entry.refusedBefore
                switch Result(catching: { () throws(StoreProblem) in try StoredBody.encode(entry.event) }) {
                case .failure(let problem):
                    refused[index] = "\(path): \(problem.words)"
                    if !entry.event.isToldAgain { progress.missing += 1 }
                case .success(let body):
                    try insert(entry, body: body, missing: progress.missing, after: &progress.tip)
                    progress.missing = 0
                }
            }
        }
        return refused
    }

    /// A row of the record beside the events. A block comes with its event, and its slips go, or nothing of it happens.
    func write(_ row: RecordedRow) throws(StoreProblem) {
        do throws(StoreProblem) {
            // A kill takes nothing of a slip; a loss of power may, until the next event or block makes all durable.
            try transaction(outlivesPower: row.isBlock) { (progress) throws(StoreProblem) in
                switch row {
                case .slip(let slip): try insertRows.insert(slip)
                case .sample(let sample): try insertRows.insert(sample)
                case .block(let block, let at):
                    let hash = try insertRows.insert(block)
                    try keep(block.part.rawValue, block.number, hash, at: at, after: &progress.tip)
                    // Measures are taken off pictures.
                    guard block.part == .pictures else { return }
                    for rows in KeptRows.allCases where rows.grows {
                        try cover(rows, at: at, &progress)
                    }
                }
            }
        } catch {
            insertRows.forgetNames()
            throw error
        }
    }

    private func keep(
        _ table: String, _ number: Int64, _ hash: [UInt8], at: Stamp, after tip: inout ChainTip
    ) throws(StoreProblem) {
        let event = NightEvent.kept(table: table, block: Int(number), hash: hash.hexadecimal)
        // What is missing is told by the next event that the views show.
        try insert(
            QueuedEvent(event: event, at: at, receipt: nil), body: try StoredBody.encode(event), missing: 0, after: &tip
        )
    }

    /// Lets the chain cover these rows as far as they came.
    private func cover(
        _ rows: KeptRows, at: Stamp, _ progress: inout Progress
    ) throws(StoreProblem) {
        let (before, last) = (progress.covered[rows] ?? .min, try rows.last(in: database))
        guard last > before else { return }
        let hash = try rows.hash(in: database, after: before, through: last)
        try keep(rows.rawValue, last, hash, at: at, after: &progress.tip)
        progress.covered[rows] = last
    }

    private func transaction(
        outlivesPower: Bool, _ work: (inout Progress) throws(StoreProblem) -> Void
    ) throws(StoreProblem) {
        try stillInPlace()
        if outlivesPower != waitsForDisk {
            try database.run("PRAGMA synchronous = \(outlivesPower ? "FULL" : "NORMAL")")
            waitsForDisk = outlivesPower
        }
        var progress = progress
        try database.run("BEGIN IMMEDIATE")
        do throws(StoreProblem) {
            if progress.tip.commander != commander.number {
                try insertCommander(after: &progress.tip)
                // Nobody makes a block any more of what the one before left.
                if try KeptRows.slips.last(in: database) > 0 { try cover(.slips, at: commander.opened, &progress) }
            }
            try work(&progress)
            try database.run("COMMIT")
        } catch {
            try? database.run("ROLLBACK")
            throw error
        }
        self.progress = progress
        log = logStatus.map { ($0.st_ino, $0.st_size) }
    }

    private func insertCommander(after tip: inout ChainTip) throws(StoreProblem) {
        if let planText {
            try database.prepare("INSERT OR IGNORE INTO plans VALUES (?, ?)")
                .run([.text(commander.planDigest), .text(planText)])
        }
        let hash = try commander.hash(after: tip.hash)
        try database.prepare("INSERT INTO commanders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .run(commander.columns + [.bytes(tip.hash), .bytes(hash)])
        tip.commander = commander.number
        tip.hash = hash
    }

    private func insert(
        _ entry: QueuedEvent, body: String, missing: Int64, after tip: inout ChainTip
    ) throws(StoreProblem) {
        let row = EventRow(
            sequence: tip.sequence + 1, commander: commander.number, at: entry.at, missing: missing,
            wave: entry.event.ofWave, kind: entry.event.kind, body: body)
        let hash = try row.hash(after: tip.hash)
        try insertEvent.run(row.columns + [.bytes(tip.hash), .bytes(hash)])
        tip.sequence = row.sequence
        tip.hash = hash
    }

    /// Why nothing that is written now is a record that others see; nil: it is.
    var displacement: String? {
        do throws(StoreProblem) {
            try stillInPlace()
            return nil
        } catch {
            return "\(path): \(error.words)"
        }
    }

    /// What is written to a deleted file is durable for nobody, and without the lock's name anybody takes the night.
    private func stillInPlace() throws(StoreProblem) {
        guard !database.hasMoved else {
            throw StoreProblem(words: "moved or deleted; put it back where it was")
        }
        guard lock.isInPlace else {
            throw StoreProblem(
                words: "its lock \(NightLock.path(beside: path)) was moved or deleted; leave, then run again")
        }
        guard let log else { return }
        let status = logStatus
        guard status?.st_ino == log.file else {
            throw StoreProblem(words: "its file \(path)-wal was moved or deleted; leave, then run again")
        }
        guard let size = status?.st_size, size >= log.size else {
            throw StoreProblem(words: "its file \(path)-wal was cut short; leave, then run again")
        }
    }

    /// SQLite never shortens it while it is written.
    private var logStatus: stat? {
        var status = stat()
        return stat(path + "-wal", &status) == 0 ? status : nil
    }

    /// Ends the record for good: one file, whole by itself, that nobody writes any more. Why not: then it is as whole as
    /// before, and is gone on with.
    func seal(at: WallTime) -> String? {
        do throws(StoreProblem) {
            try insertSeal(at: at)
            return nil
        } catch { return "\(path): \(error.words)" }
    }

    private func insertSeal(at: WallTime) throws(StoreProblem) {
        // A commander that wrote nothing leaves nothing behind, and seals nothing.
        guard progress.tip.commander == commander.number else { return }
        try transaction(outlivesPower: true) { (progress) throws(StoreProblem) in
            let now = Stamp(moment: MachineClock.now().moment, wall: at)
            for rows in KeptRows.allCases { try cover(rows, at: now, &progress) }
            let seal = SealRow(at: at, events: progress.tip.sequence)
            try database.prepare("INSERT INTO seal VALUES (1, ?, ?, ?)")
                .run(seal.columns + [.bytes(try seal.hash(after: progress.tip.hash))])
        }
        // The room of slips that blocks replaced.
        try? database.run("PRAGMA incremental_vacuum")
        // Who reads it meanwhile keeps the log beside it, and it is as whole.
        try? database.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
        chmod(path, 0o400)
    }

    /// Between commits, when nobody waits.
    func tidy() {
        guard database.loggedPages > Self.mostLoggedPages else { return }
        database.checkpoint()
    }
}
