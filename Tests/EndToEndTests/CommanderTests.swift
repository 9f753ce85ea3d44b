import Night
import Testing

/// The way forward, by the keys of the built program in a terminal.
@Suite("the way forward", .seated) struct CommanderTests {
    @Test("armed, named and confirmed, the steps run in order, each with its intent on record before it acts")
    func advance() async throws {
        let night = try SteppedNight()
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
}
