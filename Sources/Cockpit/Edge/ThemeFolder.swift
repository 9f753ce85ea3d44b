import Glibc

/// Where themes are looked for.
public struct ThemeFolder: Sendable {
    private let folders: [String]

    /// Beside an installed program, then in the folders above one that was built in its checkout.
    public init(executable: String) {
        var parts = executable.split(separator: "/").dropLast()
        var folders = ["/" + parts.dropLast().joined(separator: "/") + "/share/switchback/themes"]
        for _ in 0..<4 where !parts.isEmpty {
            parts = parts.dropLast()
            folders.append("/" + parts.joined(separator: "/") + "/themes")
        }
        self.folders = folders
    }

    public init(_ folders: [String]) {
        self.folders = folders
    }

    /// A theme by its name, or by the path of its file when there is a slash in it. The standard theme needs no file.
    public func theme(_ name: String) throws(ThemeErrors) -> Theme {
        let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name).theme" }
        for path in paths {
            if let text = try read(path) { return try ThemeFile.parse(text, file: path.madeVisible) }
        }
        if name == Theme.standardName { return .standard }
        let places = paths.map(\.madeVisible).joined(separator: ", ")
        throw ThemeErrors(all: [
            ThemeError(file: name.madeVisible, line: 0, what: "no such theme; looked for \(places)")
        ])
    }

    /// Nil where there is no such file.
    private func read(_ path: String) throws(ThemeErrors) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw wrong(path, String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count <= ThemeFile.largestFile {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 { throw wrong(path, String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        guard bytes.count <= ThemeFile.largestFile else {
            throw wrong(path, "larger than \(ThemeFile.largestFile) bytes: no theme is")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw wrong(path, "not UTF-8") }
        return text
    }

    private func wrong(_ path: String, _ what: String) -> ThemeErrors {
        ThemeErrors(all: [ThemeError(file: path.madeVisible, line: 0, what: what)])
    }
}
