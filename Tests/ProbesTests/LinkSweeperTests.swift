import Links
import Night
import Synchronization
import TestSupport
import Testing

@testable import Probes

@Suite("The probe of a link's service")
struct LinkSweeperTests {
    private final class Reports: Sendable {
        private let all = Mutex<[Observation]>([])
        func take(_ what: Observation) { all.withLock { $0.append(what) } }
        var observations: [Observation] { all.withLock { $0 } }
    }

    private func plan(at url: String) throws -> Plan {
        let endpoint = EndpointPlan(url: .plain(url), user: .secret("AKID-7"), password: .secret("hush-hush"))
        return Plan(
            night: "test", poll: .milliseconds(200), source: ClusterPlan(bootstrap: "a:9092"),
            target: ClusterPlan(bootstrap: "b:9092"),
            bridges: [.clusterLinking(LinkServicePlan(endpoint: endpoint, cluster: "lkc-1", link: "l"))],
            waves: [
                WavePlan(name: "first", pattern: .consumerFirst, owner: "tests", topics: [try NamePattern("orders")])
            ])
    }

    private func sweep(_ plan: Plan) throws -> [Observation] {
        let order = try #require(LinkServiceOrder(of: plan))
        let reports = Reports()
        let sweeper = LinkSweeper(order, try #require(order.bridge.linkService)) { reports.take($0) }
        _ = sweeper.sweep()
        return reports.observations
    }

    @Test("reports the link, its mirrors that the plan is about, and what it cost")
    func reads() throws {
        let server = try ReplayServer { request in
            request.target.contains("/mirrors")
                ? .ok(
                    #"{"data":["#
                        + ["orders", "foreign"].map {
                            #"{"mirror_topic_name":"\#($0)","source_topic_name":"\#($0)","mirror_status":"ACTIVE"}"#
                        }.joined(separator: ",") + "]}") : .ok(#"{"link_state":"ACTIVE"}"#)
        }
        defer { server.end() }
        let observations = try sweep(try plan(at: server.url))
        guard case .link(let reading) = try #require(observations.first), case .sweepEnded = observations.last else {
            Issue.record("\(observations)")
            return
        }
        #expect(reading.state == .active && reading.mirrors.map(\.sourceTopic) == ["orders"])
    }

    @Test("that gets nothing to go by reports a trouble, and no link")
    func trouble() throws {
        let server = try ReplayServer { _ in .init(401, #"{"error_code":40101,"message":"Authentication failed"}"#) }
        defer { server.end() }
        let observations = try sweep(try plan(at: server.url))
        #expect(
            observations.first
                == .trouble(
                    Trouble(kind: .call, asked: "Cluster Linking", said: "HTTP 401: Authentication failed")))
        #expect(observations.count == 2)
    }

    @Test("asks no more often than every five seconds, and its rest is not taken for silence")
    func pace() throws {
        let order = try #require(LinkServiceOrder(of: try plan(at: "http://127.0.0.1:1")))
        #expect(order.poll == .seconds(5))
        #expect(order.longestSilence > order.poll + LinkServiceOrder.patience)
        #expect(ProbeOrder.link(order).name == .bridge)
    }

    @Test("is one of a night's probes where the bridge has a service, and of no other")
    func planned() throws {
        var plan = try plan(at: "http://127.0.0.1:1")
        #expect(ProbeOrder.all(of: plan).map(\.name).contains(.bridge))
        plan.bridges = [.link(LinkPlan())]
        #expect(!ProbeOrder.all(of: plan).map(\.name).contains(.bridge))
    }
}
