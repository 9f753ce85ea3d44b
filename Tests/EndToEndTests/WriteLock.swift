import CSQLite
import Testing

/// Keeps whoever writes a night file from writing, as a slow disk would.
final class WriteLock {
    private var database: OpaquePointer?

    init(on path: String) throws {
        try #require(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
        sqlite3_busy_timeout(database, 5_000)
        try #require(sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    }

    func end() {
        sqlite3_close(database)
        database = nil
    }

    deinit { end() }
}
