import Night
import Testing

/// The way back: one key where a trigger is red, one word where none is.
@Suite("the way back", .seated) struct WayBackTests {
    enum Place { case night, help, filter }

    @Test(
        "with a trigger red, X alone takes the wave back from anywhere on a screen of 80x24, newest step first",
        arguments: [Place.night, .help, .filter])
    func redInTheMiddle(place: Place) async throws {
        let night = try SteppedNight()
        try night.halt("act-2")
        let seat = try await night.command("--execute", 80, 24)
        try await night.advance(seat)
        try await night.waitFor("act 2")
        try night.estate.fallBehind()
        try await seat.wait(for: "RED first", "readers behind", "X go back: first")
        switch place {
        case .help: try await seat.press("?")
        case .filter: try await seat.press("2", "/", "o")
        default: break
        }
        try await seat.press("X")
        try await night.waitUntilRolledBack()
        #expect(
            night.journal == ["act 1", "act 1 done", "act 2", "undo 2", "undo 2 done", "undo 1", "undo 1 done"])
        #expect(night.moved.isEmpty)
        #expect(try night.recorded().contains(.turnedBack(why: .key(trigger: "readers behind"))))
        try await seat.wait(for: "rolled back")
    }

    @Test("a red that comes while the advance is asked about disarms it, and its name confirms nothing")
    func redInTheDialog() async throws {
        let night = try SteppedNight()
        let seat = try await night.command()
        try await night.arm(seat)
        try night.estate.fallBehind()
        try await seat.wait(for: "NOT ARMED", "RED first")
        try await seat.spell("first")
        try await seat.press("Enter")
        try await seat.wait(for: "it is no longer armed")
        #expect(night.journal.isEmpty)
    }

    @Test("a red that comes over the dialog of the next advance: X goes back from there, and the dialog is gone")
    func redOverTheDialog() async throws {
        let night = try SteppedNight()
        let seat = try await night.command()
        try await night.advanceToEnd(seat)
        try await seat.press("a", opening: "ADVANCE first")
        try await seat.wait(for: "leaves")
        try night.estate.fallBehind()
        try await seat.wait(for: "ADVANCE first", "RED first")
        try await seat.press("X")
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
        try await seat.wait(until: "the dialog is gone") { $0.shows("rolled back") && !$0.shows("ADVANCE first") }
    }

    @Test("with no trigger red, X asks for the word abort, and another word goes nowhere")
    func word() async throws {
        let night = try SteppedNight()
        let seat = try await night.command()
        try await night.advanceToEnd(seat)
        try await seat.press("X")
        try await seat.wait(until: "it asks for the word") {
            $0.shows("TAKE BACK first", "No trigger is red", "leaves")
        }
        try await seat.spell("back")
        try await seat.press("Enter")
        try await seat.wait(for: "that is not abort: it differs at 1")
        #expect(night.moved == [1, 2])
        try await seat.press("C-u")
        try await seat.spell("abort")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
        try await night.waitUntilRolledBack()
        #expect(night.journal.suffix(4) == ["undo 2", "undo 2 done", "undo 1", "undo 1 done"])
        #expect(try night.recorded().contains(.turnedBack(why: .word)))
    }

    @Test("where the night file cannot be written nothing advances, the screen says so, and going back works")
    func withoutRecord() async throws {
        let night = try SteppedNight()
        let seat = try await night.command()
        try await night.advanceToEnd(seat)
        let lock = try WriteLock(on: night.nightFile)
        try await night.turnBackByWord(seat)
        try await until("the steps are undone") { night.moved.isEmpty }
        try await seat.wait(for: "rolled back", "RECORDING FAILS", "a advance (recording fails)")
        #expect(night.journal.suffix(4) == ["undo 2", "undo 2 done", "undo 1", "undo 1 done"])
        lock.end()
        try await seat.wait(until: "it can be written again") { !$0.shows("RECORDING FAILS") }
    }

    @Test("a trigger that aborts counts down on the screen, and takes the wave back without anybody")
    func byItself() async throws {
        let night = try SteppedNight(trigger: ", then: abort, after: 1s")
        let seat = try await night.command()
        try await night.advanceToEnd(seat)
        try night.estate.fallBehind()
        try await seat.wait(for: "first GOES BACK BY ITSELF IN", "RED readers behind")
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
        #expect(try night.recorded().contains(.turnedBack(why: .trigger("readers behind"))))
    }
}
