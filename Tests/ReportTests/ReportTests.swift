import Night
import SampleNights
import Testing

@testable import Report

/// Ten minutes of the sample night, a picture a second: a line is over its limit for a minute, the bridge is unknown
/// for two, a wave advances and goes back.
private enum SampleStory {
    static let wave = SampleNight.waves[1].plan.name

    static func snapshot(_ tick: Int64) -> Snapshot {
        var snapshot = SampleNight.commanded(after: Double(tick))
        snapshot.budget[0].used = .known(
            Reading(
                tick == 333 ? 7.5 : (100..<160).contains(tick) ? 1.2 : 0.4, takenAt: snapshot.at.moment, origin: .both))
        if (200..<320).contains(tick) {
            snapshot.bridge.lag = .unknown("no answer")
            snapshot.findings = [Snapshot.Finding(.unknown, "bridge", "answers nothing", since: SampleNight.at(200))]
        } else {
            snapshot.findings = []
        }
        return snapshot
    }

    static func told(hostile: String = "consumer-lag") -> NightStory {
        var teller = StoryTeller(night: "payments<&>", first: SampleNight.at(0), last: SampleNight.at(600))
        let holder = Holder(user: "anna", host: "ops1", process: 4_711)
        var events: [Int64: [NightEvent]] = [
            0: [.opened(by: holder, plan: "", executes: true)],
            90: [.key("a"), .wave(wave, .armed(to: .consumersMoved)), .wave(wave, .confirmed(to: .consumersMoved))],
            95: [.wave(wave, .settled(.consumersMoved))],
            400: [.trigger(wave: wave, trigger: hostile, .red, why: "31s, limit 30s")],
            404: [.key("X"), .wave(wave, .turnedBack(why: .key(trigger: hostile)))],
            420: [.wave(wave, .rolledBack)], 590: [.left(why: "q")],
        ]
        for tick in Int64(0)...600 {
            // Nobody recorded for a minute.
            if !(500..<560).contains(tick) { teller.take(snapshot(tick)) }
            for event in events.removeValue(forKey: tick) ?? [] {
                teller.take(event, at: SampleNight.at(tick), missingBefore: 0)
            }
        }
        teller.take(gapFrom: SampleNight.at(500), to: SampleNight.at(560), why: "the program was not running")
        teller.take(record: "intact, 12 events")
        return teller.finished()
    }
}

@Suite("The story of a night")
struct StoryTests {
    private let story = SampleStory.told()

    @Test("has every gate with its evidence as of the moment the advance was confirmed")
    func firings() throws {
        let firing = try #require(story.firings.first)
        #expect(story.firings.count == 1 && firing.wave == SampleStory.wave && firing.at == SampleNight.at(90))
        let all = SampleStory.snapshot(90).waves[1].gates
        let shown = all.filter(\.blocks) + all.filter { !$0.blocks }
        #expect(firing.gates.map(\.name) == shown.map(\.plan.name) && !shown.isEmpty)
        #expect(firing.gates.map(\.evidence) == shown.map(\.evidence))
        #expect(firing.gates.map(\.verdict) == shown.map(\.verdict))
    }

    @Test("takes what a gate changed to since the last picture from the event, and its reason as the evidence")
    func gateSince() throws {
        var before = SampleStory.snapshot(89)
        before.waves[1].gates = [
            Snapshot.Gate(
                plan: GatePlan(name: "lag", evidence: .builtIn(.replication)), verdict: .fail("9 s behind"),
                evidence: "9 s behind"),
            Snapshot.Gate(
                plan: GatePlan(name: "room", evidence: .builtIn(.headroom)), verdict: .pass,
                evidence: "5 lines inside"),
            Snapshot.Gate(
                plan: GatePlan(name: "schemas", evidence: .builtIn(.schemaParity)), verdict: .pass,
                evidence: "all alike", blocks: false),
        ]
        var after = before
        after.at = SampleNight.at(91)
        after.waves[1].gates[0].verdict = .fail("again")
        let wave = SampleStory.wave
        var teller = StoryTeller(night: "n", first: SampleNight.at(0), last: SampleNight.at(100))
        teller.take(.gate(wave: wave, gate: "room", .fail("long ago")), at: SampleNight.at(80), missingBefore: 0)
        teller.take(before)
        for event in [
            NightEvent.gate(wave: wave, gate: "lag", .pass), .gate(wave: wave, gate: "schemas", .unknown("no answer")),
            .wave(wave, .confirmed(to: .consumersMoved)),
        ] {
            teller.take(event, at: SampleNight.at(90), missingBefore: 0)
        }
        teller.take(after)
        let gates = try #require(teller.finished().firings.first).gates
        #expect(gates.map(\.name) == ["lag", "room", "schemas"])
        #expect(gates.map(\.verdict) == [.pass, .pass, .unknown("no answer")])
        #expect(
            gates.map(\.evidence) == [
                "it passed between the last picture and the advance", "5 lines inside", "no answer",
            ])
    }

    @Test("keeps what was done and how it ended, however often a gate flapped before, and says what it leaves out")
    func flapping() {
        var teller = StoryTeller(night: "n", first: SampleNight.at(0), last: SampleNight.at(9_000))
        teller.take(.key("a"), at: SampleNight.at(0), missingBefore: 0)
        for tick in Int64(1)...8_000 {
            let verdict: Verdict = tick % 2 == 0 ? .pass : .unknown("not read")
            teller.take(.gate(wave: "w", gate: "g", verdict), at: SampleNight.at(tick), missingBefore: 0)
        }
        teller.take(.key("X"), at: SampleNight.at(8_001), missingBefore: 0)
        let story = teller.finished()
        #expect(story.timeline.count == StoryTeller.mostInTimeline && story.untold == 4_002)
        #expect(story.timeline.filter { $0.kind == .pressed }.map(\.text) == ["a", "X"])
        #expect(story.timeline.suffix(2).map(\.at) == [SampleNight.at(8_000), SampleNight.at(8_001)])
        #expect(MarkdownReport(story).text().contains("oldest 4002 lines are left out here"))
    }

    @Test("counts what was not known once, whatever number of findings say so")
    func twiceBlind() {
        var teller = StoryTeller(night: "n", first: SampleNight.at(0), last: SampleNight.at(10))
        for tick in Int64(0)...10 {
            var snapshot = SampleStory.snapshot(tick)
            snapshot.findings = ["no answer", "no controller"].map { Snapshot.Finding(.unknown, "target", $0) }
            teller.take(snapshot)
        }
        #expect(teller.finished().blindness.map(\.lasted) == [.seconds(10)])
    }

    @Test("adds up how long a line was over its limit, and its worst moment, though it lasted one picture")
    func budget() throws {
        let line = try #require(story.lines.first)
        #expect(line.overFor == .seconds(61))
        #expect(line.worst == NightStory.LineTold.Worst(used: 7.5, at: SampleNight.at(333)))
        let chart = try #require(story.charts.first { $0.title.hasPrefix("Budget") })
        #expect(chart.series[0].curve.most == 7.5)
    }

    @Test("says what was not known, for how long, and when nobody recorded, and draws neither as a value")
    func holes() throws {
        #expect(story.blindness.first?.about == "bridge" && story.blindness.first?.lasted == .seconds(120))
        #expect(story.gaps.count == 1)
        let curve = try #require(story.charts.first { $0.title == "Bridge lag, in time" }?.series.first?.curve)
        let stretches = (0..<Curve.finest).filter { curve.stretches[$0] == nil }
        // 200 s to 320 s and 500 s to 560 s, of 600 s in 240 stretches.
        #expect(stretches.contains(100) && !stretches.contains(20) && stretches.contains(212))
        #expect(curve.unknown[100] && !curve.unknown[212])
    }

    @Test("names what was wrong when the first trigger turned red, by when it began, and nothing that was only unknown")
    func firstSigns() {
        var teller = StoryTeller(night: "n", first: SampleNight.at(0), last: SampleNight.at(100))
        for tick in Int64(0)...100 {
            var snapshot = SampleStory.snapshot(tick)
            snapshot.findings = [Snapshot.Finding(.unknown, "target", "not read", since: SampleNight.at(0))]
            if tick < 20 { snapshot.findings.append(Snapshot.Finding(.warning, "source", "gone by then")) }
            if tick >= 40 { snapshot.findings.append(Snapshot.Finding(.warning, "bridge", "behind \(tick) records")) }
            if tick >= 60 { snapshot.findings.append(Snapshot.Finding(.red, "group a", "stuck")) }
            if tick >= 90 { snapshot.findings.append(Snapshot.Finding(.red, "group b", "after it")) }
            teller.take(snapshot)
            if tick == 80 {
                teller.take(.trigger(wave: "w", trigger: "t", .red, why: ""), at: snapshot.at, missingBefore: 0)
            }
        }
        let signs = teller.finished().firstSigns
        #expect(signs.map(\.about) == ["bridge", "group a", "wave w"])
        #expect(signs.map(\.since) == [SampleNight.at(40), SampleNight.at(60), SampleNight.at(80)])
        let short = StorySentences(story: teller.finished()).inShort
        #expect(short.contains("Red at the end: group a stuck; group b after it."), "\(short)")
    }

    @Test("says in one line which gates nobody knew of and no advance waited for")
    func unneeded() {
        let gates = [
            NightStory.Firing.Gate(name: "drained", verdict: .pass, evidence: "0 left", blocks: true),
            NightStory.Firing.Gate(name: "records", verdict: .unknown("not measured"), evidence: "", blocks: false),
            NightStory.Firing.Gate(name: "acl", verdict: .fail("one less"), evidence: "", blocks: false),
            NightStory.Firing.Gate(name: "schema", verdict: .unknown("no registry"), evidence: "", blocks: false),
        ]
        let firing = NightStory.Firing(wave: "w", to: .proven, at: SampleNight.at(0), gates: gates)
        let sentences = StorySentences(story: story)
        #expect(sentences.rows(of: firing).map(\.name) == ["drained", "acl"])
        #expect(sentences.unneeded(in: firing) == "Not known, and not needed here: records, schema.")
    }

    @Test("says a thing once: the phase that a wave is in, a gate's reason, one red")
    func once() {
        let sentences = StorySentences(story: story)
        let wave = NightStory.WaveTold(
            name: "a", owner: "", standing: "phase proven",
            phases: [NightStory.PhaseReached(phase: .proven, at: SampleNight.at(0))])
        var other = story
        other.waves = [wave]
        let at = StorySentences.clock(SampleNight.at(0))
        #expect(StorySentences(story: other).inShort.first == "Wave a: proven at \(at).")
        #expect(sentences.inShort.contains { $0.hasPrefix("A trigger turned red once: consumer-lag, of wave ") })
        let gate = NightStory.Firing.Gate(name: "g", verdict: .fail("9 s"), evidence: "9 s", blocks: true)
        #expect(sentences.row(gate) == ["g", "fails", "9 s", "–", ""])
    }

    @Test("tells how the wave went back, at what price, and who held the keys")
    func outcome() {
        let wave = story.waves.first { $0.name == SampleStory.wave }
        #expect(wave?.wayBack?.began == SampleNight.at(404))
        #expect(wave?.wayBack?.price == "re-read 12 431 in 3 groups")
        #expect(wave.map { StorySentences(story: story).outcome(of: $0) }?.contains("was back after 16s") == true)
        #expect(story.holdings.count == 1 && story.holdings[0].until == SampleNight.at(590))
        #expect(story.timeline.filter { $0.kind == .pressed }.map(\.text).contains("X"))
        #expect(story.timeline == story.timeline.sorted { $0.at.moment < $1.at.moment })
    }
}

@Suite("The report")
struct ReportTests {
    @Test("is one page that runs nothing and fetches nothing, and lets no name become markup")
    func page() {
        let page = PageReport(SampleStory.told(hostile: "</td><script>alert(1)</script>\u{1b}[2J")).text()
        #expect(!page.contains("<script") && !page.contains("\u{1b}"))
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("url("))
        #expect(page.contains("&lt;script&gt;alert(1)") && page.contains("payments&lt;&amp;&gt;"))
        for tag in ["table", "tr", "td", "section", "figure", "svg", "g", "ul", "li", "title"] {
            let opened = page.split(separator: "<").count { $0.hasPrefix("\(tag)>") || $0.hasPrefix("\(tag) ") }
            let closed = page.split(separator: "<").count { $0.hasPrefix("/\(tag)>") }
            #expect(opened == closed, "\(tag)")
        }
    }

    @Test("says the same in Markdown, with no name that breaks a table")
    func markdown() {
        let text = MarkdownReport(SampleStory.told(hostile: "a|b`c")).text()
        #expect(text.contains("a\\|b\\`c") && text.contains("re-read 12 431 in 3 groups"))
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            let cells = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect([4, 5, 6].contains(cells), "\(line)")
        }
    }

    @Test(
        "days are those of the calendar",
        arguments: [
            (0, "1970-01-01"), (951_782_400_000, "2000-02-29"), (1_795_305_600_000, "2026-11-22"),
            (-86_400_000, "1969-12-31"), (-1, "1969-12-31"), (4_107_542_400_000, "2100-03-01"),
        ])
    func days(milliseconds: Int64, day: String) {
        #expect(StorySentences.day(WallTime(milliseconds: milliseconds)) == day)
    }

    @Test("is written whatever times a file claims", arguments: [Int64.min, -1, 0, 1, .max], [Int64.min, 0, .max])
    func hostileTimes(moment: Int64, wall: Int64) {
        func stamp(_ nanoseconds: Int64) -> Stamp {
            Stamp(moment: Moment(nanoseconds: nanoseconds), wall: WallTime(milliseconds: wall))
        }
        // One nanosecond of a night, and pictures and events years off.
        for last in [moment, moment &+ 1, .max] {
            var teller = StoryTeller(night: "n", first: stamp(moment), last: stamp(last))
            for at in [moment, .min, .max, 0] {
                var snapshot = SampleStory.snapshot(0)
                snapshot.at = stamp(at)
                teller.take(snapshot)
                teller.take(.key("X"), at: stamp(at), missingBefore: .max)
                teller.take(.wave("w", .turnedBack(why: .key(trigger: "t"))), at: stamp(at), missingBefore: .max)
                teller.take(gapFrom: stamp(at), to: stamp(0), why: "asleep")
            }
            let story = teller.finished()
            #expect(PageReport(story).text().contains("</html>") && MarkdownReport(story).text().contains("Timeline"))
        }
    }

    @Test("a chart's scale has numbers that are what they say", arguments: [0.9, 1.7, 2.1, 4.2, 7, 9])
    func scale(most: Double) {
        let span = SampleNight.at(0).moment...SampleNight.at(600).moment
        var curve = Curve(over: span)
        curve.add(most * 1_000, at: span.lowerBound)
        let chart = Chart(
            title: "t", dimension: .perSecond, series: [Chart.Series(name: "s", curve: curve)], span: span,
            wallAtStart: SampleNight.at(0).wall)
        let svg = ChartDrawing(chart: chart).svg()
        let ticks = svg.split(separator: "text-anchor=\"end\">").dropFirst().compactMap { tick -> Double? in
            let words = tick.prefix { $0 != "/" }
            return words.hasSuffix("k") ? Double(words.dropLast()).map { $0 * 1_000 } : Double(words)
        }
        #expect(ticks.count == 5 && ticks[4] >= most * 1_000)
        for step in 0...4 { #expect(ticks[step] == ticks[4] * Double(step) / 4, "\(ticks)") }
    }

    @Test("a night of no length and no readings has a report too")
    func empty() {
        let story = StoryTeller(night: "n", first: SampleNight.at(0), last: SampleNight.at(0)).finished()
        #expect(PageReport(story).text().contains("Nothing happened."))
        #expect(MarkdownReport(story).text().contains("Nobody held them."))
    }
}
