import CSQLite
import Night

/// Which file is a night file, and how one begins.
enum Schema {
    /// `SwNF`.
    static let applicationID: Int64 = 0x5377_4e46
    static let version: Int64 = 4

    /// What a file turned out to be.
    enum Found {
        /// Nothing in it yet, as after a death right after its creation.
        case empty
        case night
    }

    static func look(at database: Database, path: String) throws(NightFileError) -> Found {
        let application: Int64
        let version: Int64
        let entries: Int64
        do throws(StoreProblem) {
            application = try database.integer("PRAGMA application_id")
            version = try database.integer("PRAGMA user_version")
            entries = try database.integer("SELECT count(*) FROM sqlite_schema")
        } catch {
            // Only a file whose creation was cut short has a rollback journal.
            if error.code == SQLITE_READONLY | 3 << 8 { return .empty }
            if error.kind == SQLITE_NOTADB { throw .notANightFile(path: path, why: "not an SQLite file") }
            throw NightFileError(error, path: path)
        }
        if application == 0, version == 0, entries == 0 { return .empty }
        guard application == applicationID else {
            throw .notANightFile(path: path, why: "a database of another program")
        }
        guard version == Self.version else { throw .otherVersion(path: path, version: Int(version)) }
        return .night
    }

    /// All of it or nothing, whenever the process dies.
    static func create(
        in database: Database, night: String, at: WallTime, after previous: NightRow.Previous?
    ) throws(StoreProblem) {
        let row = NightRow(night: night, created: at, previous: previous)
        try database.run("BEGIN IMMEDIATE")
        do throws(StoreProblem) {
            try database.run("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);")
            try makeTables(in: database)
            try database.prepare("INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?, ?)").run(
                row.columns + [.bytes(try row.hash())])
            try database.run("COMMIT")
        } catch {
            try? database.run("ROLLBACK")
            throw error
        }
    }

    private static func makeTables(in database: Database) throws(StoreProblem) {
        try database.run(SchemaText.tables)
        try database.run(SchemaText.measures)
        try database.run(SchemaText.views)
        try database.run(SchemaText.seal)
    }

    /// Whether tables and views are those of a new file, word for word: whoever asks a view of the file is told what it
    /// was made to tell.
    static func isAsMade(in database: Database) throws(StoreProblem) -> Bool {
        let new = try Database(":memory:", for: .writing, patience: .zero)
        try makeTables(in: new)
        return try hash(of: database) == hash(of: new)
    }

    private static func hash(of database: Database) throws(StoreProblem) -> [UInt8] {
        let entries = try database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        var hash = RowsHash()
        while try entries.step() { try hash.take(entries.values) }
        return try hash.end()
    }
}
