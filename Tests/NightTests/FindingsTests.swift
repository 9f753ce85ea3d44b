import Night
import Testing

@Suite("The findings")
struct FindingsTests {
    private let line = BudgetLine(name: "in", metric: .builtIn(.sourceRecordsIn), limit: Limit(1_000, .perSecond))

    /// Both clusters hold `ends`, and `billing` is at its end on the source.
    private func sweepWell(_ rig: inout Rig, at second: Double, onTarget: Bool = true) {
        let end = Int64(second * 10)
        rig.sweep(
            .source, at: second,
            .init(
                ends: ["orders": [end]], commits: ["billing": ["orders": [end]]],
                listing: Rig.listing(["billing": .stable])))
        guard onTarget else { return }
        rig.sweep(.target, at: second, .init(ends: ["orders": [end]], listing: Rig.listing([:])))
    }

    private func texts(_ rig: Rig, at second: Double, about: String) -> [String] {
        rig.snapshot(at: second).findings.filter { $0.about == about }.map(\.text)
    }

    private func finding(_ rig: Rig, at second: Double, about: String) throws -> Snapshot.Finding {
        let found = rig.snapshot(at: second).findings.filter { $0.about == about }
        try #require(found.count == 1, "\(found)")
        return found[0]
    }

    @Test("are none on a good night, and before anything was read that nothing was")
    func none() throws {
        var rig = Rig(try .night(budget: [line]))
        #expect(
            Set(rig.snapshot(at: 0).findings.map(\.about)) == ["source", "target", "bridge", "budget in"])
        #expect(rig.snapshot(at: 0).findings.allSatisfy { $0.severity == .unknown })
        for second in 0...20 { sweepWell(&rig, at: Double(second)) }
        #expect(rig.snapshot(at: 20).findings == [])
    }

    @Test("put a cluster that answers nothing first, since its last answer, and what can no longer be seen after it")
    func silentCluster() throws {
        var rig = Rig(try .night(budget: [line]))
        for second in 0...5 { sweepWell(&rig, at: Double(second)) }
        for second in 6...20 {
            sweepWell(&rig, at: Double(second), onTarget: false)
            rig.endSweep(.target, at: Double(second), failed: 2)
        }
        let findings = rig.snapshot(at: 20).findings
        #expect(findings.first == Snapshot.Finding(.red, "target", "answers nothing", since: Rig.stamp(5)))
        #expect(findings.dropFirst().first?.severity == .unknown)
        #expect(findings.dropFirst().first?.about == "bridge")
        for second in 21...23 { sweepWell(&rig, at: Double(second)) }
        #expect(rig.snapshot(at: 23).findings == [])
    }

    @Test("say when each began, forget one that is gone, and begin anew with the next")
    func since() throws {
        var rig = Rig(try .night(budget: [line]))
        func sweep(_ second: Int, offline: Int) {
            rig.sweep(.source, at: Double(second), .init(totals: PartitionTotals(offline: offline)))
        }
        for second in 1...9 { sweep(second, offline: (4...6).contains(second) ? second : second == 9 ? 1 : 0) }
        #expect(
            try finding(rig, at: 9.5, about: "source")
                == Snapshot.Finding(.red, "source", "1 partition without a leader", since: Rig.stamp(9)))
        sweep(10, offline: 7)
        #expect(try finding(rig, at: 10, about: "source").text == "7 partitions without a leader")
        #expect(try finding(rig, at: 10, about: "source").since == Rig.stamp(9))
    }

    @Test("have a cluster that lost a broker, one of a probe that keeps restarting, and of one that is down")
    func clusters() throws {
        var rig = Rig(try .night(budget: [line]))
        let both = [Broker(id: 1, address: "a:1"), Broker(id: 2, address: "a:2")]
        rig.sweep(.source, at: 1, .init(brokers: both))
        rig.sweep(
            .source, at: 2, .init(brokers: [both[0]], totals: PartitionTotals(partitions: 9, underReplicated: 4)))
        #expect(
            texts(rig, at: 2, about: "source") == ["4 partitions under-replicated", "1 of 2 brokers are there"])
        for process in 0..<4 as Range<Int32> {
            rig.night.take(.started(process: process), of: .cluster(.target), at: Rig.stamp(Double(process)))
        }
        rig.night.take(.died(how: "exit 1"), of: .cluster(.target), at: Rig.stamp(5))
        #expect(
            texts(rig, at: 5, about: "target") == [
                "probe is down: exit 1", "no reading yet", "probe restarted 3 times in ten minutes",
            ])
        #expect(texts(rig, at: 700, about: "target") == ["probe is down: exit 1", "no reading yet"])
    }

    @Test("call a bridge that moves nothing red, and one where a partition stands a warning")
    func stuckBridge() throws {
        func bridge(carried: Int64) throws -> Snapshot.Finding {
            var rig = Rig(try .night(topics: ["orders"], groups: [], budget: [line]))
            for second in 0...40 as ClosedRange<Int64> {
                rig.sweep(.source, at: Double(second), .init(ends: ["orders": [44_000 + second, 500]]))
                rig.sweep(.target, at: Double(second), .init(ends: ["orders": [carried * second, 300]]))
            }
            return try finding(rig, at: 40, about: "bridge")
        }
        #expect(try bridge(carried: 0).severity == .red)
        #expect(try bridge(carried: 0).text == "nothing moves, 44 240 behind")
        #expect(try bridge(carried: 10).severity == .warning)
        #expect(try bridge(carried: 10).text == "lag and nothing moves in 1 partition")
    }

    @Test("gather the topics that are not on the target, and name what the plan names and no cluster has")
    func missing() throws {
        var rig = Rig(try .night(topics: ["a", "b", "c", "d", "typo", "/x-.*/"], groups: ["ghost"], budget: [line]))
        #expect(texts(rig, at: 0, about: "topics").isEmpty)
        rig.sweep(.source, at: 1, .init(ends: ["a": [5], "b": [5], "c": [5], "d": [5]], listing: Rig.listing([:])))
        rig.sweep(.target, at: 1, .init(ends: ["a": [5]], listing: Rig.listing([:])))
        #expect(texts(rig, at: 1, about: "topics") == ["not on the target: b and 2 more", "on neither cluster: typo"])
        #expect(try finding(rig, at: 1, about: "groups").text == "on neither cluster: ghost")
    }

    @Test("say that nobody is at work on a lag: a warning at first, red once it lasts, nothing once it has moved")
    func nobodyAtWork() throws {
        var rig = Rig(try .night(budget: [line]))
        func sweep(_ second: Int, onTarget: GroupState) {
            let end = Int64(28_980 + second)
            rig.sweep(
                .source, at: Double(second),
                .init(
                    ends: ["orders": [end]], commits: ["billing": ["orders": [500]]],
                    listing: Rig.listing(["billing": .empty])))
            rig.sweep(
                .target, at: Double(second),
                .init(
                    ends: ["orders": [28_980]], commits: ["billing": ["orders": [28_980]]],
                    listing: Rig.listing(["billing": onTarget])))
        }
        sweep(0, onTarget: .empty)
        let first = try finding(rig, at: 0, about: "group billing")
        #expect(first.severity == .warning)
        #expect(first.text == "nobody at work, 28 480 behind on the source")
        for second in 1...12 { sweep(second, onTarget: .empty) }
        let lasting = try finding(rig, at: 12, about: "group billing")
        #expect(lasting.severity == .red)
        #expect(lasting.since == Rig.stamp(0))
        for second in 13...15 { sweep(second, onTarget: .stable) }
        #expect(texts(rig, at: 15, about: "group billing").isEmpty)
    }

    @Test("tell of a group at work on both, never committed, past the log end, or stuck")
    func groups() throws {
        var rig = Rig(try .night(groups: ["both", "never", "beyond", "stuck", "partly"], budget: [line]))
        let listing = Rig.listing(["both": .stable, "never": .empty, "beyond": .stable, "stuck": .stable])
        for second in 0...12 as ClosedRange<Int64> {
            let commits: [String: [String: [Int64?]]] = [
                "both": ["orders": [100, 100]], "never": [:], "beyond": ["orders": [150, 150]],
                "stuck": ["orders": [100, 40]], "partly": ["orders": [100, nil]],
            ]
            rig.sweep(
                .source, at: Double(second), .init(ends: ["orders": [100, 100]], commits: commits, listing: listing))
            rig.sweep(
                .target, at: Double(second),
                .init(ends: ["orders": [100, 100]], listing: Rig.listing(["both": .stable])))
        }
        let findings = rig.snapshot(at: 12).findings.filter { $0.about.hasPrefix("group ") }
        #expect(
            findings.filter { $0.about == "group both" && $0.severity == .red }.map(\.text) == [
                "at work on both clusters"
            ])
        let told = findings.filter { $0.about != "group both" }.map { "\($0.severity) \($0.about): \($0.text)" }
        #expect(
            told == [
                "red group beyond: commits beyond the log end in 2 partitions on the source",
                "unknown group never: never committed on the source",
                "unknown group partly: never committed 1 of 2 partitions on the source",
                "warning group stuck: lag and no progress in 1 partition on the source",
            ])
    }

    @Test("hold every budget line that is not inside, and a plan without a budget; what no gate measures is none")
    func budget() throws {
        let lines = [
            BudgetLine(name: "near", metric: .builtIn(.sourceOffline), limit: Limit(5, .count)),
            BudgetLine(name: "over", metric: .builtIn(.sourceUnderReplicated), limit: Limit(5, .count)),
            BudgetLine(name: "blind", metric: .prometheus("up"), limit: Limit(5, .count)),
            BudgetLine(name: "well", metric: .builtIn(.sourceOffline), limit: Limit(50, .count)),
        ]
        var rig = Rig(try .night(budget: lines))
        rig.sweep(.source, at: 1, .init(totals: PartitionTotals(underReplicated: 6, offline: 4)))
        let told = rig.snapshot(at: 1).findings.filter { $0.about.hasPrefix("budget ") }
        #expect(
            told.map { "\($0.severity) \($0.about): \($0.text)" } == [
                "red budget over: breached, 120% of its limit",
                "unknown budget blind: the plan names no endpoint to ask",
                "warning budget near: near, 80% of its limit",
            ])
        #expect(Rig(try .night()).snapshot(at: 0).findings.last?.text == "the plan has no budget")
    }

    @Test("of a budget line say since when it is near, over, or breached, each by itself")
    func lineSince() throws {
        let line = BudgetLine(
            name: "offline", metric: .builtIn(.sourceOffline), limit: Limit(5, .count), hold: .seconds(3))
        var rig = Rig(try .night(budget: [line]))
        var told: [String] = []
        for (second, offline) in zip(1..., [4, 4, 6, 6, 6, 6, 6, 6]) {
            rig.sweep(.source, at: Double(second), .init(totals: PartitionTotals(offline: offline)))
            let finding = try finding(rig, at: Double(second), about: "budget offline")
            let since = try #require(finding.since).moment - Rig.stamp(0).moment
            told.append("\(finding.text.prefix { $0.isLetter }) since \(since.components.seconds)")
        }
        #expect(told.prefix(5) == ["near since 1", "near since 1", "over since 3", "over since 3", "over since 3"])
        #expect(Set(told.suffix(2)) == ["breached since 6"])
    }
}
