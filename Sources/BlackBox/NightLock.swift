import CSystem
import FoundationEssentials
import Glibc
import Night
import Processes

/// The one commander's lock: on a file beside the night file, which says who, and may be asked without harm; and apart
/// from SQLite's bytes on the night file itself, which has that lock by whatever name somebody comes to it. The kernel
/// drops both with the process.
final class NightLock {
    /// Who holds a night, and since when.
    struct Text: Codable {
        var holder: Holder
        var since: WallTime
    }

    private static let longestText = 4096

    private let path: String
    private let descriptor: Descriptor
    /// Closing any descriptor of a file drops the locks SQLite has on it in this process: opened before SQLite comes,
    /// and closed after it went.
    private let night: Descriptor

    static func path(beside nightFile: String) -> String { nightFile + ".lock" }

    init(beside nightFile: String, holder: Holder, since: WallTime) throws(NightFileError) {
        let path = Self.path(beside: nightFile)
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard number >= 0 else { throw .system(path: path, why: StoreProblem.systemWords(errno)) }
        descriptor = Descriptor(owning: number)
        // Whatever the umask left of it.
        fchmod(number, 0o600)
        self.path = path
        guard system_lock(number) == 0 else { throw Self.refusal(of: nightFile, saidIn: number) }
        let nightNumber = open(nightFile, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard nightNumber >= 0 else { throw .system(path: nightFile, why: StoreProblem.systemWords(errno)) }
        night = Descriptor(owning: nightNumber)
        guard system_lock_apart(nightNumber) == 0 else { throw Self.refusal(of: nightFile, saidIn: number) }
        guard isInPlace else { throw .moved(path: path) }
        write(Text(holder: holder, since: since))
    }

    deinit {
        system_unlock(night.number)
        system_unlock(descriptor.number)
    }

    /// Whether whoever asks for this lock by its name asks for this one.
    var isInPlace: Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor.number, &held) == 0 && stat(path, &named) == 0 && held.st_dev == named.st_dev
            && held.st_ino == named.st_ino
    }

    /// Why a lock was not given, as errno has it.
    private static func refusal(of nightFile: String, saidIn number: Int32) -> NightFileError {
        guard errno == EAGAIN || errno == EACCES else {
            return .system(path: nightFile, why: StoreProblem.systemWords(errno))
        }
        let text = text(in: number)
        return .held(path: nightFile, by: text?.holder, since: text?.since)
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
