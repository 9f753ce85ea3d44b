import Cockpit
import Glibc
import Night

enum ThemeSearch {
    /// A file if the name has a slash; else the theme of that name, installed or in the checkout it was built in.
    static func theme(named name: String) throws -> Theme {
        let candidates = name.contains("/") ? [name] : folders().map { "\($0)/\(name)\(suffix)" }
        for path in candidates {
            guard let text = read(path) else { continue }
            return try ThemeFile.parse(text, file: path)
        }
        throw UsageError(message: missing(name), command: nil)
    }

    private static func missing(_ name: String) -> String {
        if name.contains("/") { return "no theme file \(name.madeVisible), or not a readable one" }
        let there = Set(folders().flatMap(names)).sorted()
        let known = there.isEmpty ? "none is installed" : "there are \(there.joined(separator: ", "))"
        return "no theme '\(name.madeVisible)': \(known)"
    }

    private static func names(in folder: String) -> [String] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let file = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if file.hasSuffix(suffix) { names.append(String(file.dropLast(suffix.count)).madeVisible) }
        }
        return names
    }

    private static let suffix = ".theme"

    private static func folders() -> [String] {
        let parts = runningProgram().split(separator: "/")
        let installed = "/" + (parts.dropLast(2) + ["share", "switchback", "themes"]).joined(separator: "/")
        // .build/TRIPLE/CONFIGURATION/switchback
        let checkout = "/" + (parts.dropLast(4) + ["themes"]).joined(separator: "/")
        return [installed, checkout]
    }

    private static func read(_ path: String) -> String? {
        var facts = stat()
        // A pipe or a device would be waited for.
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: ThemeFile.largestFile + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0, count <= ThemeFile.largestFile else { return nil }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
