import Kafka
import Night
import Synchronization

/// Reads the bridge's own topics on one cluster, one call at a time.
final class BridgeTopics: Sendable {
    private struct State {
        let tails: TopicTails
        var folds: BridgeTopicFolds
        var lookedAt: Moment?
    }

    private let role: ClusterRole
    private let timeout: Duration
    private let report: @Sendable (Observation) -> Void
    private let state: Mutex<State>
    /// Apart, so that whoever asks need not wait for a call.
    private let halted = Mutex<String?>(nil)

    private static let lookEvery = Duration.seconds(10)
    private static let batch = 5_000
    /// How long it reads at a stretch: a topic's past may be long, and the lane is to be heard of now and then.
    private static let longestStretch = Duration.milliseconds(700)

    /// Nil where the bridge has none there.
    init?(_ order: MirrorMakerOrder, on role: ClusterRole, report: @escaping @Sendable (Observation) -> Void)
        throws(Configuration.Problem)
    {
        let folds = BridgeTopicFolds(of: order, on: role)
        guard !folds.names.isEmpty else { return nil }
        let cluster = order.cluster(role)
        let tails = try TopicTails(folds.names, cluster.consumerConfiguration)
        self.role = role
        timeout = cluster.callTimeout
        self.report = report
        state = Mutex(State(tails: tails, folds: folds))
    }

    /// A reader in there that gets nothing any more.
    var poison: String? { halted.withLock { $0 } }

    func read() -> [CallCost] {
        state.withLock { state in
            defer {
                reportEvents(of: state.tails.client)
                let topic = state.folds.halted
                halted.withLock { $0 = topic.map { "\($0) is not read on, though there is more of it" } }
            }
            return [look(&state), readOn(&state), tell(&state)].compactMap { $0 }
        }
    }

    private func look(_ state: inout State) -> CallCost? {
        let now = SystemClock.moment()
        if let lookedAt = state.lookedAt, now - lookedAt < Self.lookEvery { return nil }
        return CallCost(timing: "bridge topics of the \(role.rawValue)", report) { () throws(KafkaError) in
            for news in try state.tails.look(timeout: timeout) { state.folds.take(news) }
            state.lookedAt = now
        }
    }

    private func readOn(_ state: inout State) -> CallCost? {
        guard state.lookedAt != nil else { return nil }
        return CallCost(timing: "records of the \(role.rawValue)'s bridge topics", report) { () throws(KafkaError) in
            let began = SystemClock.moment()
            var isMore = true
            while isMore, SystemClock.moment() - began < Self.longestStretch {
                isMore = false
                for news in try state.tails.read(atMost: Self.batch, waiting: .milliseconds(20)) {
                    state.folds.take(news)
                    isMore = true
                }
            }
        }
    }

    private func tell(_ state: inout State) -> CallCost? {
        guard state.lookedAt != nil else { return nil }
        return CallCost(timing: "ends of the \(role.rawValue)'s bridge topics", report) { () throws(KafkaError) in
            for told in state.folds.told(unread: try state.tails.unread(timeout: timeout)) { report(told) }
        }
    }

    private func reportEvents(of client: Client) {
        var said = Set<String>()
        for case .error(let error) in client.events() {
            let trouble = Trouble(error, kind: .connection)
            if said.insert(trouble.said).inserted { report(.trouble(trouble)) }
        }
    }
}
