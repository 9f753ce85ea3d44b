import Glibc
import TestSupport
import Testing

/// A file system whose server never answers: whoever looks at a file in it waits for ever.
final class HangingFolder {
    private let path: String
    private var server: Int32 = -1

    /// Mounting is for root, and not everywhere.
    static let isPossible: Bool = {
        guard let scratch = try? Scratch(), mkdir("\(scratch.path)/hangs", 0o700) == 0 else { return false }
        defer { rmdir("\(scratch.path)/hangs") }
        return (try? HangingFolder(at: "\(scratch.path)/hangs"))?.end() != nil
    }()

    init(at path: String) throws {
        self.path = path
        server = open("/dev/fuse", O_RDWR | O_CLOEXEC)
        try #require(server >= 0)
        let options = "fd=\(server),rootmode=40000,user_id=0,group_id=0"
        guard mount("nobody", path, "fuse", 0, options) == 0 else {
            let code = errno
            close(server)
            throw CannotMount(code: code)
        }
    }

    struct CannotMount: Error { let code: Int32 }

    /// Whoever waits is let go, and what was there before is there again.
    func end() {
        guard server >= 0 else { return }
        close(server)
        server = -1
        umount2(path, Int32(MNT_DETACH))
    }

    deinit { end() }
}
