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
        if let back = wave.wentBack {
            parts.append("went back at \(Self.clock(back.at)): \(back.why)")
            if let price = wave.priceThen { parts.append("going back then cost: \(price)") }
            if let done = wave.backAt, done.moment >= back.at.moment {
                parts.append("was back after \(Spelling.span(done.moment - back.at.moment).full)")
            }
        }
        return parts.joined(separator: "; ")
    }

    func holding(_ holding: NightStory.Holding) -> String {
        let until = holding.until.map { Self.clock($0) } ?? "the end of the record"
        return "\(holding.who.user) on \(holding.who.host), process \(holding.who.process), "
            + "\(Self.clock(holding.from)) to \(until)" + (holding.executes ? "" : ", dry run")
            + (holding.why.map { ": \($0)" } ?? "")
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

    static func clock(_ stamp: Stamp) -> String { Spelling.clock(stamp.wall) + "Z" }

    /// "2026-11-21": civil days from a count of days, by the calendar's 400-year cycle.
    static func day(_ wall: WallTime) -> String {
        let day: Int64 = 86_400_000
        let shifted = (wall.milliseconds - (wall.milliseconds % day + day) % day) / day + 719_468
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
