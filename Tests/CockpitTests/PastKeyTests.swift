import Night
import SampleNights
import Testing

@testable import Cockpit

private let ledger = SampleNight.ledger

private func steppedBack(isRed: Bool = false) -> Onlooker {
    var onlooker = Onlooker(live: PastSample.live(isRed: isRed), pictures: PastSample.pictures, marks: PastSample.marks)
    onlooker.press("l", " ", .left, .left)
    return onlooker
}

private func replaying() -> Onlooker { Onlooker(replaying: PastSample.pictures, marks: PastSample.marks) }

/// Everywhere in the past that somebody can be.
private enum PastPlace: String, CaseIterable {
    case frozen, steppedBack, playing, typingTime, filtering, lag, gates, help, tiny, start, gap, red

    var onlooker: Onlooker {
        var onlooker = CockpitTests.steppedBack(isRed: true)
        switch self {
        case .frozen: onlooker.press(" ", " ")
        case .steppedBack: break
        case .playing: onlooker.press("p", ".", ".")
        case .typingTime: onlooker.press(":", "0", "2")
        case .filtering: onlooker.press("2", "/", "l")
        case .lag: onlooker.press("2", .down, .enter)
        case .gates: onlooker.press("5", .down)
        case .help: onlooker.press("?")
        case .tiny: onlooker.size = Size(columns: 20, rows: 3)
        case .start: onlooker.jump("start")
        case .gap: onlooker.jump("150s")
        case .red: onlooker.press("N")
        }
        return onlooker
    }
}

extension Onlooker {
    fileprivate mutating func jump(_ time: String) {
        press(":")
        type(time)
        press(.enter)
    }
}

@Test("space freezes, which is the first step back; left and right leaf through pictures; space returns to live")
func stepsBack() {
    var onlooker = Onlooker(live: PastSample.live(), pictures: PastSample.pictures, marks: PastSample.marks)
    onlooker.press(" ")
    #expect(onlooker.view.pastPicture == onlooker.live)
    #expect(onlooker.text.contains("◀ THE PAST 02:20:07Z · 0s ago · SPACE live"))
    onlooker.press(.left)
    #expect(onlooker.view.pastPicture == PastSample.pictures[30])
    onlooker.press(.left)
    #expect(onlooker.text.contains("◀ THE PAST 02:18:57Z · 1m10s ago · SPACE live"))
    onlooker.live.at = SampleNight.at(400)
    #expect(onlooker.text.contains("THE PAST 02:18:57Z · 1m50s ago"))
    #expect(onlooker.text.contains("9 290/s"))
    onlooker.press(.right, .right)
    #expect(onlooker.view.flash == "no later picture")
    onlooker.press(" ")
    #expect(!onlooker.view.looksBack)
    #expect(onlooker.text == frame(of: onlooker.live, view: CockpitView(), size: onlooker.size, glyphs: .unicode).text)
}

@Test(
    "on a red trigger X takes the live wave back at once, one key, wherever in the past", arguments: PastPlace.allCases)
fileprivate func oneKeyInThePast(place: PastPlace) {
    var onlooker = place.onlooker
    #expect(onlooker.view.looksBack)
    if place != .tiny { #expect(onlooker.text.contains("X go back: ledger (RED settlement does not converge)")) }
    onlooker.forget()
    onlooker.press("X")
    #expect(onlooker.acts == [.turnBack(wave: ledger, typed: nil)])
    #expect(!onlooker.view.looksBack)
}

@Test("without a red X asks for the word about the live wave, and the picture is live when it does")
func byWordInThePast() {
    var onlooker = steppedBack()
    onlooker.press(":")
    onlooker.press("X")
    #expect(onlooker.view.dialog?.subject == .abort)
    #expect(!onlooker.view.looksBack)
    #expect(onlooker.acts.isEmpty)
    // What was is no reason: the wave had not begun then, and has now.
    var begun = Onlooker(live: PastSample.live(), pictures: PastSample.pictures)
    for place in begun.pictures.indices { begun.pictures[place].waves[ledger].state = .settled(.planned) }
    begun.press("l", " ", .left, "X")
    #expect(begun.view.dialog?.wave == ledger)
    // And the other way: a red of the past takes nothing back now.
    var wasRed = Onlooker(live: PastSample.live(), pictures: PastSample.pictures.map { SampleNight.red($0) })
    wasRed.press("l", " ", .left)
    #expect(wasRed.text.contains("X abort ledger"))
    wasRed.press("X")
    #expect(wasRed.acts.isEmpty && wasRed.view.dialog?.subject == .abort)
}

@Test(
    "every other key that acts is refused in the past and says how to come back", arguments: ["a", "r", "u", "c", "y"])
func refusedInThePast(key: String) {
    for state in [
        WaveState.settled(.proven), SampleNight.stuck, .settled(.observing), SampleNight.stopped,
        .rollingBack(SampleNight.progress(StepID(.producersMoved, 3), nth: 1, of: 1)),
    ] {
        var onlooker = steppedBack()
        onlooker.live.waves[ledger].state = state
        let before = onlooker.view
        onlooker.type(key)
        #expect(onlooker.view.flash == "you are looking at the past: SPACE returns to live")
        #expect(onlooker.text.contains("you are looking at the past: SPACE returns to live"))
        onlooker.view.flash = nil
        #expect(onlooker.acts.isEmpty && onlooker.view == before)
    }
}

@Test("enter on a red trigger or a gate that asks does nothing in the past")
func standingsInThePast() {
    var onlooker = steppedBack(isRed: true)
    onlooker.press("5", .end, "k")
    for _ in 0..<4 {
        onlooker.press(.enter)
        #expect(onlooker.view.flash == "you are looking at the past: SPACE returns to live")
        onlooker.press("k")
    }
    #expect(onlooker.acts.isEmpty && onlooker.view.dialog == nil)
}

@Test("in a recording no key acts, X neither, and each says why", arguments: ["a", "r", "u", "c", "y", "X"])
func refusedInReplay(key: String) {
    var onlooker = replaying()
    onlooker.press("l")
    onlooker.jump("end")
    for place in onlooker.pictures.indices { onlooker.pictures[place] = SampleNight.red(onlooker.pictures[place]) }
    onlooker.type(key)
    #expect(onlooker.view.flash == "a recording: nothing can be done in it")
    #expect(onlooker.text.contains("a recording: nothing can be done in it"))
    #expect(onlooker.text.contains("a advance  X abort  (off: a recording)"))
    onlooker.press("5", .end, .enter)
    #expect(onlooker.view.flash == "a recording: nothing can be done in it")
    #expect(onlooker.actions.isEmpty && onlooker.view.dialog == nil)
    // Where it is a letter it stays one.
    onlooker.press("2", "/")
    onlooker.type(key)
    #expect(onlooker.view.editedFilter == key)
}

@Test("a replayed frame without the line of the past is the frame that was live, on every screen")
func sameFrame() {
    for screen in "1234567".unicodeScalars {
        var onlooker = replaying()
        onlooker.press("l", .character(screen))
        onlooker.jump("190s")
        var live = CockpitView()
        for key in ["l", .character(screen)] as [Key] { _ = live.press(key, snapshot: PastSample.pictures[19]) }
        for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
            onlooker.size = Size(columns: columns, rows: rows)
            let then = frame(of: PastSample.pictures[19], view: live, size: onlooker.size, glyphs: .unicode)
            let picture = onlooker.view.pastPicture ?? onlooker.live
            let bare = frame(
                of: picture, view: onlooker.view.withoutPast, size: onlooker.size, glyphs: .unicode)
            #expect(bare == then)
            // With it, all but the first line and the last two are the same.
            let body = { (text: String) in
                Array(text.split(separator: "\n", omittingEmptySubsequences: false)[1..<rows - 2])
            }
            #expect(body(onlooker.text) == body(then.text))
        }
    }
}

@Test("keys that look around do so in the past as they do live")
func looksAround() {
    for start in [steppedBack(), replaying()] {
        var onlooker = start
        let picture = onlooker.view.pastPicture
        onlooker.press("2", "s", .down)
        #expect(onlooker.view.screen == .lag && onlooker.view.lag.selected != nil)
        onlooker.press("/", "l", "e", "d", .enter, .enter)
        #expect(onlooker.view.filter == "led" && onlooker.view.openTopic != nil)
        #expect(onlooker.lines[34].contains("filter led"))
        #expect(onlooker.text.contains("the record's pictures keep no partitions"))
        onlooker.press(.escape, "h", "h", "l")
        #expect(onlooker.view.wave == 1 && onlooker.view.openTopic == nil)
        #expect(onlooker.view.pastPicture == picture)
        onlooker.press("/", .pasted("n: p"), .enter)
        #expect(onlooker.view.filter == "ledn: p" && onlooker.view.pastPicture == picture)
        #expect(onlooker.view.press("q", snapshot: onlooker.live) == [.quit])
    }
}

@Test("a time is typed after a colon; enter goes there, escape does not, a wrong one says what is understood")
func typesTime() {
    var onlooker = replaying()
    onlooker.press(":")
    onlooker.type("02:16:50")
    #expect(onlooker.text.contains("go to 02:16:50_"))
    onlooker.press(.enter)
    #expect(onlooker.text.contains("THE PAST 02:16:47Z"))
    onlooker.jump("-30s")
    #expect(onlooker.text.contains("THE PAST 02:16:17Z"))
    onlooker.press(":", .pasted("end\n"), .escape)
    #expect(onlooker.text.contains("THE PAST 02:16:17Z"))
    onlooker.jump("yesterday")
    #expect(onlooker.text.contains("'yesterday' is no time: 02:14, 02:14:07, +10m"))
    onlooker.jump("12:00")
    #expect(onlooker.text.contains("12:00 is not in the record: it goes from 02:14:07Z to 02:19:07Z"))
    onlooker.press(":", .pasted(String(repeating: "9", count: 100_000)))
    #expect(onlooker.view.past?.typedTime?.count == TypedTime.longest)
    onlooker.press(.control("u"), .enter)
    #expect(onlooker.view.past?.typedTime == nil && onlooker.view.flash == nil)
    #expect(onlooker.text.contains("THE PAST 02:16:17Z"))
}

@Test("what plays asks to be looked on at least ten times a second, and what stands still once")
func looksOn() {
    var onlooker = replaying()
    let now = SampleNight.moment(60_000)
    onlooker.answer(onlooker.view.tick(at: now))
    #expect(onlooker.view.nextChange(after: now) == now + .seconds(1))
    onlooker.press(" ")
    onlooker.answer(onlooker.view.tick(at: now))
    let next = onlooker.view.nextChange(after: now)
    #expect(next.map { $0 > now && $0 - now <= .milliseconds(100) } == true)
    // One that was missed is made up for at once.
    let late = onlooker.view.nextChange(after: now + .seconds(9))
    #expect(late.map { $0 - now <= .milliseconds(9_100) } == true)
    onlooker.press(.left)
    #expect(onlooker.view.nextChange(after: now) == now + .seconds(1))
    #expect(onlooker.view.tick(at: now + .milliseconds(900)).isEmpty)
}

@Test("while the past is looked at the record is asked each second how far it goes, and live it is not")
func recordGrows() {
    var onlooker = steppedBack()
    let now = SampleNight.moment(60_000)
    onlooker.answer(onlooker.view.tick(at: now))
    onlooker.marks.append(Timeline.Mark(.red, at: SampleNight.at(290), "the bridge fell behind"))
    #expect(!onlooker.lines[34].contains("the bridge fell behind"))
    onlooker.answer(onlooker.view.tick(at: now + .seconds(1)))
    #expect(onlooker.lines[34].contains("✗ RED 02:18:57Z the bridge fell behind"))
    onlooker.press(" ")
    #expect(onlooker.view.tick(at: now + .seconds(9)).isEmpty)
    #expect(onlooker.view.nextChange(after: now + .seconds(9)) == nil)
}

@Test("the live night's reds, countdowns and record stay in sight from the past", arguments: [(80, 24), (120, 36)])
func liveInSight(size: (Int, Int)) {
    var onlooker = steppedBack(isRed: true)
    onlooker.size = Size(columns: size.0, rows: size.1)
    #expect(onlooker.lines[0].contains("THE PAST 02:18:57Z · 1m10s ago · SPACE live"))
    #expect(onlooker.lines[0].contains("✗ LIVE: 3 RED"))
    #expect(onlooker.lines[0].contains("●REC"))
    #expect(onlooker.text.contains("LIVE  ✗ ledger GOES BACK BY ITSELF IN 14s"))
    onlooker.live.command?.recording = .failing(why: "disk full", since: SampleNight.at(350))
    #expect(onlooker.lines[0].contains("✗ REC"))
    #expect(onlooker.text.contains("LIVE  ✗ RECORDING FAILS advance is off, X works: disk full"))
    onlooker.live.findings = []
    #expect(!onlooker.lines[0].contains("RED"))
}

@Test("a late answer from the record does not take the commander back into the past")
func lateAnswer() {
    var onlooker = steppedBack()
    onlooker.press(" ")
    onlooker.view.showPast(PastSample.pictures[3], for: .picture(at: SampleNight.moment(30)))
    onlooker.view.learn(onlooker.timeline)
    #expect(!onlooker.view.looksBack)
}

@Test("where nothing is recorded yet the picture is only frozen, and says so")
func nothingRecorded() {
    var view = CockpitView(hasRecord: true)
    #expect(view.press(" ", snapshot: PastSample.live()) == [.look(.timeline)])
    view.showPast(nil, for: .timeline)
    #expect(view.flash == "nothing is recorded yet: the picture is only frozen")
    _ = view.press(.right, snapshot: PastSample.live())
    #expect(view.wave == 1)
    let text = frame(of: PastSample.live(), view: view, size: Size(columns: 120, rows: 36), glyphs: .unicode).text
    #expect(text.contains("FROZEN 02:20:07Z, 0s ago"))
}

@Test("words of a mark that would harm a terminal are shown as signs, and a night of marks fits its line")
func hostileMarks() {
    var onlooker = replaying()
    onlooker.press("n", "n")
    #expect(onlooker.lines[34].contains("✗ RED 02:17:30Z evil␛[2J�name␍␊"))
    onlooker.marks = (0...300).map { Timeline.Mark(.event, at: SampleNight.at($0), "\u{9b}31m") }
    onlooker.view.learn(onlooker.timeline)
    for columns in [80, 81, 97, 120, 1_000] {
        onlooker.size = Size(columns: columns, rows: 24)
        #expect(onlooker.lines.count == 25)
        #expect(onlooker.lines[22].contains("┃") && onlooker.lines[22].contains("• event"))
    }
}

@Test("each kind of mark has a sign and a word of its own, and a red hides behind nothing but the place itself")
func signs() {
    for glyphs in [Glyphs.unicode, .ascii] {
        let painter = Painter(
            live: SampleNight.snapshot(), view: CockpitView(), size: NightLayout.smallest, glyphs: glyphs)
        let signs =
            Timeline.Mark.Kind.allCases.map(painter.sign(of:)) + [
                glyphs.place, glyphs.behind, String(glyphs.horizontal),
            ]
        #expect(Set(signs).count == signs.count && signs.allSatisfy { $0.cellWidth == 1 })
    }
    #expect(Set(Timeline.Mark.Kind.allCases.map(\.word)).count == Timeline.Mark.Kind.allCases.count)
    let at = SampleNight.at(100)
    let marks = Timeline.Mark.Kind.allCases.map { Timeline.Mark($0, at: at, until: SampleNight.moment(200), "") }
    let timeline = Timeline(first: SampleNight.at(0), last: SampleNight.at(400), marks: marks)
    let bar = TimelineBar(timeline, place: SampleNight.moment(0), width: 5)
    #expect(bar.cells == [.place, .mark(.red), .mark(.red), .ahead, .ahead])
    let end = TimelineBar(timeline, place: SampleNight.moment(400), width: 5)
    #expect(end.cells == [.behind, .mark(.red), .mark(.red), .behind, .place])
    #expect(TimelineBar(timeline, place: at.moment, width: 0).cells.isEmpty)
}
