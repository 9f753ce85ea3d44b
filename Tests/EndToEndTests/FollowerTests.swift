import FoundationEssentials
import Processes
import Testing

/// Who only looks knows by the night file what its commander knows.
@Suite("beside a commander", .seated) struct FollowerTests {
    private let night: SteppedNight

    init() throws {
        night = try SteppedNight()
    }

    private struct Status: Decodable {
        struct Wave: Decodable, Equatable {
            let name: String
            let state: String
            let says: String
            var phase: String?
        }

        let waves: [Wave]
    }

    private func wave() async throws -> Status.Wave {
        let answer = try await Program.run("status", "--json", night.path)
        let status = try JSONDecoder().decode(Status.self, from: Data(answer.output.utf8))
        return try #require(status.waves.first)
    }

    /// A watch beside, both clusters read.
    private func watch() async throws -> Seat {
        let seat = try await Seat(160, 40)
        try await seat.start("watch \(night.path)")
        try await seat.wait(for: "WATCH", "q quit")
        try await seat.wait(until: "both clusters are read") { !$0.shows("no sweep yet") && !$0.shows("no answer yet") }
        return seat
    }

    @Test("once somebody has taken the night, a wave of which nothing is on record is in its first phase")
    func unmoved() async throws {
        #expect(
            try await wave() == Status.Wave(name: "first", state: "unknown", says: "phase not established", phase: nil))
        let seat = try await night.command()
        #expect(
            try await wave()
                == Status.Wave(name: "first", state: "settled", says: "phase planned", phase: "planned"))
        let watching = try await watch()
        for screen in [seat, watching] {
            try await screen.wait(for: "PLANNED", "triggers  ✗ 0 red  ? 0 unknown  ✓ 7 quiet")
        }
    }

    @Test("status says where a wave stands that stopped in the middle")
    func standstill() async throws {
        let seat = try await night.commandHalted()
        try await night.stopByHold(seat)
        let stopped = try await wave()
        #expect(stopped.state == "stopped" && stopped.phase == "planned")
        #expect(stopped.says.hasPrefix("stopped on the way to replicating, at replicating 2: held by"))
        let spoken = try await Program.run("status", night.path)
        #expect(spoken.output.contains("wave first: \(stopped.says)"))
    }

    @Test("with its commander killed, a wave is interrupted, and watch says that the next run has the ways out")
    func interrupted() async throws {
        try night.killCommander("amid-act-1")
        let seat = try await night.command()
        let program = try await seat.program()
        try await night.advance(seat)
        try await until("the commander is gone") { !program.isAlive }
        let interrupted = try await wave()
        #expect(interrupted.state == "interrupted" && interrupted.phase == nil)
        let watching = try await watch()
        try await watching.wait(
            for: "INTERRUPTED first at replicating 1: its commander is gone",
            "the next switchback run has two ways out")
    }

    @Test("a night file that cannot be read leaves unknown where the waves stand, and that is not green")
    func unreadable() async throws {
        try night.write("not a night at all", to: "notes.txt")
        let answer = try await Program.run(
            "status", night.path, "--night", "\(night.plan.folder)/notes.txt")
        #expect(answer.exit == .code(3), "\(answer.output)")
        #expect(answer.output.contains("unknown: night file: ") && answer.output.contains("not a night file"))
    }
}
