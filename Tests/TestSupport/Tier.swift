public import RealKafka

/// The Kafka the tests on real brokers run on, or why they do not.
public enum Tier {
    public static let kafka = KafkaInstallation.find(besides: checkout)
    /// One broker each.
    public static let estate = Shared { try await RealClusters.start(from: installation) }
    /// One broker each, a Connect worker, and MirrorMaker 2 with the default policy copying every topic.
    public static let mirrored = Shared {
        try await ConnectedEstate.start(mirror: MirrorMaker(), from: installation)
    }

    public static var runs: Bool {
        if case .success = kafka { true } else { false }
    }

    public static var report: String { RealKafka.tierReport(besides: checkout) }

    /// Only for tests that are enabled by `runs`.
    public static var installation: KafkaInstallation {
        switch kafka {
        case .success(let installation): installation
        case .failure(let why): fatalError("\(why)")
        }
    }

    /// This file lies two folders below it.
    private static let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")
}
