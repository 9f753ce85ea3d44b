import Testing

@testable import Cockpit

private let names = ["colour-blind-safe", "dark", "light", "mono"]

private func theme(_ name: String) throws(ThemeErrors) -> Theme {
    try ThemeFile.parse(contents(of: "\(checkout)/themes/\(name).theme"), file: "\(name).theme")
}

@Test("every theme gives every role a look at every depth, and tells the states apart in each", arguments: names)
func complete(name: String) throws {
    let theme = try theme(name)
    for depth in ColourDepth.allCases {
        let states: [Role] = [.ok, .warning, .critical, .unknown]
        let looks = states.map { theme.look(of: $0, at: depth) }
        for (index, look) in looks.enumerated() {
            #expect(!looks[..<index].contains(look), "\(states[index]) at \(depth)")
        }
        #expect(theme.look(of: .stale, at: depth) != theme.look(of: .ok, at: depth))
        #expect(theme.look(of: .selected, at: depth) != theme.look(of: .text, at: depth))
    }
    for role in Role.allCases {
        let mono = theme.look(of: role, at: .mono)
        #expect(mono.foreground == nil && mono.background == nil)
    }
}

@Test("the built-in theme is the default theme's file, word for word")
func builtIn() throws {
    #expect(contents(of: "\(checkout)/themes/colour-blind-safe.theme") == Theme.standardText)
    #expect(try theme("colour-blind-safe") == Theme.standard)
}

@Test(
    "a line that is wrong is named with its number and what was expected",
    arguments: [
        ("okay: mono=bold 16=cyan 256=74", "'okay' is no role"),
        ("ok mono=bold 16=cyan 256=74", "expected a role and a colon"),
        ("ok: mono=bold 16=cyan", "'ok' has no look for 256"),
        ("ok: mono=bold 16=cyan 256=74 512=1", "'512=1': expected mono=, 16= or 256="),
        ("ok: mono=red 16=cyan 256=74", "mono has no colours"),
        ("ok: mono=bold 16=94 256=74", "'94' is no colour"),
        ("ok: mono=bold 16=cyan 256=256", "'256' is no colour"),
        ("ok: mono=bold 16=cyan+blink 256=74", "'blink' is no emphasis"),
        ("ok: mono=bold mono=dim 16=cyan 256=74", "'mono=' is here a second time"),
        ("\u{1b}[2J: mono=bold", "'␛[2J' is no role"),
    ])
func wrong(line: String, what: String) throws {
    let text = Theme.standardText.replacing("ok:", with: "# ok:") + "\n" + line
    let error = try #require(throws: ThemeErrors.self) { try ThemeFile.parse(text, file: "mine.theme") }
    let last = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(error.description.hasPrefix("mine.theme:\(last): "))
    #expect(error.description.contains(what))
}

@Test("a theme that leaves roles out names them all; a hostile one is not read for ever")
func incomplete() throws {
    let short = try #require(throws: ThemeErrors.self) { try ThemeFile.parse("", file: "empty.theme") }
    #expect(short.all.count == Role.allCases.count)
    let flood = String(repeating: "nonsense\n", count: 100_000)
    let errors = try #require(throws: ThemeErrors.self) { try ThemeFile.parse(flood, file: "flood.theme") }
    #expect(errors.all.count <= 20)
}

@Test("NO_COLOR wins over what the terminal can do")
func depth() {
    #expect(ColourDepth(colours: 256, noColour: nil) == .full)
    #expect(ColourDepth(colours: 256, noColour: "") == .full)
    #expect(ColourDepth(colours: 256, noColour: "1") == .mono)
    #expect(ColourDepth(colours: 8, noColour: nil) == .sixteen)
    #expect(ColourDepth(colours: 0, noColour: nil) == .mono)
}
