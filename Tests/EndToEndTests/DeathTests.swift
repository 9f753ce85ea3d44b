import Glibc
import Night
import Testing

/// A commander's process that ends in the middle: what it began is known to the next, and both ways lead out.
@Suite("a commander's death", .seated) struct DeathTests {
    /// Before a step does anything, half way, and when it is done and nobody has been told.
    private static let points = (1...2).flatMap { step in ["before", "amid", "after"].map { "\($0)-act-\(step)" } }

    @Test("killed anywhere in an advance, the next commander goes on from that step", arguments: points)
    func goesOn(point: String) async throws {
        let night = try SteppedNight()
        let seat = try await interrupted(night, at: point)
        try await seat.press("r")
        try await seat.wait(until: "it asks for the word") { $0.shows("TRY AGAIN first", "leaves") }
        try await seat.spell("retry")
        try await seat.wait(for: "matches, enter")
        try await seat.press("Enter")
        try await until("the wave has arrived") { try night.recorded().last == .settled(.replicating) }
        #expect(night.moved == [1, 2])
        #expect(night.journal.filter { $0 == "act 1 done" }.count == (point == "after-act-1" ? 2 : 1))
        try await night.turnBackByWord(seat)
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
    }

    @Test("killed anywhere in an advance, the next commander takes back all that may have happened", arguments: points)
    func goesBack(point: String) async throws {
        let night = try SteppedNight()
        let seat = try await interrupted(night, at: point)
        try await night.turnBackByWord(seat)
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
        let undone = night.journal.filter { $0.hasPrefix("undo") && $0.hasSuffix("done") }
        #expect(undone == (point.hasSuffix("2") ? ["undo 2 done", "undo 1 done"] : ["undo 1 done"]))
    }

    /// The second commander, after the first was killed there in an advance.
    private func interrupted(_ night: SteppedNight, at point: String) async throws -> Seat {
        try night.killCommander(point)
        let first = try await night.command()
        let program = try await first.program()
        try await night.advance(first)
        try await until("the commander is gone") { !program.isAlive }
        let second = try await night.command()
        try await second.wait(for: "INTERRUPTED first at replicating \(point.suffix(1))", "r goes on", "X goes back")
        return second
    }

    @Test(
        "killed anywhere on the way back, the next commander goes on going back",
        arguments: (1...2).flatMap { step in ["before", "amid", "after"].map { "\($0)-undo-\(step)" } }, ["r", "X"])
    func onTheWayBack(point: String, key: String) async throws {
        let night = try SteppedNight()
        try night.killCommander(point)
        let first = try await night.command()
        let program = try await first.program()
        try await night.advanceToEnd(first)
        try await night.turnBackByWord(first)
        try await until("the commander is gone") { !program.isAlive }
        let second = try await night.command()
        try await second.wait(for: "INTERRUPTED first going back at replicating \(point.suffix(1))")
        if key == "r" { try await second.press("r") } else { try await night.turnBackByWord(second) }
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
    }

    @Test("killed while it is armed, nothing ran, and the next commander finds it disarmed")
    func armed() async throws {
        let night = try SteppedNight()
        let first = try await night.command()
        let program = try await first.program()
        try await night.arm(first)
        program.signal(SIGKILL)
        try await until("the commander is gone") { !program.isAlive }
        let second = try await night.command()
        #expect(try night.recorded().last == .disarmed(why: "the commander's process ended"))
        #expect(night.journal.isEmpty)
        try await night.advanceToEnd(second)
    }

    @Test("killed in the middle of a step, it leaves nothing of that step running")
    func noOrphan() async throws {
        let night = try SteppedNight()
        let seat = try await night.commandHalted()
        let program = try await seat.program()
        let step = try #require(program.children.first { $0.arguments.contains("./step.sh") })
        program.signal(SIGKILL)
        try await until("the step is gone") { !step.isAlive }
    }

    @Test("with its terminal gone, what goes back goes on to its end, and nothing is left running")
    func hangupOnTheWayBack() async throws {
        let night = try SteppedNight()
        try night.halt("undo-2")
        let seat = try await night.command()
        let program = try await seat.program()
        try await night.advanceToEnd(seat)
        try await night.turnBackByWord(seat)
        try await night.waitFor("undo 2")
        let children = program.children
        try await night.loseTerminal(seat)
        night.letGo("undo-2")
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
        try await until("nothing is left") { ([program] + children).allSatisfy { !$0.isAlive } }
    }

    @Test("with its terminal gone, an advance stops at the end of its step, and nothing is left running")
    func hangupOnTheWayForward() async throws {
        let night = try SteppedNight()
        let seat = try await night.commandHalted()
        let program = try await seat.program()
        let children = program.children
        try await night.loseTerminal(seat)
        night.letGo("act-1")
        try await until("nothing is left") { ([program] + children).allSatisfy { !$0.isAlive } }
        #expect(night.journal == ["act 1", "act 1 done"])
        #expect(
            try night.recorded().last == .stopped(at: StepID(.replicating, 2), why: "the terminal was lost"))
    }

    @Test("with a fence down, leaving is refused, and with its terminal gone it still goes back after max-freeze")
    func hangupWithAFence() async throws {
        let night = try SteppedNight()
        try night.editPlan("undo, \"1\"] }", to: "undo, \"1\"], fences: source }")
        try night.editPlan("owner: payments\n", to: "owner: payments\n    max-freeze: 20s\n")
        let seat = try await night.commandHalted()
        let program = try await seat.program()
        try await night.stopByHold(seat)
        try await seat.press("q", opening: "has a fence down, and max-freeze counts here")
        let children = program.children
        try await seat.closeTerminal()
        try await night.waitUntilRolledBack()
        #expect(try night.recorded().contains(.turnedBack(why: .maxFreeze)))
        #expect(night.moved.isEmpty)
        try await until("nothing is left") { ([program] + children).allSatisfy { !$0.isAlive } }
    }
}
