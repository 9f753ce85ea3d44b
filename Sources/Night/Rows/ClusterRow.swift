/// What one cluster's pane shows, with its recent past.
struct ClusterRow: Sendable {
    private let role: ClusterRole
    private let pace: Pace
    private var inHistory = Sparkline()
    private var outHistory = Sparkline()
    private var produceHistory = Sparkline()
    /// Records a second read from it.
    var readsOut: Known<Double> = .unknown(Why.unread)

    init(_ role: ClusterRole, pace: Pace) {
        self.role = role
        self.pace = pace
    }

    mutating func record(_ cluster: ClusterKnowledge, beats: Int, at moment: Moment) {
        func push(_ known: Known<Double>, to line: inout Sparkline) {
            line.skip(beats - 1)
            line.push(known.fresh(at: moment, pace: pace))
        }
        push(cluster.gainRate, to: &inHistory)
        push(readsOut, to: &outHistory)
        push(cluster.produced.p99(from: role), to: &produceHistory)
    }

    func row(
        _ cluster: ClusterKnowledge, _ endpoints: EndpointsKnowledge, plan: ClusterPlan, at moment: Moment
    ) -> Snapshot.Cluster {
        Snapshot.Cluster(
            role: role, bootstrap: plan.bootstrap, probe: cluster.probe.snapshot(at: moment),
            brokers: cluster.brokers, mostBrokers: cluster.mostBrokers, totals: cluster.totals,
            recordsIn: cluster.gainRate,
            recordsInHistory: inHistory.values, recordsOut: readsOut, recordsOutHistory: outHistory.values,
            produceP99: cluster.produced.p99(from: role), produceHistory: produceHistory.values,
            endpoints: endpoints.row(at: moment))
    }
}
