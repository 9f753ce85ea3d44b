import RealKafka
import Testing

/// The Kafka the tests on real brokers run on, or why they do not.
enum Tier {
    static let kafka = KafkaInstallation.find(besides: checkout)
    static let estate = SharedEstate(on: installation)

    static var runs: Bool {
        if case .success = kafka { true } else { false }
    }

    static var comment: Comment { "\(RealKafka.tierReport(besides: checkout))" }

    /// Only for tests that are enabled by `runs`.
    static var installation: KafkaInstallation {
        switch kafka {
        case .success(let installation): installation
        case .failure(let why): fatalError("\(why)")
        }
    }

    /// This file lies two folders below it.
    private static let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")
}
