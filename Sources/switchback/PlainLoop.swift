import Cockpit
import Glibc
import Night
import Probes

/// State changes as lines, until somebody wants it ended. No terminal is needed, nor asked anything.
final class PlainLoop {
    private let source: any NightSource
    private var reporter = PlainReporter()

    init(_ source: any NightSource) {
        self.source = source
    }

    func run() throws -> ExitCode {
        while true {
            let poll = source.plan.poll
            let next = SystemClock.moment() + poll
            while SystemClock.moment() < next {
                wait(for: source.descriptors, until: min(next, source.nextTick(after: SystemClock.moment())))
                _ = try source.turn(at: SystemClock.now())
                Output.endIfUnread()
            }
            for line in reporter.lines(for: source.snapshot(at: SystemClock.now())) { Output.line(line) }
        }
    }
}
