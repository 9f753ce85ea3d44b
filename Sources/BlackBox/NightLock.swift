import CSystem
import FoundationEssentials
import Glibc
import Night
import Processes

/// The one commander's lock: on a file beside the night file, never on the night file itself, whose locks are SQLite's
/// and would fall when any descriptor of it is closed. The kernel drops it with the process; the text in it says who,
/// and means nothing without the lock.
final class NightLock {
    /// Who holds a night, and since when.
    struct Text: Codable {
        var holder: Holder
        var since: WallTime
    }

    private static let longestText = 4096

    private let descriptor: Descriptor

    static func path(beside nightFile: String) -> String { nightFile + ".lock" }

    init(beside nightFile: String, holder: Holder, since: WallTime) throws(NightFileError) {
        let path = Self.path(beside: nightFile)
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard number >= 0 else { throw .system(path: path, why: StoreProblem.systemWords(errno)) }
        descriptor = Descriptor(owning: number)
        // Whatever the umask left of it.
        fchmod(number, 0o600)
        guard system_lock(number) == 0 else {
            if errno == EAGAIN || errno == EACCES {
                let text = Self.text(in: number)
                throw .held(path: nightFile, by: text?.holder, since: text?.since)
            }
            throw .system(path: path, why: StoreProblem.systemWords(errno))
        }
        write(Text(holder: holder, since: since))
    }

    deinit {
        system_unlock(descriptor.number)
    }

    /// Only the lock counts: on a full disk it says nothing, or what it said before.
    private func write(_ text: Text) {
        guard let bytes = try? JSONEncoder().encode(text) else { return }
        let written = bytes.withUnsafeBytes { pwrite(descriptor.number, $0.baseAddress, $0.count, 0) }
        if written == bytes.count { ftruncate(descriptor.number, off_t(written)) }
    }

    private static func text(in descriptor: Int32) -> Text? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: longestText) { buffer, filled in
            count = pread(descriptor, buffer.baseAddress, longestText, 0)
            filled = max(0, count)
        }
        return try? JSONDecoder().decode(Text.self, from: Data(bytes))
    }

    /// Who has it, without touching the lock; nil: nobody, as far as can be seen.
    static func holding(beside nightFile: String) -> Holding? {
        let number = open(path(beside: nightFile), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return nil }
        let descriptor = Descriptor(owning: number)
        guard system_is_locked(descriptor.number) == 1 else { return nil }
        let text = text(in: number)
        return Holding(by: text?.holder, since: text?.since)
    }
}
