import Kafka
import Night
import Synchronization

/// The topics of the plan that there are, and who leads them, as newest known: leaders go on answering while nobody can
/// say who leads.
final class TopicSurvey: Sendable {
    private let client: Client
    private let timeout: Duration
    private let names: NameFilter
    private let report: @Sendable (Observation) -> Void
    private let newest = Mutex<[TopicMetadata]?>(nil)

    init(_ order: ClusterOrder, _ client: Client, report: @escaping @Sendable (Observation) -> Void) {
        self.client = client
        timeout = order.callTimeout
        names = NameFilter(order.scopes.flatMap(\.topics), alsoBehind: order.twinPrefix)
        self.report = report
    }

    /// Nil until the cluster has answered once.
    var known: [TopicMetadata]? { newest.withLock { $0 } }

    func read() -> [CallCost] {
        [
            CallCost(timing: "metadata", report) { () throws(KafkaError) in
                let metadata = try client.metadata(wanting: names.wants, timeout: timeout)
                report(.metadata(metadata))
                newest.withLock { $0 = metadata.topics }
            }
        ]
    }
}
