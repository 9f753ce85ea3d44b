import Glibc

/// Why a file was not read, in words that follow its name.
public struct UnreadableFile: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// The whole of a regular file, if it is no longer than `limit`. Never waits, as opening a FIFO would.
func readFile(_ path: String, atMost limit: Int) throws(UnreadableFile) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw UnreadableFile("a file name cannot hold a NUL byte") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw UnreadableFile(systemWords()) }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw UnreadableFile(systemWords()) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw UnreadableFile("a directory, not a file")
    default: throw UnreadableFile("not a regular file")
    }
    return try readToEnd(of: descriptor, atMost: limit)
}

private func readToEnd(of descriptor: Int32, atMost limit: Int) throws(UnreadableFile) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
        var count = 0
        // One more than allowed: a file that grows while it is read is refused, not cut.
        let chunk = [UInt8](unsafeUninitializedCapacity: min(64 * 1024, limit + 1 - bytes.count)) { buffer, filled in
            count = read(descriptor, buffer.baseAddress, buffer.count)
            filled = max(0, count)
        }
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            throw UnreadableFile(systemWords())
        }
        bytes += chunk
        guard bytes.count <= limit else { throw UnreadableFile("longer than \(limit / 1024) KiB") }
    }
}

private func systemWords() -> String {
    String(cString: strerror(errno)).lowercased()
}
