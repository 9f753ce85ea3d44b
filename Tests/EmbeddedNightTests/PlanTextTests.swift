import Night
import Planfile
import Processes
import Testing

@testable import EmbeddedNight

@Suite("The demo's plan")
struct PlanTextTests {
    private func plan(connect: String? = nil) throws -> Plan {
        let clusters = Announcement.Clusters(
            source: "127.0.0.1:4001,127.0.0.1:4002", target: "127.0.0.1:5001", connect: connect)
        let loaded = Planfile.parse(bytes: Array(EmbeddedNight.planText(of: clusters).utf8))
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

    @Test("on real clusters names MirrorMaker 2 as the bridge, and has groups' positions translated")
    func onRealClusters() throws {
        let plan = try plan(connect: "http://127.0.0.1:6001")
        guard case .mirrorMaker2(let bridge)? = plan.bridges.first else {
            Issue.record("\(plan.bridges)")
            return
        }
        #expect(bridge.connect?.url == .plain("http://127.0.0.1:6001"))
        #expect(bridge.connectors.count == 4 && bridge.policy == .identity)
        let positions = plan.waves.flatMap(\.groups).map(\.offsets)
        #expect(positions.contains(.translate) && !positions.contains(.preserve))
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

    /// What the steps of a wave order, forward, and what their undos do.
    private func orders(of wave: WavePlan) throws -> (forward: [Order], back: [Order]) {
        func order(_ act: StepPlan.Act?) throws -> Order? {
            guard case .run(let words) = act else { return nil }
            #expect(words.prefix(2) == ["sh", EmbeddedNight.orderScriptName])
            return try Order(words: Array(words.dropFirst(2)), of: .shop)
        }
        let steps = wave.steps.flatMap(\.steps)
        #expect(steps.allSatisfy { if case .run = $0.act { $0.undo != nil } else { true } })
        return (try steps.compactMap { try order($0.act) }, try steps.reversed().compactMap { try order($0.undo) })
    }

    @Test("gives its orders by a script that hands every word on, wherever the program and the socket are")
    func script() throws {
        let script = EmbeddedNight.orderScript(orders: "/tmp/it's \"here\" $HOME", program: "/bin/echo")
        var child = try Child(Launch("sh", ["-c", script, "estate", "fence", "a wave"], output: .pipe))
        #expect(child.wait(atMost: .seconds(20)) == .code(0))
        guard case .bytes(let said)? = try child.output?.read(atMost: 4_096) else { throw TookTooLong(what: "echo") }
        #expect(String(decoding: said, as: UTF8.self) == "_demo /tmp/it's \"here\" $HOME fence a wave\n")
    }

    @Test("moves every group of a wave and its producers, and the way back puts each where it was")
    func movesEverything() throws {
        for (wave, estate) in zip(try plan().waves, Estate.shop.waves) {
            #expect(wave.name == estate.name)
            let (forward, back) = try orders(of: wave)
            var standing = Standing(estate)
            let before = standing
            for order in forward { standing.take(order) }
            #expect(standing.groups.values.allSatisfy { $0 == .target } && standing.producers == .target)
            #expect(standing.fences == [.source])
            for order in back { standing.take(order) }
            #expect(standing == before)
        }
    }
}

/// Where the parts of a wave would be; nil: nowhere.
private struct Standing: Equatable {
    var groups: [String: ClusterRole?]
    var producers = ClusterRole.source
    var fences: Set<ClusterRole> = []

    init(_ wave: Estate.Wave) {
        groups = Dictionary(uniqueKeysWithValues: wave.groups.map { ($0.name, .source) })
    }

    mutating func take(_ order: Order) {
        switch order {
        case .stopGroups(let names): for name in names { groups[name] = .some(nil) }
        case .startGroups(let names, let side): for name in names { groups[name] = side }
        case .fence(let side, _): fences.insert(side)
        case .unfence(let side, _): fences.remove(side)
        case .moveProducers(_, let side): producers = side
        case .status: break
        }
    }
}
