import TestSupport
import Testing

/// Terminals as they come: small, poor, misnamed, or none at all.
@Suite("odd terminals", .seated) struct OddTerminalTests {
    private let plan: PlanOnDisk

    init() throws {
        plan = try .unreachable()
    }

    private func cockpit(_ options: String = "", environment: [String: String] = [:]) async throws -> Seat {
        let seat = try await Seat(environment: environment)
        try await seat.start("watch \(plan.path) \(options)")
        try await seat.wait(for: "NIGHT rehearsal", "q quit")
        return seat
    }

    @Test("the picture follows the terminal's size; one too small is told so, and q still quits")
    func resized() async throws {
        let seat = try await cockpit()
        for (columns, rows) in [(200, 60), (80, 24)] {
            try await seat.resize(columns, rows)
            try await seat.wait(until: "the picture is \(columns)x\(rows)") { screen in
                screen.lines.count == rows && screen.lines[rows - 1].contains("q quit")
                    && screen.lines[0].hasPrefix(" NIGHT")
            }
        }
        try await seat.resize(40, 10)
        try await seat.wait(for: "40x10 is too small", "80x24", "q quit")
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
    }

    @Test("pasted text presses no key")
    func paste() async throws {
        let seat = try await cockpit()
        try await seat.paste("2qXa")
        let screen = try await seat.wait(for: "pasted text is ignored")
        #expect(screen.shows("BUDGET"))
    }

    @Test("a paste that never ends does not eat keys for ever")
    func unendedPaste() async throws {
        let seat = try await cockpit()
        try await seat.spell("\u{1b}[200~8")
        var presses = 0
        while try await !seat.screen().shows("ended:0"), presses < 60 {
            presses += 1
            try await seat.press("q")
            try await Task.sleep(for: .milliseconds(500))
        }
        #expect(try await seat.screen().shows("ended:0"))
        // The first came when nobody could tell it from pasted text.
        #expect(presses > 1)
    }

    @Test("a terminal nobody has heard of is drawn on, and said")
    func unknownTerminal() async throws {
        let seat = try await cockpit(environment: ["TERM": "nonsense"])
        try await seat.press("7")
        try await seat.wait(for: "TERM 'nonsense' is not known here")
    }

    @Test("a dumb terminal gets lines, and ctrl-c ends them")
    func dumb() async throws {
        let seat = try await Seat(environment: ["TERM": "dumb"])
        try await seat.start("watch \(plan.path)")
        try await seat.wait(for: "going on with plain lines", "source probe")
        #expect(try await seat.mode() == .shell)
        let program = try await seat.program()
        try await seat.press("C-c")
        try await until("the program has ended") { !program.isAlive }
    }

    @Test("in the locale C every glyph is ASCII")
    func ascii() async throws {
        let seat = try await cockpit(environment: ["LC_ALL": "C"])
        let screen = try await seat.screen()
        #expect(screen.text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("NO_COLOR and the theme mono send no colour", arguments: [("1", ""), ("", "--theme mono")])
    func noColour(variable: String, option: String) async throws {
        let seat = try await cockpit(option, environment: ["NO_COLOR": variable])
        #expect(colours(in: try await seat.colouredScreen()).isEmpty)
    }

    @Test("every theme draws, in colours", arguments: ["colour-blind-safe", "dark", "light"])
    func themes(name: String) async throws {
        let seat = try await cockpit("--theme \(name)")
        #expect(!colours(in: try await seat.colouredScreen()).isEmpty)
    }

    /// The parameters of SGR sequences that choose a colour.
    private func colours(in text: String) -> [String] {
        text.matches(of: /\u{1b}\[([0-9;]*)m/).flatMap { $0.1.split(separator: ";") }.map(String.init).filter {
            guard let number = Int($0) else { return false }
            return (30...38).contains(number) || (40...48).contains(number) || (90...107).contains(number)
        }
    }

    @Test("names made to harm reach the terminal as harmless text")
    func hostileNames() async throws {
        let topic = "evil\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}"
        let estate = try QuietEstate(topics: [topic])
        let hostile = try estate.plan(topics: ["*"])
        let scratch = try Scratch()
        let seat = try await Seat()
        try await seat.record(to: "\(scratch.path)/sent")
        try await seat.start("watch \(hostile.path)")
        try await seat.wait(for: "NIGHT rehearsal")
        try await seat.press("2")
        try await seat.wait(for: "evil")
        // Painted whole: otherwise only what differs from the screen before is sent.
        try await seat.press("C-l")
        var sent: [UInt8] = []
        try await until("the name was sent") {
            sent = scratch.bytes(of: "sent")
            return sent.contains(Array("evil".utf8))
        }
        for harm in ["\u{1b}]0;", "\u{7}", "\u{9b}", "\u{202e}"] {
            #expect(!sent.contains(Array(harm.utf8)), "\(harm.debugDescription)")
        }
        #expect(try await !seat.title().contains("owned"))
    }
}
