package import Kafka
package import Night

/// Reads what a bridge tells of itself: its own topics on either cluster, and what its Connect says. Each in a lane of
/// its own: none of them holds up another.
package final class MirrorMakerSweeper: ProbeReader {
    private let topics: [(role: ClusterRole, reader: BridgeTopics)]
    private let connect: ConnectSurvey?
    /// Kept for as long as the probe: it works by itself.
    private let roundTrip: RoundTrip?
    private let report: @Sendable (Observation) -> Void
    private let topicLanes: Lanes
    private let connectLanes: Lanes
    private let callTimeout: Duration
    private var sweeps: UInt64 = 0
    package private(set) var poison: String?

    /// Connect may take its time, but not without a word.
    private static let connectsSilence = Duration.seconds(10)

    package init(
        _ order: MirrorMakerOrder, report: @escaping @Sendable (Observation) -> Void
    ) throws(Configuration.Problem) {
        var topics: [(ClusterRole, BridgeTopics)] = []
        for role in ClusterRole.allCases {
            if let reader = try BridgeTopics(order, on: role, report: report) { topics.append((role, reader)) }
        }
        self.topics = topics
        connect = order.bridge.connect.map { ConnectSurvey($0, order, report: report) }
        roundTrip = try order.source.probeTopic.map { topic throws(Configuration.Problem) in
            try RoundTrip(from: topic, to: order.target.twinPrefix + topic, order, report: report)
        }
        self.report = report
        callTimeout = order.target.callTimeout
        topicLanes = Lanes(patience: callTimeout / 4)
        connectLanes = Lanes(patience: callTimeout / 4)
    }

    package func sweep() -> Duration {
        sweeps += 1
        let began = SystemClock.moment()
        var tally = Tally()
        for (role, reader) in topics { topicLanes.run(.bridgeTopics(role)) { reader.read() } }
        if let connect {
            connectLanes.run(.connectStates) { connect.readStates() }
            connectLanes.run(.connectOffsets) { connect.readOffsets() }
        }
        topicLanes.wait(for: topics.map { .bridgeTopics($0.role) })
        connectLanes.wait(for: [.connectStates, .connectOffsets])
        (topicLanes.takeEnded() + connectLanes.takeEnded()).forEach { tally.add($0) }
        if connectLanes.overdue(after: Self.connectsSilence) != nil {
            let said = "no answer for \(Self.connectsSilence), and still waiting"
            report(.trouble(Trouble(kind: .call, asked: "Connect", said: said)))
        }
        // A whole look at a cluster is a handful of calls, one after the other.
        let overdue = topicLanes.overdue(after: callTimeout * 5).map { "a call for \($0) does not return" }
        poison = overdue ?? topics.lazy.compactMap(\.reader.poison).first
        report(.sweepEnded(tally.cost(ofSweep: sweeps, began: began)))
        // Lanes rest by themselves.
        return .zero
    }
}
