import Night
import Testing

/// The way forward, by the keys of the built program in a terminal.
@Suite("the way forward", .seated) struct CommanderTests {
    private let night: SteppedNight

    init() throws {
        night = try SteppedNight()
    }

    @Test("armed, named and confirmed, the steps run in order, each with its intent on record")
    func advance() async throws {
        try night.halt("act-1")
        try night.halt("act-2")
        let seat = try await night.command()
        try await night.advance(seat)
        try await night.waitFor("act 1")
        #expect(try night.intents() == ["act 1"])
        try await seat.wait(for: "first to replicating", "1 of 2 acting")
        night.letGo("act-1")
        try await night.waitFor("act 2")
        #expect(try night.intents() == ["act 1", "act 2"])
        night.letGo("act-2")
        try await until("the wave has arrived") { try night.recorded().last == .settled(.replicating) }
        #expect(night.journal == ["act 1", "act 1 done", "act 2", "act 2 done"])
    }

    @Test("no step begins before its intent is on record")
    func intentFirst() async throws {
        let seat = try await night.command()
        try await night.arm(seat)
        try await seat.spell("first")
        try await seat.wait(for: "matches, enter")
        let lock = try WriteLock(on: night.nightFile)
        try await seat.press("Enter")
        try await seat.wait(for: "1 of 2 writing the intent")
        #expect(night.journal.isEmpty)
        lock.end()
        try await night.waitFor("act 2 done")
    }

    @Test(
        "another name, another case and added spaces are refused, and the screen says why",
        arguments: [
            ("second", "that is not first: it differs at 1"), ("First", "that is not first: it differs at 1"),
            ("first ", "that is not first: it differs at 6"), (" first", "that is not first: it differs at 1"),
            ("fir", "that is not all of first"),
        ])
    func anotherName(typed: String, why: String) async throws {
        let seat = try await night.command()
        try await night.arm(seat)
        try await seat.spell(typed)
        try await seat.press("Enter")
        try await seat.wait(for: why)
        try await expectUntouched(seat)
    }

    @Test("enter alone cancels: the dialog starts on cancel")
    func enterAlone() async throws {
        let seat = try await night.command()
        try await night.arm(seat)
        try await seat.press("Enter")
        try await seat.wait(until: "the dialog is gone") { !$0.shows("ADVANCE first") }
        try await until("it is disarmed") { try night.recorded().last == .disarmed(why: "disarmed") }
        #expect(night.journal.isEmpty)
    }

    @Test("a pasted name is no name typed")
    func pasted() async throws {
        let seat = try await night.command()
        try await night.arm(seat)
        try await seat.paste("first")
        try await seat.wait(for: "paste is ignored: type it")
        try await seat.press("Tab", "Enter")
        try await seat.wait(for: "type the wave's name: first")
        try await expectUntouched(seat)
    }

    /// Nothing was confirmed, and leaving by escape disarms.
    private func expectUntouched(_ seat: Seat) async throws {
        try await seat.press("Escape")
        try await until("it is disarmed") { try night.recorded().last == .disarmed(why: "disarmed") }
        #expect(try night.recorded() == [.armed(to: .replicating), .disarmed(why: "disarmed")])
        #expect(night.journal.isEmpty)
    }

    @Test("keys that come with the dialog's opening do nothing: they were meant for what stood there before")
    func deadTime() async throws {
        let seat = try await night.command()
        try await seat.press("a")
        try await seat.spell("first\r")
        try await seat.wait(for: "ADVANCE first", "keys are ignored for a moment")
        try await seat.wait(until: "the dialog waits, empty") { $0.shows("ADVANCE first", "armed", "leaves") }
        try await expectUntouched(seat)
    }

    @Test("without --execute the screen says so, and a confirmed advance runs nothing")
    func dryRun() async throws {
        let seat = try await night.command("")
        try await seat.wait(for: "DRY RUN")
        try await night.arm(seat)
        try await seat.wait(for: "DRY RUN", "changes nothing")
        try await seat.spell("first")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
        let over = WaveEvent.disarmed(why: "a dry run: nothing was done")
        try await until("the dry run is over") { try night.recorded().last == over }
        #expect(try night.recorded() == [.armed(to: .replicating), over])
        #expect(night.journal.isEmpty)
    }

    @Test("a terminal resized under the dialog loses nothing of it, and one too small to read it confirms nothing")
    func resized() async throws {
        let seat = try await night.command()
        try await night.arm(seat)
        try await seat.spell("fir")
        for (columns, rows) in [(80, 24), (200, 60)] {
            try await seat.resize(columns, rows)
            try await seat.wait(until: "the dialog is drawn anew") {
                $0.lines.count == rows && $0.shows("ADVANCE first", "fir_", "q quit") || $0.shows("fir_", "esc cancel")
            }
        }
        try await seat.resize(60, 20)
        try await seat.wait(for: "60x20 is too small")
        try await seat.spell("st")
        try await seat.press("Enter")
        try await seat.resize(120, 36)
        try await seat.wait(for: "ADVANCE first", "fir_", "too small a terminal")
        #expect(night.journal.isEmpty)
        try await seat.spell("st")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
        try await night.waitFor("act 2 done")
    }

    @Test("a plan edited on disk is noticed, and the night goes on with the plan it took")
    func editedPlan() async throws {
        let seat = try await night.command()
        try night.editPlan("act, \"1\"", to: "act, \"9\"")
        try await seat.wait(for: "plan changed on disk", "not taken")
        try await night.advanceToEnd(seat)
        #expect(night.journal == ["act 1", "act 1 done", "act 2", "act 2 done"])
    }
}
