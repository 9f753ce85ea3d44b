import Night
import Testing

@Suite("Before the night")
struct RemedyTests {
    private func mirrored(
        topics: [String] = ["orders"], groups: [String] = ["billing"], _ change: (inout WavePlan) -> Void = { _ in }
    ) throws -> Plan {
        var plan = try Plan.night(topics: topics, groups: groups, bridge: .mirrorMaker2(MirrorMaker2Plan()))
        plan.waves[0].producers = ["User:web"]
        change(&plan.waves[0])
        return plan
    }

    private func findings(
        _ plan: Plan, source: Rig.Answers = Rig.Answers(), target: Rig.Answers = Rig.Answers(),
        _ tell: (inout Rig) -> Void = { _ in }
    ) -> (mirror: [Snapshot.Finding], parity: [Snapshot.Finding]) {
        var rig = Rig(plan)
        tell(&rig)
        for second in 1...2 {
            rig.sweep(.source, at: Double(second), source)
            rig.sweep(.target, at: Double(second), target)
        }
        let snapshot = rig.snapshot(at: 2)
        return (snapshot.mirrorFindings(of: plan), snapshot.parityFindings)
    }

    @Test("topics MirrorMaker 2 leaves out by name are named, unless they are on the target already")
    func topics() throws {
        let left = ["__audit", "a-internal", "a.internal", "orders.replica"]
        let plan = try mirrored(topics: left + ["orders", "internal"])
        let ends = Dictionary(uniqueKeysWithValues: (left + ["orders", "internal"]).map { ($0, [1 as Int64?]) })
        var found = findings(plan, source: Rig.Answers(ends: ends)).mirror
        #expect(
            found.filter { $0.about.hasPrefix("topic") }.map(\.about).sorted() == left.map { "topic \($0)" }.sorted())
        #expect(found.contains { $0.text.contains("topics.exclude") })
        found =
            findings(
                plan, source: Rig.Answers(ends: ends), target: Rig.Answers(ends: ["source.__audit": [1]])
            ).mirror
        #expect(!found.contains { $0.about == "topic __audit" })
    }

    @Test("groups it writes no checkpoints of are named where their positions are to be carried over, sinks' own too")
    func groups() throws {
        let plan = try mirrored(groups: ["connect-sink", "console-consumer-7", "__g", "billing"]) { wave in
            wave.groups[2].offsets = .reset(.earliest)
            wave.connectors = [ConnectorPlan(kind: .sink, name: "warehouse"), ConnectorPlan(kind: .sink, name: "sink")]
        }
        let found = findings(plan).mirror.map(\.about)
        #expect(found.filter { $0.hasPrefix("group") } == ["group connect-sink", "group console-consumer-7"])
        #expect(found.filter { $0.hasPrefix("connector") } == ["connector warehouse"])
    }

    @Test(
        "a right to write nobody could compare, or no producer to compare it for, is named; a bridge of links copies it all"
    )
    func writers() throws {
        let plan = try mirrored()
        #expect(findings(plan).mirror.first { $0.about == "wave first, producers" }?.text.contains("unknown") == true)
        #expect(
            findings(try mirrored { $0.producers = [] }).mirror.first { $0.about == "wave first, producers" }?.text
                .contains("producers: [User:NAME]") == true)
        #expect(findings(try Plan.night(groups: ["connect-sink"])).mirror.isEmpty)
    }

    @Test(
        "what is not alike is a warning with what to do, red where the plan lists its gate, and unread only then named")
    func parity() throws {
        func told(listed: Bool) throws -> [Snapshot.Finding] {
            let plan = try mirrored {
                if listed { $0.gates = [.listed(.topicParity), .listed(.schemaParity), .listed(.aclParity)] }
            }
            let source = Rig.Answers(ends: ["orders": [1]])
            let target = Rig.Answers(ends: ["source.orders": [1]])
            return findings(plan, source: source, target: target) { rig in
                rig.sweep(.source, at: 0.5, source)
                rig.sweep(.target, at: 0.5, target)
                for (role, topic, inSync) in [(ClusterRole.source, "orders", "2"), (.target, "source.orders", "1")] {
                    var values = GatedNight.settings
                    values["min.insync.replicas"] = inSync
                    rig.take(.settings([TopicSettings(topic: topic, .values(values))]), from: role, at: 0.6)
                }
                rig.take(.acls(.rules([.allow("User:web", .write)])), from: .source, at: 0.6)
                rig.take(.acls(.rules([.allow("User:x", .read, .topic, "source.orders")])), from: .target, at: 0.6)
            }.parity
        }
        let unlisted = try told(listed: false)
        #expect(unlisted.map(\.about) == ["wave first, topic parity", "wave first, acl parity"])
        #expect(unlisted.allSatisfy { $0.severity == .warning })
        #expect(unlisted[0].text.hasSuffix("MirrorMaker 2 does not bring it over by itself"))
        #expect(unlisted[1].text.contains("kafka-acls --add --allow-principal User:web"))
        #expect(unlisted[1].text.hasSuffix("MirrorMaker 2 never brings a right to WRITE over"))
        let listed = try told(listed: true)
        #expect(listed.filter { $0.severity == .red }.count == 2)
        #expect(
            listed.contains {
                $0.severity == .unknown && $0.about == "wave first, schema parity"
                    && $0.text.contains("names no schema")
            })
    }
}
