import Dispatch
import Testing

@testable import Probes

@Suite("calls side by side") struct LanesTests {
    private func cost(_ what: String) -> [CallCost] { [CallCost(what: what, took: .zero, failed: 0)] }

    private func waitUntil(_ holds: () -> Bool) throws {
        let deadline = ContinuousClock().now + .seconds(120)
        while !holds() { try #require(ContinuousClock().now < deadline) }
    }

    @Test("a call that hangs is not asked again beside itself, delays no other, and is found overdue")
    func hanging() throws {
        let lanes = Lanes(patience: .milliseconds(20))
        let gate = DispatchSemaphore(value: 0)
        lanes.run(.groups) { [hung = cost("hung")] in
            gate.wait()
            return hung
        }
        lanes.run(.groups) { [second = cost("second")] in second }
        lanes.run(.metadata) { [quick = cost("quick")] in quick }
        lanes.wait(for: [.groups, .metadata])
        try waitUntil { lanes.overdue(after: .milliseconds(1)) == .groups }
        #expect(lanes.takeEnded().map(\.what) == ["quick"])
        #expect(lanes.overdue(after: .seconds(3_600)) == nil)
        gate.signal()
        try waitUntil { lanes.overdue(after: .zero) == nil }
        #expect(lanes.takeEnded().map(\.what) == ["hung"])
    }

    @Test("a lane that was late is waited for again once it has answered in time")
    func forgiven() throws {
        let lanes = Lanes(patience: .milliseconds(500))
        let gate = DispatchSemaphore(value: 0)
        lanes.run(.groups) { [late = cost("late")] in
            gate.wait()
            return late
        }
        lanes.wait(for: [.groups])
        gate.signal()
        var ended: [String] = []
        // Not waited for: it is given no patience until a quick answer has been seen.
        try waitUntil {
            lanes.run(.groups) { [again = cost("again")] in again }
            ended += lanes.takeEnded().map(\.what)
            return ended.contains("again")
        }
        try waitUntil {
            lanes.run(.groups) { [held = cost("held")] in
                usleepBriefly()
                return held
            }
            lanes.wait(for: [.groups])
            return lanes.takeEnded().contains { $0.what == "held" }
        }
        #expect(lanes.overdue(after: .zero) == nil, "it was waited for")
    }
}

/// Long enough that whoever does not wait is gone by then.
private func usleepBriefly() {
    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(20))
}
