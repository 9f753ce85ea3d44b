import Testing

/// A whole embedded night, watched by somebody with a keyboard.
@Suite("the night in a terminal", .seated) struct NightScreenTests {
    @Test(
        "the night fills the terminal it is given, with what matters most on it",
        arguments: [(80, 24), (120, 36), (200, 60)])
    func sizes(columns: Int, rows: Int) async throws {
        let seat = try await Seat(columns, rows)
        try await seat.start("demo --scenario calm")
        let screen = try await seat.wait(until: "both clusters were read") {
            $0.shows("NIGHT demo", "q quit") && !$0.shows("no sweep yet")
        }
        #expect(screen.lines.count == rows)
        #expect(screen.shows("EXECUTE", "phase", "authority", "price", "red", "X abort"))
        // The keys stand in the last line: the picture is as high as the terminal.
        #expect(screen.lines.last?.contains("q quit") == true)
    }

    @Test("keys lead through the screens, into a topic and back, and stop the picture")
    func keys() async throws {
        let seat = try await Seat()
        try await seat.start("demo --scenario calm")
        try await seat.wait(until: "topics are known") { !$0.shows("no sweep yet") && $0.shows("BUDGET") }
        for (key, words) in [
            ("2", "orders-created"), ("3", "settlement"), ("4", "BRIDGE"), ("5", "topic parity"), ("7", "newest"),
            ("6", "RUNBOOK"), ("Tab", "newest"), ("BTab", "RUNBOOK"), ("1", "BUDGET"),
        ] {
            try await seat.press(key)
            try await seat.wait(for: words)
        }
        try await filterAndDrillDown(seat)
        try await freeze(seat)
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
    }

    private func filterAndDrillDown(_ seat: Seat) async throws {
        try await seat.press("2", "/", "c", "a", "r", "t", "s", "Enter")
        let filtered = try await seat.wait(until: "only carts are left") { !$0.shows("orders-created") }
        #expect(filtered.shows("carts"))
        try await seat.press("Enter")
        try await seat.wait(for: "esc topics")
        try await seat.press("Escape")
        try await seat.wait(for: "enter partitions")
        try await seat.press("Escape")
        let sorted = try await seat.wait(for: "orders-created")
        try await seat.press("s")
        try await seat.wait(until: "the order is another") { $0.lines != sorted.lines && $0.shows("▾") }
        try await seat.press("1")
    }

    /// What is on the screen but for the header, which goes on telling the time, and the line that shows where in the
    /// night one is, which grows.
    private func freeze(_ seat: Seat) async throws {
        try await seat.press("Space")
        let frozen = try await seat.wait(for: "THE PAST", "SPACE live", "space live")
        let later = try await seat.wait(for: "THE PAST", "12s ago", "SPACE live")
        #expect(frozen.lines.dropFirst().dropLast(2) == later.lines.dropFirst().dropLast(2))
        try await seat.press("Left", "Left")
        try await seat.wait(until: "an earlier picture is shown") {
            $0.shows("THE PAST") && $0.lines.dropFirst().dropLast(2) != frozen.lines.dropFirst().dropLast(2)
        }
        try await seat.press("Space")
        try await seat.wait(until: "the picture moves again") {
            !$0.shows("THE PAST") && $0.lines.dropFirst() != frozen.lines.dropFirst()
        }
    }

    @Test("a probe that is killed or stopped is said, its numbers grow old, and they come back", arguments: [9, 19])
    func lostProbe(signal: Int32) async throws {
        let seat = try await Seat(200, 60)
        try await seat.start("demo --scenario calm")
        try await seat.wait(until: "both probes sweep") { $0.occurrences(of: "✓ sweeping") == 2 }
        let probe = try #require(try await seat.program().child("_probe"))
        probe.signal(signal)
        try await seat.wait(until: "the loss is said") { $0.shows(signal == 9 ? "killed by SIGKILL" : "◷") }
        try await seat.wait(until: "a new probe sweeps") {
            $0.occurrences(of: "✓ sweeping") == 2 && $0.shows("1 restart") && !$0.shows("◷")
        }
        #expect(!probe.isAlive)
    }

    @Test("with both clusters gone nothing stays green, and q still quits")
    func lostClusters() async throws {
        let seat = try await Seat()
        try await seat.start("demo --scenario calm")
        try await seat.wait(for: "✓ sweeping")
        let host = try #require(try await seat.program().child("_embedded"))
        host.signal(9)
        try await seat.wait(for: "the demo's clusters are gone")
        let screen = try await seat.wait(until: "nothing is green") {
            !$0.shows("✓ sweeping") && !$0.shows("✓ inside")
        }
        #expect(!screen.shows("✓ all in sync"))
        #expect(!screen.shows("✓ agree"))
        try await seat.press("q")
        #expect(try await seat.waitForEnd() == 0)
    }
}
