import Cockpit
import Glibc

/// How a night is to be shown: the options every showing command shares.
struct ScreenOptions {
    enum Manner: Equatable {
        case screen
        /// So many frames as text, then the end.
        case headless(Int)
        /// State changes as lines.
        case plain
    }

    var manner = Manner.screen
    var size = Size(columns: 120, rows: 36)
    var glyphs = Glyphs.unicode
    var theme = Theme.standard
    var screen = Screen.night

    static let options = [
        Arguments.Option(name: "theme", value: "a theme's name or file"),
        Arguments.Option(name: "glyphs", value: "unicode or ascii"),
        Arguments.Option(name: "headless", value: "a number of frames"),
        Arguments.Option(name: "size", value: "COLUMNSxROWS"),
        Arguments.Option(name: "plain", value: nil),
        Arguments.Option(name: "screen", value: "a screen's name"),
    ]

    private static let mostFrames = 100_000

    init(_ arguments: Arguments) throws {
        let unicode = Terminal.adoptLocale()
        glyphs =
            try arguments.value("glyphs", "unicode or ascii") { word in
                ["unicode": Glyphs.unicode, "ascii": Glyphs.ascii][word]
            } ?? (unicode ? .unicode : .ascii)
        if let size = try arguments.value("size", "COLUMNSxROWS, as 120x36", Self.size) { self.size = size }
        let names = Screen.allCases.map(\.word).joined(separator: ", ")
        if let screen = try arguments.value("screen", "one of \(names)", Self.screen) { self.screen = screen }
        if arguments.has("plain") { manner = .plain }
        let frames = try arguments.value("headless", "a number from 1 to \(Self.mostFrames)") { word in
            Int(word).flatMap { (1...Self.mostFrames).contains($0) ? $0 : nil }
        }
        if let frames { manner = .headless(frames) }
        if let name = arguments.text("theme") { theme = try ThemeSearch.theme(named: name) }
    }

    private static func screen(_ word: String) -> Screen? { Screen.allCases.first { $0.word == word } }

    private static func size(_ word: String) -> Size? {
        let parts = word.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
            (1...Size.largest).contains(columns), (1...Size.largest).contains(rows)
        else { return nil }
        return Size(columns: columns, rows: rows)
    }
}
