import Cockpit
import Night

/// The story as Markdown, for a repository, a ticket or a chat.
public struct MarkdownReport {
    private let story: NightStory
    private let sentences: StorySentences
    private var lines: [String] = []

    public init(_ story: NightStory) {
        self.story = story
        sentences = StorySentences(story: story)
    }

    public func text() -> String {
        var report = self
        report.write()
        return report.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write() {
        lines += ["# \(safe(sentences.title))", "", "\(sentences.span). All times are UTC.", ""]
        for words in story.record { lines.append("- \(safe(words))") }
        section("In short")
        list(sentences.inShort, ifNone: "")
        section("What became of the waves")
        table(
            ["wave", "owner", "outcome"],
            story.waves.map { [$0.name, $0.owner, sentences.outcome(of: $0)] }, ifNone: "The record shows no wave.")
        section("What went wrong first")
        table(
            ["since", "about", "what"], story.firstSigns.map { sentences.sign($0) },
            ifNone: "Nothing turned red, and nothing went back.")
        section("Who held the keys")
        list(story.holdings.map { sentences.holding($0) }, ifNone: "Nobody held them.")
        writeBudget()
        writeFirings()
        section("Open questions")
        list(sentences.openQuestions, ifNone: "None: everything that was watched was seen throughout.")
        section("Timeline")
        if let untold = sentences.untold { lines += [untold, ""] }
        table(
            ["time", "", "about", "what"],
            story.timeline.map { [StorySentences.clock($0.at), $0.kind.rawValue, $0.about, $0.text] },
            ifNone: "Nothing happened.")
    }

    private mutating func writeBudget() {
        section("Budget")
        table(
            ["line", "limit", "worst", "over the limit", "not known"],
            story.lines.map { line in
                [
                    line.name, sentences.limit(of: line), sentences.worst(of: line),
                    StorySentences.length(line.overFor), StorySentences.length(line.unknownFor),
                ]
            }, ifNone: "The plan had no budget.")
    }

    private mutating func writeFirings() {
        section("Gates at the moment of each advance")
        if story.firings.isEmpty { lines.append("No advance was confirmed.") }
        for firing in story.firings {
            lines += ["### \(StorySentences.clock(firing.at)) \(safe(firing.wave)) to \(firing.to.rawValue)", ""]
            table(
                ["gate", "verdict", "evidence", "age", "owner"],
                sentences.rows(of: firing).map { sentences.row($0) }, ifNone: "No gate blocked this advance.")
            if let unneeded = sentences.unneeded(in: firing) { lines += ["", safe(unneeded)] }
            lines.append("")
        }
    }

    private mutating func section(_ title: String) { lines += ["", "## \(title)", ""] }

    private mutating func list(_ items: [String], ifNone words: String) {
        lines += items.isEmpty ? [words] : items.map { "- \(safe($0))" }
    }

    private mutating func table(_ head: [String], _ rows: [[String]], ifNone words: String) {
        guard !rows.isEmpty else { return lines.append(words) }
        lines.append("| " + head.joined(separator: " | ") + " |")
        lines.append("|" + head.map { _ in "---|" }.joined())
        for row in rows { lines.append("| " + row.map { safe($0) }.joined(separator: " | ") + " |") }
    }

    private func safe(_ text: String) -> String { Markup.inMarkdown(text) }
}
