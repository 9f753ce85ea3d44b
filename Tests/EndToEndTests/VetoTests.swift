import Glibc
import Night
import Processes
import Testing

/// Vetoes from another shell, and who else is there.
@Suite("a veto from any shell", .seated) struct VetoTests {
    private let night: SteppedNight

    init() throws {
        night = try SteppedNight()
    }

    @Test("a hold says on the screen who holds and why, and no advance is armed until it is released")
    func hold() async throws {
        let seat = try await night.command()
        let placed = try await Program.run("hold", night.path, "--why", "the bank is closing")
        #expect(placed.exit == .code(0))
        try await seat.wait(for: "HOLD no wave advances", "the bank is closing, by ")
        try await seat.press("a")
        try await seat.wait(for: "refused: cannot arm: held by ", "the bank is closing")
        try await seat.press("Escape")
        let released = try await Program.run("release", night.path)
        #expect(released.exit == .code(0))
        try await seat.wait(until: "nothing holds it") { !$0.shows("HOLD") }
        try await night.advanceToEnd(seat)
        #expect(night.moved == [1, 2])
    }

    @Test("a hold in the middle of an advance lets the step end, and no other begin")
    func holdAmid() async throws {
        let seat = try await night.commandHalted()
        try await night.stopByHold(seat)
        try await seat.wait(for: "STOPPED first at replicating 2", "held by")
        #expect(night.journal == ["act 1", "act 1 done"])
    }

    @Test("an abort from another shell turns the wave back by itself, and says so")
    func abort() async throws {
        try night.halt("act-2")
        let seat = try await night.command()
        try await night.advance(seat)
        try await night.waitFor("act 2")
        let placed = try await Program.run("abort", night.path, "--why", "payments fail")
        #expect(placed.exit == .code(0))
        try await seat.wait(for: "PANIC payments fail, by ", "everything goes back")
        try await night.waitUntilRolledBack()
        #expect(night.journal.suffix(4) == ["undo 2", "undo 2 done", "undo 1", "undo 1 done"])
        #expect(night.moved.isEmpty)
    }

    @Test(
        "where the hold file cannot be looked at nobody advances, and X goes back all the same",
        .enabled(if: HangingFolder.isPossible))
    func hangingFile() async throws {
        let far = "\(night.plan.folder)/far"
        try night.editPlan("waves:\n", to: "files: { hold: \(far)/hold }\nwaves:\n")
        try #require(mkdir(far, 0o700) == 0)
        defer { rmdir(far) }
        let seat = try await night.command()
        try await night.advanceToEnd(seat)
        let folder = try HangingFolder(at: far)
        defer { folder.end() }
        try await seat.wait(for: "HOLD no wave advances", "far/hold cannot be looked at")
        try await seat.press("a")
        try await seat.wait(for: "refused: cannot arm: held by ", "cannot be looked at")
        try await seat.press("Escape")
        try await night.turnBackByWord(seat)
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
        folder.end()
        try await seat.wait(until: "nothing holds it") { !$0.shows("HOLD") }
    }

    @Test("a veto says who hears it, and that nobody does")
    func audience() async throws {
        let unheard = try await Program.run("hold", night.path, "--why", "wait")
        #expect(unheard.output.contains("nobody holds the night"))
        let seat = try await night.command()
        let heard = try await Program.run("hold", night.path, "--why", "wait")
        #expect(heard.output.contains("heard by the commander of "))
        #expect(heard.output.contains("process \(try await seat.program().id)"))
    }

    @Test("an abort needs no reason, and says which file it is; release says that it is gone")
    func abortWithoutWhy() async throws {
        let seat = try await night.command()
        let placed = try await Program.run("abort", night.path)
        #expect(placed.exit == .code(0))
        #expect(placed.output.hasPrefix("wrote \(night.plan.folder)/rehearsal.panic: "))
        try await seat.wait(for: "PANIC no reason given, by ")
        let released = try await Program.run("release", night.path)
        #expect(released.output == "removed \(night.plan.folder)/rehearsal.panic\n")
    }

    @Test("the files that the help names are the vetoes, and touching them is enough")
    func byHand() async throws {
        let help = try await Program.run("help", "hold")
        #expect(help.output.contains("NIGHT.hold") && help.output.contains("NIGHT.panic"))
        let seat = try await night.command()
        try night.write("", to: "rehearsal.hold")
        try await seat.wait(for: "HOLD no wave advances")
        try night.write("", to: "rehearsal.panic")
        try await seat.wait(for: "PANIC it says no why")
    }

    @Test("a hold without a reason is refused")
    func withoutWhy() async throws {
        let refused = try await Program.run("hold", night.path)
        #expect(refused.exit != .code(0))
        #expect(refused.errors.contains("--why is missing"))
    }
}

/// One night, one commander.
@Suite("who holds the keys", .seated) struct HolderTests {
    private let night: SteppedNight

    init() throws {
        night = try SteppedNight()
    }

    @Test("a second commander is refused and told who holds the night")
    func second() async throws {
        let seat = try await night.command()
        let first = try await seat.program()
        let second = try await Seat(160, 24)
        try await second.start("run \(night.path) --execute")
        #expect(try await second.waitForEnd() != 0)
        let screen = try await second.screen()
        #expect(screen.shows("held by ", " on ", "process \(first.id)", "watch beside it"))
        try await night.advanceToEnd(seat)
    }

    @Test("a watch beside it shows where the wave stands and who holds the keys, and has none itself")
    func watch() async throws {
        let seat = try await night.commandHalted()
        let watching = try await Seat(160, 40)
        try await watching.start("watch \(night.path)")
        try await watching.wait(for: "WATCH read-only", "holds EXECUTE", "first to replicating", "acting")
        for key in ["a", "X", "r"] {
            try await watching.press(key)
            try await watching.wait(for: "watch is read-only; keys are held by", "pid \(try await seat.program().id)")
            try await watching.press("?", "?")
        }
        night.letGo("act-1")
        try await night.waitFor("act 2 done")
        try await watching.wait(until: "the wave has arrived there too") {
            $0.shows("REPLICATING") && !$0.shows("first to replicating")
        }
        #expect(try !night.recorded().contains(.turnedBack(why: .word)))
    }

    @Test("the record of another night, and a file that is none, are refused with words, and not touched")
    func otherFiles() async throws {
        try night.write("not a night at all", to: "notes.txt")
        let garbage = try await Program.run("run", night.path, "--execute", "--night", "\(night.plan.folder)/notes.txt")
        #expect(garbage.exit != .code(0))
        #expect(garbage.errors.contains("not a night file; name another file"))
        #expect(night.contents(of: "notes.txt") == "not a night at all")

        let seat = try await night.command("")
        try await seat.press("q")
        try await seat.waitForEnd()
        try night.editPlan("night: rehearsal", to: "night: premiere")
        let other = try await Program.run("run", night.path, "--execute", "--night", night.nightFile)
        #expect(other.exit != .code(0))
        #expect(other.errors.contains("the record of the night 'rehearsal', not of 'premiere'"))
    }
}
