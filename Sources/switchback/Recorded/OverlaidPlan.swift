import BlackBox
import Cockpit
import Night
import Planfile

/// Another plan over the same readings: which of its triggers and lines would have turned red, when, and how much
/// earlier that would have been known.
struct OverlaidPlan {
    private let file: RecordedFile
    private let plan: Plan
    private let events: [(at: Stamp, event: NightEvent)]
    /// When no readings were kept.
    private let gaps: [RecordedGap]

    init(_ path: String, over file: RecordedFile) throws {
        self.file = file
        let loaded = Planfile.load(path: path, secrets: .unneeded)
        for problem in loaded.errors { Output.error(problem.rendered(file: path)) }
        guard let plan = loaded.plan else { throw ExitCode.bad }
        self.plan = plan
        events = try file.night.events.map { ($0.at, $0.event) }
        gaps = try file.night.gaps.filter { $0.kept != .everything }
    }

    func run() throws -> ExitCode {
        Output.line(
            "\(file.shown(file.night.night)), as \(file.shown(plan.night)) would have judged it. Times are UTC.")
        guard let overlay = try judged() else {
            for gap in gaps { Output.line(words(for: gap)) }
            Output.line("nothing can be judged: no readings were recorded in this night")
            return .unknown
        }
        let held = try file.night.picture(at: file.timeline.last.moment)?.waves.map(\.plan.name) ?? []
        for wave in plan.waves where !held.contains(wave.name) {
            Output.line("wave \(file.shown(wave.name)) is not in this night: it is judged as one that never moved")
        }
        let compared = OverlayComparison(overlay.firings, over: events)
        for line in lines(compared) { Output.line(line) }
        for (what, why) in overlay.unjudged {
            Output.line("never known    \(shown(what)), \(file.shown(why))")
        }
        if overlay.firings.isEmpty {
            let isKnown = gaps.isEmpty && overlay.unjudged.isEmpty
            Output.line("nothing would have turned red\(isKnown ? "" : ", as far as it is known")")
        }
        if compared.waysBack.isEmpty { Output.line("nothing went back in this night") }
        return .good
    }

    /// Nil: there are no readings.
    private func judged() throws -> PlanOverlay? {
        var overlay: PlanOverlay?
        var events = events[...]
        try file.night.readings(from: nil) { observed in
            if overlay == nil { overlay = overlaid(from: observed.at) }
            while let event = events.first, event.at.moment <= observed.at.moment {
                overlay?.take(event.event, at: event.at)
                events.removeFirst()
            }
            overlay?.take(observed)
            return true
        }
        for (at, event) in events { overlay?.take(event, at: at) }
        overlay?.pass(to: file.timeline.last)
        return overlay
    }

    private func overlaid(from start: Stamp) -> PlanOverlay {
        PlanOverlay(plan: plan, at: start, gaps: gaps.map { ($0.from, $0.to) })
    }

    // MARK: In words

    /// In the order of time.
    private func lines(_ compared: OverlayComparison) -> [String] {
        let all =
            gaps.map { (at: $0.from, words: words(for: $0)) }
            + compared.fired.map { (at: $0.firing.at, words: words(for: $0)) }
            + compared.missed.map { (at: $0.at, words: words(for: $0)) }
            + compared.waysBack.map { (at: $0.began, words: words(for: $0)) }
        return all.enumerated().sorted { ($0.element.at.moment, $0.offset) < ($1.element.at.moment, $1.offset) }
            .map(\.element.words)
    }

    private func words(for gap: RecordedGap) -> String {
        "unknown from \(clock(gap.from)) to \(clock(gap.to)): readings were not recorded (\(file.shown(gap.why)))"
    }

    private func words(for fired: OverlayComparison.Fired) -> String {
        let firing = fired.firing
        let says = file.shown(firing.says)
        switch firing.what {
        case .line: return "line           \(clock(firing.at))  \(shown(firing.what)) over its limit, \(says)"
        case .trigger:
            let words = "trigger        \(clock(firing.at))  \(shown(firing.what)) red, \(says)"
            guard let recordedAt = fired.recordedAt else { return words + "; that night it was not" }
            return words + "; that night " + held(recordedAt, against: firing.at)
        }
    }

    private func held(_ recorded: Stamp, against stamp: Stamp) -> String {
        let apart = recorded.moment - stamp.moment
        if apart.inSeconds.magnitude < 1 { return "at the same time" }
        let span = Spelling.span(abs(apart.inSeconds)).full
        return "\(clock(recorded)), \(span) \(apart > .zero ? "later" : "earlier")"
    }

    private func words(for missed: OverlayComparison.Missed) -> String {
        let what = shown(.trigger(wave: missed.wave, name: missed.trigger))
        let words = "not red        \(clock(missed.at))  \(what) was red that night; "
        guard let wave = plan.waves.first(where: { $0.name == missed.wave }) else {
            return words + "this plan has no such wave"
        }
        let names = wave.triggers.map(\.name) + BuiltInTrigger.allCases.map(\.rawValue)
        guard names.contains(missed.trigger) else { return words + "this plan has no such trigger" }
        let isKnown = isKnown(from: missed.at, to: missed.at)
        return words + "with this plan \(isKnown ? "it would not have been" : "that is unknown")"
    }

    private func words(for way: OverlayComparison.WayBack) -> String {
        let words = "went back      \(clock(way.began))  \(file.shown("\(way.wave): \(way.why.words)"))"
        guard plan.waves.contains(where: { $0.name == way.wave }) else { return words + "; this plan has no such wave" }
        if let firing = way.firing {
            let earlier = Spelling.span(way.began.moment - firing.at.moment).full
            return words + "; the way back could have begun \(earlier) earlier, at \(clock(firing.at))"
        }
        guard isKnown(from: way.since ?? file.timeline.first, to: way.began) else {
            return words + "; whether this plan's triggers would have said so earlier is unknown"
        }
        return words + "; this plan's triggers would not have said so earlier"
    }

    private func isKnown(from: Stamp, to: Stamp) -> Bool {
        !gaps.contains { $0.from.moment <= to.moment && $0.to.moment >= from.moment }
    }

    private func shown(_ what: PlanOverlay.Firing.What) -> String {
        switch what {
        case .line(let name): file.shown(name)
        case .trigger(let wave, let name): file.shown("\(wave): \(name)")
        }
    }

    private func clock(_ stamp: Stamp) -> String { Spelling.clock(stamp.wall) + "Z" }
}
