public import RealKafka

/// The Kafka the tests on real brokers run on, or why they do not.
public enum Tier {
    public static let kafka = KafkaInstallation.find(besides: checkout)
    /// One broker each. A test uses this or `mirrored`, and starts nothing of its own inside: it would wait for seats
    /// that it holds itself.
    public static let estate = Shared { try await RealClusters.start(from: installation) }
    /// One broker each, a Connect worker, and MirrorMaker 2 with the default policy copying every topic; all of them
    /// show their metrics where the agent is to be had.
    public static let mirrored = Shared {
        let broker = ClusterShape(showsMetrics: installation.showsMetrics)
        return try await ConnectedEstate.start(
            source: broker, target: broker, connect: ConnectShape(showsMetrics: installation.showsMetrics),
            mirror: MirrorMaker(), from: installation)
    }

    public static var runs: Bool {
        if case .success = kafka { true } else { false }
    }

    public static var report: String { RealKafka.tierReport(besides: checkout) }

    /// For tests that need what the JMX agent shows.
    public static var showsMetrics: Bool { (try? kafka.get())?.showsMetrics ?? false }

    /// For tests that also need a Prometheus.
    public static var prometheus: PrometheusProgram? { showsMetrics ? .find() : nil }

    public static var metricsReport: String { RealKafka.metricsReport(besides: checkout) }

    /// Only for tests that are enabled by `runs`.
    public static var installation: KafkaInstallation {
        switch kafka {
        case .success(let installation): installation
        case .failure(let why): fatalError("\(why)")
        }
    }

    /// This file lies two folders below it.
    public static let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")
}
