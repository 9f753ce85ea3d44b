import Night
import Testing

@testable import Cockpit

private let ledger = SampleNight.ledger

/// A commander at the keyboard: a view, and a night that goes on between the keys.
private struct Commander {
    var view = CockpitView()
    var night: Snapshot
    var size = Size(columns: 120, rows: 36)
    private(set) var acts: [Act] = []
    private var clock = 0.0

    init(_ night: Snapshot, wave: Int = SampleNight.ledger) {
        self.night = night
        for _ in 0..<wave { press(.right) }
    }

    /// A key, so many seconds after the last.
    mutating func press(_ keys: Key..., after seconds: Double = 0.15) {
        for key in keys {
            wait(seconds)
            for case .act(let act) in view.press(key, snapshot: night, columns: size.columns, rows: size.rows) {
                acts.append(act)
            }
        }
    }

    mutating func type(_ text: String, after seconds: Double = 0.15) {
        for scalar in text.unicodeScalars { press(.character(scalar), after: seconds) }
    }

    mutating func wait(_ seconds: Double) {
        clock += seconds
        night.at = Stamp(moment: SampleNight.moment(clock), wall: night.at.wall)
    }

    /// Opens a dialog and waits until it listens.
    mutating func open(_ key: Key) {
        press(key)
        wait(0.6)
    }

    mutating func set(_ state: WaveState) { night.waves[ledger].state = state }

    mutating func forget() { acts = [] }

    var text: String { frame(of: night, view: view, size: size, glyphs: .unicode).text }
    var says: String? { view.dialog?.says }
}

private func armed() -> Commander {
    var commander = Commander(SampleNight.commanded())
    commander.press("a")
    commander.set(.armed(from: .proven, to: .consumersMoved, until: SampleNight.moment(30)))
    commander.wait(0.6)
    return commander
}

// MARK: Advance

@Test("the wave's name, typed and entered, is what advances: the arming goes before, and nothing else is asked")
func advance() {
    var commander = armed()
    #expect(commander.acts == [.arm(wave: ledger)])
    commander.type("ledger")
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
    var bare = Commander(SampleNight.commanded())
    bare.view.refused("analytics is not observing yet")
    #expect(bare.text.contains("• analytics is not observing yet"))
}

@Test("a gate that passed before the arming is being measured again; one that failed before has failed")
func measuredAgain() {
    var commander = Commander(SampleNight.commanded())
    commander.press("a")
    commander.set(SampleNight.armed)
    #expect(commander.text.contains("? again   inventory"))
    #expect(commander.text.contains("✗ fail    replication"))
    #expect(commander.text.contains("✓ 0 pass"))
    for index in commander.night.waves[ledger].gates.indices {
        commander.night.waves[ledger].gates[index].takenAt = commander.night.at.moment
    }
    #expect(commander.text.contains("✓ 9 pass"))
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
    #expect(commander.text.contains("✗ 2 fail"))
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
    var commander = Commander(SampleNight.commanded())
    commander.press("a")
    #expect(commander.text.contains("arming"))
    #expect(!commander.text.contains("NOT ARMED"))
    commander.press(.escape)
    #expect(commander.acts == [.arm(wave: ledger), .disarm(wave: ledger)])
    var refused = Commander(SampleNight.commanded())
    refused.press("a")
    refused.view.refused("cannot arm: hold")
    #expect(refused.text.contains("NOT ARMED"))
    refused.press(.escape)
    #expect(refused.acts == [.arm(wave: ledger)])
}

// MARK: What a dialog does not take for an answer

@Test("for half a second after it opens a dialog takes no key, and says so; then it does")
func deadTime() {
    var commander = Commander(SampleNight.commanded())
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
    var commander = Commander(SampleNight.commanded())
    commander.press("a")
    commander.set(SampleNight.armed)
    for _ in 0..<60 { commander.press("a", after: 0.04) }
    for _ in 0..<60 { commander.press(.enter, after: 0.04) }
    #expect(commander.view.dialog?.fields[0].text == "")
    #expect(commander.acts == [.arm(wave: ledger)])
    commander.press(.escape, after: 0.04)
    #expect(commander.acts == [.arm(wave: ledger), .disarm(wave: ledger)])

    var red = Commander(SampleNight.commanded())
    red.press("a")
    red.night = SampleNight.red(SampleNight.commanded(SampleNight.armed))
    red.press("X", after: 0.01)
    #expect(red.acts == [.arm(wave: ledger), .turnBack(wave: ledger, typed: nil)])
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
    commander.press("r", after: 0.6)
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

// MARK: The way back

/// Every place a commander can be.
private enum Place: String, CaseIterable {
    case night, lag, partitions, groups, bridge, gates, runbook, log, help, frozen, filtering, otherWave
    case advancing, aborting, closing, attesting, tiny

    func reach(in commander: inout Commander) {
        switch self {
        case .night: commander.press("1")
        case .lag: commander.press("2")
        case .partitions: commander.press("2", .enter)
        case .groups: commander.press("3")
        case .bridge: commander.press("4")
        case .gates: commander.press("5")
        case .runbook: commander.press("6")
        case .log: commander.press("7")
        case .help: commander.press("?")
        case .frozen: commander.press(" ")
        case .filtering: commander.press("2", "/", "a")
        case .otherWave: commander.press("h", "h")
        case .advancing: commander.open("a")
        case .aborting: commander.open("X")
        case .closing:
            commander.press("h", "h")
            commander.open("c")
        case .attesting:
            commander.press("5", .end, "k", "k", .enter)
            commander.wait(0.6)
            commander.type("drill")
        case .tiny: commander.size = Size(columns: 20, rows: 3)
        }
    }
}

@Test("on a red trigger X takes the wave back at once, wherever the commander is", arguments: Place.allCases)
fileprivate func oneKey(place: Place) {
    var commander = Commander(SampleNight.commanded(.settled(.consumersMoved)))
    place.reach(in: &commander)
    if place == .attesting { #expect(commander.view.dialog?.fields[0].text == "drill") }
    commander.forget()
    commander.night = SampleNight.red(commander.night)
    if place != .frozen {
        #expect(commander.text.contains(place == .tiny ? "X go back: ledger" : "X go back: ledger (RED settlement"))
    }
    commander.press("X", after: 0.001)
    #expect(commander.acts == [.turnBack(wave: ledger, typed: nil)])
    #expect(commander.view.dialog == nil)
    #expect(commander.view.editedFilter == nil)
}

@Test("X closes an advance that is armed beside it, and takes that arming back after the way back was asked for")
func oneKeyBesideAnArming() {
    var commander = armed()
    commander.forget()
    commander.night.waves[0].triggers = SampleNight.red().waves[ledger].triggers
    commander.press("X")
    #expect(commander.acts == [.turnBack(wave: 0, typed: nil), .disarm(wave: ledger)])
}

@Test("without a red X asks for the word abort, from any screen; only the word goes back", arguments: Place.allCases)
fileprivate func byWord(place: Place) {
    guard ![.filtering, .aborting, .attesting].contains(place) else { return }
    var commander = Commander(SampleNight.commanded(.settled(.consumersMoved)))
    place.reach(in: &commander)
    commander.forget()
    commander.press("X")
    let wave = [.otherWave, .closing].contains(place) ? 0 : ledger
    #expect(commander.view.dialog?.subject == .abort)
    #expect(commander.view.dialog?.wave == wave)
    commander.wait(0.6)
    commander.type("Abort")
    commander.press(.enter, .control("u"))
    #expect(commander.acts.isEmpty)
    commander.type("abort")
    commander.press(.enter)
    #expect(commander.acts == [.turnBack(wave: wave, typed: "abort")])
}

@Test("without a red a capital X is a letter in the filter, in a note, and in a name that has one")
func letterX() {
    var filtering = Commander(SampleNight.commanded(.settled(.consumersMoved)))
    filtering.press("2", "/", "X")
    #expect(filtering.view.editedFilter == "X")

    var note = Commander(SampleNight.commanded(.settled(.consumersMoved)))
    Place.attesting.reach(in: &note)
    note.press("X")
    #expect(note.view.dialog?.fields[0].text == "drillX")

    var named = SampleNight.commanded()
    named.waves[ledger].plan.name = "teXt"
    var typing = Commander(named)
    typing.press("a")
    typing.set(SampleNight.armed)
    typing.wait(0.6)
    typing.type("teX")
    #expect(typing.view.dialog?.fields[0].text == "teX")
    typing.press("X")
    #expect(typing.view.dialog?.subject == .abort)
}

@Test("a red on another wave goes first to the wave looked at, then to one that moves, then by the plan's order")
func whichWave() {
    let red = SampleNight.red().waves[ledger].triggers
    var night = SampleNight.commanded(.settled(.consumersMoved))
    night.waves[0].triggers = red
    night.waves[ledger].triggers = red
    #expect(WayBack(in: night, focus: ledger) == .atOnce(wave: ledger, trigger: "settlement does not converge"))
    #expect(WayBack(in: night, focus: 0).wave == 0)
    #expect(WayBack(in: night, focus: 2).wave == 0)
    night.waves[ledger].state = SampleNight.stopped
    #expect(WayBack(in: night, focus: 2).wave == ledger)
    night.waves[ledger].triggers[0].state.kind = .acknowledged
    #expect(WayBack(in: night, focus: ledger).wave == 0)
}

@Test("X held down takes back one wave; another that is red needs a key of its own")
func heldX() {
    var night = SampleNight.red(SampleNight.commanded(.settled(.consumersMoved)))
    night.waves[0].triggers = night.waves[ledger].triggers
    var commander = Commander(night)
    commander.press("X")
    commander.set(SampleNight.goingBack().waves[ledger].state ?? .rolledBack)
    for _ in 0..<40 { commander.press("X", after: 0.03) }
    #expect(commander.acts == [.turnBack(wave: ledger, typed: nil)])
    commander.press("X", after: 0.6)
    #expect(commander.acts.last == .turnBack(wave: 0, typed: nil))
}

@Test("a wave that goes back, or is stuck there, sends X to no other; one that never began has nothing to take back")
func nothingToTakeBack() {
    var stuck = Commander(SampleNight.stuckNight())
    stuck.press("X")
    #expect(stuck.view.dialog == nil)
    #expect(stuck.view.flash == "ledger is stuck on its way back: r tries again, u skips")
    var night = SampleNight.commanded(.settled(.planned))
    night.waves[0].state = .closed
    var fresh = Commander(night)
    fresh.press("X")
    #expect(fresh.view.flash == "no wave can go back: ledger has not begun")
    #expect(fresh.acts.isEmpty && stuck.acts.isEmpty)
}

// MARK: The other keys

@Test("r runs an undo again at once, and a step only after the word")
func retries() {
    var stuck = Commander(SampleNight.stuckNight())
    stuck.press("r")
    #expect(stuck.acts == [.retry(wave: ledger)])
    for state in [SampleNight.stopped, SampleNight.interrupted] {
        var forward = Commander(SampleNight.commanded(state))
        forward.open("r")
        #expect(forward.acts.isEmpty)
        forward.type("retry")
        forward.press(.enter)
        #expect(forward.acts == [.retry(wave: ledger)])
    }
    var settled = Commander(SampleNight.commanded())
    settled.press("r", "u", "c", "y")
    #expect(settled.acts.isEmpty)
}

@Test("an undo is skipped only with a reason, and only the one that was stuck when it was asked")
func skips() {
    var commander = Commander(SampleNight.stuckNight())
    commander.open("u")
    commander.press(.tab, " ", " ", .enter)
    #expect(commander.acts.isEmpty)
    commander.type("scaled by hand")
    commander.press(.enter)
    #expect(commander.acts == [.skip(wave: ledger, reason: "  scaled by hand")])

    var moved = Commander(SampleNight.stuckNight())
    moved.open("u")
    moved.set(.stuck(at: StepID(.consumersMoved, 9), why: "another"))
    moved.type("scaled by hand")
    moved.press(.enter)
    #expect(moved.acts.isEmpty)
}

@Test("closing asks for the name and says that it cannot be undone")
func closes() {
    var commander = Commander(SampleNight.commanded(.settled(.observing)))
    commander.open("c")
    #expect(commander.text.contains("cannot be undone"))
    commander.type("ledger")
    commander.press(.enter)
    #expect(commander.acts == [.close(wave: ledger, typed: "ledger")])
}

@Test("enter on a gate that asks attests it with a note; on a measured one it says why not")
func attests() {
    var commander = Commander(SampleNight.commanded())
    commander.press("5", .enter)
    #expect(commander.view.flash?.contains("measured") == true)
    commander.press(.end, "k", "k")
    commander.open(.enter)
    commander.type("all three went well")
    commander.press(.enter)
    commander.type("wiki/drill")
    commander.press(.enter)
    let drill = Act.attest(wave: ledger, gate: "failure drill", note: "all three went well", artifact: "wiki/drill")
    #expect(commander.acts == [drill])
}

@Test("enter on a red trigger acknowledges it, on a calm one it says why not, and in a frozen picture neither")
func acknowledges() {
    var commander = Commander(SampleNight.red(SampleNight.commanded(.settled(.consumersMoved))))
    commander.press("5", .end, .enter)
    #expect(commander.view.flash == "target refuses writes is not red: nothing to acknowledge")
    commander.press("k", " ", .enter)
    #expect(commander.acts.isEmpty)
    commander.press(" ", .enter)
    #expect(commander.acts == [.acknowledge(wave: ledger, trigger: "settlement does not converge")])
}

@Test("a step that asks is answered by a word and a note, on either way")
func answers() {
    let asked = SampleNight.progress(StepID(.producersMoved, 3), nth: 3, of: 3)
    for (state, question) in [
        (WaveState.advancing(from: .consumersMoved, to: .producersMoved, asked), "Do the tills write to the target?"),
        (.rollingBack(asked), "Are they back?"),
    ] {
        var commander = Commander(SampleNight.commanded(state))
        commander.open("y")
        #expect(commander.text.contains(question))
        commander.type("no")
        commander.press(.enter, .enter)
        #expect(commander.acts.isEmpty)
        commander.type("two of nine do not")
        commander.press(.enter)
        #expect(commander.acts == [.answer(wave: ledger, yes: false, note: "two of nine do not")])
    }
}

@Test("a cockpit that watches acts on no key, and says who holds them", arguments: [true, false])
func watching(somebodyHolds: Bool) {
    var night = SampleNight.red(SampleNight.stuckNight())
    night.command = somebodyHolds ? SampleNight.command(isHere: false) : nil
    var commander = Commander(night)
    for key in ["a", "X", "r", "u", "c", "y"] as [Key] {
        commander.press(key)
        #expect(commander.view.flash?.contains("watch is read-only") == true)
        #expect(commander.view.flash?.contains("keys are held by anna@ops1 pid 4711 since 02:01:07Z") == somebodyHolds)
    }
    commander.press("5", .enter)
    #expect(commander.acts.isEmpty)
    #expect(commander.view.dialog == nil)
    #expect(commander.text.contains("WATCH"))
}

// MARK: Whatever is pressed

@Test("whatever is pressed at whatever moment, nothing is confirmed but by its exact words", arguments: 0..<4)
func randomKeys(seed: UInt64) {
    var random = Seeded(state: seed &* 0x9e37_79b9 + 1)
    var nights = [
        SampleNight.commanded(), SampleNight.commanded(SampleNight.armed), SampleNight.advancing(),
        SampleNight.stuckNight(), SampleNight.interruptedNight(), SampleNight.commanded(SampleNight.stopped),
        SampleNight.commanded(.settled(.observing)), SampleNight.commanded(.closed), SampleNight.goingBack(),
    ]
    nights += nights.map { SampleNight.red($0) }
    let keys: [Key] =
        "Xarucyq15 67?/hjkl".unicodeScalars.map { .character($0) } + [
            .enter, .enter, .escape, .tab, .backTab, .backspace, .up, .down, .pageDown, .pasted("ledger"),
            .control("u"), .left, .right, .other,
        ]
    let words = ["ledger", "abort", "retry", "analytics", "Ledger", "yes", "a note"]
    var commander = Commander(nights[0])
    for _ in 0..<1_000 {
        switch random.next(8) {
        case 0: commander.night = nights[random.next(nights.count)]
        case 1: commander.wait(0.7)
        case 2: commander.type(words[random.next(words.count)], after: 0.1)
        case 3: commander.size = Size(columns: 60 + random.next(80), rows: 20 + random.next(30))
        default: commander.press(keys[random.next(keys.count)], after: Double(random.next(30)) / 100)
        }
        if random.next(20) == 0 { _ = commander.text }
    }
    #expect(!commander.acts.isEmpty)
    let names = commander.night.waves.map(\.plan.name)
    for act in commander.acts {
        switch act {
        case .confirm(let wave, let typed), .close(let wave, let typed): #expect(typed == names[wave])
        case .turnBack(_, let typed): #expect(typed == nil || typed == "abort")
        case .skip(_, let reason): #expect(reason.contains { $0 != " " })
        case .attest(_, _, let note, _), .answer(_, _, let note): #expect(note.contains { $0 != " " })
        case .arm, .disarm, .retry, .acknowledge: break
        }
    }
}

private struct Seeded {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
