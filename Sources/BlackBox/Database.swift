import CSQLite
import Glibc
import Night

/// One SQLite connection, used by one thread at a time.
final class Database {
    private let handle: OpaquePointer
    /// In the write-ahead log after the last commit: each has the size of a page of the file.
    fileprivate(set) var loggedPages: Int32 = 0

    /// Of a text, or of a block's bytes.
    static let longestValue = 64 << 20

    enum Access {
        case writing
        case reading
        /// Of a file that nobody writes, where SQLite may put nothing beside it.
        case readingOnly
    }

    /// Never creates the file. `patience`: how long a statement waits for another program's lock.
    init(_ path: String, for access: Access, patience: Duration) throws(StoreProblem) {
        var opened: OpaquePointer?
        let flags = (access == .writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX
        let code =
            access == .readingOnly
            ? sqlite3_open_v2(Self.address(ofUnwritten: path), &opened, flags | SQLITE_OPEN_URI, nil)
            : sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let problem = StoreProblem(code, on: opened)
            sqlite3_close(opened)
            throw problem
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Int32(clamping: patience.inNanoseconds / 1_000_000))
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(Self.longestValue))
        // A file from elsewhere runs no code of its own here.
        try run("PRAGMA trusted_schema = OFF")
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    private static func address(ofUnwritten path: String) -> String {
        var address = "file:"
        for byte in path.utf8 {
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "-")...UInt8(ascii: "9") ~= byte
            let digits = String(byte, radix: 16)
            address += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }
        return address + "?immutable=1"
    }

    /// Beside a living writer.
    static func toRead(_ path: String) throws(StoreProblem) -> Database {
        let database = try Database(path, for: .reading, patience: .seconds(2))
        do throws(StoreProblem) {
            _ = try database.integer("SELECT count(*) FROM sqlite_schema")
            return database
        } catch {
            // Beside a file in a folder that may not be written SQLite cannot put what it wants to. Where no log is left
            // there is nothing in it that this would miss. Any other trouble is for who reads it to name.
            var log = stat()
            guard [SQLITE_CANTOPEN, SQLITE_READONLY].contains(error.kind),
                stat(path + "-wal", &log) != 0 || log.st_size == 0
            else { return database }
            return try Database(path, for: .readingOnly, patience: .zero)
        }
    }

    func run(_ sql: String) throws(StoreProblem) {
        errno = 0
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreProblem(code, on: handle) }
    }

    func prepare(_ sql: String) throws(StoreProblem) -> Statement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw StoreProblem(code, on: handle) }
        return Statement(prepared, of: self, handle)
    }

    func integer(_ sql: String) throws(StoreProblem) -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : 0
    }

    func text(_ sql: String) throws(StoreProblem) -> String {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : ""
    }

    var lastInserted: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether the name this was opened by leads elsewhere by now, or nowhere.
    var hasMoved: Bool {
        var moved: Int32 = 0
        return sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0
    }

    /// From now on `loggedPages` is known.
    func countLoggedPages() {
        // The connection calls it, on the thread that commits, and does not outlive this.
        sqlite3_wal_hook(handle, takeLoggedPages, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Copies what the write-ahead log holds into the file, as far as no reader is in the way.
    func checkpoint() {
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}

private func takeLoggedPages(
    _ database: UnsafeMutableRawPointer?, _ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ pages: Int32
) -> Int32 {
    if let database { Unmanaged<Database>.fromOpaque(database).takeUnretainedValue().loggedPages = pages }
    return SQLITE_OK
}

final class Statement {
    private let statement: OpaquePointer
    private let handle: OpaquePointer
    /// A connection outlives its statements.
    private let database: Database

    fileprivate init(_ statement: OpaquePointer, of database: Database, _ handle: OpaquePointer) {
        self.statement = statement
        self.database = database
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(statement)
    }

    /// Whether there is a row.
    func step() throws(StoreProblem) -> Bool {
        errno = 0
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw StoreProblem(code, on: handle)
        }
    }

    /// Runs it with these values; for what gives no rows.
    func run(_ values: [Value]) throws(StoreProblem) {
        defer { reset() }
        try bind(values)
        _ = try step()
    }

    func reset() {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    func bind(_ values: [Value]) throws(StoreProblem) {
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw StoreProblem(code, on: handle) }
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .real(let number): return sqlite3_bind_double(statement, index, number)
        case .none: return sqlite3_bind_null(statement, index)
        case .text(let text):
            // An empty buffer may have no address, which SQLite would take for NULL.
            if text.isEmpty { return sqlite3_bind_text(statement, index, "", 0, copied) }
            var text = text
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(statement, index, $0.baseAddress, Int32(clamping: $0.count), copied)
                }
            }
        case .bytes(let bytes):
            return sqlite3_bind_blob(statement, index, bytes, Int32(clamping: bytes.count), copied)
        }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// What its columns are called.
    var columnNames: [String] {
        (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
        }
    }

    /// A row of anything, as it is.
    var cells: [RecordedCell] {
        (0..<sqlite3_column_count(statement)).map { column in
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: .integer(integer(column))
            case SQLITE_FLOAT: .number(sqlite3_column_double(statement, column))
            case SQLITE_NULL: .none
            default: .text(text(column))
            }
        }
    }

    /// The same, for its hash.
    var values: [Value] {
        (0..<sqlite3_column_count(statement)).map { column in
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: .integer(integer(column))
            case SQLITE_FLOAT: .real(real(column))
            case SQLITE_NULL: .none
            case SQLITE_BLOB: .bytes(bytes(column))
            default: .text(text(column))
            }
        }
    }

    func bytes(_ column: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(statement, column)
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}

/// SQLITE_TRANSIENT, a cast that Swift does not import: SQLite copies what it is given.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// What a column holds, for SQLite and for the hash alike.
enum Value {
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    case none
}
