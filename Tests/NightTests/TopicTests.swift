import Night
import Testing

@Suite("A topic")
struct TopicTests {
    @Test("of the plan's literal names is listed before anybody saw it, and as missing once it was looked for")
    func literal() throws {
        var rig = Rig(try .night(topics: ["orders", "audit-*"]))
        #expect(rig.snapshot(at: 0).topics.map(\.name) == ["orders"])
        #expect(rig.snapshot(at: 0).topic("orders")?.onSource == .unknown("no reading yet"))
        rig.sweep(.source, at: 1, .init(ends: ["audit-1": [5]]))
        let snapshot = rig.snapshot(at: 1)
        #expect(snapshot.topics.map(\.name) == ["audit-1", "orders"])
        #expect(snapshot.topic("orders")?.onSource == .unknown("not on the source"))
        #expect(snapshot.topic("orders")?.bridgeLag.records.value == nil)
    }

    @Test(
        "that is not on the target has no bridge lag, says why, and so does one that no group reads",
        arguments: [.link(LinkPlan()), .mirrorMaker2(MirrorMaker2Plan(policy: .identity))] as [BridgePlan])
    func notOnTarget(bridge: BridgePlan) throws {
        var rig = Rig(try .night(bridge: bridge))
        #expect(rig.snapshot(at: 0).topic("orders")?.consumerLag == .unknown("no reading yet"))
        rig.sweep(.source, at: 1, .init(ends: ["orders": [5]]))
        rig.sweep(.target, at: 1, .init())
        let topic = try #require(rig.snapshot(at: 1).topic("orders"))
        #expect(topic.bridgeLag == .unknown("not on the target"))
        #expect(topic.partitions[0].bridgeLag == .unknown("not on the target"))
        #expect(topic.consumerLag == .unknown("no group reads it"))
    }

    @Test("that only times a producer belongs to no wave, whatever the wave's patterns match")
    func probeTopic() throws {
        var rig = Rig(try .night(topics: ["*"], probeTopic: "probe"))
        rig.sweep(.source, at: 1, .init(ends: ["orders": [5]]))
        rig.sweep(.target, at: 1, .init(ends: ["orders": [5], "probe": [9]]))
        #expect(rig.snapshot(at: 1).topics.map(\.name) == ["orders"])
    }

    @Test("carries its wave, and the labels of every class it is in")
    func labels() throws {
        let classes = [
            TopicClass(topics: try NamePattern("aud*"), labels: ["long retention"]),
            TopicClass(topics: try NamePattern("/.*-1/"), labels: ["compacted", "long retention"]),
        ]
        var rig = Rig(try .night(topics: ["audit-*"], classes: classes))
        rig.sweep(.source, at: 1, .init(ends: ["audit-1": [5]]))
        let topic = try #require(rig.snapshot(at: 1).topic("audit-1"))
        #expect(topic.wave == "first")
        #expect(topic.labels == ["long retention", "compacted"])
    }

    @Test("deleted mid-watch has no lag any more, says so, and comes back as another")
    func deleted() throws {
        var rig = Rig(try .night())
        let alive = Rig.Answers(ends: ["orders": [500, 500]], commits: ["billing": ["orders": [400, 400]]])
        for second in 1...3 {
            rig.sweep(.source, at: Double(second), alive)
            rig.sweep(.target, at: Double(second), .init(ends: ["orders": [450, 450]]))
        }
        rig.sweep(.source, at: 4, .init(commits: ["billing": ["orders": [400, 400]]]))
        let snapshot = rig.snapshot(at: 4)
        let topic = try #require(snapshot.topic("orders"))
        #expect(topic.onSource == .unknown("topic is gone"))
        #expect(topic.bridgeLag == .unknown("topic is gone"))
        #expect(topic.consumerLag == .unknown("topic is gone"))
        #expect(topic.sourceRate == .unknown("topic is gone"))
        #expect(snapshot.group("billing")?.source.lag == .unknown("topic is gone"))
        #expect(snapshot.logged("topic orders is gone") == 1)

        rig.sweep(.source, at: 5, .init(ends: ["orders": [3]], commits: ["billing": ["orders": [1]]]))
        let again = rig.snapshot(at: 5)
        #expect(again.topic("orders")?.onSource.value == 1)
        #expect(again.group("billing")?.source.lag.records.value == 2)
        #expect(again.group("billing")?.source.lag.time.reading?.bound == .atLeast)
        #expect(again.logged("topic orders appeared") == 1)
    }

    @Test("that gains partitions mid-watch shows them, never committed, and logs it once")
    func grown() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [500]], commits: ["billing": ["orders": [500]]]))
        for second in 2...4 {
            rig.sweep(
                .source, at: Double(second), .init(ends: ["orders": [500, 9]], commits: ["billing": ["orders": [500]]]))
        }
        let snapshot = rig.snapshot(at: 4)
        #expect(snapshot.topic("orders")?.onSource.value == 2)
        #expect(snapshot.group("billing")?.source.neverCommitted == 1)
        #expect(snapshot.group("billing")?.source.lag.records.reading?.bound == .atLeast)
        #expect(snapshot.logged("grew from 1 to 2 partitions") == 1)
    }

    @Test("the plan is not about is not listed, whatever a cluster says of it")
    func foreign() throws {
        var rig = Rig(try .night())
        rig.sweep(.source, at: 1, .init(ends: ["orders": [5], "payroll": [7]], commits: ["billing": ["payroll": [1]]]))
        let snapshot = rig.snapshot(at: 1)
        #expect(snapshot.topics.map(\.name) == ["orders"])
        #expect(snapshot.group("billing")?.source.lag == .unknown("never committed"))
    }
}
