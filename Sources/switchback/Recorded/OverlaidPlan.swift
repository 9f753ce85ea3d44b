import BlackBox
import Cockpit
import Night
import Planfile

/// Another plan over the same readings: which of its triggers and lines would have turned red, when, and how much
/// earlier that would have been known.
struct OverlaidPlan {
    private let file: RecordedFile
    private let plan: Plan

    init(_ path: String, over file: RecordedFile) throws {
        self.file = file
        let loaded = Planfile.load(path: path, secrets: .unneeded)
        for problem in loaded.errors { Output.error(problem.rendered(file: path)) }
        guard let plan = loaded.plan else { throw ExitCode.bad }
        self.plan = plan
    }

    func run() throws -> ExitCode {
        let firings = try firings()
        let events = try file.night.events
        let wentBack = events.first { if case .wave(_, .turnedBack) = $0.event { true } else { false } }
        Output.line(
            "\(file.shown(file.night.night)), as \(file.shown(plan.night)) would have judged it. Times are UTC.")
        if firings.isEmpty { Output.line("nothing would have turned red") }
        for firing in firings { Output.line(line(for: firing, events)) }
        guard let wentBack else {
            Output.line("nothing went back in this night")
            return .good
        }
        let first = firings.first { if case .trigger = $0.what { true } else { false } }
        Output.line("went back      \(clock(wentBack.at))  \(file.shown(wentBack.event.line?.text ?? ""))")
        guard let first, first.at.moment < wentBack.at.moment else {
            Output.line("this plan's triggers would not have said so earlier")
            return .good
        }
        let earlier = Spelling.span(wentBack.at.moment - first.at.moment).full
        Output.line("the way back could have begun \(earlier) earlier, at \(clock(first.at))")
        return .good
    }

    private func firings() throws -> [PlanOverlay.Firing] {
        var overlay: PlanOverlay?
        var events = try file.night.events[...]
        try file.night.readings(from: nil) { observed in
            var judged = overlay ?? PlanOverlay(plan: plan, at: observed.at)
            while let event = events.first, event.at.moment <= observed.at.moment {
                judged.take(event.event, at: event.at)
                events = events.dropFirst()
            }
            judged.take(observed)
            overlay = judged
            return true
        }
        return overlay?.firings ?? []
    }

    private func line(for firing: PlanOverlay.Firing, _ events: [StoredEvent]) -> String {
        switch firing.what {
        case .line(let name):
            return "line           \(clock(firing.at))  \(file.shown(name)) over its limit"
        case .trigger(let wave, let name):
            let red = events.first { stored in
                if case .trigger(wave, name, .red, _) = stored.event { true } else { false }
            }
            let words =
                "trigger        \(clock(firing.at))  \(file.shown("\(wave): \(name)")) red, \(file.shown(firing.says))"
            guard let red else { return words + "; never red that night" }
            return words + "; that night " + compared(red.at, with: firing.at)
        }
    }

    private func compared(_ recorded: Stamp, with stamp: Stamp) -> String {
        let apart = recorded.moment - stamp.moment
        if apart.inSeconds.magnitude < 1 { return "at the same time" }
        let span = Spelling.span(abs(apart.inSeconds)).full
        return "\(clock(recorded)), \(span) \(apart > .zero ? "later" : "earlier")"
    }

    private func clock(_ stamp: Stamp) -> String { Spelling.clock(stamp.wall) + "Z" }
}
