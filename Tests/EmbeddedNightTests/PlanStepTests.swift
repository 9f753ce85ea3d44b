import Kafka
import Night
import Testing

@testable import EmbeddedNight
@testable import Runbook

@Suite("The plan's own steps on the embedded estate")
struct PlanStepTests {
    private func order(
        _ kind: StepErrand, _ act: StepPlan.Act, on live: LiveEstate, found: StepFound = .none
    ) -> ErrandOrder {
        let errand = Errand(number: 1, kind: kind, step: StepID(.consumersMoved, 1), plan: StepPlan(act), found: found)
        return ErrandOrder(
            errand, night: "demo", wave: "shop", topics: live.estate.topics.map(\.name),
            groups: live.estate.groups.map { ErrandOrder.Group(name: $0.name, offsets: .preserve) },
            source: .init(bootstrap: live.source.bootstrap), target: .init(bootstrap: live.target.bootstrap),
            bridge: .link(LinkPlan(group: Estate.bridgeGroup)))
    }

    @Test("give groups their positions on the target and take them back, so that they go on where they were there")
    func offsets() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.start()
        let (source, target) = (try live.source.client(), try live.target.client())
        let names = live.estate.groups.map(\.name)
        func progress(of group: String, on client: Client) throws -> Int64 {
            try client.committed(by: group, in: "orders") ?? 0
        }
        try await until("every group is at work") { try names.allSatisfy { try progress(of: $0, on: source) > 200 } }
        try live.order("stop-group", names.joined(separator: ","))
        let left = try progress(of: "billing", on: source)

        let look = OffsetsWork(order(.look, .offsets(.preserve), on: live)).look()
        guard case .ready(let found, _) = look else {
            Issue.record("\(look)")
            return
        }
        func work(_ kind: StepErrand) -> OffsetsWork {
            OffsetsWork(order(kind, .offsets(.preserve), on: live, found: found))
        }
        expectDone(work(.act).act { _ in })
        expectSeen(work(.observe).observe())
        #expect(try progress(of: "billing", on: target) == left)

        try live.order("start-group", names.joined(separator: ","), "target")
        try await until("every group goes on there") {
            try names.allSatisfy { try progress(of: $0, on: target) > left + 200 }
        }
        try live.order("stop-group", names.joined(separator: ","))
        let reached = try progress(of: "billing", on: target)

        expectDone(work(.undo).undo { _ in })
        expectSeen(work(.observeUndo).observeUndo())
        #expect(try progress(of: "billing", on: source) == reached)
    }

    @Test("see the bridge run dry once producers are fenced")
    func drain() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.start()
        try await until("something is written") {
            try live.source.client().ends(of: "orders").values.contains { $0 > 0 }
        }
        try live.order("fence", "shop", "source")
        expectDone(DrainWork(order(.act, .drain(lag: 0, stillFor: .seconds(1)), on: live)).act { _ in })
        #expect(try live.source.client().ends(of: "orders") == live.target.client().ends(of: "orders"))
    }

    private func expectDone(_ end: StepEnd, at location: SourceLocation = #_sourceLocation) {
        if case .done = end { return }
        Issue.record("\(end)", sourceLocation: location)
    }

    private func expectSeen(_ sight: StepSight, at location: SourceLocation = #_sourceLocation) {
        if case .seen = sight { return }
        Issue.record("\(sight)", sourceLocation: location)
    }
}
