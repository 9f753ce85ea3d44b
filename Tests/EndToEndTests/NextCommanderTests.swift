import BlackBox
import Glibc
import Night
import Processes
import Testing

/// What a commander's process leaves behind when it ends, in the hands of the next.
@Suite("the next commander", .seated) struct NextCommanderTests {
    @Test(
        "is refused with a plan that has not what was done as it was done; with the plan as it was, goes back exactly",
        arguments: [
            ("act, \"1\"", "act, \"3\""),
            ("undo: [./step.sh, undo, \"2\"]", "undo: [./step.sh, undo, \"1\"]"),
            ("wave: first", "wave: other"),
        ])
    func otherPlan(words: String, others: String) async throws {
        let night = try await killedAmidStep2()
        let events = try night.recorded()
        let plan = night.contents(of: "plan.yaml")
        try night.editPlan(words, to: others)
        let refused = try await Program.run("run", night.path, "--execute")
        #expect(refused.exit != .code(0))
        #expect(refused.errors.contains("wave first"))
        #expect(refused.errors.contains("replicating step "))
        #expect(refused.errors.contains("take the plan as it was to go on or back, its sha256"))
        #expect(refused.errors.contains(try PlanDigest.of(Array(plan.utf8))))
        #expect(try night.recorded() == events)

        try night.write(plan, to: "plan.yaml")
        let seat = try await night.command()
        try await night.turnBackByWord(seat)
        try await night.waitUntilRolledBack()
        #expect(night.moved.isEmpty)
    }

    @Test("takes a plan that differs elsewhere, and says in the log that it changed")
    func changedElsewhere() async throws {
        let night = try await killedAmidStep2()
        try night.write(night.contents(of: "plan.yaml") + "# looked through at midnight\n", to: "plan.yaml")
        let seat = try await night.command()
        try await seat.wait(for: "INTERRUPTED first at replicating 2")
        try await seat.press("7")
        try await seat.wait(for: "another plan than this night was held with until now")
    }

    @Test("finds a red as red as it was left, and cannot advance before it is acknowledged")
    func red() async throws {
        let night = try SteppedNight()
        let first = try await night.command()
        try await first.press("q")
        _ = try await first.waitForEnd()
        try leave(.trigger(wave: "first", trigger: "readers behind", .red, why: "99 records"), in: night)
        let second = try await night.command()
        try await second.wait(for: "readers behind", "red before the commander changed")
        try await second.press("a")
        try await until("it is refused") { try night.refusals().contains { $0.contains("readers behind is red") } }
        #expect(night.journal.isEmpty)
    }

    @Test("finds a wave rolled back that went back while nothing could be recorded, once that was made good")
    func backWithoutRecord() async throws {
        let night = try SteppedNight()
        let first = try await night.command()
        let program = try await first.program()
        try await night.advanceToEnd(first)
        let lock = try WriteLock(on: night.nightFile)
        try await night.turnBackByWord(first)
        try await first.wait(for: "rolled back", "RECORDING FAILS")
        lock.end()
        try await first.wait(until: "it can be written again") { !$0.shows("RECORDING FAILS") }
        program.signal(SIGKILL)
        try await until("the commander is gone") { !program.isAlive }
        try night.killCommander("amid-act-1")
        let second = try await night.command()
        try await second.wait(for: "rolled back")
        let killed = try await second.program()
        try await night.advance(second)
        try await until("the commander is gone") { !killed.isAlive }
        let third = try await night.command()
        try await third.wait(for: "INTERRUPTED first at replicating 1")
        try await night.turnBackByWord(third)
        try await night.waitUntilRolledBack()
        #expect(night.journal.suffix(3) == ["act 1", "undo 1", "undo 1 done"])
    }

    private func killedAmidStep2() async throws -> SteppedNight {
        let night = try SteppedNight()
        try night.killCommander("amid-act-2")
        let seat = try await night.command()
        let program = try await seat.program()
        try await night.advance(seat)
        try await until("the commander is gone") { !program.isAlive }
        return night
    }

    /// As a commander before would have.
    private func leave(_ event: NightEvent, in night: SteppedNight) throws {
        let at = Stamp(moment: Moment(nanoseconds: 1), wall: WallTime(milliseconds: 1_795_000_000_000))
        let file = try NightFile.open(
            path: night.nightFile, night: "rehearsal", planDigest: "",
            holder: Holder(user: "mara", host: "bastion", process: 7), at: at)
        file.append(event, at: at, receipt: nil)
        file.close()
    }
}
