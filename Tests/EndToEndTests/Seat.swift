import Glibc
import Processes
import TestSupport
import Testing

/// A chair in front of a terminal: a shell in a tmux of its own, keys in, screen out. Leaving it ends everything in it.
///
/// The shell is `sh`, since others mend a terminal that a program left broken.
final class Seat {
    /// Where the terminal's socket is.
    private let scratch: Scratch
    private static let prompt = "ready>"

    init(_ columns: Int = 120, _ rows: Int = 36, environment: [String: String] = [:]) async throws {
        scratch = try Scratch()
        var variables = ["PS1": Self.prompt, "LC_ALL": "C.UTF-8", "NO_COLOR": nil, "ENV": nil, "TERM": nil]
        environment.forEach { variables[$0.key] = $0.value }
        let settings = variables.map { name, value in value.map { "\(name)=\($0)" } ?? "-u\(name)" }
        // TERM inside is tmux's own unless asked otherwise.
        let unset = settings.filter { $0.hasPrefix("-u") && $0 != "-uTERM" }
        let set = settings.filter { !$0.hasPrefix("-u") }
        let shell = (["exec", "env"] + unset + set.map { "'\($0)'" } + ["sh", "-i"]).joined(separator: " ")
        try await tmux("-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", shell)
        // A test run that is killed takes the terminal with it.
        try await tmux("new-window", "-d", "tail --pid=\(getpid()) -f /dev/null; tmux kill-server")
        try await tmux("set-option", "-g", "set-titles", "off", ";", "set-option", "-g", "status", "off")
        try await resize(columns, rows)
        _ = try await wait(until: "the shell is ready") { $0.lines.contains { $0.hasPrefix(Self.prompt) } }
    }

    deinit {
        guard var end = try? Child(Launch("tmux", ["-S", "\(scratch.path)/terminal", "kill-server"])) else { return }
        _ = end.wait(atMost: .seconds(5))
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        let result = try await Program.run("tmux", ["-S", "\(scratch.path)/terminal"] + arguments)
        try #require(result.exit == .code(0), "tmux \(arguments): \(result.errors)")
        return result.output
    }

    // MARK: Keys

    /// Types a line and presses enter.
    func type(_ line: String) async throws {
        try await tmux("send-keys", "-t", ":0", "-l", line)
        try await tmux("send-keys", "-t", ":0", "Enter")
    }

    /// Types into whatever runs, and presses nothing after it.
    func spell(_ text: String) async throws {
        try await tmux("send-keys", "-t", ":0", "-l", text)
    }

    /// As tmux names keys.
    func press(_ keys: String...) async throws {
        for key in keys { try await tmux("send-keys", "-t", ":0", key) }
    }

    /// A key that opens this, pressed again if it came too soon after the screen had changed.
    func press(_ key: String, opening title: String) async throws {
        let tooSoon = "the screen has just changed"
        while true {
            try await press(key)
            // The words that it came too soon do not stay for long, and may be missed.
            let missed = ContinuousClock.now + .seconds(3)
            let screen = try await wait(until: "\(key) opens \(title)") {
                $0.shows(title) || $0.shows(tooSoon) || ContinuousClock.now > missed
            }
            if screen.shows(title) { return }
            try await wait(until: "keys are heard again") { !$0.shows(tooSoon) }
        }
    }

    /// As a terminal pastes: between marks, for a program that asked for them.
    func paste(_ text: String) async throws {
        try await tmux("set-buffer", text)
        try await tmux("paste-buffer", "-p", "-t", ":0")
    }

    func resize(_ columns: Int, _ rows: Int) async throws {
        try await tmux("resize-window", "-t", ":0", "-x", "\(columns)", "-y", "\(rows)")
    }

    // MARK: The screen

    struct Screen: CustomStringConvertible {
        let lines: [String]

        var text: String { lines.joined(separator: "\n") }
        var description: String { text }

        func shows(_ words: String...) -> Bool { words.allSatisfy(text.contains) }
        func line(with words: String) -> String? { lines.first { $0.contains(words) } }
    }

    func screen() async throws -> Screen {
        let text = try await tmux("capture-pane", "-p", "-t", ":0")
        return Screen(lines: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
    }

    /// With the escape sequences that make its colours.
    func colouredScreen() async throws -> String {
        try await tmux("capture-pane", "-p", "-e", "-t", ":0")
    }

    /// Looks at the screen until it is so.
    @discardableResult
    func wait(until what: String, _ holds: (Screen) -> Bool) async throws -> Screen {
        let deadline = ContinuousClock.now + patience
        while true {
            let screen = try await screen()
            if holds(screen) { return screen }
            guard ContinuousClock.now < deadline else { throw TookTooLong(what: what, seen: screen.text) }
            try await Task.sleep(for: .milliseconds(40))
        }
    }

    @discardableResult
    func wait(for words: String...) async throws -> Screen {
        try await wait(until: "the screen shows \(words)") { screen in words.allSatisfy(screen.text.contains) }
    }

    // MARK: The shell

    /// Starts the program; `quit` or `waitForEnd` tells how it ended.
    func start(_ arguments: String) async throws {
        try await type("clear; \(Program.path) \(arguments); echo ended:$?.")
    }

    /// Waits for the shell to have its turn again; what the program's exit status was.
    @discardableResult
    func waitForEnd() async throws -> Int? {
        let screen = try await wait(until: "the program has ended") { screen in
            screen.lines.contains { Self.status(in: $0) != nil }
        }
        return screen.lines.lazy.compactMap(Self.status).first
    }

    private static func status(in line: String) -> Int? {
        guard let start = line.firstRange(of: "ended:")?.upperBound, let end = line[start...].firstIndex(of: ".") else {
            return nil
        }
        return Int(line[start..<end])
    }

    /// Everything that can be set about the terminal, as stty spells it.
    func terminalSettings() async throws -> String {
        try await type("clear; echo settings=$(stty -g)")
        let screen = try await wait(until: "stty has answered") { $0.lines.contains { $0.hasPrefix("settings=") } }
        return screen.lines.first { $0.hasPrefix("settings=") } ?? ""
    }

    struct Mode: Equatable {
        let alternateScreen: Bool
        let cursorVisible: Bool
        let keypad: Bool

        static let shell = Mode(alternateScreen: false, cursorVisible: true, keypad: false)
    }

    func mode() async throws -> Mode {
        let format = "#{alternate_on} #{cursor_flag} #{keypad_cursor_flag}"
        let flags = try await tmux("display-message", "-p", "-t", ":0", format).split { " \n".contains($0) }
        try #require(flags.count == 3)
        return Mode(alternateScreen: flags[0] == "1", cursorVisible: flags[1] == "1", keypad: flags[2] == "1")
    }

    func title() async throws -> String {
        try await tmux("display-message", "-p", "-t", ":0", "#{pane_title}")
    }

    /// Writes every byte the terminal is sent from now on to a file.
    func record(to path: String) async throws {
        try await tmux("pipe-pane", "-t", ":0", "cat > \(path)")
    }

    /// Closes the terminal under whatever runs in it.
    func closeTerminal() async throws {
        try await tmux("kill-pane", "-t", ":0")
    }

    // MARK: Processes

    var shellProcess: Int32 {
        get async throws {
            let text = try await tmux("display-message", "-p", "-t", ":0", "#{pane_pid}")
            return try #require(Int32(text.split(separator: "\n").first ?? ""))
        }
    }

    /// The program, started from the shell.
    func program() async throws -> RunningProcess {
        let shell = RunningProcess(id: try await shellProcess)
        var found: RunningProcess?
        try await until("the program runs") {
            found = shell.children.first { $0.arguments.first == Program.path }
            return found != nil
        }
        return try #require(found)
    }
}

extension Seat.Screen {
    func occurrences(of words: String) -> Int { text.ranges(of: words).count }
}
