import Night
import Planfile
import Testing

@testable import EmbeddedNight

@Suite("The demo's plan")
struct PlanTextTests {
    private let text = EmbeddedNight.planText(
        source: "127.0.0.1:4001,127.0.0.1:4002", target: "127.0.0.1:5001", orders: "/tmp/demo/orders",
        program: #"/opt/a "quoted\ place/switchback"#)

    private func plan() throws -> Plan {
        let loaded = Planfile.parse(bytes: Array(text.utf8))
        #expect(loaded.problems.isEmpty)
        return try #require(loaded.plan)
    }

    @Test("loads without a word of complaint, and says where the clusters and the bridge are")
    func loads() throws {
        let plan = try plan()
        #expect(plan.source.bootstrap == "127.0.0.1:4001,127.0.0.1:4002")
        #expect(plan.target.bootstrap == "127.0.0.1:5001")
        #expect(plan.target.probeTopic == Estate.probeTopic)
        #expect(plan.bridges == [.link(LinkPlan(group: Estate.bridgeGroup))])
        #expect(BudgetLine.expected.allSatisfy { name in plan.budget.contains { $0.name == name } })
    }

    @Test("moves every topic and every group of the estate in one wave, and a group that never committed")
    func coversTheEstate() throws {
        let waves = try plan().waves
        for topic in Estate.shop.topics {
            #expect(waves.count { $0.topics.contains { $0.matches(topic.name) } } == 1, "\(topic.name)")
        }
        for group in Estate.shop.groups.map(\.name) {
            #expect(waves.count { $0.groups.contains { $0.group.matches(group) } } == 1, "\(group)")
        }
    }
}
