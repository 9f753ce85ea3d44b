import Glibc

/// What processes take of the machine, as /proc has it.
struct ProcessCost {
    /// Of the processor, in ticks of `sysconf(_SC_CLK_TCK)`.
    let ticks: Int
    let residentKilobytes: Int
    /// Pages that are shared are counted once, split among those who share them.
    let proportionalKilobytes: Int

    /// Of a process and its threads; nil when it is gone.
    init?(of process: Int32) {
        let fields = Self.text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 13, let user = Int(fields[11]), let system = Int(fields[12]),
            let resident = Self.kilobytes("VmRSS:", in: "/proc/\(process)/status")
        else { return nil }
        ticks = user + system
        residentKilobytes = resident
        proportionalKilobytes = Self.kilobytes("Pss:", in: "/proc/\(process)/smaps_rollup") ?? resident
    }

    /// The share of one core between two looks.
    static func share(ticks: Int, in passed: Double) -> String {
        let share = Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK))) / passed
        return "\((share * 10_000).rounded() / 100) %"
    }

    /// Whichever of its threads started them.
    static func children(of process: Int32) -> [Int32] {
        guard let folder = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(folder) }
        var children: [Int32] = []
        while let entry = readdir(folder) {
            let thread = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            children += text("/proc/\(process)/task/\(thread)/children").split(separator: " ").compactMap { Int32($0) }
        }
        return children
    }

    static func arguments(of process: Int32) -> [String] {
        text("/proc/\(process)/cmdline").split(separator: "\0").map(String.init)
    }

    private static func kilobytes(_ name: String, in path: String) -> Int? {
        let line = text(path).split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 8_192)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
