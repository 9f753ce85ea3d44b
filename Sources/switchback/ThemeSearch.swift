import Cockpit
import Glibc

/// A theme that cannot be had.
struct ThemeMissing: Error, CustomStringConvertible {
    let name: String
    let looked: [String]

    var description: String {
        "no theme '\(name.madeVisible)'; looked at \(looked.joined(separator: ", "))"
    }
}

enum ThemeSearch {
    /// A file if the name has a slash; else the theme of that name, installed or in the checkout it was built in.
    static func theme(named name: String) throws -> Theme {
        let candidates = name.contains("/") ? [name] : folders().map { "\($0)/\(name).theme" }
        for path in candidates {
            guard let text = read(path) else { continue }
            return try ThemeFile.parse(text, file: path)
        }
        throw ThemeMissing(name: name, looked: candidates)
    }

    private static func folders() -> [String] {
        let parts = runningProgram().split(separator: "/")
        let installed = "/" + (parts.dropLast(2) + ["share", "switchback", "themes"]).joined(separator: "/")
        // .build/TRIPLE/CONFIGURATION/switchback
        let checkout = "/" + (parts.dropLast(4) + ["themes"]).joined(separator: "/")
        return [installed, checkout]
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: ThemeFile.largestFile + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0, count <= ThemeFile.largestFile else { return nil }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
