import Night
import SampleNights
import Testing

@testable import Cockpit

private let ledger = SampleNight.ledger

/// Every place a commander can be.
private enum Place: String, CaseIterable {
    case night, lag, partitions, groups, bridge, gates, runbook, log, help, frozen, filtering, otherWave
    case advancing, aborting, closing, attesting, tiny

    func reach(in commander: inout Keyboard) {
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
    var commander = Keyboard(SampleNight.commanded(.settled(.consumersMoved)))
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
    var commander = Keyboard(SampleNight.commanded(.settled(.consumersMoved)))
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
    var filtering = Keyboard(SampleNight.commanded(.settled(.consumersMoved)))
    filtering.press("2", "/", "X")
    #expect(filtering.view.editedFilter == "X")

    var note = Keyboard(SampleNight.commanded(.settled(.consumersMoved)))
    Place.attesting.reach(in: &note)
    note.press("X")
    #expect(note.view.dialog?.fields[0].text == "drillX")

    var named = SampleNight.commanded()
    named.waves[ledger].plan.name = "teXt"
    var typing = Keyboard(named)
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
    var commander = Keyboard(night)
    commander.press("X")
    commander.set(SampleNight.goingBack().waves[ledger].state ?? .rolledBack)
    for _ in 0..<40 { commander.press("X", after: 0.03) }
    #expect(commander.acts == [.turnBack(wave: ledger, typed: nil)])
    commander.press("X", after: 0.6)
    #expect(commander.acts.last == .turnBack(wave: 0, typed: nil))
}

@Test("a wave that goes back, or is stuck there, sends X to no other; one that never began has nothing to take back")
func nothingToTakeBack() {
    var stuck = Keyboard(SampleNight.stuckNight())
    stuck.press("X")
    #expect(stuck.view.dialog == nil)
    #expect(stuck.view.flash == "ledger is stuck on its way back: r tries again, u skips")
    var night = SampleNight.commanded(.settled(.planned))
    night.waves[0].state = .closed
    var fresh = Keyboard(night)
    fresh.press("X")
    #expect(fresh.view.flash == "no wave can go back: ledger has not begun")
    #expect(fresh.acts.isEmpty && stuck.acts.isEmpty)
}

@Test(
    "a countdown is seen until its wave goes back, and not after",
    arguments: [Size(columns: 120, rows: 36), Size(columns: 40, rows: 10)])
func countdownEnds(size: Size) {
    var commander = Keyboard(SampleNight.red(countdown: true))
    commander.size = size
    #expect(commander.text.lowercased().contains("ledger goes back by itself in"))
    commander.set(.rolledBack)
    #expect(!commander.text.lowercased().contains("by itself"))
}
