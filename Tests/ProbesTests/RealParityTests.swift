import Kafka
import Night
import RealKafka
import TestSupport
import Testing

@testable import Probes

/// Settings and ACLs as brokers of both versions serve them, up to the words of the gates.
@Suite("parity of two real clusters", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealParityTests {
    private func order(_ role: ClusterRole, on cluster: RealCluster, topic: String) throws -> ClusterOrder {
        var order = try ClusterOrder.everything(on: cluster.bootstrap, topics: topic, callTimeout: .seconds(20))
        order.cluster = role
        return order
    }

    /// A night fed by probes of both clusters until its gate has an answer.
    private func gate(
        _ gate: BuiltInGate, of topic: String, producers: [String] = [], on clusters: RealClusters,
        until holds: (Snapshot.Gate) -> Bool
    ) throws -> Snapshot.Gate {
        let wave = WavePlan(
            name: "w", pattern: .consumerFirst, owner: "o", topics: [try NamePattern(topic)], producers: producers)
        let plan = Plan(
            night: "n", poll: .milliseconds(200),
            source: ClusterPlan(bootstrap: clusters.source.bootstrap, openByDefault: true),
            target: ClusterPlan(bootstrap: clusters.target.bootstrap, openByDefault: true),
            bridges: [.link(LinkPlan())], waves: [wave])
        var night = Night(plan: plan, at: SystemClock.now())
        let runs = try ClusterRole.allCases.map { role in
            ProbeRun(.cluster(try order(role, on: clusters.cluster(role), topic: topic)))
        }
        defer { runs.forEach { $0.end() } }
        var found = Snapshot.Gate(plan: GatePlan(name: "", evidence: .builtIn(gate)), verdict: .pass)
        for _ in 0..<400 {
            for run in runs {
                run.forget()
                try run.run(until: "a sweep ends") { $0.sweeps >= 1 }
                run.observed.forEach { night.take($0) }
            }
            let gates = night.snapshot(at: SystemClock.now()).waves[0].gates
            found = gates.first { $0.plan.name == gate.rawValue } ?? found
            if holds(found) { return found }
        }
        return found
    }

    @Test("what two topics are set to is read on both versions, and only what differs is named, here and there")
    func settings() async throws {
        try await Tier.estate.use { clusters in
            try await clusters.source.createTopic(
                "parity-orders", partitions: 3,
                config: ["retention.ms": "604800000", "max.message.bytes": "2097152", "compression.type": "lz4"])
            try await clusters.target.createTopic(
                "parity-orders", partitions: 2, config: ["retention.ms": "86400000", "max.message.bytes": "2097152"])
            let gate = try gate(.topicParity, of: "parity-orders", on: clusters) { $0.differences.count > 1 }
            #expect(gate.verdict.isFailure)
            let told = Dictionary(gate.differences.map { ($0.what, $0) }) { first, _ in first }
            #expect(told["partitions"]?.source == "3" && told["partitions"]?.target == "2")
            #expect(told["retention.ms"]?.source == "7d (604800000 ms)")
            #expect(told["retention.ms"]?.target == "1d (86400000 ms)")
            #expect(told["retention.ms"]?.weight == .fails)
            #expect(told["compression.type"]?.weight == .harmless)
            #expect(told["max.message.bytes"] == nil && told["cleanup.policy"] == nil)
        }
    }

    @Test("twins with the defaults of two versions are alike: none of what differs between them fails")
    func defaults() async throws {
        try await Tier.estate.use { clusters in
            for role in ClusterRole.allCases {
                try await clusters.cluster(role).createTopic("parity-default", partitions: 2)
            }
            let gate = try gate(.topicParity, of: "parity-default", on: clusters) { $0.verdict == .pass }
            #expect(gate.verdict == .pass, "\(gate.evidence)")
            #expect(gate.differences.allSatisfy { $0.weight == .harmless }, "\(gate.differences.map(\.inWords))")
        }
    }

    @Test("a right to write that is on the source alone is named, and passes once it is on the target")
    func rights() async throws {
        try await Tier.estate.use { clusters in
            for role in ClusterRole.allCases { try await clusters.cluster(role).createTopic("parity-rights") }
            let writer = TopicAcl(.allow, .write, to: "User:writer", on: "parity-rights")
            let other = TopicAcl(.allow, .read, to: "User:reader", on: "parity-", .prefixed)
            let target = try Client(.consumer, Configuration([("bootstrap.servers", clusters.target.bootstrap)]))
            let source = try Client(.consumer, Configuration([("bootstrap.servers", clusters.source.bootstrap)]))
            #expect(try source.createAcls([writer], timeout: .seconds(20)) == [nil])
            #expect(try target.createAcls([other], timeout: .seconds(20)) == [nil])
            let missing = try gate(.aclParity, of: "parity-rights", producers: ["User:writer"], on: clusters) {
                $0.verdict.isFailure
            }
            #expect(missing.verdict == .fail("User:writer WRITE parity-rights: source may, target no ALLOW"))
            #expect(try target.createAcls([writer], timeout: .seconds(20)) == [nil])
            let there = try gate(.aclParity, of: "parity-rights", producers: ["User:writer"], on: clusters) {
                $0.verdict == .pass
            }
            #expect(there.verdict == .pass, "\(there.evidence)")
            #expect(try target.deleteAcls([writer, other], timeout: .seconds(20)) == [nil, nil])
            #expect(try source.deleteAcls([writer], timeout: .seconds(20)) == [nil])
        }
    }

    @Test("where an authorizer refuses to tell, or there is none, nobody's rights are known", arguments: [true, false])
    func refused(sasl: Bool) async throws {
        let shape = ClusterShape(sasl: sasl, properties: sasl ? ["allow.everyone.if.no.acl.found": "false"] : [:])
        try await RealKafka.withCluster(.source, shape, from: Tier.installation) { cluster in
            try await cluster.createTopic("hidden")
            var order = try ClusterOrder.everything(on: cluster.bootstrap, topics: "*", callTimeout: .seconds(20))
            if sasl {
                order.properties = [
                    ("bootstrap.servers", cluster.saslBootstrap), ("security.protocol", "SASL_PLAINTEXT"),
                    ("sasl.mechanism", "PLAIN"), ("sasl.username", "reader"), ("sasl.password", "reader"),
                ].map { Property(name: $0.0, value: .plain($0.1)) }
            }
            let run = ProbeRun(order)
            defer { run.end() }
            try run.run(until: "the ACLs are told of") { run in
                run.observations().contains { if case .acls = $0 { true } else { false } }
            }
            let listing = run.observations().lazy.compactMap { seen -> AclListing? in
                if case .acls(let listing) = seen { listing } else { nil }
            }.first
            // librdkafka 2.0.2 hands over an empty answer for both: never "nobody may", and never "everybody may".
            guard case .refused? = listing else {
                Issue.record("\(listing.map { "\($0)" } ?? "nothing")")
                return
            }
            #expect(!run.troubles.contains { $0.asked == "ACLs" })
        }
    }
}

extension Verdict {
    fileprivate var isFailure: Bool { if case .fail = self { true } else { false } }
}
