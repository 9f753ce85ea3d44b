import Cockpit
import Night

/// The story as one page of HTML: no script, nothing fetched, light and dark, and it prints.
public struct PageReport {
    private let story: NightStory
    private let sentences: StorySentences

    public init(_ story: NightStory) {
        self.story = story
        sentences = StorySentences(story: story)
    }

    public func text() -> String {
        let title = safe(sentences.title)
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            <header><h1>\(title)</h1><p>\(safe(sentences.span)). All times are UTC.</p>
            \(list(story.record, ifNone: "", named: "record"))</header>
            \(body.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private var body: [String] {
        [
            section("In short", list(sentences.inShort, ifNone: "")),
            section("What became of the waves", waves),
            section(
                "What went wrong first",
                table(
                    ["since", "about", "what"], story.firstSigns.map { sentences.sign($0) },
                    kinds: story.firstSigns.map { $0.severity == .red ? "bad" : "warning" },
                    ifNone: "Nothing turned red, and nothing went back.")),
            section("Budget, lag and price", budget + chartKey + story.charts.map(figure).joined(separator: "\n")),
            section("Gates at the moment of each advance", firings),
            section(
                "Who held the keys", list(story.holdings.map { sentences.holding($0) }, ifNone: "Nobody held them.")),
            section(
                "Open questions",
                list(
                    sentences.openQuestions, ifNone: "None: everything that was watched was seen throughout.")),
            section("Timeline", timeline),
        ]
    }

    private var waves: String {
        table(
            ["wave", "owner", "outcome"],
            story.waves.map { [$0.name, $0.owner, sentences.outcome(of: $0)] },
            kinds: story.waves.map { $0.wayBack == nil ? "good" : "bad" }, ifNone: "The record shows no wave.")
    }

    private var budget: String {
        table(
            ["line", "limit", "worst", "over the limit", "not known"],
            story.lines.map { line in
                [
                    line.name, sentences.limit(of: line), sentences.worst(of: line),
                    StorySentences.length(line.overFor), StorySentences.length(line.unknownFor),
                ]
            },
            kinds: story.lines.map { $0.overFor > .zero ? "bad" : $0.unknownFor > .zero ? "warning" : "good" },
            ifNone: "The plan had no budget.")
    }

    private var chartKey: String {
        guard !story.charts.isEmpty else { return "" }
        return "<p class=\"key\">● a trigger turns red&ensp; ▸ a phase is reached&ensp; ◂ a wave goes back&ensp; "
            + "<b class=\"hole\"></b> not recorded&ensp; <b class=\"blind\"></b> something of it not known. "
            + "A line is the worst of each moment, its band reaches to the best.</p>"
    }

    private var firings: String {
        guard !story.firings.isEmpty else { return "<p>No advance was confirmed.</p>" }
        return story.firings.map { firing in
            "<h3>\(StorySentences.clock(firing.at)) \(safe(firing.wave)) to \(firing.to.rawValue)</h3>"
                + table(
                    ["gate", "verdict", "evidence", "age", "owner"],
                    sentences.rows(of: firing).map { sentences.row($0) },
                    kinds: sentences.rows(of: firing).map { $0.verdict.severity.word },
                    ifNone: "No gate blocked this advance.")
                + (sentences.unneeded(in: firing).map { "<p class=\"note\">\(safe($0))</p>" } ?? "")
        }.joined(separator: "\n")
    }

    private var timeline: String {
        let rows = story.timeline.map { entry in
            "<tr class=\"\(entry.severity.word)\"><td class=\"time\">\(StorySentences.clock(entry.at))</td>"
                + "<td><span class=\"kind \(entry.kind.rawValue)\">\(entry.kind.rawValue)</span></td>"
                + "<td>\(safe(entry.about))</td><td>\(safe(entry.text))</td></tr>"
        }
        guard !rows.isEmpty else { return "<p>Nothing happened.</p>" }
        return (sentences.untold.map { "<p>\($0)</p>\n" } ?? "")
            + "<table class=\"timeline\"><thead><tr><th>time</th><th></th><th>about</th><th>what</th></tr></thead><tbody>\n"
            + rows.joined(separator: "\n") + "\n</tbody></table>"
    }

    private func figure(_ chart: Chart) -> String {
        let legend = chart.series.enumerated().map { place, series in
            let most = Spelling.value(series.curve.most, of: chart.dimension).full
            return
                "<li><svg class=\"swatch\" viewBox=\"0 0 28 8\"><line class=\"line s\(place % ChartDrawing.styles)\" "
                + "x1=\"0\" x2=\"28\" y1=\"4\" y2=\"4\"/></svg>\(safe(series.name)), at most \(safe(most))</li>"
        }
        return "<figure><figcaption>\(safe(chart.title))</figcaption>\(ChartDrawing(chart: chart).svg())"
            + "<ul class=\"legend\">\(legend.joined())</ul></figure>"
    }

    private func section(_ title: String, _ content: String) -> String {
        "<section><h2>\(title)</h2>\n\(content)\n</section>"
    }

    private func list(_ items: [String], ifNone words: String, named name: String = "") -> String {
        guard !items.isEmpty else { return words.isEmpty ? "" : "<p>\(words)</p>" }
        return "<ul class=\"\(name)\">\(items.map { "<li>\(safe($0))</li>" }.joined())</ul>"
    }

    private func table(_ head: [String], _ rows: [[String]], kinds: [String] = [], ifNone words: String) -> String {
        guard !rows.isEmpty else { return "<p>\(words)</p>" }
        let body = rows.enumerated().map { place, row in
            let kind = kinds.indices.contains(place) ? kinds[place] : "info"
            return "<tr class=\"\(kind)\">" + row.map { "<td>\(safe($0))</td>" }.joined() + "</tr>"
        }
        return "<table><thead><tr>\(head.map { "<th>\($0)</th>" }.joined())</tr></thead><tbody>\n"
            + body.joined(separator: "\n") + "\n</tbody></table>"
    }

    private func safe(_ text: String) -> String { Markup.escaped(text) }
}

extension Snapshot.LogEntry.Severity {
    var word: String { "\(self)" }
}
