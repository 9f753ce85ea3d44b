import Cockpit
import Night

/// The sentences both forms of the report share.
struct StorySentences {
    let story: NightStory

    var title: String { "Night \(story.night)" }

    var span: String {
        "\(Self.day(story.first.wall)) \(Self.clock(story.first)) to \(Self.clock(story.last)), "
            + Spelling.span(story.last.moment - story.first.moment).full
    }

    /// What became of each wave, in a line.
    func outcome(of wave: NightStory.WaveTold) -> String {
        guard let back = wave.wayBack else { return wave.standing }
        var parts = ["went back at \(Self.clock(back.began)): \(back.why)"]
        if let price = back.price { parts.append("going back then cost: \(price)") }
        let took = back.ended.map { "was back after \(Spelling.span($0.moment - back.began.moment).full)" }
        parts.append(took ?? "was not back by the end of the record")
        parts.append("at the end: \(wave.standing)")
        return parts.joined(separator: "; ")
    }

    /// The phases it reached, and what became of it where they do not say that.
    private func course(of wave: NightStory.WaveTold) -> String {
        var parts = wave.phases.map { "\($0.phase.rawValue) at \(Self.clock($0.at))" }
        let reached = wave.phases.last.map { "phase \($0.phase.rawValue)" }
        if wave.wayBack != nil || wave.standing != reached { parts.append(outcome(of: wave)) }
        return "Wave \(wave.name): \(parts.joined(separator: "; "))."
    }

    /// The night in a few sentences, for whoever reads no further.
    var inShort: [String] {
        var sentences = story.waves.filter { !$0.phases.isEmpty || $0.wayBack != nil }.map { course(of: $0) }
        if sentences.isEmpty { sentences.append("No wave moved.") }
        if let first = story.reds.first {
            let often =
                story.reds.count == 1
                ? "A trigger turned red once:" : "Triggers turned red \(story.reds.count) times, first"
            sentences.append("\(often) \(first.trigger), of wave \(first.wave), at \(Self.clock(first.at)).")
        } else {
            sentences.append("No trigger turned red.")
        }
        let over = story.lines.filter { $0.overFor > .zero }.map { line in
            "\(line.name) (\(Self.length(line.overFor)), at worst \(worst(of: line)))"
        }
        sentences.append(
            over.isEmpty
                ? "No line of the budget was over its limit." : "Over their limits: \(over.joined(separator: ", ")).")
        let red = story.redAtEnd.map { "\($0.about) \($0.text)" }
        sentences.append(
            red.isEmpty ? "At the end nothing was red." : "Red at the end: \(red.joined(separator: "; ")).")
        let stretches = story.gaps.count == 1 ? "1 stretch" : "\(story.gaps.count) stretches"
        sentences.append(
            story.gaps.isEmpty ? "All of it was recorded." : "Not recorded, or not all of it: \(stretches).")
        if let blind = story.blindness.first {
            sentences.append("Longest without a full answer: \(blind.about), for \(Spelling.span(blind.lasted).full).")
        }
        return sentences
    }

    func holding(_ holding: NightStory.Holding) -> String {
        let until = holding.until.map { Self.clock($0) } ?? "the end of the record"
        return "\(holding.who.user) on \(holding.who.host), process \(holding.who.process), "
            + "\(Self.clock(holding.from)) to \(until)" + (holding.executes ? "" : ", dry run")
            + (holding.why.map { ": \($0)" } ?? "")
    }

    /// In the order of its columns: gate, verdict, evidence, age, owner. A reason that is the evidence is said there.
    func row(_ gate: NightStory.Firing.Gate) -> [String] {
        [
            gate.name + (gate.blocks ? "" : " (does not block)"),
            gate.verdict.why == gate.evidence ? gate.verdict.word : gate.verdict.inWords, gate.evidence,
            gate.age.map { Spelling.span($0).full } ?? "–", gate.owner ?? "",
        ]
    }

    /// What nobody knew and no advance waited for is said in one line.
    func rows(of firing: NightStory.Firing) -> [NightStory.Firing.Gate] {
        firing.gates.filter { $0.blocks || !$0.verdict.isUnknown }
    }

    func unneeded(in firing: NightStory.Firing) -> String? {
        let names = firing.gates.filter { !$0.blocks && $0.verdict.isUnknown }.map(\.name)
        return names.isEmpty ? nil : "Not known, and not needed here: \(names.joined(separator: ", "))."
    }

    func sign(_ finding: Snapshot.Finding) -> [String] {
        [finding.since.map { Self.clock($0) } ?? "", finding.about, finding.text]
    }

    func worst(of line: NightStory.LineTold) -> String {
        guard let worst = line.worst else { return "never known" }
        return "\(Spelling.share(worst.used).full) at \(Self.clock(worst.at))"
    }

    func limit(of line: NightStory.LineTold) -> String {
        Spelling.value(line.limit.value, of: line.limit.dimension).full
    }

    static func length(_ duration: Duration) -> String { duration > .zero ? Spelling.span(duration).full : "–" }

    /// What the record cannot answer.
    var openQuestions: [String] {
        var questions = story.gaps.map { "\(Self.clock($0.at)): \($0.text)" }
        if story.missingEvents > 0 {
            questions.append("\(story.missingEvents.counted("event")) could not be written and are missing")
        }
        questions += story.blindness.prefix(12).map { blind in
            "\(blind.about) had no full answer for \(Spelling.span(blind.lasted).full) in all, "
                + "first from \(Self.clock(blind.first)): \(blind.text)"
        }
        return questions
    }

    /// Nil: the timeline is whole.
    var untold: String? {
        guard story.untold > 0 else { return nil }
        return
            "Of what was known the oldest \(story.untold.counted("line")) are left out here; the night file has them."
    }

    static func clock(_ stamp: Stamp) -> String { Spelling.clock(stamp.wall) + "Z" }

    /// "2026-11-21": civil days from a count of days, by the calendar's 400-year cycle.
    static func day(_ wall: WallTime) -> String {
        let day: Int64 = 86_400_000
        let shifted = wall.milliseconds / day - (wall.milliseconds % day < 0 ? 1 : 0) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let number = dayOfYear - (153 * month + 2) / 5 + 1
        let civil = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civil <= 2 ? 1 : 0)
        return "\(year)-\(civil < 10 ? "0" : "")\(civil)-\(number < 10 ? "0" : "")\(number)"
    }
}
