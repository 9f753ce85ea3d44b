import Cockpit
import Glibc
import Night
import Probes
import Processes

/// A file that anyone with a shell can touch: while it is there, no wave advances (hold), or every wave that moved goes
/// back (panic). What is in it says why; whose it is says who.
struct VetoFile {
    enum Kind: String { case hold, panic }

    let kind: Kind
    let path: String

    private static let longest = 4_096

    /// Where the plan says, or beside the night file.
    init(_ kind: Kind, of plan: Plan, at place: NightPlace) {
        self.kind = kind
        if let named = kind == .hold ? plan.files.hold : plan.files.panic {
            path = named.hasPrefix("/") ? named : "\(place.folder)/\(named)"
        } else {
            let file = place.nightFile
            path = "\(file.hasSuffix(".night") ? String(file.dropLast(6)) : file).\(kind.rawValue)"
        }
    }

    /// Nil: it is not there. One that is there and cannot be read is a veto all the same.
    func read() -> Snapshot.Command.Veto? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            return veto(
                by: "nobody can tell whom", why: "\(path): \(String(cString: strerror(errno)))",
                at: SystemClock.now().wall)
        }
        let changed = WallTime(
            milliseconds: Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        let lines = contents().split(separator: "\n", maxSplits: 1).map(String.init)
        if lines.count == 2, lines[0].hasPrefix("by ") {
            return veto(by: String(lines[0].dropFirst(3)), why: lines[1], at: changed)
        }
        let why = lines.joined(separator: " ")
        return veto(by: userName(of: status.st_uid), why: why.isEmpty ? "it says no why" : why, at: changed)
    }

    /// Puts it there, whole or not at all.
    func place(by: String, why: String) throws(SystemError) {
        let draft = "\(path).\(getpid())"
        let number = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw SystemError("open", about: draft) }
        do throws(SystemError) {
            try Descriptor(owning: number).write(Array("by \(by)\n\(why)\n".utf8))
            guard rename(draft, path) == 0 else { throw SystemError("rename", about: path) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// False: it was not there.
    func remove() throws(SystemError) -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw SystemError("unlink", about: path)
    }

    private func veto(by: String, why: String, at wall: WallTime) -> Snapshot.Command.Veto {
        Snapshot.Command.Veto(
            by: by.madeVisible, why: why.madeVisible,
            since: Stamp(moment: SystemClock.moment(), wall: wall))
    }

    private func contents() -> String {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return "" }
        guard case .bytes(let bytes) = try? Descriptor(owning: number).read(atMost: Self.longest) else { return "" }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
