/// One night: the plan and everything seen so far, folded into what is known. Pure: time comes in with each input, and
/// the same inputs make the same snapshots.
public struct Night: Sendable {
    public let plan: Plan

    public init(plan: Plan, at start: Stamp) {
        self.plan = plan
    }

    /// Takes what a probe reported.
    public mutating func take(_ observed: Observed) {}

    /// Takes what became of a probe.
    public mutating func take(_ event: ProbeEvent, of cluster: ClusterRole, at stamp: Stamp) {}

    /// What is known at this moment, for one frame.
    public func snapshot(at stamp: Stamp) -> Snapshot {
        let unread = "no reading yet"
        return Snapshot(
            at: stamp, night: plan.night, poll: plan.poll, staleAfter: plan.poll * 3,
            source: Snapshot.Cluster(role: .source, bootstrap: plan.source.bootstrap),
            target: Snapshot.Cluster(role: .target, bootstrap: plan.target.bootstrap),
            bridge: Snapshot.Bridge(kind: "none", lag: .unknown(unread), records: .unknown(unread)),
            pressure: Snapshot.PressureMap(producers: .unknown(unread), stages: [], finding: .unknown(unread)))
    }
}
