import Cockpit
import Night
import Probes

/// Keys, signals, probes and frames, on the one thread that may talk to the terminal. A key is acted on and drawn at
/// once; what the probes say is drawn no more than ten times a second.
final class CockpitLoop {
    private let source: any NightSource
    private let terminal: Terminal
    private let glyphs: Glyphs
    private var view = CockpitView()
    private var dirty = true
    private var drawnAt: Moment

    private static let shortestFrame = Duration.milliseconds(100)
    /// Ages go on while nothing comes in.
    private static let longestFrame = Duration.seconds(1)

    init(_ source: any NightSource, _ terminal: Terminal, glyphs: Glyphs) {
        self.source = source
        self.terminal = terminal
        self.glyphs = glyphs
        drawnAt = SystemClock.moment()
    }

    func run() throws -> ExitCode {
        defer { terminal.close() }
        if let notice = terminal.notice {
            source.live.note(notice, about: "terminal", at: SystemClock.now())
        }
        draw()
        while true {
            let now = SystemClock.moment()
            let change = view.nextChange(after: drawnAt)
            let frameDue = drawnAt + (dirty ? Self.shortestFrame : Self.longestFrame)
            wait(
                for: [terminal.input, terminal.signals] + source.descriptors,
                until: min(frameDue, change ?? frameDue, source.live.nextTick(after: now)))
            for event in terminal.read() {
                if take(event) == .leave { return .good }
            }
            if try !source.turn(at: SystemClock.now()).isEmpty { dirty = true }
            let waited = SystemClock.moment() - drawnAt
            let changed = change.map { SystemClock.moment() >= $0 } ?? false
            if changed || dirty && waited >= Self.shortestFrame || waited >= Self.longestFrame { draw() }
        }
    }

    private enum Next { case stay, leave }

    private func take(_ event: TerminalEvent) -> Next {
        switch event {
        case .endAsked: return .leave
        case .suspendAsked: terminal.suspend()
        case .resized, .resumed: terminal.repaint()
        case .key(let key):
            let size = terminal.size
            for action in view.press(key, snapshot: snapshot(), columns: size.columns, rows: size.rows) {
                switch action {
                case .quit: return .leave
                case .suspend: terminal.suspend()
                case .repaint: terminal.repaint()
                case .act: view.refused("watch is read-only")
                }
            }
        }
        draw()
        return .stay
    }

    private func snapshot() -> Snapshot {
        source.live.night.snapshot(at: SystemClock.now())
    }

    private func draw() {
        terminal.draw(frame(of: snapshot(), view: view, size: terminal.size, glyphs: glyphs))
        drawnAt = SystemClock.moment()
        dirty = false
    }
}
