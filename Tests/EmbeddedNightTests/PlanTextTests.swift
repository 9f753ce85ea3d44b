import Night
import Testing

@testable import EmbeddedNight

@Suite("The demo's plan")
struct PlanTextTests {
    private let text = EmbeddedNight.planText(source: "127.0.0.1:4001,127.0.0.1:4002", target: "127.0.0.1:5001")

    @Test("names both clusters, every group of the estate, and the group that never commits")
    func names() {
        #expect(text.contains("bootstrap: 127.0.0.1:4001,127.0.0.1:4002\n"))
        #expect(text.contains("bootstrap: 127.0.0.1:5001\n"))
        #expect(text.contains("probe-topic: switchback-probe\n"))
        #expect(text.contains("link: { group: bridge-copier }"))
        for group in Estate.shop.groups.map(\.name) + [Estate.silentGroup] {
            #expect(text.contains("group: \(group),") || text.contains("group: \(group)\n"), "\(group)")
        }
    }

    @Test("has the five lines a budget is expected to have, on metrics that exist")
    func budget() {
        for line in BudgetLine.expected { #expect(text.contains("\n  \(line):"), "\(line)") }
        let known = Set(BuiltInMetric.allCases.map(\.rawValue))
        for line in text.split(separator: "\n") {
            guard let key = line.firstRange(of: "metric: ") else { continue }
            let metric = line[key.upperBound...].prefix { $0 != "," }
            #expect(known.contains(String(metric)), "\(metric)")
        }
    }
}
