import Night
import SampleNights
import Testing

@testable import Cockpit

private let ledger = SampleNight.ledger

@Test("the wave's name, typed and entered, is what advances: the arming goes before, and nothing else is asked")
func advance() {
    var commander = armed()
    #expect(commander.acts == [.arm(wave: ledger)])
    commander.type("ledger")
    commander.wait(0.1)
    #expect(commander.text.contains("matches, enter"))
    commander.press(.enter)
    #expect(commander.acts == [.arm(wave: ledger), .confirm(wave: ledger, typed: "ledger")])
    // What it asked for has begun: the dialog is gone without a key.
    commander.night = SampleNight.advancing()
    #expect(!commander.text.contains("ADVANCE ledger"))
    #expect(commander.text.contains("▶ ledger to consumers-moved  2 of 3 acting"))
}

@Test("escape, and enter on Cancel, where the dialog starts, take the arming back", arguments: [Key.escape, .enter])
func cancelled(key: Key) {
    var commander = armed()
    commander.press(key)
    #expect(commander.acts == [.arm(wave: ledger), .disarm(wave: ledger)])
    #expect(commander.view.dialog == nil)
}

@Test(
    "enter confirms nothing but the exact name, and says what is wrong",
    arguments: [
        ("Ledger", "differs at 1"), ("LEDGER", "differs at 1"), ("ledger ", "differs at 7"),
        (" ledger", "differs at 1"), ("ledge", "not all of ledger"), ("ledgerr", "differs at 7"),
        ("lеdger", "differs at 2"),
    ])
func wrongName(typed: String, complaint: String) {
    var commander = armed()
    commander.type(typed)
    commander.press(.enter, .enter, .enter)
    #expect(commander.acts == [.arm(wave: ledger)])
    #expect(commander.says?.contains(complaint) == true)
    #expect(commander.text.contains(complaint))
}

@Test("enter in an empty field does nothing but say so, however often")
func enterAlone() {
    var commander = armed()
    commander.press(.tab, .enter, .enter, .enter)
    #expect(commander.acts == [.arm(wave: ledger)])
    #expect(commander.says == "type the wave's name: ledger")
}

@Test("a name is compared by its scalars: letters that only look the same, or are composed otherwise, differ")
func lookalikes() {
    var field = DialogField.exactly("caf\u{e9}", "the name")
    for scalar in "cafe\u{301}".unicodeScalars { field.append(scalar) }
    #expect(field.differsAt == 4)
    #expect(field.complaint != nil)
}

@Test("an arming that lapsed, or was taken back, is not confirmed by the name any more")
func lapsed() {
    var commander = armed()
    commander.type("ledger")
    commander.set(.settled(.proven))
    #expect(commander.text.contains("NOT ARMED"))
    commander.press(.enter)
    #expect(commander.acts == [.arm(wave: ledger)])
    #expect(commander.says?.contains("no longer armed") == true)
    commander.press(.escape)
    #expect(commander.acts == [.arm(wave: ledger)])
}

@Test("a refusal is shown in the dialog, and where there is none in the line of answers")
func refusals() {
    var commander = armed()
    commander.view.refused("hold by ben: the database people")
    #expect(commander.text.contains("refused: hold by ben: the database people"))
    var bare = Keyboard(SampleNight.commanded())
    bare.view.refused("analytics is not observing yet")
    #expect(bare.text.contains("• analytics is not observing yet"))
}

@Test("a gate that passed before the arming is being measured again; one that failed before has failed")
func measuredAgain() {
    var commander = Keyboard(SampleNight.commanded())
    commander.press("a")
    commander.set(
        .armed(from: .proven, to: .consumersMoved, until: commander.night.at.moment + WaveMachine.armedFor))
    #expect(commander.text.contains("? again   inventory"))
    #expect(commander.text.contains("✗ fail    replication"))
    #expect(commander.text.contains("✓ 0 pass"))
    for index in commander.night.waves[ledger].gates.indices {
        commander.night.waves[ledger].gates[index].takenAt = commander.night.at.moment
    }
    #expect(commander.text.contains("✓ 10 pass"))
}

@Test("a dry run says so in the dialog, in the header and while it goes", arguments: [(80, 24), (120, 36)])
func dryRun(columns: Int, rows: Int) {
    var commander = armed()
    commander.size = Size(columns: columns, rows: rows)
    commander.night.command?.executes = false
    #expect(commander.text.contains("DRY RUN  changes nothing"))
    #expect(commander.text.contains("● DRY RUN"))
    commander.night.waves[ledger].state = SampleNight.advancing().waves[ledger].state
    #expect(commander.text.contains("DRY RUN 2 of 3 acting"))
}

@Test("however many gates and steps there are, what fails is on the first page and all of it can be scrolled to")
func neverHidden() {
    var commander = armed()
    commander.size = NightLayout.smallest
    var wave = commander.night.waves[ledger]
    for index in wave.gates.indices { wave.gates[index].verdict = .unknown("nobody knows") }
    wave.gates[12].verdict = .fail("the last of them")
    wave.steps += (4...40).map { number in
        StepStanding(
            id: StepID(.consumersMoved, number), plan: StepPlan(.wait(.seconds(1))),
            fate: .looked(number == 40 ? .refused("the last step") : .ready(found: .none, would: ["wait"])))
    }
    commander.night.waves[ledger] = wave
    #expect(commander.text.contains("the last of them"))
    #expect(commander.text.contains("gates ✗ 1 fail"))
    #expect(commander.text.contains("▲ 2 not yet"))
    #expect(commander.text.contains("lines more"))
    commander.press(.pageDown, .pageDown, .pageDown, .pageDown, .pageDown, .pageDown, .pageDown, .pageDown, .pageDown)
    #expect(commander.text.contains("the last step"))
    commander.press(.up)
    let moved = commander.text
    commander.press(.up)
    #expect(commander.text != moved)
    commander.type("ledger")
    commander.press(.enter)
    #expect(commander.acts.last == .confirm(wave: ledger, typed: "ledger"))
}

@Test("an advance that came back to rest, a dry run or a way back, does not open its dialog again")
func doesNotComeBack() {
    for rest in [WaveState.settled(.proven), .rolledBack] {
        var commander = armed()
        commander.type("ledger")
        if rest == .settled(.proven) { commander.press(.enter) }
        commander.set(rest)
        #expect(!commander.text.contains("ADVANCE ledger"))
    }
}

@Test("an arming that is on its way is taken back too, and not said to have failed")
func earlyEscape() {
    var commander = Keyboard(SampleNight.commanded())
    commander.press("a")
    #expect(commander.text.contains("arming"))
    #expect(!commander.text.contains("NOT ARMED"))
    commander.press(.escape)
    #expect(commander.acts == [.arm(wave: ledger), .disarm(wave: ledger)])
    var refused = Keyboard(SampleNight.commanded())
    refused.press("a")
    refused.view.refused("cannot arm: hold")
    #expect(refused.text.contains("NOT ARMED"))
    refused.press(.escape)
    #expect(refused.acts == [.arm(wave: ledger)])
}

// MARK: What a dialog does not take for an answer

@Test("for half a second after it opens a dialog takes no key, and says so; then it does")
func deadTime() {
    var commander = Keyboard(SampleNight.commanded())
    commander.press("a")
    commander.set(SampleNight.armed)
    commander.press("l", after: 0.49)
    #expect(commander.view.dialog?.fields[0].text == "")
    #expect(commander.text.contains("nothing acts yet"))
    commander.press("l", after: 0.21)
    #expect(commander.view.dialog?.fields[0].text == "l")
    #expect(!commander.text.contains("nothing acts yet"))
}

@Test("the dead time lasts while a key is held down, and escape and X work in it")
func heldWhileOpening() {
    var commander = Keyboard(SampleNight.commanded())
    commander.press("a")
    commander.set(SampleNight.armed)
    for _ in 0..<60 { commander.press("a", after: 0.04) }
    for _ in 0..<60 { commander.press(.enter, after: 0.04) }
    #expect(commander.view.dialog?.fields[0].text == "")
    #expect(commander.acts == [.arm(wave: ledger)])
    commander.press(.escape, after: 0.04)
    #expect(commander.acts == [.arm(wave: ledger), .disarm(wave: ledger)])

    var red = Keyboard(SampleNight.commanded())
    red.press("a")
    red.night = SampleNight.red(SampleNight.commanded(SampleNight.armed))
    red.press("X", after: 0.01)
    #expect(red.acts == [.arm(wave: ledger), .turnBack(wave: ledger, typed: nil)])
}

@Test("a name whose enter comes with it was pasted, by a terminal that does not say so: it confirms nothing")
func unmarkedPaste() {
    var commander = armed()
    commander.forget()
    commander.type("ledger", after: 0)
    #expect(commander.text.contains("matches") && !commander.text.contains("matches, enter"))
    commander.press(.enter, after: 0)
    #expect(commander.acts.isEmpty)
    #expect(commander.says == "enter came with the last letter, as in a paste: press it again")
    commander.wait(0.1)
    #expect(commander.text.contains("matches, enter"))
    commander.press(.enter)
    #expect(commander.acts == [.confirm(wave: ledger, typed: "ledger")])
}

@Test("pasted text is swallowed, and said to be")
func paste() {
    var commander = armed()
    commander.press(.pasted("ledger\n"), .enter)
    #expect(commander.view.dialog == nil)
    commander = armed()
    commander.press(.pasted("ledger"))
    #expect(commander.says == "paste is ignored: type it")
    #expect(commander.view.dialog?.fields[0].text == "")
    #expect(commander.acts == [.arm(wave: ledger)])
}

@Test("a key held down fills no name; a letter typed twice is typed twice, even over a slow line")
func heldKey() {
    var commander = armed()
    for _ in 0..<50 { commander.press("l", after: 0.03) }
    #expect(commander.view.dialog?.fields[0].text == "ll")
    #expect(commander.says?.contains("held down") == true)
    commander.press(.control("u"))
    commander.type("oo", after: 0.001)
    #expect(commander.view.dialog?.fields[0].text == "oo")
}

@Test("a terminal too small to read the question in answers none of it, but for the way back")
func tooSmallToAnswer() {
    var commander = armed()
    commander.size = Size(columns: 79, rows: 24)
    commander.type("ledger")
    commander.press(.enter)
    #expect(commander.acts == [.arm(wave: ledger)])
    #expect(commander.text.contains("too small"))
    commander.size = Size(columns: 80, rows: 24)
    commander.type("ledger")
    commander.press(.enter)
    #expect(commander.acts.last == .confirm(wave: ledger, typed: "ledger"))
}

@Test("what was being typed when a dialog goes by itself does not fall through to the keys beneath")
func noFallThrough() {
    var commander = armed()
    commander.type("led")
    commander.night = SampleNight.stuckNight()
    commander.forget()
    commander.type("qrcua", after: 0.1)
    #expect(commander.view.dialog == nil)
    #expect(commander.acts.isEmpty)
    #expect(commander.text.contains("a moment: the screen has just changed"))
    commander.wait(0.6)
    #expect(!commander.text.contains("a moment"))
    commander.press("r")
    #expect(commander.acts == [.retry(wave: ledger)])

    // Who has long stopped typing means what is there.
    var watching = armed()
    watching.type("ledger")
    watching.press(.enter)
    watching.night = SampleNight.advancing()
    watching.wait(4)
    #expect(watching.text.contains("q quit") && !watching.text.contains("esc cancel"))
    watching.press("6")
    #expect(watching.view.screen == .runbook)
}
