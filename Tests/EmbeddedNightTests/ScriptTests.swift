import Night
import Testing

@testable import EmbeddedNight

@Suite("The script")
struct ScriptTests {
    private static let scripted = Scenario.allCases.filter { $0 != .guided }

    @Test("one seed tells one night, another seed another", arguments: scripted)
    func isDeterministic(scenario: Scenario) {
        #expect(Script(scenario, seed: 7) == Script(scenario, seed: 7))
        #expect(Script(scenario, seed: 7) != Script(scenario, seed: 8))
    }

    @Test("what a scenario promises begins within the first minute", arguments: [UInt64(1), 2, 3, 99])
    func promises(seed: UInt64) {
        #expect(kinds(.calm, seed) == ["slow consumer"])
        #expect(kinds(.pressure, seed) == ["slow consumer", "bridge stall", "slow target", "refusals"])
        #expect(
            kinds(.storm, seed)
                == ["slow consumer", "bridge stall", "slow target", "retry storm", "broker down"])
    }

    @Test("every mishap that begins ends before it begins again", arguments: Scenario.allCases)
    func mishapsEnd(scenario: Scenario) {
        var present: Set<Mishap> = []
        for event in Script(scenario, seed: 3).lines {
            switch event.change {
            case .begins: #expect(present.insert(event.mishap).inserted)
            case .failsOver: #expect(present.contains(event.mishap))
            case .ends: #expect(present.remove(event.mishap) != nil)
            }
        }
        #expect(present.isEmpty)
    }

    @Test("what goes wrong with a group goes wrong with a group of the estate")
    func namesGroupsOfTheEstate() {
        let groups = Set(Estate.shop.groups.map(\.name))
        for case .slowConsumer(let group, _) in Script(.storm, seed: 1).lines.map(\.mishap) {
            #expect(groups.contains(group))
        }
    }

    @Test("the guided night is quiet until order-router is on the target, and again once it left; and only once")
    func guided() throws {
        #expect(Script(.guided, seed: 1).lines.isEmpty)
        var sequel = try #require(Sequel(.guided))
        func move(_ kind: GroupMove.Kind, _ group: String, _ side: ClusterRole) -> GroupMove {
            GroupMove(kind: kind, group: group, side: side)
        }
        let early = [
            sequel.take(move(.started, "order-router", .source), at: .seconds(1)),
            sequel.take(move(.started, "pricing", .target), at: .seconds(2)), sequel.due(at: .seconds(60)),
            sequel.take(move(.started, "order-router", .target), at: .seconds(60)), sequel.due(at: .seconds(61)),
        ]
        #expect(early.allSatisfy { $0 == nil })
        let begins = sequel.due(at: .seconds(65))
        let goesOn = sequel.due(at: .seconds(66))
        let ends = sequel.take(move(.stopped, "order-router", .target), at: .seconds(80))
        #expect(begins?.change == .begins && goesOn == nil && ends?.change == .ends)
        #expect(ends?.mishap == begins?.mishap)
        let again = sequel.take(move(.started, "order-router", .target), at: .seconds(90))
        let late = sequel.due(at: .seconds(120))
        #expect(again == nil && late == nil)
    }

    @Test("no other night has a sequel", arguments: scripted)
    func onlyGuided(scenario: Scenario) {
        #expect(Sequel(scenario) == nil)
    }

    private func kinds(_ scenario: Scenario, _ seed: UInt64) -> Set<String> {
        let firstMinute = Script(scenario, seed: seed).lines.filter { $0.change == .begins && $0.at < .seconds(60) }
        return Set(
            firstMinute.map { event in
                switch event.mishap {
                case .slowConsumer: "slow consumer"
                case .bridgeStall: "bridge stall"
                case .slowTarget: "slow target"
                case .refusals: "refusals"
                case .retryStorm: "retry storm"
                case .brokerDown: "broker down"
                }
            })
    }
}
