import Glibc
import Testing

/// However the cockpit ends, the shell has its terminal again and nothing is left running.
@Suite("the terminal is given back", .seated) struct TerminalGivenBackTests {
    private let plan: PlanOnDisk

    init() throws {
        plan = try .unreachable()
    }

    /// A cockpit on screen, and the terminal as it was before.
    private func cockpit() async throws -> (Seat, settings: String, RunningProcess, [RunningProcess]) {
        let seat = try await Seat()
        let settings = try await seat.terminalSettings()
        try await seat.start("watch \(plan.path)")
        try await seat.wait(for: "NIGHT rehearsal", "q quit")
        let program = try await seat.program()
        var children: [RunningProcess] = []
        try await until("both probes run") {
            children = program.children.filter { $0.arguments.contains("_probe") }
            return children.count == 2
        }
        return (seat, settings, program, children)
    }

    private func expectGivenBack(_ seat: Seat, _ settings: String, _ processes: [RunningProcess]) async throws {
        try await until("no process is left") { processes.allSatisfy { !$0.isAlive } }
        #expect(try await seat.mode() == .shell)
        #expect(try await seat.terminalSettings() == settings)
        // What is typed does not hold the word it prints, so the word says that the screen has been cleared.
        try await seat.type("clear; echo re''ady; cat -v")
        try await seat.wait(for: "ready")
        try await seat.paste("pasted")
        let screen = try await seat.wait(for: "pasted")
        #expect(!screen.shows("200~"), "bracketed paste is still on")
    }

    @Test("after q") func quit() async throws {
        let (seat, settings, program, probes) = try await cockpit()
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
        try await expectGivenBack(seat, settings, [program] + probes)
    }

    @Test("after a signal that asks it to end", arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func signals(signal: Int32) async throws {
        let (seat, settings, program, probes) = try await cockpit()
        program.signal(signal)
        #expect(try await seat.waitForEnd() == 0)
        try await expectGivenBack(seat, settings, [program] + probes)
    }

    @Test("after a crash", arguments: [SIGSEGV, SIGABRT, SIGILL])
    func crashes(signal: Int32) async throws {
        let (seat, settings, program, probes) = try await cockpit()
        program.signal(signal)
        #expect(try await seat.waitForEnd() == 128 + Int(signal))
        try await expectGivenBack(seat, settings, [program] + probes)
    }

    @Test("killed outright, it leaves no process behind")
    func killed() async throws {
        let seat = try await Seat()
        try await seat.start("demo")
        try await seat.wait(for: "✓ sweeping")
        let program = try await seat.program()
        let children = program.children
        #expect(children.count == 4, "two probes, the clusters, and what ends a step whose commander is gone")
        program.signal(SIGKILL)
        try await until("no process is left") { (children + [program]).allSatisfy { !$0.isAlive } }
    }

    @Test("closing the terminal ends it and all it started")
    func closed() async throws {
        let (seat, _, program, probes) = try await cockpit()
        try await seat.closeTerminal()
        try await until("no process is left") { ([program] + probes).allSatisfy { !$0.isAlive } }
    }

    @Test("ctrl-z lends the terminal to the shell, fg takes it again")
    func suspended() async throws {
        let (seat, settings, program, probes) = try await cockpit()
        try await seat.press("C-z")
        try await seat.wait(until: "the shell is back") { !$0.shows("NIGHT rehearsal") && $0.shows("Stopped") }
        #expect(try await seat.mode() == .shell)
        #expect(try await seat.terminalSettings() == settings)
        try await seat.resize(100, 30)
        try await seat.type("fg")
        let screen = try await seat.wait(for: "NIGHT rehearsal", "q quit")
        #expect(screen.lines.count == 30)
        #expect(screen.lines.last?.contains("q quit") == true)
        try await seat.press("2")
        try await seat.wait(for: "enter partitions")
        try await seat.press("q")
        try await expectGivenBack(seat, settings, [program] + probes)
    }
}
