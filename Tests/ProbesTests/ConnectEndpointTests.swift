import Night
import TestSupport
import Testing

@testable import Probes

@Suite("The reader of a wave's Connect")
struct ConnectEndpointTests {
    private func plan(_ source: String?, _ target: String?) throws -> Plan {
        var wave = WavePlan(name: "first", pattern: .consumerFirst, owner: "tests", topics: [try NamePattern("orders")])
        wave.connectors = [
            ConnectorPlan(
                kind: .sink, name: "warehouse", sourceSide: source.map { EndpointPlan($0) },
                targetSide: target.map { EndpointPlan($0) }),
            ConnectorPlan(kind: .sink, name: "search", targetSide: target.map { EndpointPlan($0) }),
        ]
        return Plan(
            night: "n", poll: .seconds(1), source: ClusterPlan(bootstrap: "a:1"),
            target: ClusterPlan(bootstrap: "b:1"), waves: [wave])
    }

    @Test("each side's Connect is asked once for all of the wave's connectors on it, and no side for the other's")
    func asked() throws {
        let plan = try plan("http://a:8083", "http://b:8083")
        #expect(
            EndpointsOrder(of: plan, cluster: .source)?.connects
                == [ConnectAsked(EndpointPlan("http://a:8083"), ["warehouse"])])
        #expect(
            EndpointsOrder(of: plan, cluster: .target)?.connects
                == [ConnectAsked(EndpointPlan("http://b:8083"), ["warehouse", "search"])])
        #expect(EndpointsOrder(of: try self.plan(nil, nil), cluster: .source) == nil)
    }

    @Test("tells what its connectors do and which it does not have; one that is silent is trouble, and nothing is told")
    func tells() throws {
        let body =
            #"{"warehouse":{"status":{"name":"warehouse","connector":{"state":"RUNNING","worker_id":"w"},"tasks":[]}}}"#
        let connect = try FickleServer(serving: body)
        var order = EndpointsOrder(cluster: .target, poll: .milliseconds(100), patience: .seconds(30))
        order.connects = [ConnectAsked(EndpointPlan("http://\(connect.address)"), ["warehouse", "search"])]
        let run = EndpointsRun(order)
        try run.sweep(until: "its connectors are told") { $0.connectors != nil }
        #expect(run.connectors?.connectors.map(\.name) == ["warehouse"])
        #expect(run.connectors?.connectors.first?.state == .running)
        #expect(run.connectors?.missing == ["search"])
        #expect(run.health.map(\.kind) == [.connect])
        connect.answers(FickleServer.http("<html>", status: "502 Bad Gateway"))
        try run.sweep(until: "its silence is told") { $0.health.first?.problem?.contains("502") == true }
        #expect(run.troubles.count == 1)
    }
}
