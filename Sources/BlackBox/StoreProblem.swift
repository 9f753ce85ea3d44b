import CSQLite
import Glibc

/// What SQLite or the system said no to, in words that follow the file's name: what, and what to do.
struct StoreProblem: Error, Equatable {
    let code: Int32
    let words: String

    init(_ code: Int32, on handle: OpaquePointer?) {
        self.code = code
        // SQLite keeps the system's error for some calls only.
        let left = errno
        let system = handle.map { sqlite3_system_errno($0) } ?? 0
        let said = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        words = Self.words(for: code, system: system != 0 ? system : left, said: said)
    }

    init(words: String) {
        code = SQLITE_ERROR
        self.words = words
    }

    init(damage: String) {
        code = SQLITE_CORRUPT
        words = damage
    }

    /// The kind of problem, without SQLite's finer distinctions.
    var kind: Int32 { code & 0xff }

    var isDamage: Bool { kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB }

    private static func words(for code: Int32, system: Int32, said: String) -> String {
        switch code & 0xff {
        case SQLITE_FULL: return diskFull
        case SQLITE_BUSY, SQLITE_LOCKED: return "locked by another program; end what else has it open for writing"
        case SQLITE_READONLY: return "may not be written; make it and its folder writable for this user"
        case SQLITE_CONSTRAINT:
            return "another program wrote into it; keep it to look at, then leave and run again: \(said)"
        case SQLITE_IOERR, SQLITE_CANTOPEN: return system == 0 ? said : systemWords(system)
        default: return said
        }
    }

    static func systemWords(_ code: Int32) -> String {
        switch code {
        case ENOSPC: diskFull
        case EDQUOT: "this user's disk quota is used up; free some space"
        case EFBIG: "it may not grow further; raise the file size limit (ulimit -f)"
        case EROFS: "on a file system that is read-only; mount it for writing"
        case EACCES, EPERM: "not permitted; make it and its folder accessible for this user"
        case ENOENT: "no such folder; make it first"
        default: "\(String(cString: strerror(code)).lowercased()); look at the disk it is on"
        }
    }

    private static let diskFull = "the disk is full; free some space"
}
