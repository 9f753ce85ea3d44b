import CNcurses
import CSystem
import Glibc
import Night

/// Why there is no screen to draw on. Whoever asked goes on with plain lines.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    case notATerminal
    /// It cannot move its cursor.
    case dumb(String)
    case unusable(String)

    public var description: String {
        switch self {
        case .notATerminal: "standard input and output are not both a terminal"
        case .dumb(let type): "the terminal '\(type.madeVisible)' cannot place text on the screen"
        case .unusable(let type): "no terminal description for '\(type.madeVisible)', nor for xterm-256color"
        }
    }
}

/// What came from the terminal, keys and signals alike.
public enum TerminalEvent: Sendable, Equatable {
    case key(Key)
    case resized(Size)
    /// The process was stopped and goes on; the screen has been taken again.
    case resumed
    /// Somebody outside wants it stopped (SIGTSTP).
    case suspendAsked
    /// Somebody outside wants it ended, or the terminal is gone.
    case endAsked
}

/// The terminal: the one place that knows curses. Its owner polls `input` and `signals` on the main thread, and calls
/// `read` when either has something.
public final class Terminal {
    private static let mostEventsInOneRead = 1_024
    private static let longestPaste = 4_096
    /// A paste whose end never comes must not eat keys for ever: so old, it ends where it pauses, as hands do and a
    /// paste does not, and older still wherever it is.
    private static let pasteLapses = (
        old: Duration.seconds(1), pause: Duration.milliseconds(250), oldest: Duration.seconds(4)
    )
    private static let pasteBegins: Int32 = 0x1001
    private static let pasteEnds: Int32 = 0x1002
    private static let fallback = "xterm-256color"

    public let input = STDIN_FILENO
    public let signals: Int32
    public private(set) var size: Size
    public let depth: ColourDepth
    /// What the commander should know about this terminal.
    public let notice: String?

    private let screen: OpaquePointer
    private var looks: [(attributes: attr_t, pair: Int32)] = []
    private var shown: Frame?
    private var paste: String.UnicodeScalarView?
    private var pasteBegan = ContinuousClock.now
    private var lastPasted = ContinuousClock.now
    private var isOpen = true

    /// Takes the locale of the environment. True when it is one of UTF-8, so that Unicode glyphs may be drawn.
    public static func adoptLocale() -> Bool {
        if setlocale(LC_CTYPE, "") == nil {
            // A locale that is named and not installed, as over SSH: the terminal at the other end is still UTF-8.
            let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variable($0) }.first { !$0.isEmpty } ?? ""
            if named.uppercased().hasSuffix("UTF-8") || named.uppercased().hasSuffix("UTF8") {
                setlocale(LC_CTYPE, "C.UTF-8")
            }
        }
        return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
    }

    /// Opens the terminal of the standard streams. Call `adoptLocale` first.
    public init(theme: Theme) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        let type = variable("TERM") ?? ""
        guard type != "dumb" else { throw .dumb(type) }
        // These two outrank the real size.
        unsetenv("LINES")
        unsetenv("COLUMNS")
        var notice: String?
        terminal_guard_remember(STDIN_FILENO)
        var opened = cn_open(type)
        if opened == nil {
            opened = cn_open(Self.fallback)
            notice = "TERM '\(type.madeVisible)' is not known here: drawing as \(Self.fallback)"
        }
        guard let opened else { throw .unusable(type) }
        guard cn_capability("cup") != nil else {
            endwin()
            delscreen(opened)
            throw .dumb(type)
        }
        screen = opened
        self.notice = notice
        // After newterm, which sets handlers of its own.
        signals = system_signals_open()
        // Curses counts the colours only when colour is started.
        if has_colors() {
            start_color()
            use_default_colors()
        }
        depth = ColourDepth(colours: Int(cn_colors()), noColour: variable("NO_COLOR"))
        size = Self.measure()
        prepare(theme)
    }

    deinit {
        close()
    }

    private func prepare(_ theme: Theme) {
        let restore = Self.restoreText()
        terminal_guard_arm(restore, UInt(restore.utf8.count))
        raw()
        noecho()
        nonl()
        keypad(cn_screen(), true)
        nodelay(cn_screen(), true)
        set_escdelay(25)
        curs_set(0)
        define_key("\u{1b}[200~", Self.pasteBegins)
        define_key("\u{1b}[201~", Self.pasteEnds)
        looks = Role.allCases.map { role in prepare(theme.look(of: role, at: depth), pair: Int32(role.rawValue) + 1) }
        refresh()
        say("\u{1b}[?2004h")
    }

    private func prepare(_ look: Look, pair: Int32) -> (attr_t, Int32) {
        var attributes = attr_t(0)
        for (emphasis, attribute) in [
            (Emphasis.bold, cn_bold), (.dim, cn_dim), (.underline, cn_underline), (.reverse, cn_reverse),
        ] where look.emphasis.contains(emphasis) {
            attributes |= attribute
        }
        guard depth != .mono, look.foreground != nil || look.background != nil else { return (attributes, 0) }
        // Where there are only eight colours, a bright one is the plain one in bold.
        let few = cn_colors() < 16
        if few, let foreground = look.foreground, foreground >= 8 { attributes |= cn_bold }
        let number: (UInt8?) -> Int16 = { colour in colour.map { Int16(few ? $0 % 8 : $0) } ?? -1 }
        init_pair(Int16(pair), number(look.foreground), number(look.background))
        return (attributes, pair)
    }

    // MARK: Drawing

    /// Puts what differs from the last frame on the screen, at once.
    public func draw(_ frame: Frame) {
        guard isOpen else { return }
        for run in frame.changes(since: shown) {
            for column in run.columns where run.row < size.rows && column < size.columns {
                put(frame, row: run.row, column: column)
            }
        }
        refresh()
        shown = frame
    }

    private func put(_ frame: Frame, row: Int, column: Int) {
        let cell = frame[row, column]
        guard cell.scalar != 0 else { return }
        let wide = column + 1 < frame.size.columns && frame[row, column + 1].scalar == 0
        var (attributes, pair) = looks[Int(cell.role.rawValue)]
        if cell.emphasis.contains(.bold) { attributes |= cn_bold }
        if cell.emphasis.contains(.reverse) { attributes |= cn_reverse }
        var glyph = wchar_t(bitPattern: cell.scalar)
        // Where this system's idea of a width is another than ours, the glyph would push the row out of line.
        if cell.scalar > 0x7f, cn_width(glyph) != (wide ? 2 : 1) {
            glyph = 0x3f
            if wide { _ = cn_put(Int32(row), Int32(column) + 1, 0x20, 0, attributes, pair) }
        }
        _ = cn_put(Int32(row), Int32(column), glyph, wchar_t(cell.mark), attributes, pair)
    }

    /// Paints every cell again with the next frame, whatever is thought to be there.
    public func repaint() {
        guard isOpen else { return }
        shown = nil
        clearok(cn_screen(), true)
    }

    // MARK: Events

    /// All that is there; never waits.
    public func read() -> [TerminalEvent] {
        guard isOpen else { return [] }
        var events = readSignals()
        while events.count < Self.mostEventsInOneRead {
            var code = wint_t(0)
            let kind = wget_wch(cn_screen(), &code)
            if kind == ERR { break }
            if let key = kind == KEY_CODE_YES ? special(Int32(bitPattern: code)) : typed(code) {
                events.append(.key(key))
            }
        }
        if events.isEmpty, isGone() { events.append(.endAsked) }
        return events
    }

    private func readSignals() -> [TerminalEvent] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(signals, &bytes, bytes.count)
        // Many of a kind are one.
        let arrived = Set(bytes.prefix(max(0, count)).map { Int32($0) })
        var events: [TerminalEvent] = []
        if !arrived.isDisjoint(with: [SIGTERM, SIGHUP, SIGINT, SIGQUIT]) { events.append(.endAsked) }
        if arrived.contains(SIGTSTP) { events.append(.suspendAsked) }
        if arrived.contains(SIGCONT) {
            takeAgain()
            events.append(.resumed)
        }
        if arrived.contains(SIGWINCH), resize() { events.append(.resized(size)) }
        return events
    }

    private func isGone() -> Bool {
        var descriptor = pollfd(fd: input, events: 0, revents: 0)
        return poll(&descriptor, 1, 0) > 0 && descriptor.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    }

    private func special(_ code: Int32) -> Key? {
        switch code {
        case Self.pasteBegins:
            paste = String.UnicodeScalarView()
            pasteBegan = .now
            lastPasted = .now
            return nil
        case Self.pasteEnds:
            defer { paste = nil }
            return paste.map { .pasted(String($0)) }
        case KEY_RESIZE: return nil
        default: break
        }
        if isPasting() { return nil }
        return switch code {
        case KEY_UP: .up
        case KEY_DOWN: .down
        case KEY_LEFT: .left
        case KEY_RIGHT: .right
        case KEY_PPAGE: .pageUp
        case KEY_NPAGE: .pageDown
        case KEY_HOME: .home
        case KEY_END: .end
        case KEY_BTAB: .backTab
        case KEY_ENTER: .enter
        case KEY_BACKSPACE, KEY_DC: .backspace
        default: .other
        }
    }

    private func typed(_ code: wint_t) -> Key? {
        guard let scalar = Unicode.Scalar(code) else { return .other }
        if isPasting() {
            if (paste?.count ?? 0) < Self.longestPaste { paste?.append(scalar) }
            lastPasted = .now
            return nil
        }
        switch code {
        case 9: return .tab
        case 13: return .enter
        case 27: return .escape
        case 8, 127: return .backspace
        case 1...26: return Unicode.Scalar(code + 0x60).map { .control($0) }
        case ..<32: return .other
        default: return .character(scalar)
        }
    }

    private func isPasting() -> Bool {
        guard paste != nil else { return false }
        let now = ContinuousClock.now
        let (age, pause) = (now - pasteBegan, now - lastPasted)
        if age > Self.pasteLapses.oldest || age > Self.pasteLapses.old && pause > Self.pasteLapses.pause { paste = nil }
        return paste != nil
    }

    // MARK: Giving back and taking again

    /// Gives the terminal to the shell and stops; returns when the job was continued, with the screen taken again.
    public func suspend() {
        guard isOpen else { return }
        say("\u{1b}[?2004l")
        endwin()
        system_stop_job()
        takeAgain()
    }

    private func takeAgain() {
        resize()
        refresh()
        say("\u{1b}[?2004h")
        repaint()
    }

    /// Takes the terminal's new size. False when it has not changed.
    @discardableResult
    private func resize() -> Bool {
        let measured = Self.measure()
        guard measured != size else { return false }
        size = measured
        resizeterm(Int32(size.rows), Int32(size.columns))
        repaint()
        return true
    }

    /// Gives the terminal back. Again does nothing. `stays`: signals that ask the process to end no longer do, for it has
    /// been asked, and ends once what it does has come to rest.
    public func close(processStays stays: Bool = false) {
        guard isOpen else { return }
        isOpen = false
        say("\u{1b}[?2004l")
        endwin()
        delscreen(screen)
        terminal_guard_disarm()
        if stays { system_signals_close_to_ends() } else { system_signals_close() }
    }

    private static func measure() -> Size {
        var window = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
            return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
        }
        return Size(columns: Int(cn_columns()), rows: Int(cn_lines()))
    }

    /// Past curses, which knows nothing of bracketed paste; after what curses wrote, as it has flushed.
    private func say(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            _ = write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
        }
    }

    /// What undoes all that was done to the terminal, in its own words, for a process that can no longer ask curses.
    private static func restoreText() -> String {
        var text = "\u{1b}[?2004l"
        for name: String in ["rmkx", "sgr0", "cnorm", "rmcup"] {
            if let capability = cn_capability(name) { text += withoutPadding(String(cString: capability)) }
        }
        return text + "\r\n"
    }

    /// "$<5>" asks for a delay, and is not for the terminal.
    private static func withoutPadding(_ capability: String) -> String {
        var text = ""
        var rest = Substring(capability)
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            guard rest[dollar...].hasPrefix("$<"), let end = rest[dollar...].firstIndex(of: ">") else {
                text += "$"
                rest = rest[rest.index(after: dollar)...]
                continue
            }
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}

private func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
