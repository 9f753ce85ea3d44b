import Night
import TestSupport
import Testing

@testable import RealKafka

@Suite("Metrics", .enabled(if: Tier.showsMetrics, "\(Tier.metricsReport)"))
struct MetricsTests {
    @Test("brokers and the worker show theirs through the agent")
    func agent() async throws {
        try await Tier.mirrored.use { estate in
            let shown = [
                (estate.source.metrics, "kafka_server_brokertopicmetrics_bytesinpersec_total"),
                (estate.target.metrics, "kafka_server_brokertopicmetrics_bytesinpersec_total"),
                ([try #require(estate.connect.metrics)], "kafka_connect_connect_worker_metrics_connector_count"),
            ]
            for (addresses, name) in shown {
                let address = try #require(addresses.first)
                let answer = await Rest(at: address).call("GET", "", within: .seconds(60))
                #expect(answer?.status == 200 && answer?.body.contains(name) == true)
            }
        }
    }

    @Test("a Prometheus has scraped all of them", .enabled(if: Tier.prometheus != nil, "\(Tier.metricsReport)"))
    func prometheus() async throws {
        try await Tier.mirrored.use { estate in
            let targets = [
                "source": estate.source.metrics, "target": estate.target.metrics,
                "connect": [try #require(estate.connect.metrics)],
            ]
            let prometheus = try await RealPrometheus.start(try #require(Tier.prometheus), scraping: targets)
            try await withEstate(prometheus) { prometheus in
                let counted = "count(kafka_server_replicamanager_leadercount)"
                let answer = await Rest(at: prometheus.address)
                    .call("GET", "/api/v1/query", query: [("query", counted)], within: .seconds(60))
                #expect(answer?.body.contains(#""2""#) == true, "\(String(describing: answer))")
            }
        }
    }
}
