import Cockpit
import Night
import Probes

/// Keys, signals and frames, on the one thread that may talk to the terminal. A key is acted on and drawn at once; the
/// night goes on in a thread of its own, whatever this one waits for.
final class CockpitLoop {
    private let night: NightThread
    private let terminal: Terminal
    private let glyphs: Glyphs
    private let holdsKeys: Bool
    private let past: LivePast
    private var view: CockpitView
    private var news: NightThread.News
    /// As last told to the record.
    private var recordedView: NightEvent?
    private var pressRecord = PressRecord()

    init(_ source: any NightSource, _ terminal: Terminal, glyphs: Glyphs, screen: Screen) throws {
        view = CockpitView(screen: screen, hasRecord: true)
        past = try LivePast()
        holdsKeys = source.holdsKeys
        night = try NightThread(source)
        news = night.takeNews()
        self.terminal = terminal
        self.glyphs = glyphs
    }

    func run() throws -> ExitCode {
        defer {
            past.end()
            terminal.close()
        }
        if let notice = terminal.notice { night.note(notice, about: "terminal") }
        draw()
        while true {
            let now = SystemClock.moment()
            let next = now + .seconds(1)
            wait(
                for: [terminal.input, terminal.signals, night.descriptor],
                until: min(next, view.nextChange(after: now) ?? next))
            for event in terminal.read() {
                switch take(event) {
                case .stay: break
                case .leave:
                    terminal.close()
                    night.end()
                    try night.waitForEnd()
                    return .good
                case .lost:
                    try comeToRest()
                    return .good
                }
            }
            try takeNews()
            if view.looksBack { goOn() }
        }
    }

    /// What plays in the past goes on.
    private func goOn() {
        for case .look(let request) in view.tick(at: SystemClock.moment()) { view.answer(request, from: past) }
        draw()
    }

    private enum Next { case stay, leave, lost }

    private func take(_ event: TerminalEvent) -> Next {
        switch event {
        case .endAsked: return .lost
        case .suspendAsked: suspend()
        case .resized, .resumed: terminal.repaint()
        case .key(let key):
            for action in press(key) {
                switch action {
                case .quit:
                    guard let why = news.mayNotLeave else { return .leave }
                    view.refused(why)
                case .suspend: suspend()
                case .repaint: terminal.repaint()
                case .act(let act): night.act(act)
                case .look(let request): view.answer(request, from: past)
                }
            }
        }
        draw()
        return .stay
    }

    private func press(_ key: Key) -> [CockpitAction] {
        let (size, snapshot, before) = (terminal.size, present(), view)
        let actions = view.press(key, snapshot: snapshot, columns: size.columns, rows: size.rows)
        for event in pressRecord.events(key, before, view, actions, in: snapshot) { night.record(event) }
        return actions
    }

    private func takeNews() throws {
        let before = news.snapshot.at
        news = night.takeNews()
        past.take(news.snapshot)
        if case .failure(let error)? = news.outcome { throw error }
        for refusal in news.refusals { view.refused(refusal) }
        // What is on record as shown is shown, as it is, before it grows older.
        draw(news.snapshot.at == before ? present() : news.snapshot)
    }

    private func suspend() {
        guard !holdsKeys else {
            view.refused("this process holds the night's keys and stays: use another window")
            return
        }
        terminal.suspend()
    }

    /// The terminal is gone or the process is to end: what goes back goes on to its end, what goes forward stops at the
    /// end of its step, and what is to go back by itself still does.
    private func comeToRest() throws {
        night.commanderIsLost()
        terminal.close(processStays: true)
        night.end()
        try night.waitForEnd()
    }

    /// What is known, as old as it is by now.
    private func present() -> Snapshot {
        var snapshot = news.snapshot
        snapshot.at = SystemClock.now()
        return snapshot
    }

    private func draw() { draw(present()) }

    private func draw(_ snapshot: Snapshot) {
        let size = terminal.size
        terminal.draw(frame(of: snapshot, view: view, size: size, glyphs: glyphs))
        let shown = NightEvent.shown(screen: view.screen.word, columns: size.columns, rows: size.rows)
        if shown != recordedView { night.record(shown) }
        recordedView = shown
    }
}
