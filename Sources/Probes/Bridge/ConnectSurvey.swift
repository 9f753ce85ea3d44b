import Connect
import Night
import Synchronization
import Web

/// What the bridge's Connect says of its connectors and of how far they have come.
final class ConnectSurvey: Sendable {
    private struct Known {
        var workerReadAt: Moment?
        /// Those that carry records.
        var sources: [String] = []
        /// This Connect does not tell offsets.
        var withholdsOffsetsSince: Moment?
    }

    private let bridge: MirrorMaker2Plan
    private let client: ConnectClient
    private let topics: NameFilter
    private let report: @Sendable (Observation) -> Void
    private let known = Mutex(Known())

    /// Connect gives its own workers 90 seconds before it gives up on them; whoever hangs up sooner only asks again.
    private static let patience = Duration.seconds(95)
    private static let workerEvery = Duration.seconds(30)
    /// An old Connect may be replaced by a new one.
    private static let withheldFor = Duration.seconds(60)
    private static let carries = "MirrorSourceConnector"

    init(_ endpoint: EndpointPlan, _ order: MirrorMakerOrder, report: @escaping @Sendable (Observation) -> Void) {
        bridge = order.bridge
        client = ConnectClient(endpoint)
        topics = NameFilter(order.source.scopes.flatMap(\.topics), alsoBehind: "")
        self.report = report
    }

    func readStates() -> [CallCost] {
        let now = SystemClock.moment()
        let isDue = known.withLock { known in known.workerReadAt.map { now - $0 >= Self.workerEvery } ?? true }
        let worker = isDue ? [readWorker(at: now)] : []
        guard !bridge.connectors.isEmpty else {
            let said = "the plan's bridge names no connectors, so none is asked for"
            report(.trouble(Trouble(kind: .call, asked: "Connect", said: said)))
            return worker
        }
        return worker + [readConnectors()]
    }

    private func readWorker(at now: Moment) -> CallCost {
        CallCost(asking: "Connect's version", report) { () throws(ConnectError) in
            report(.worker(try client.worker(patience: Self.patience)))
            known.withLock { $0.workerReadAt = now }
        }
    }

    private func readConnectors() -> CallCost {
        CallCost(asking: "states of connectors", report) { () throws(ConnectError) in
            let reading = try client.connectors(bridge.connectors, patience: Self.patience)
            let sources = reading.connectors.filter { $0.className == Self.carries }.map(\.name)
            known.withLock { $0.sources = sources }
            report(.connectors(reading))
        }
    }

    /// Of the connectors that were there when last asked.
    func readOffsets() -> [CallCost] {
        let now = SystemClock.moment()
        let sources = known.withLock { known in
            if let since = known.withholdsOffsetsSince, now - since < Self.withheldFor { return [String]() }
            return known.sources
        }
        guard !sources.isEmpty else { return [] }
        return [
            CallCost(asking: "offsets of connectors", report) { () throws(ConnectError) in
                var carried: [MirrorOffset] = []
                for connector in sources {
                    guard let offsets = try client.mirrorOffsets(of: connector, patience: Self.patience) else {
                        return withheld(since: now)
                    }
                    carried += offsets
                }
                known.withLock { $0.withholdsOffsetsSince = nil }
                Carried.told(.rest, .carried(wanted(carried))).forEach(report)
            }
        ]
    }

    private func wanted(_ carried: [MirrorOffset]) -> [MirrorOffset] {
        carried.filter { $0.cluster == bridge.sourceAlias && topics.wants($0.topic) }
    }

    private func withheld(since now: Moment) {
        known.withLock { $0.withholdsOffsetsSince = now }
        guard bridge.offsetsTopic == nil else { return }
        let said = "it tells no offsets, being older than 3.5: give the plan's bridge its offsets-topic"
        report(.trouble(Trouble(kind: .call, asked: "Connect", said: said)))
    }
}

extension [TopicOffsets] {
    /// Two connectors may have carried one partition, one after the other: the further counts.
    fileprivate static func carried(_ offsets: [MirrorOffset]) -> Self {
        let next = offsets.reduce(into: [String: [Int32: Int64]]()) { next, offset in
            next[offset.topic, default: [:]][offset.partition, default: 0].raise(to: offset.next)
        }
        return next.sorted { $0.key < $1.key }.map { topic, offsets in
            TopicOffsets(
                topic: topic,
                offsets: offsets.map { PartitionOffset(partition: $0, offset: $1) }
                    .sorted { $0.partition < $1.partition })
        }
    }
}

extension Int64 {
    fileprivate mutating func raise(to other: Int64) { self = Swift.max(self, other) }
}

extension CallCost {
    init(asking what: String, _ report: (Observation) -> Void, _ call: () throws(ConnectError) -> Void) {
        self.init(timing: what, report, trouble: { Trouble($0) }, call)
    }
}

extension Trouble {
    init(_ error: ConnectError) {
        let kind: Kind
        if case .web(.misconfigured) = error.kind { kind = .configuration } else { kind = .call }
        self.init(kind: kind, asked: "Connect", said: "\(error)")
    }
}
