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
        var parts = [wave.standing]
        if let back = wave.wayBack {
            parts.append("went back at \(Self.clock(back.began)): \(back.why)")
            if let price = back.price { parts.append("going back then cost: \(price)") }
            let took = back.ended.map { "was back after \(Spelling.span($0.moment - back.began.moment).full)" }
            parts.append(took ?? "was not back by the end of the record")
        }
        return parts.joined(separator: "; ")
    }

    /// The night in a few sentences, for whoever reads no further.
    var inShort: [String] {
        var sentences = story.waves.filter { !$0.phases.isEmpty || $0.wayBack != nil }.map { wave in
            let reached = wave.phases.map { "\($0.phase.rawValue) at \(Self.clock($0.at))" }
            return "Wave \(wave.name): " + (reached + [outcome(of: wave)]).joined(separator: "; ") + "."
        }
        if sentences.isEmpty { sentences.append("No wave moved.") }
        if let first = story.reds.first {
            sentences.append(
                "Triggers turned red \(story.reds.count.counted("time")), first \(first.trigger) of wave "
                    + "\(first.wave) at \(Self.clock(first.at)).")
        } else {
            sentences.append("No trigger turned red.")
        }
        let over = story.lines.filter { $0.overFor > .zero }.map { line in
            "\(line.name) (\(Self.length(line.overFor)), at worst \(worst(of: line)))"
        }
        sentences.append(
            over.isEmpty
                ? "No line of the budget was over its limit." : "Over their limits: \(over.joined(separator: ", ")).")
        let blind = story.blindness.first.map { "; least seen was \($0.about), for \(Spelling.span($0.lasted).full)" }
        sentences.append(
            "Not recorded: \(story.gaps.isEmpty ? "nothing" : "\(story.gaps.count) \(story.gaps.count == 1 ? "stretch" : "stretches")")\(blind ?? "")."
        )
        return sentences
    }

    func holding(_ holding: NightStory.Holding) -> String {
        let until = holding.until.map { Self.clock($0) } ?? "the end of the record"
        return "\(holding.who.user) on \(holding.who.host), process \(holding.who.process), "
            + "\(Self.clock(holding.from)) to \(until)" + (holding.executes ? "" : ", dry run")
            + (holding.why.map { ": \($0)" } ?? "")
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
            "\(blind.about) was not known for \(Spelling.span(blind.lasted).full) in all, "
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
