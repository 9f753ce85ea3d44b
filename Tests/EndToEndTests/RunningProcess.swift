import Glibc

/// A process as /proc shows it.
struct RunningProcess: Hashable {
    let id: Int32

    var arguments: [String] {
        Self.contents("/proc/\(id)/cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whichever of its threads started them.
    var children: [RunningProcess] {
        threads.flatMap { thread in
            String(decoding: Self.contents("/proc/\(id)/task/\(thread)/children"), as: UTF8.self)
                .split(separator: " ").compactMap { Int32($0) }.map(RunningProcess.init)
        }
    }

    private var threads: [Int32] {
        guard let folder = opendir("/proc/\(id)/task") else { return [] }
        defer { closedir(folder) }
        var threads: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let thread = Int32(name) { threads.append(thread) }
        }
        return threads
    }

    /// What it started of itself for this purpose.
    func child(_ subcommand: String) -> RunningProcess? {
        children.first { $0.arguments.dropFirst().first == subcommand }
    }

    /// A zombie is gone: it only waits to be counted.
    var isAlive: Bool {
        let stat = Self.contents("/proc/\(id)/stat")
        guard let end = stat.lastIndex(of: UInt8(ascii: ")")), end + 2 < stat.count else { return false }
        return stat[end + 2] != UInt8(ascii: "Z")
    }

    func signal(_ number: Int32) {
        kill(id, number)
    }

    private static func contents(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var all: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while case let count = fread(&bytes, 1, bytes.count, file), count > 0 { all += bytes.prefix(count) }
        return all
    }
}
