import Links
import Night
import Synchronization
import TestSupport
import Testing

@testable import Runbook

/// Cluster Linking as its description has it: topics have states, and a change takes a reading or two to be seen.
private final class ReplayedLink: Sendable {
    struct Topic {
        var status = "ACTIVE"
        var lag = 0
        /// What becomes of it, one a reading.
        var next: [String] = []
        var refusal: String?
    }

    private let topics: Mutex<[String: Topic]>
    private let changes = Mutex<[String]>([])
    /// Hangs up on changes that are meant.
    private let hangsUp: Bool
    private let server = Mutex<ReplayServer?>(nil)

    init(_ topics: [String: Topic], hangsUp: Bool = false) throws {
        self.topics = Mutex(topics)
        self.hangsUp = hangsUp
        let server = try ReplayServer { [unowned self] in answer($0) }
        self.server.withLock { $0 = server }
    }

    func end() { server.withLock { $0?.end() } }

    var bridge: BridgePlan {
        .clusterLinking(
            LinkServicePlan(
                endpoint: EndpointPlan(server.withLock { $0?.url ?? "" }), cluster: "lkc-1", link: "old-to-new"))
    }

    /// "pause true [a,b]": the verb, whether it only validates, and of which topics.
    var made: [String] { changes.withLock { $0 } }

    private func answer(_ request: ReplayServer.Request) -> ReplayServer.Answer {
        guard request.target.contains("/mirrors") else { return .ok(#"{"link_state":"ACTIVE"}"#) }
        guard request.method == "POST" else { return .ok(#"{"data":[\#(mirrors())]}"#) }
        let verb = String(request.target.split(separator: "mirrors:")[1].split(separator: "?")[0])
        let validates = request.target.hasSuffix("validate_only=true")
        changes.withLock { $0.append("\(verb) \(validates) \(request.body)") }
        if hangsUp, !validates { return .hangUp }
        return .ok(#"{"data":[\#(alter(verb, request.body, validates))]}"#)
    }

    private func mirrors() -> String {
        topics.withLock { topics in
            for (name, topic) in topics where !topic.next.isEmpty {
                var topic = topic
                topic.status = topic.next.removeFirst()
                topics[name] = topic
            }
            return topics.sorted { $0.key < $1.key }.map { name, topic in
                """
                {"mirror_topic_name":"\(name)","source_topic_name":"\(name)","num_partitions":1,
                "mirror_status":"\(topic.status)",
                "mirror_lags":[{"partition":0,"lag":\(topic.lag),"last_source_fetch_offset":9}]}
                """
            }.joined(separator: ",")
        }
    }

    private func alter(_ verb: String, _ body: String, _ validates: Bool) -> String {
        topics.withLock { topics in
            topics.keys.sorted().filter { body.contains(#""\#($0)""#) }.map { name in
                let refusal = topics[name]?.refusal
                if refusal == nil, !validates {
                    topics[name]?.next =
                        verb == "promote"
                        ? ["PENDING_STOPPED", "STOPPED"] : [verb == "pause" ? "PAUSED" : "ACTIVE"]
                }
                return """
                    {"mirror_topic_name":"\(name)","error_code":\(refusal == nil ? "null" : "400"),
                    "error_message":\(refusal.map { "\"\($0)\"" } ?? "null"),"mirror_lags":
                    [{"partition":0,"lag":\(topics[name]?.lag ?? 0),"last_source_fetch_offset":9}]}
                    """
            }.joined(separator: ",")
        }
    }
}

@Suite("A link step over a replayed service")
struct LinkWorkTests {
    private func order(
        _ act: StepPlan.LinkAct, of topics: [String] = ["audit", "orders"], over link: ReplayedLink
    ) -> ErrandOrder {
        let cluster = ErrandOrder.Cluster(bootstrap: "127.0.0.1:1")
        return KafkaStepRig(.link(act), topics: topics, source: cluster, target: cluster, bridge: link.bridge).order
    }

    private func work(_ order: ErrandOrder, _ act: StepPlan.LinkAct) throws -> LinkWork {
        let pace = LinkPace(
            interval: .milliseconds(1), observation: .milliseconds(200), act: .seconds(20))
        return LinkWork(order, act, over: try #require(order.bridge?.linkService), pace: pace)
    }

    /// The look before it, and the order as the machine gives it with what was found.
    private func looked(_ order: ErrandOrder, _ act: StepPlan.LinkAct) throws -> (order: ErrandOrder, would: [String]) {
        let look = try work(order, act).look()
        guard case .ready(let found, let would) = look else {
            Issue.record("not ready: \(look)")
            return (order, [])
        }
        var order = order
        order.found = found
        return (order, would)
    }

    @Test("is first rehearsed by the service itself, and says before it acts that a promotion stays")
    func looks() throws {
        let link = try ReplayedLink(["orders": .init(lag: 7), "audit": .init()])
        defer { link.end() }
        let (_, would) = try looked(order(.promote, over: link), .promote)
        #expect(would.first == "promote 2 of 2 topics of link old-to-new, 7 records behind, as its service says")
        #expect(would.last?.contains("truncate-and-restore") == true && would.last?.contains("throws away") == true)
        #expect(link.made == [#"promote true {"mirror_topic_names":["audit","orders"]}"#])
    }

    @Test("is refused where the service would refuse a topic, naming it, and where one is not mirrored")
    func refuses() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init(refusal: "it is not caught up")])
        defer { link.end() }
        #expect(
            try work(order(.promote, over: link), .promote).look()
                == .refused("Cluster Linking would refuse audit: it is not caught up"))
        #expect(
            try work(order(.pause, of: ["orders", "rates"], over: link), .pause).look()
                == .refused("link old-to-new does not mirror rates"))
        #expect(!link.made.contains { $0.contains(" false ") })
    }

    @Test("is done when every topic is STOPPED, and PENDING_STOPPED is not that")
    func promotes() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init()])
        defer { link.end() }
        let (order, _) = try looked(order(.promote, over: link), .promote)
        #expect(
            try work(order, .promote).observe()
                == .notSeen("2 of 2 not STOPPED: audit is active; orders is active"))
        var said: [String] = []
        #expect(try work(order, .promote).act { said.append($0) } == .done("2 topics seen there"))
        #expect(said.contains { $0.contains("orders is still being promoted") })
        #expect(try work(order, .promote).observe() == .seen("2 topics STOPPED"))
    }

    @Test("fails by one topic's error inside a 200, though the others go on")
    func partly() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init()])
        defer { link.end() }
        var (order, _) = try looked(order(.pause, over: link), .pause)
        let other = try ReplayedLink(["orders": .init(), "audit": .init(refusal: "busy")])
        defer { other.end() }
        order.bridge = other.bridge
        #expect(try work(order, .pause).act { _ in } == .failed("refused: audit: busy; the other 1 are on their way"))
    }

    @Test("that gets no answer is lost, not failed")
    func unanswered() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init()], hangsUp: true)
        defer { link.end() }
        let (order, _) = try looked(order(.promote, over: link), .promote)
        guard case .lost(let why) = try work(order, .promote).act({ _ in }) else {
            Issue.record("nobody can tell what the service did")
            return
        }
        #expect(why.hasSuffix("nobody can tell whether it was carried out"))
    }

    @Test("fails at once when a topic fails on the way, and runs out of time when one never gets there")
    func neverThere() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init()])
        defer { link.end() }
        var (order, _) = try looked(order(.promote, over: link), .promote)
        let stuck = try ReplayedLink(["orders": .init(status: "STOPPED"), "audit": .init(status: "PENDING_STOPPED")])
        defer { stuck.end() }
        order.bridge = stuck.bridge
        order.plan.deadline = .milliseconds(100)
        #expect(
            try work(order, .promote).act { _ in }
                == .outOfTime("1 of 2 not there yet: audit is still being promoted"))
        #expect(stuck.made == [], "what is on its way is not asked for again")
        order.plan.deadline = nil
        let failing = try ReplayedLink([
            "orders": .init(status: "STOPPED"),
            "audit": .init(status: "PENDING_STOPPED", next: ["PENDING_STOPPED", "FAILED"]),
        ])
        defer { failing.end() }
        order.bridge = failing.bridge
        #expect(try work(order, .promote).act { _ in } == .failed("audit has failed"))
    }

    @Test("that paused is taken back by a resume of exactly what it paused")
    func pauses() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init(status: "PAUSED")])
        defer { link.end() }
        let (order, would) = try looked(order(.pause, over: link), .pause)
        #expect(would == ["pause 1 of 2 topics of link old-to-new, 0 records behind, as its service says"])
        #expect(try work(order, .pause).act { _ in } == .done("1 topic seen there"))
        #expect(try work(order, .pause).observeUndo() == .notSeen("1 of 1 not active: orders is paused"))
        #expect(try work(order, .pause).undo { _ in } == .done("1 topic seen there"))
        #expect(try work(order, .pause).observeUndo() == .seen("1 topic active"))
        #expect(link.made.last == #"resume false {"mirror_topic_names":["orders"]}"#)
    }

    @Test("that promoted is refused its way back, in words; one that promoted nothing has none to go")
    func promotedForGood() throws {
        let link = try ReplayedLink(["orders": .init(), "audit": .init()])
        defer { link.end() }
        let (order, _) = try looked(order(.promote, over: link), .promote)
        #expect(try work(order, .promote).undo { _ in } == .done("nothing was promoted"))
        #expect(try work(order, .promote).observeUndo() == .seen("nothing was promoted"))
        _ = try work(order, .promote).act { _ in }
        guard case .failed(let why) = try work(order, .promote).undo({ _ in }),
            case .notSeen = try work(order, .promote).observeUndo()
        else {
            Issue.record("a promotion was taken back")
            return
        }
        #expect(why.hasPrefix("a promotion cannot be taken back: audit; orders; by hand it offers"))
        #expect(!link.made.contains { $0.contains("truncate") })
    }

    @Test("over a bridge that takes no orders is refused")
    func noService() {
        let cluster = ErrandOrder.Cluster(bootstrap: "127.0.0.1:1")
        let order = KafkaStepRig(.link(.promote), topics: ["orders"], source: cluster, target: cluster).order
        guard case .refused = StepMain.work(for: order).look() else {
            Issue.record("it was not refused")
            return
        }
    }
}
