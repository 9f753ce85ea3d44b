import Glibc
import Processes
import TestSupport
import Testing

/// A plan's folder with its hooks, gone with the test.
final class Site {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    var folder: String { scratch.path }

    /// A script for /bin/sh; `./NAME` to a plan.
    func hook(_ name: String, mode: mode_t = 0o755, _ script: String) throws -> String {
        // Written by another process: a file that is open for writing here, or in what is being spawned from here at
        // this moment, could not be executed.
        let write = "umask 077; printf '#!/bin/sh\n%s\n' \"$1\" >\"$2\" && chmod \"$3\" \"$2\""
        var writer = try Child(
            Launch("/bin/sh", ["-c", write, "sh", script, "\(folder)/\(name)", String(mode, radix: 8)]))
        try #require(writer.wait(atMost: .seconds(20)) == .code(0))
        return "./\(name)"
    }

    var files: [String] { scratch.names }

    func text(of file: String) -> String? { Self.read("\(folder)/\(file)") }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// The number in this file.
    func process(_ file: String) -> Int32? { text(of: file).flatMap { Int32($0.filter(\.isNumber)) } }

    /// The process whose number is in this file.
    func isAlive(_ file: String) -> Bool {
        guard let process = process(file) else { return false }
        // A zombie that nobody has reaped yet is dead all the same.
        return Self.read("/proc/\(process)/stat").map { !$0.contains(") Z ") } ?? false
    }
}
