import CSQLite
import Night

/// The tables of a night file, and how one is told from other files.
enum Schema {
    /// `SwNF`.
    static let applicationID: Int64 = 0x5377_4e46
    static let version: Int64 = 2

    private static let tables = """
        CREATE TABLE meta (
            id INTEGER PRIMARY KEY CHECK (id = 1), night TEXT NOT NULL, created_wall_ms INTEGER NOT NULL,
            schema INTEGER NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE commanders (
            commander INTEGER PRIMARY KEY, after_seq INTEGER NOT NULL, plan_digest TEXT NOT NULL, user TEXT NOT NULL,
            host TEXT NOT NULL, process INTEGER NOT NULL, boot TEXT NOT NULL, wall_ms INTEGER NOT NULL,
            mono_ns INTEGER NOT NULL, previous_hash BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY, commander INTEGER NOT NULL REFERENCES commanders, wall_ms INTEGER NOT NULL,
            mono_ns INTEGER NOT NULL, missing INTEGER NOT NULL, wave TEXT, kind TEXT NOT NULL, body TEXT NOT NULL,
            previous_hash BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE VIEW timeline AS
            SELECT seq, strftime('%Y-%m-%dT%H:%M:%S', events.wall_ms / 1000, 'unixepoch')
                    || printf('.%03dZ', events.wall_ms % 1000) AS time,
                user || '@' || host AS commander, wave, kind, body, missing
            FROM events JOIN commanders USING (commander) ORDER BY seq;
        """

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
            try database.run(tables)
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
