public import Night

/// The tier of tests that runs on real brokers.
public enum RealKafka {
    /// One line for the end of a test run: what this tier ran on, or why it did not run and how to run it.
    public static func tierReport(
        environment: [String: String] = currentEnvironment(), besides checkout: String
    ) -> String {
        switch KafkaInstallation.find(environment: environment, besides: checkout) {
        case .success(let installation): "real Kafka tier: ran on \(installation)"
        case .failure(let why): "real Kafka tier: not run (\(why))"
        }
    }

    /// A cluster for this body alone, ended when it returns or throws.
    public static func withCluster<Answer: Sendable>(
        _ role: ClusterRole, _ shape: ClusterShape = ClusterShape(), from installation: KafkaInstallation,
        _ body: @Sendable (RealCluster) async throws -> Answer
    ) async throws -> Answer {
        let cluster = try await RealCluster.start(role, shape, from: installation)
        do {
            let answer = try await body(cluster)
            await cluster.end()
            return answer
        } catch {
            await cluster.end()
            throw error
        }
    }
}

/// A source and a target of one broker each, shared by all who only need some cluster and name their topics and
/// groups after themselves. They start for the first and end with the last that uses them at the same time.
public actor SharedEstate {
    public struct Clusters: Sendable {
        public let source: RealCluster
        public let target: RealCluster

        public func cluster(_ role: ClusterRole) -> RealCluster {
            switch role {
            case .source: source
            case .target: target
            }
        }
    }

    private let installation: KafkaInstallation
    private var users = 0
    private var clusters: Task<Clusters, any Error>?

    public init(on installation: KafkaInstallation) {
        self.installation = installation
    }

    public func use<Answer: Sendable>(_ body: @Sendable (Clusters) async throws -> Answer) async throws -> Answer {
        users += 1
        let starting = clusters ?? start()
        clusters = starting
        do {
            let answer = try await body(starting.value)
            await leave()
            return answer
        } catch {
            await leave()
            throw error
        }
    }

    private func start() -> Task<Clusters, any Error> {
        Task { [installation] in
            let wanted: [(ClusterRole, ClusterShape)] = [(.source, ClusterShape()), (.target, ClusterShape())]
            let pair = try await RealCluster.start(wanted, from: installation)
            return Clusters(source: pair[0], target: pair[1])
        }
    }

    private func leave() async {
        users -= 1
        guard users == 0, let last = clusters else { return }
        clusters = nil
        guard let clusters = try? await last.value else { return }
        await clusters.source.end()
        await clusters.target.end()
    }
}
