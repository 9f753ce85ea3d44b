import Glibc
import Night

/// The one name of a night file, whatever links lead to it: the lock and SQLite's own files lie beside that.
enum NightPath {
    /// Creates it, empty and for this user alone, where there is none.
    static func settle(_ name: String) throws(NightFileError) -> String {
        if let path = existing(name) { return try checked(path) }
        guard !name.utf8.contains(0) else { throw .system(path: name, why: "a file name cannot hold a NUL byte") }
        let number = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard number >= 0 else { throw .system(path: name, why: StoreProblem.systemWords(errno)) }
        // Whatever the umask left of it.
        fchmod(number, 0o600)
        close(number)
        guard let path = existing(name) else { throw .moved(path: name) }
        return try checked(path)
    }

    static func existing(_ name: String) -> String? {
        guard let resolved = realpath(name, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func checked(_ path: String) throws(NightFileError) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(path: path, why: StoreProblem.systemWords(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notANightFile(path: path, why: "not a regular file") }
        return path
    }
}

/// One run of the machine.
enum Boot {
    private static let longest = 64

    /// Empty where the system does not say.
    static func current() -> String {
        let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: longest) { buffer, filled in
            count = read(descriptor, buffer.baseAddress, longest)
            filled = max(0, count)
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
