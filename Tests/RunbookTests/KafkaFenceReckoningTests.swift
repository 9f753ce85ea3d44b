import Kafka
import TestSupport
import Testing

@testable import Runbook

@Suite("what a fence changes") struct KafkaFenceReckoningTests {
    private static let topics = ["ledger-commands", "ledger-events", "rates"]
    private static let producers = ["User:ledger-api", "User:rates-api"]
    private static let others = ["User:bridge", "User:settlement"]

    /// As Kafka's StandardAuthorizer decides, in as much as concerns topics.
    private func may(
        _ principal: String, _ operation: TopicAcl.Operation, _ topic: String, under acls: Set<TopicAcl>, open: Bool
    ) -> Bool {
        let concerned = acls.filter { $0.concerns(topic) }
        if concerned.isEmpty { return open }
        let fitting = concerned.filter {
            [principal, "User:*"].contains($0.principal) && [operation, .all].contains($0.operation)
        }
        return !fitting.contains { $0.permission == .deny } && fitting.contains { $0.permission == .allow }
    }

    private func accesses(of principals: [String], under acls: Set<TopicAcl>, open: Bool) -> [Bool] {
        principals.flatMap { principal in
            Self.topics.flatMap { topic in
                [TopicAcl.Operation.read, .write].map { may(principal, $0, topic, under: acls, open: open) }
            }
        }
    }

    /// The ACLs before each stroke and after the last.
    private func stages(of change: AclChange, from acls: Set<TopicAcl>) -> [Set<TopicAcl>] {
        change.strokes.reduce(into: [acls]) { stages, stroke in
            let last = stages[stages.count - 1]
            switch stroke {
            case .create(let acls): stages.append(last.union(acls))
            case .delete(let acls): stages.append(last.subtracting(acls))
            }
        }
    }

    private func randomAcls(_ random: inout SeededGenerator) -> Set<TopicAcl> {
        let names: [(String, TopicAcl.Pattern)] =
            Self.topics.map { ($0, .literal) } + [("ledger-", .prefixed), ("*", .literal), ("elsewhere", .literal)]
        let count = Int.random(in: 0...4, using: &random)
        return Set(
            (0..<count).map { _ in
                let (name, pattern) = names.randomElement(using: &random) ?? names[0]
                let principals = Self.producers + Self.others + ["User:*"]
                return TopicAcl(
                    Bool.random(using: &random) ? .allow : .deny,
                    [.read, .write, .all].randomElement(using: &random) ?? .all,
                    to: principals.randomElement(using: &random) ?? "", on: name, pattern)
            })
    }

    @Test("nobody but the producers notices a fence, at no point of it nor of its undo, whatever the ACLs were")
    func onlyTheProducers() {
        var random = SeededGenerator(seed: 5)
        var fenced = 0
        for _ in 0..<2_000 {
            let acls = randomAcls(&random)
            let told = [true, false, nil].randomElement(using: &random) ?? nil
            let reckoning = FenceReckoning(topics: Self.topics, producers: Self.producers, isOpenByDefault: told)
            guard let change = try? reckoning.fence(over: acls) else { continue }
            fenced += 1
            let afterwards = change.applied(to: acls)
            #expect(change.inverse.applied(to: afterwards) == acls)
            // Where the plan does not say, it must hold whichever it is.
            for open in told.map({ [$0] }) ?? [true, false] {
                let before = accesses(of: Self.others, under: acls, open: open)
                for stage in stages(of: change, from: acls) + stages(of: change.inverse, from: afterwards) {
                    #expect(accesses(of: Self.others, under: stage, open: open) == before)
                }
                for producer in Self.producers {
                    for topic in Self.topics {
                        #expect(!may(producer, .write, topic, under: afterwards, open: open))
                        let reads = may(producer, .read, topic, under: acls, open: open)
                        #expect(may(producer, .read, topic, under: afterwards, open: open) == reads)
                    }
                }
            }
        }
        #expect(fenced > 1_000)
    }

    @Test("nobody loses access when a fence is lifted, and lifting what was just fenced leaves what was there before")
    func lifting() throws {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<2_000 {
            let acls = randomAcls(&random)
            let open = Bool.random(using: &random)
            let reckoning = FenceReckoning(topics: Self.topics, producers: Self.producers, isOpenByDefault: open)
            let change = try reckoning.unfence(from: acls)
            var last = accesses(of: Self.others + Self.producers, under: acls, open: open)
            for stage in stages(of: change, from: acls) {
                let now = accesses(of: Self.others + Self.producers, under: stage, open: open)
                #expect(zip(last, now).allSatisfy { !$0 || $1 })
                last = now
            }
            let fence = try reckoning.fence(over: acls)
            let wasUntouched = fence.adding.count == Self.producers.count * Self.topics.count + openings(in: fence)
            guard wasUntouched else { continue }
            let fenced = fence.applied(to: acls)
            let lifted = try reckoning.unfence(from: fenced).applied(to: fenced)
            #expect(
                accesses(of: Self.others + Self.producers, under: lifted, open: open)
                    == accesses(of: Self.others + Self.producers, under: acls, open: open))
        }
    }

    private func openings(in change: AclChange) -> Int { change.adding.count { $0.permission == .allow } }

    @Test("without a word in the plan the first ACL of a topic is never added, and the last one never taken")
    func unknownDefault() {
        let reckoning = FenceReckoning(topics: ["rates"], producers: ["User:rates-api"], isOpenByDefault: nil)
        #expect(throws: Refusal.self) { try reckoning.fence(over: []) }
        #expect(throws: Refusal.self) {
            try reckoning.unfence(from: [TopicAcl(.deny, .write, to: "User:rates-api", on: "rates")])
        }
    }

    @Test("a fence for nobody, of nothing, or for a name that is no principal is refused")
    func unfit() {
        for (topics, producers) in [([], ["User:a"]), (["rates"], []), (["rates"], ["a"]), (["rates"], ["User:"])] {
            let reckoning = FenceReckoning(topics: topics, producers: producers, isOpenByDefault: false)
            #expect(throws: Refusal.self) { try reckoning.fence(over: []) }
            #expect(throws: Refusal.self) { try reckoning.unfence(from: []) }
        }
    }

    @Test("an ACL that somebody gave the topic meanwhile does not end its openness when the fence goes")
    func wayBack() throws {
        let fence = try FenceReckoning(topics: ["rates"], producers: ["User:rates-api"], isOpenByDefault: true)
            .fence(over: [])
        let found = FenceFound(topics: ["rates"], snapshot: [], change: fence)
        #expect(found.wayBack(from: found.afterwards) == fence.inverse)
        let late = TopicAcl(.deny, .write, to: "User:mallory", on: "rates")
        let present = found.afterwards.union([late])
        let back = found.wayBack(from: present).applied(to: present)
        for principal in Self.others + Self.producers {
            #expect(may(principal, .read, "rates", under: back, open: true))
            #expect(may(principal, .write, "rates", under: back, open: true))
        }
    }

    @Test("ACLs that changed since the look are told by name; those of the step itself are none of them")
    func strangers() {
        let denial = TopicAcl(.deny, .write, to: "User:rates-api", on: "rates")
        let site = TopicAcl(.allow, .read, to: "User:bridge", on: "rates")
        let late = TopicAcl(.deny, .read, to: "User:bridge", on: "rates")
        let found = FenceFound(topics: ["rates"], snapshot: [site], change: AclChange(adding: [denial]))
        #expect(found.strangers(in: [site]) == [] && found.strangers(in: [site, denial]) == [])
        #expect(found.strangers(in: [site, late]) == ["\(late)"] && found.strangers(in: []) == ["\(site)"])
    }
}
