import CSQLite
import Night

/// Which file is a night file, and how one begins.
enum Schema {
    /// `SwNF`.
    static let applicationID: Int64 = 0x5377_4e46
    static let version: Int64 = 3

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
    static func create(in database: Database, night: String, at: WallTime) throws(StoreProblem) {
        let row = NightRow(night: night, created: at)
        try database.run("BEGIN IMMEDIATE")
        do throws(StoreProblem) {
            try database.run("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);")
            try database.run(SchemaText.tables)
            try database.run(SchemaText.measures)
            try database.run(SchemaText.views)
            try database.prepare("INSERT INTO meta VALUES (1, ?, ?, ?, ?)").run([
                .text(night), .integer(at.milliseconds), .integer(version), .bytes(try row.hash()),
            ])
            try database.run("COMMIT")
        } catch {
            try? database.run("ROLLBACK")
            throw error
        }
    }
}
