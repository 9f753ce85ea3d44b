public import Night

/// The tier of tests that runs on real brokers.
public enum RealKafka {
    /// One line for the end of a test run: what this tier ran on, or why it did not run and how to run it.
    public static func tierReport(
        environment: [String: String] = currentEnvironment(), besides checkout: String
    ) -> String {
        switch KafkaInstallation.find(environment: environment, besides: checkout) {
        case .success(let installation): "real Kafka tier: ran on \(installation)"
        case .failure(let why): "real Kafka tier: not run (\(why), then run make test again)"
        }
    }

    /// The same for what is measured through the JMX agent and through Prometheus.
    public static func metricsReport(
        environment: [String: String] = currentEnvironment(), besides checkout: String
    ) -> String {
        let tier = "real metrics tier:"
        switch KafkaInstallation.find(environment: environment, besides: checkout) {
        case .failure: return "\(tier) not run (no real Kafka)"
        case .success(let installation):
            guard installation.showsMetrics else { return "\(tier) not run (\(RealKafkaError.noMetricsAgent))" }
            guard PrometheusProgram.find(environment: environment) != nil else {
                return
                    "\(tier) ran with the JMX agent, not with Prometheus (not on PATH; install it, then run make test again)"
            }
            return "\(tier) ran with the JMX agent and Prometheus"
        }
    }

    /// A cluster for this body alone, ended when it returns or throws.
    public static func withCluster<Answer: Sendable>(
        _ role: ClusterRole, _ shape: ClusterShape = ClusterShape(), from installation: KafkaInstallation,
        _ body: @Sendable (RealCluster) async throws -> Answer
    ) async throws -> Answer {
        try await withEstate(try await RealCluster.start(role, shape, from: installation), body)
    }
}
