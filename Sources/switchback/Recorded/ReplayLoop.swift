import Cockpit
import Night
import Probes

/// A recording on the terminal: the same screens, the same keys to move about, and none that acts.
final class ReplayLoop {
    private let record: RecordedPast
    private let terminal: Terminal
    private let glyphs: Glyphs
    private var view: CockpitView
    private var picture: Snapshot

    init(_ record: RecordedPast, _ timeline: Timeline, first: Snapshot, _ terminal: Terminal, _ options: ScreenOptions)
    {
        self.record = record
        self.terminal = terminal
        glyphs = options.glyphs
        view = CockpitView(replaying: timeline, screen: options.screen)
        picture = first
    }

    func run(from moment: Moment?, wave: Int) -> ExitCode {
        defer { terminal.close() }
        take(view.tick(at: SystemClock.moment()))
        if let moment { take(view.look(at: moment)) }
        for _ in 0..<wave { take(view.press(.character("l"), snapshot: picture)) }
        draw()
        while true {
            let now = SystemClock.moment()
            let next = min(now + .seconds(1), view.nextChange(after: now) ?? now + .seconds(1))
            wait(for: [terminal.input, terminal.signals], until: next)
            for event in terminal.read() {
                switch event {
                case .endAsked: return .good
                case .suspendAsked: terminal.suspend()
                case .resized, .resumed: terminal.repaint()
                case .key(let key):
                    let size = terminal.size
                    let actions = view.press(key, snapshot: picture, columns: size.columns, rows: size.rows)
                    if take(actions) { return .good }
                    openTopic()
                }
            }
            take(view.tick(at: SystemClock.moment()))
            draw()
        }
    }

    /// What is looked at closer is asked for again, with its partitions.
    private func openTopic() {
        guard record.openTopic != view.openTopic else { return }
        record.openTopic = view.openTopic
        if let moment = record.moment { view.answer(.picture(at: moment), from: record) }
    }

    /// True: it is to end.
    @discardableResult
    private func take(_ actions: [CockpitAction]) -> Bool {
        for action in actions {
            switch action {
            case .quit: return true
            case .suspend: terminal.suspend()
            case .repaint: terminal.repaint()
            case .look(let request): view.answer(request, from: record)
            // No key of a recording acts.
            case .act: break
            }
        }
        return false
    }

    private func draw() {
        picture = view.pastPicture ?? picture
        terminal.draw(frame(of: picture, view: view, size: terminal.size, glyphs: glyphs))
    }
}
