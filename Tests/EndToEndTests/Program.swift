import Glibc
import Processes
import Testing

/// The built program, run without a terminal.
enum Program {
    /// What the package builds lies beside the test runner.
    static let path: String = {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &path, path.count)
        let runner = String(decoding: path.prefix(max(0, length)), as: UTF8.self)
        return runner.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/switchback"
    }()

    struct Result {
        let exit: Exit
        let output: String
        let errors: String
    }

    /// Runs it to its end.
    static func run(_ arguments: String...) async throws -> Result {
        try await run(path, arguments)
    }

    static func run(_ arguments: [String], atMost limit: Duration) async throws -> Result {
        try await run(path, arguments, atMost: limit)
    }

    static func run(
        _ executable: String, _ arguments: [String], atMost limit: Duration = patience
    ) async throws -> Result {
        var child = try Child(Launch(executable, arguments, output: .pipe, errors: .pipe))
        child.output?.setNonBlocking()
        child.errors?.setNonBlocking()
        var output: [UInt8] = []
        var errors: [UInt8] = []
        let deadline = ContinuousClock.now + limit
        while true {
            let exit = child.reap()
            output += drained(child.output)
            errors += drained(child.errors)
            if let exit {
                return Result(
                    exit: exit, output: String(decoding: output, as: UTF8.self),
                    errors: String(decoding: errors, as: UTF8.self))
            }
            guard ContinuousClock.now < deadline else {
                child.signal(SIGKILL)
                _ = child.wait(atMost: .seconds(1))
                throw TookTooLong(what: ([executable] + arguments).joined(separator: " "), seen: "")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func drained(_ descriptor: Descriptor?) -> [UInt8] {
        var all: [UInt8] = []
        while case .bytes(let bytes) = try? descriptor?.read(atMost: 1 << 16) { all += bytes }
        return all
    }
}

/// Far longer than anything here takes; it ends a test that would otherwise never end.
let patience = Duration.seconds(180)

struct TookTooLong: Error, CustomStringConvertible {
    let what: String
    let seen: String

    var description: String { "\(what): not within \(patience)\n\(seen)" }
}

/// Looks again and again until it is so.
func until(_ what: String, _ holds: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + patience
    while try !holds() {
        guard ContinuousClock.now < deadline else { throw TookTooLong(what: what, seen: "") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
