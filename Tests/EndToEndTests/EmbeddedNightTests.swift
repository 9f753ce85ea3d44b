import Glibc
import Night
import Processes
import Testing

/// The demo's night, where steps really move producers and consumers, played by hand.
@Suite("the embedded night", .seated) struct EmbeddedNightTests {
    @Test("is advanced, killed in the middle, gone on with, turns red, and goes back to where it was with one key")
    func story() async throws {
        let estate = try await HostedEstate()
        let before = try await estate.status()
        let first = try await command(estate)
        let program = try await first.program()
        try await refuseAnotherName(first)
        try await advance(first, to: .replicating, in: estate)
        try await advance(first, to: .proven, in: estate)

        try await confirm(first, in: estate)
        try await until("the fence is down and the drain is under way") {
            try estate.record.events(ofWave: "orders").contains { $0.intends(StepID(.producersMoved, 2)) }
        }
        program.signal(SIGKILL)
        try await until("the commander is gone") { !program.isAlive }
        #expect(try await estate.status().contains("orders: producers write to source, fenced off source"))

        let second = try await command(estate)
        try await second.wait(for: "INTERRUPTED orders at producers-moved 2", "r goes on", "X goes back")
        try await second.press("r", opening: "TRY AGAIN orders")
        try await second.wait(for: "leaves")
        try await second.spell("retry")
        try await second.wait(for: "matches, enter")
        try await second.press("Enter")
        try await settled(at: .producersMoved, in: estate)
        #expect(try await estate.status().contains { $0.hasPrefix("orders: producers write to target") })

        try await advance(second, to: .consumersMoved, in: estate)
        try await second.wait(for: "RED orders", "order-router does not converge", "X go back: orders")
        // From the past as from anywhere, with one key.
        try await second.press("Space")
        try await second.wait(for: "THE PAST", "LIVE")
        try await second.press("Left")
        try await second.press("X")
        try await until("the wave is back") { try estate.record.events(ofWave: "orders").last == .rolledBack }
        let events = try estate.record.events(ofWave: "orders")
        #expect(events.contains(.turnedBack(why: .key(trigger: "order-router does not converge"))))
        #expect(events.undone == events.done.reversed())
        #expect(try await estate.status() == before)
    }

    /// At the keys, looking at the wave `orders`.
    private func command(_ estate: HostedEstate) async throws -> Seat {
        let seat = try await Seat()
        try await seat.start("run \(estate.plan) --execute")
        try await seat.wait(for: "wave 1/3 analytics", "q quit")
        try await seat.press("l")
        try await seat.wait(for: "wave 2/3 orders")
        return seat
    }

    private func arm(_ seat: Seat) async throws {
        try await seat.wait(until: "nothing is in the advance's way") { $0.shows(" a advance  ") }
        try await seat.press("a", opening: "ADVANCE orders")
        try await seat.wait(until: "it is armed and every gate passes") {
            $0.shows("ADVANCE orders", "armed, lapses in", "0 fail", "0 unknown", "leaves")
        }
    }

    private func refuseAnotherName(_ seat: Seat) async throws {
        try await arm(seat)
        try await seat.spell("Orders")
        try await seat.press("Enter")
        try await seat.wait(for: "that is not orders")
        try await seat.press("Escape")
        try await seat.wait(until: "the dialog is gone") { !$0.shows("ADVANCE orders") }
    }

    /// As often as it takes: on a busy machine the bridge falls behind for a moment, and that takes an arming back.
    private func confirm(_ seat: Seat, in estate: HostedEstate) async throws {
        let before = try estate.record.events(ofWave: "orders").confirmations
        while true {
            try await arm(seat)
            try await seat.spell("orders")
            let ready = try await seat.wait(until: "the name stands, or the arming is gone") {
                $0.shows("matches, enter") || $0.shows("NOT ARMED")
            }
            if ready.shows("matches, enter") { try await seat.press("Enter") }
            let answered = try await seat.wait(until: "the advance has begun or was refused") {
                !$0.shows("ADVANCE orders") || $0.shows("NOT ARMED") || $0.shows("refused:")
            }
            if !answered.shows("ADVANCE orders") {
                return try await until("the advance is on record") {
                    try estate.record.events(ofWave: "orders").confirmations > before
                }
            }
            try await seat.press("Escape")
            try await seat.wait(until: "the dialog is gone") { !$0.shows("ADVANCE orders") }
        }
    }

    private func advance(_ seat: Seat, to phase: Phase, in estate: HostedEstate) async throws {
        try await confirm(seat, in: estate)
        try await settled(at: phase, in: estate)
    }

    private func settled(at phase: Phase, in estate: HostedEstate) async throws {
        try await until("the wave is \(phase.rawValue)") {
            try estate.record.events(ofWave: "orders").last == .settled(phase)
        }
    }
}

extension WaveEvent {
    fileprivate func intends(_ step: StepID) -> Bool {
        if case .stepIntended(step, _, _) = self { true } else { false }
    }
}

extension [WaveEvent] {
    /// Each once, however often it was tried, in order.
    fileprivate var done: [StepID] {
        reduce(into: []) { done, event in
            if case .stepIntended(let step, _, _) = event, !done.contains(step) { done.append(step) }
        }
    }

    fileprivate var confirmations: Int {
        count { if case .confirmed = $0 { true } else { false } }
    }

    fileprivate var undone: [StepID] {
        compactMap { event in
            if case .undoSeen(let step, _) = event { step } else { nil }
        }
    }
}
