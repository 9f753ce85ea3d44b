import SampleNights
import Testing

@testable import Cockpit
@testable import Night

@Test("counts are grouped in full and honest when short")
func counts() {
    let cases: [(Int64, String, String)] = [
        (0, "0", "0"), (999, "999", "999"), (1_204, "1 204", "1.2k"), (52_431, "52 431", "52k"),
        (1_000_007, "1 000 007", "1M"), (999_600, "999 600", "1M"), (-1_204, "-1 204", "-1.2k"),
        (.max, "9 223 372 036 854 775 807", "9223P"), (.min, "-9 223 372 036 854 775 808", "-9223P"),
    ]
    for (value, full, short) in cases { #expect(Spelling.count(value) == Spelling(full, short: short)) }
}

@Test("times carry their unit and no more digits than they mean")
func spans() {
    let cases: [(Double, String)] = [
        (0, "0s"), (0.4, "0.4s"), (9.96, "10s"), (18.2, "18s"), (72, "1m12s"), (60, "1m"), (3_599, "59m59s"),
        (11_520, "3h12m"), (90_000, "1d"), (-4, "-4s"), (.infinity, "11 574 074 074d"), (.nan, "?"),
    ]
    for (seconds, words) in cases { #expect(Spelling.span(seconds).full == words) }
    #expect(Spelling.latency(0.041).full == "41ms")
    #expect(Spelling.latency(0.0004).full == "<1ms")
    #expect(Spelling.latency(1.25).full == "1.3s")
    #expect(Spelling.growth(894).full == "+894/s")
    #expect(Spelling.growth(-88).full == "-88/s")
    #expect(Spelling.value(80e6, of: .bytesPerSecond).full == "80 MB/s")
    #expect(Spelling.share(3.64).full == "364%")
    #expect(Spelling.clock(WallTime(milliseconds: -1)) == "23:59:59")
}

private func reading(age: Double, method: Method = .measured, bound: Bound = .exact) -> Known<Int64> {
    let taken = SampleNight.start.moment - .nanoseconds(Int64(age * 1e9))
    return .known(Reading(52_431, takenAt: taken, method: method, origin: .both, bound: bound))
}

private func figure(_ known: Known<Int64>) -> Figure {
    Figure(known, in: SampleNight.snapshot(), glyphs: .unicode, role: .ok) { .count($0) }
}

@Test("a number says how it was come by and how old it is, and never looks fresh when it is not")
func figures() {
    #expect(figure(reading(age: 1)).text(fitting: 20, .unicode) == "52 431")
    #expect(figure(reading(age: 1)).role == .ok)
    #expect(figure(reading(age: 8.2)).text(fitting: 20, .unicode) == "52 431 ◷8.2s")
    #expect(figure(reading(age: 8.2)).role == .stale)
    #expect(figure(reading(age: 1, method: .interpolated)).number.full == "~52 431")
    #expect(figure(reading(age: 1, method: .extrapolated)).number.full == "≈52 431")
    #expect(figure(reading(age: 1, method: .reported)).number.full == "@52 431")
    #expect(figure(reading(age: 1, method: .interpolated, bound: .atLeast)).number.full == "≥~52 431")
    let unknown = figure(.unknown("never committed"))
    #expect(unknown.number.full == "?")
    #expect(unknown.why == "never committed")
    #expect(unknown.role == .unknown)
}

@Test("a number that does not fit is made short or left out, never cut", arguments: 0...14)
func fitting(width: Int) {
    let whole = ["52 431 ◷8.2s", "52k ◷8.2s", "52k◷", "◷"]
    let text = figure(reading(age: 8.2)).text(fitting: width, .unicode)
    #expect(whole.contains(text))
    #expect(text.cellWidth <= max(width, 1))
    let fresh = figure(reading(age: 1)).text(fitting: width, .unicode)
    #expect(["52 431", "52k", "…"].contains(fresh))
}

@Test("a budget line that was fine is stale once its reading is old, and red stays red")
func standings() {
    var snapshot = SampleNight.snapshot()
    let inside = snapshot.budget[0]
    let breached = snapshot.budget[2]
    #expect(Standing(inside, in: snapshot).level == .ok)
    snapshot.at = SampleNight.at(60)
    #expect(Standing(inside, in: snapshot).level == .stale)
    #expect(Standing(breached, in: snapshot).level == .red)
}

@Test("plain lines say each change once, and nothing a terminal would obey")
func plain() {
    var reporter = PlainReporter()
    let first = reporter.lines(for: SampleNight.snapshot())
    #expect(first.contains("02:14:07Z pressure: builds up at bridge"))
    #expect(first.contains("02:14:07Z red: target probe down: killed by SIGABRT, since 02:13:59Z"))
    // The log has told of the budget, and one line a wave says what nothing measures.
    #expect(first.count { $0.contains("replication-lag is breached") } == 1)
    #expect(!first.contains { $0.contains("red: budget") })
    #expect(first.contains("02:14:07Z wave ledger gates: 14 unknown"))
    #expect(first.count { $0.contains("wave ledger") } == 3)
    #expect(first.contains { $0.hasPrefix("01:58:27Z night: watching 24 topics") })
    #expect(first.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) } })

    var later = SampleNight.snapshot()
    later.at = SampleNight.at(1)
    #expect(reporter.lines(for: later).isEmpty)

    later.findings.removeAll { $0.about == "target" }
    later.findings[later.findings.count - 1].text = "ways disagree: 5 102 records apart"
    later.waves[1].gates[0].verdict = .pass
    later.log.append(Snapshot.LogEntry(at: SampleNight.at(1), severity: .good, about: "budget", text: "fell\u{1b}[2J"))
    later.log.append(Snapshot.LogEntry(at: SampleNight.at(1), severity: .good, about: "budget", text: "twice"))
    #expect(
        reporter.lines(for: later) == [
            "02:14:08Z budget: fell␛[2J", "02:14:08Z budget: twice",
            "02:14:08Z cleared: target probe down: killed by SIGABRT",
            "02:14:08Z wave ledger gate inventory: pass", "02:14:08Z wave ledger gates: 13 unknown",
        ])
    #expect(reporter.lines(for: later).isEmpty)
}

@Test("plain lines tell of a wave that moves: its steps, its triggers, its keys, and what stops it")
func plainOnTheMove() {
    var reporter = PlainReporter()
    let first = reporter.lines(for: SampleNight.commanded())
    #expect(first.contains("02:14:07Z keys: held by anna@ops1 pid 4711, EXECUTE"))
    #expect(!first.contains { $0.contains("hold:") || $0.contains("recording:") })
    _ = reporter.lines(for: SampleNight.advancing())

    var red = SampleNight.red()
    red.command?.hold = Snapshot.Command.Veto(by: "ben", why: "database", since: red.at)
    red.command?.recording = .failing(why: "disk full", since: red.at)
    #expect(
        reporter.lines(for: red) == [
            "02:14:07Z recording: FAILS, advance is off and X works, disk full",
            "02:14:07Z hold: by ben, database",
            "02:14:07Z wave ledger trigger settlement does not converge: RED, 82s of 60s for 30s",
        ])
    // A number that moves is no change.
    red.waves[1].triggers[0].state.says = "91s of 60s for 30s"
    #expect(reporter.lines(for: red).isEmpty)

    var back = SampleNight.red(SampleNight.goingBack())
    back.waves[1].steps[0].fate = .undoFailed("exit 1\u{1b}[2J")
    back.waves[1].state = SampleNight.stuck
    #expect(
        reporter.lines(for: back) == [
            "02:14:07Z recording: as it should be", "02:14:07Z hold: none",
            "02:14:07Z wave ledger: stuck on the way back, at consumers-moved 1: exit 1: cluster answers 503",
            "02:14:07Z wave ledger step consumers-moved 1 (run ./deploy/scale.sh settlement source 0):"
                + " undo failed, exit 1␛[2J",
            "02:14:07Z wave ledger step consumers-moved 2 (offsets translate): undone, 12 positions as found",
        ])
}

@Test("the tally counts the findings and nothing else")
func tally() {
    let tally = Tally(SampleNight.findings)
    #expect((tally.reds, tally.warnings, tally.unknowns) == (3, 2, 2))
    var snapshot = SampleNight.snapshot()
    snapshot.findings = []
    let picture = frame(
        of: snapshot, view: CockpitView(), size: Size(columns: 120, rows: 36), glyphs: .unicode)
    #expect(picture.text.contains("✗ 0 red  ▲ 0 warnings  ? 0 unknown"))
    // A probe is down and a line unknown: nobody can say that nothing is wrong.
    #expect(picture.text.contains("findings  ? nothing found, but not everything can be seen"))
}

@Test("what was read from a silent cluster is as old as its silence, however often it was polled since")
func silence() {
    var snapshot = SampleNight.silentTarget()
    snapshot.target.recordsIn = .known(Reading(310, takenAt: snapshot.at.moment, origin: .cluster(.target)))
    let shown = { Figure($0, in: snapshot, glyphs: .unicode) { .rate($0) } }
    #expect(shown(snapshot.target.recordsIn).text(fitting: 20, .unicode) == "310/s ◷31s")
    #expect(shown(snapshot.source.recordsIn).age == nil)
}

@Test("a lag that nobody can have is told from one that is not known, in the words the night uses for it")
func absence() {
    #expect(Absence(Why.notOn(.target)) == .notThere)
    #expect(Absence(Why.topicGone) == .gone)
    #expect(Absence(Why.neverCommitted) == nil)
    var view = CockpitView()
    _ = view.press(.character("2"), snapshot: SampleNight.snapshot())
    let picture = frame(
        of: SampleNight.snapshot(), view: view, size: Size(columns: 80, rows: 40), glyphs: .unicode
    ).text.split(separator: "\n")
    #expect(picture.contains { $0.contains("shipments ") && $0.contains("not there        –") })
    #expect(picture.contains { $0.contains("connect-offsets ") && $0.hasSuffix("–        –") })
}

@Test("a number too wide for its column is made short and never touches its neighbour")
func apart() {
    var snapshot = SampleNight.snapshot()
    let taken = snapshot.at.moment
    func known<Value>(_ value: Value) -> Known<Value> {
        .known(Reading(value, takenAt: taken, method: .extrapolated, origin: .both, bound: .atLeast))
    }
    snapshot.budget[2].used = .known(Reading(784, takenAt: taken, origin: .both))
    snapshot.bridge.lag = Snapshot.Lag(records: known(7_840), time: known(98))
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        for glyphs in [Glyphs.unicode, .ascii] {
            let picture = frame(
                of: snapshot, view: CockpitView(), size: Size(columns: columns, rows: rows), glyphs: glyphs
            ).text
            #expect(picture.contains("\(glyphs.barFull)\(glyphs.barFull)   78k% "))
            let forms = ["7 840", "7.8k"].flatMap { records in
                ["1m38s", "1m"].map { (glyphs.atLeast + glyphs.extrapolated + records, $0) }
            }
            #expect(forms.contains { picture.contains($0.0 + " ") }, "\(columns) columns")
            #expect(forms.contains { picture.contains(" " + glyphs.atLeast + glyphs.extrapolated + $0.1) })
        }
    }
}

@Test("what is red goes on to be red in plain lines while its words change, and is cleared only when it is over")
func reworded() {
    var night = SampleNight.commanded()
    var reporter = PlainReporter()
    func told(_ texts: String...) -> [String] {
        night.findings = texts.map { Snapshot.Finding(.red, "wave ledger", $0) }
        return reporter.lines(for: night).filter { $0.contains("wave ledger trigger slow") && $0.contains("Z ") }
            .map { String($0.dropFirst("02:14:07Z ".count)) }
    }
    _ = told()
    #expect(told("trigger slow does not converge: 17s") == ["red: wave ledger trigger slow does not converge: 17s"])
    #expect(
        told("trigger slow does not converge, the wave goes back")
            == ["red: wave ledger trigger slow does not converge, the wave goes back"])
    #expect(told() == ["cleared: wave ledger trigger slow does not converge, the wave goes back"])
}
