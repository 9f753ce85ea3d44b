import Night

/// A line of a theme file that is not understood.
public struct ThemeError: Error, Equatable, CustomStringConvertible {
    public let file: String
    /// From 1; 0 when it is about the file as a whole.
    public let line: Int
    public let what: String

    public var description: String {
        (line > 0 ? "\(file):\(line): " : "\(file): ") + what
    }
}

public struct ThemeErrors: Error, Equatable, CustomStringConvertible {
    public let all: [ThemeError]

    public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// Reads a theme. One role a line, with a look for each depth, in any order:
///
///     # a comment
///     critical: mono=reverse+bold  16=black/yellow+bold  256=16/214+bold
///
/// A look is `foreground/background+emphasis`, every part optional: a colour is a name, a number or `default`; an
/// emphasis is `bold`, `dim`, `underline` or `reverse`.
public enum ThemeFile {
    public static let largestFile = 64 * 1_024
    private static let mostErrors = 20

    /// Every error in the file at once, or the theme.
    public static func parse(_ text: String, file: String) throws(ThemeErrors) -> Theme {
        var parser = Parser(file: file)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            parser.take(line, number: index + 1)
            if parser.errors.count >= mostErrors { break }
        }
        return try parser.finish()
    }

    private struct Parser {
        let file: String
        var errors: [ThemeError] = []
        private var looks: [Role: [ColourDepth: Look]] = [:]

        init(file: String) {
            self.file = file
        }

        mutating func take(_ line: Substring, number: Int) {
            let content = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
            let words = content.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            guard let first = words.first else { return }
            do throws(Wrong) {
                guard first.hasSuffix(":") else { throw Wrong("'\(first)': expected a role and a colon, as 'ok:'") }
                guard let role = Role.byWord[String(first.dropLast())] else {
                    throw Wrong(
                        "'\(first.dropLast())' is no role: \(Role.allCases.map(\.word).joined(separator: ", "))")
                }
                guard looks[role] == nil else { throw Wrong("'\(role.word)' is here a second time") }
                looks[role] = try depths(words.dropFirst(), of: role)
            } catch {
                errors.append(ThemeError(file: file, line: number, what: error.what.madeVisible))
            }
        }

        private func depths(_ words: ArraySlice<Substring>, of role: Role) throws(Wrong) -> [ColourDepth: Look] {
            var depths: [ColourDepth: Look] = [:]
            for word in words {
                let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard halves.count == 2, let depth = ColourDepth(rawValue: String(halves[0])) else {
                    throw Wrong("'\(word)': expected mono=, 16= or 256= and a look")
                }
                guard depths[depth] == nil else { throw Wrong("'\(depth.rawValue)=' is here a second time") }
                depths[depth] = try look(halves[1], at: depth)
            }
            for depth in ColourDepth.allCases where depths[depth] == nil {
                throw Wrong("'\(role.word)' has no look for \(depth.rawValue)")
            }
            return depths
        }

        private func look(_ text: Substring, at depth: ColourDepth) throws(Wrong) -> Look {
            var look = Look()
            for (place, part) in text.split(separator: "+", omittingEmptySubsequences: false).enumerated() {
                if let emphasis = Self.emphases[String(part)] {
                    look.emphasis.formUnion(emphasis)
                } else if place == 0 {
                    let colours = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
                    look.foreground = try colour(colours[0], at: depth)
                    look.background = colours.count > 1 ? try colour(colours[1], at: depth) : nil
                } else {
                    throw Wrong("'\(part)' is no emphasis: bold, dim, underline, reverse")
                }
            }
            return look
        }

        private func colour(_ text: Substring, at depth: ColourDepth) throws(Wrong) -> UInt8? {
            if text.isEmpty || text == "default" { return nil }
            guard depth != .mono else { throw Wrong("'\(text)': mono has no colours, only emphases") }
            if let named = Self.colours.firstIndex(of: String(text)) { return UInt8(named) }
            guard let number = UInt8(text), depth == .full || number < 16 else {
                throw Wrong("'\(text)' is no colour: a name (\(Self.colours.joined(separator: ", "))) or a number")
            }
            return number
        }

        mutating func finish() throws(ThemeErrors) -> Theme {
            if errors.isEmpty {
                for role in Role.allCases where looks[role] == nil {
                    errors.append(ThemeError(file: file, line: 0, what: "the role '\(role.word)' is missing"))
                }
            }
            guard errors.isEmpty else { throw ThemeErrors(all: errors) }
            var byDepth: [ColourDepth: [Look]] = [:]
            for depth in ColourDepth.allCases {
                byDepth[depth] = Role.allCases.map { looks[$0]?[depth] ?? Look() }
            }
            return Theme(looks: byDepth)
        }

        private static let emphases: [String: Emphasis] = [
            "normal": [], "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse,
        ]

        /// By the number the terminal knows them by.
        private static let colours = [
            "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
            "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
        ]
    }

    private struct Wrong: Error {
        let what: String

        init(_ what: String) {
            self.what = what
        }
    }
}
