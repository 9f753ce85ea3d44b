import Night
import SampleNights
import Testing

@testable import Cockpit

private let ledger = SampleNight.ledger

@Test("r runs an undo again at once, and a step only after the word")
func retries() {
    var stuck = Keyboard(SampleNight.stuckNight())
    stuck.press("r")
    #expect(stuck.acts == [.retry(wave: ledger)])
    for state in [SampleNight.stopped, SampleNight.interrupted] {
        var forward = Keyboard(SampleNight.commanded(state))
        forward.open("r")
        #expect(forward.acts.isEmpty)
        forward.type("retry")
        forward.press(.enter)
        #expect(forward.acts == [.retry(wave: ledger)])
    }
    var settled = Keyboard(SampleNight.commanded())
    settled.press("r", "u", "c", "y")
    #expect(settled.acts.isEmpty)
}

@Test("an undo is skipped only with a reason, and only the one that was stuck when it was asked")
func skips() {
    var commander = Keyboard(SampleNight.stuckNight())
    commander.open("u")
    commander.press(.tab, " ", " ", .enter)
    #expect(commander.acts.isEmpty)
    commander.type("scaled by hand")
    commander.press(.enter)
    #expect(commander.acts == [.skip(wave: ledger, reason: "  scaled by hand")])

    var moved = Keyboard(SampleNight.stuckNight())
    moved.open("u")
    moved.set(.stuck(at: StepID(.consumersMoved, 9), why: "another"))
    moved.type("scaled by hand")
    moved.press(.enter)
    #expect(moved.acts.isEmpty)
}

@Test("closing asks for the name and says that it cannot be undone")
func closes() {
    var commander = Keyboard(SampleNight.commanded(.settled(.observing)))
    commander.open("c")
    #expect(commander.text.contains("cannot be undone"))
    commander.type("ledger")
    commander.press(.enter)
    #expect(commander.acts == [.close(wave: ledger, typed: "ledger")])
}

@Test("enter on a gate that asks attests it with a note; on a measured one it says why not")
func attests() {
    var commander = Keyboard(SampleNight.commanded())
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
    var commander = Keyboard(SampleNight.red(SampleNight.commanded(.settled(.consumersMoved))))
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
        var commander = Keyboard(SampleNight.commanded(state))
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
    var commander = Keyboard(night)
    for key in ["a", "X", "r", "u", "c", "y"] as [Key] {
        commander.press(key)
        #expect(commander.view.flash?.contains("watch is read-only") == true)
        #expect(commander.view.flash?.contains("keys are held by anna@ops1 pid 4711 since 02:01:07Z") == somebodyHolds)
    }
    commander.press("5", .enter)
    #expect(commander.acts.isEmpty)
    #expect(commander.view.dialog == nil)
    #expect(commander.text.contains("WATCH"))
    // Where nobody holds them, who takes them next has the ways out.
    #expect(commander.text.contains("its commander has two ways out") == somebodyHolds)
    #expect(commander.text.contains("the next switchback run has two ways out") != somebodyHolds)
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
    var commander = Keyboard(nights[0])
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
