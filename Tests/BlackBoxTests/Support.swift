import Glibc
import Night
import Processes
import TestSupport
import Testing

@testable import BlackBox

extension Scratch {
    var night: String { path + "/payments.night" }

    func write(_ bytes: some Sequence<UInt8>) throws {
        let file = Descriptor(owning: Glibc.open(night, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600))
        try file.write(Array(bytes))
    }

    /// All of the night file, but for what is still in its journal.
    var bytes: [UInt8] {
        let file = Descriptor(owning: Glibc.open(night, O_RDONLY | O_CLOEXEC))
        var bytes: [UInt8] = []
        while case .bytes(let more) = try? file.read(atMost: 1 << 16) { bytes += more }
        return bytes
    }

    /// As any other program would open it.
    func database() throws -> Database { try Database(night, for: .writing, patience: .zero) }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        return stat(name, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

/// Far longer than anything here takes; it ends a test that would otherwise never end.
let patience = Duration.seconds(180)

let ana = Holder(user: "ana", host: "bastion", process: 4242)

func stamp(_ second: Int64) -> Stamp {
    Stamp(
        moment: Moment(nanoseconds: second * 1_000_000_000),
        wall: WallTime(milliseconds: 1_795_000_000_000 + second * 1000))
}

extension NightFile {
    static func take(
        _ path: String, night: String = "payments", plan: String = "plan", limits: Limits = Limits()
    ) throws(NightFileError) -> NightFile {
        try open(path: path, night: night, planDigest: plan, holder: ana, at: stamp(0), limits: limits)
    }

    /// Waits until so many receipts came.
    func receipts(_ count: Int) throws -> [Receipt] {
        var all: [Receipt] = []
        while all.count < count {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&polled, 1, Int32(patience.inSeconds * 1000)) == 1, "\(all)")
            all += receipts()
        }
        return all
    }

    /// Appends one event and waits for what becomes of it; what is told of the file meanwhile is not that.
    @discardableResult
    func record(_ event: NightEvent, at second: Int64 = 1) throws -> String? {
        append(event, at: stamp(second), receipt: 1)
        while true {
            if let receipt = try receipts(1).first(where: { $0.number != nil }) { return receipt.failure }
        }
    }
}

/// Three events by one commander, and three by the next.
func twoCommanders(_ path: String) throws {
    for _ in 0..<2 {
        let file = try NightFile.take(path)
        for key in ["a", "h", "X"] { try #require(try file.record(.key(key)) == nil) }
        file.close()
    }
}

func error(_ work: () throws(NightFileError) -> some Any) -> NightFileError? {
    do throws(NightFileError) {
        _ = try work()
        return nil
    } catch {
        return error
    }
}

/// A process that writes a night file and says what became durable.
final class Scribe {
    private var child: Child
    private var text: [UInt8] = []

    init(_ path: String, sizeLimit: Int? = nil, untilThin: Bool = false, umask: String = "077") throws {
        let program = Self.products + "/NightScribe"
        let arguments = [path] + (sizeLimit.map { ["\($0)"] } ?? []) + (untilThin ? ["thin"] : [])
        child = try Child(
            Launch("sh", ["-c", "umask \(umask); exec \"$0\" \"$@\"", program] + arguments, output: .pipe))
    }

    /// Reaped too: exit tests wait for any child of this process, and see none past one that stays a zombie.
    deinit {
        child.signal(SIGKILL)
        _ = child.wait(atMost: patience)
    }

    var process: Int32 { child.process }

    /// What it said, until a line begins like this or it ended.
    func lines(until beginning: String? = nil) throws -> [String] {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while let output = child.output {
            let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast().map(String.init)
            if let beginning, lines.contains(where: { $0.hasPrefix(beginning) }) { return lines }
            try #require(clock.now < deadline, "\(lines.suffix(3))")
            var polled = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 1000) == 1 else { continue }
            guard case .bytes(let bytes) = try output.read(atMost: 65536) else { return lines }
            text += bytes
        }
        return []
    }

    func kill() {
        child.signal(SIGKILL)
        _ = child.wait(atMost: patience)
    }

    /// What the package builds lies beside the test runner.
    private static let products: String = {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count)
        let runner = String(decoding: path.prefix(max(0, length)), as: UTF8.self)
        return runner.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }()
}
