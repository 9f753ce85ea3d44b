import Cockpit
import Glibc
import Night
import Probes

/// State changes as lines, until somebody wants it ended or the autopilot has played to its end. No terminal is needed,
/// nor asked anything.
final class PlainLoop {
    private let source: any NightSource
    private var reporter = PlainReporter()
    private var autopilot: Autopilot?
    private let playsUntil: Moment
    /// What the autopilot said last, and is not said again.
    private var said: [String] = []

    /// Enough for a machine that is busy with other things, too.
    private static let longestPlay = Duration.seconds(300)

    init(_ source: any NightSource, playedBy autopilot: Autopilot? = nil) {
        self.source = source
        self.autopilot = autopilot
        playsUntil = SystemClock.moment() + Self.longestPlay
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
            let outcome = play(at: SystemClock.now())
            let snapshot = source.snapshot(at: SystemClock.now())
            source.shown(snapshot)
            for line in reporter.lines(for: snapshot) { Output.line(line) }
            if let outcome { return outcome }
        }
    }

    /// Not nil: the play is over.
    private func play(at now: Stamp) -> ExitCode? {
        guard let play = autopilot?.play(source.snapshot(at: now)) else { return nil }
        switch play {
        case .act(let act, let words): self.act(act, words, at: now)
        case .wait(let what):
            guard now.moment >= playsUntil else { return nil }
            say("gives up: waited for \(what), and its time is over", at: now)
            return .bad
        case .done(let words):
            say(words, at: now)
            return .good
        case .failed(let why):
            say("gives up: \(why)", at: now)
            return .bad
        }
        return nil
    }

    private func act(_ act: Act, _ words: String, at now: Stamp) {
        let saidBefore = said
        say(words, at: now)
        let refusals = source.act(act, at: now)
        for refusal in refusals where !saidBefore.contains(refusal) {
            source.note("not yet: \(refusal)", about: "autopilot", at: now)
        }
        said = [words] + refusals
    }

    private func say(_ words: String, at now: Stamp) {
        if !said.contains(words) { source.note(words, about: "autopilot", at: now) }
    }
}
