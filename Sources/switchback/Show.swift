import Cockpit
import Night
import Probes

/// Shows a night in the manner asked for, until it ends or is left.
enum Show {
    static func run(_ source: any NightSource, _ options: ScreenOptions) throws -> ExitCode {
        switch options.manner {
        case .headless(let frames):
            defer { source.end() }
            return try headless(source, options, frames: frames)
        case .plain: return try plain(source)
        case .screen:
            let terminal: Terminal
            do throws(TerminalError) { terminal = try Terminal(theme: options.theme) } catch {
                Output.error("\(error): going on with plain lines (--plain)")
                return try plain(source)
            }
            return try CockpitLoop(source, terminal, glyphs: options.glyphs, screen: options.screen).run()
        }
    }

    private static func plain(_ source: any NightSource) throws -> ExitCode {
        defer { source.end() }
        return try PlainLoop(source).run()
    }

    /// A frame a poll, from the first sweep of both clusters on, or from when they should have had one.
    private static func headless(
        _ source: any NightSource, _ options: ScreenOptions, frames: Int
    ) throws -> ExitCode {
        let poll = source.plan.poll
        var next = SystemClock.moment() + poll * 5
        var swept = Set<ProbeName>()
        var shown = 0
        while shown < frames {
            wait(for: source.descriptors, until: min(next, source.nextTick(after: SystemClock.moment())))
            let now = SystemClock.now()
            for case .observed(let observed) in try source.turn(at: now) where swept.count < 2 {
                if case .sweepEnded = observed.what { swept.insert(observed.by) }
                // One more poll, so that there are rates.
                if swept.count == 2 { next = now.moment + poll }
            }
            guard now.moment >= next else { continue }
            shown += 1
            next = now.moment + poll
            Output.line("-- frame \(shown) of \(frames)")
            let snapshot = source.snapshot(at: now)
            source.shown(snapshot)
            let picture = frame(
                of: snapshot, view: CockpitView(screen: options.screen), size: options.size,
                glyphs: options.glyphs)
            Output.lines(picture.text)
        }
        return .good
    }
}
