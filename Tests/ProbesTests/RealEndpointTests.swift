import Glibc
import Night
import RealKafka
import TestSupport
import Testing

@testable import Probes

/// What real brokers serve through the JMX agent, and a real Prometheus of it, in the lines of a budget.
@Suite("endpoints of a real cluster", .enabled(if: Tier.showsMetrics, "\(Tier.metricsReport)"))
struct RealEndpointTests {
    private func plan(for estate: ConnectedEstate, prometheus: String? = nil, _ lines: [BudgetLine]) throws -> Plan {
        func side(_ cluster: RealCluster) -> ClusterPlan {
            ClusterPlan(
                bootstrap: cluster.bootstrap, metrics: cluster.metrics.map { EndpointPlan($0) },
                prometheus: prometheus.map { EndpointPlan($0) })
        }
        return Plan(
            night: "real", poll: .milliseconds(500), source: side(estate.source), target: side(estate.target),
            budget: lines)
    }

    /// Every probe the plan takes, until all of its lines are seen.
    private func lines(of plan: Plan) throws -> [Snapshot.Line] {
        let probes = ProbeOrder.all(of: plan).map {
            ProbeProcess(
                $0, executable: "\(products)/switchback", arguments: ["_probe"], at: SystemClock.moment())
        }
        defer { probes.forEach { $0.end() } }
        var night = Night(plan: plan, at: SystemClock.now())
        let deadline = ContinuousClock().now + .seconds(180)
        while true {
            usleep(20_000)
            let now = SystemClock.now()
            for report in probes.flatMap({ $0.turn(at: now) }) {
                switch report {
                case .observed(let observed): night.take(observed)
                case .probe(let event, let name, let stamp): night.take(event, of: name, at: stamp)
                }
            }
            let lines = night.snapshot(at: now).budget
            if lines.allSatisfy({ $0.standing == .inside }) { return lines }
            let told = lines.map { "\($0.plan.name): \($0.standing)" }
            try #require(ContinuousClock().now < deadline, "\(told) \(night.snapshot(at: now).findings.map(\.text))")
        }
    }

    private func line(_ name: String, _ metric: Metric, _ limit: Limit, of role: ClusterRole? = .source) -> BudgetLine {
        BudgetLine(name: name, metric: metric, cluster: role, limit: limit)
    }

    @Test("broker queues, request latency, throttle time and bytes out come through the agent")
    func agent() async throws {
        try await Tier.mirrored.use { estate in
            let produce = #"{request="Produce",quantile="0.99"}"#
            let lines = try lines(
                of: plan(
                    for: estate,
                    [
                        line("queues", .sample("kafka_network_requestchannel_requestqueuesize"), Limit(500, .count)),
                        line(
                            "latency", .sample("kafka_network_requestmetrics_totaltimems" + produce), Limit(6e4, .count)
                        ),
                        line(
                            "throttling", .sample("kafka_network_requestmetrics_throttletimems" + produce),
                            Limit(6e4, .count)),
                        line(
                            "fetches",
                            .sample(#"kafka_server_brokertopicmetrics_totalfetchrequestspersec_total{topic=""}"#),
                            Limit(1e6, .perSecond)),
                        line("bytes", .builtIn(.sourceBytesOut), Limit(1e12, .bytesPerSecond), of: nil),
                    ]))
            #expect(lines.allSatisfy { $0.value.reading?.method == .reported })
            #expect(lines.allSatisfy { $0.value.reading?.origin == .endpoint(.source) })
            let fetches = try #require(lines.first { $0.plan.name == "fetches" }?.value.value)
            #expect(fetches > 0, "MirrorMaker 2 fetches all the time: a pace, not a total")
            #expect(fetches < 10_000)
        }
    }

    @Test(
        "expressions come through a Prometheus that scrapes them",
        .enabled(if: Tier.prometheus != nil, "\(Tier.metricsReport)"))
    func prometheus() async throws {
        try await Tier.mirrored.use { estate in
            let prometheus = try await RealPrometheus.start(
                try #require(Tier.prometheus),
                scraping: ["source": estate.source.metrics, "target": estate.target.metrics])
            do {
                let fetches = "sum(rate(kafka_server_brokertopicmetrics_totalfetchrequestspersec_total[30s]))"
                let lines = try lines(
                    of: plan(
                        for: estate, prometheus: prometheus.address,
                        [
                            line(
                                "queues", .prometheus("max(kafka_network_requestchannel_requestqueuesize)"),
                                Limit(500, .count), of: .target),
                            line("fetches", .prometheus(fetches), Limit(1e6, .perSecond), of: .target),
                            line("leaders", .prometheus("kafka_server_replicamanager_leadercount"), Limit(1e6, .count)),
                        ]))
                #expect((lines[1].value.value ?? 0) > 0)
                #expect((lines[2].value.value ?? 0) > 0)
                await prometheus.end()
            } catch {
                await prometheus.end()
                throw error
            }
        }
    }
}
