/// A metric that somebody else measures, and how the plan means it.
public struct MetricAsked: Sendable, Hashable, Codable {
    public var metric: Metric
    /// It is compared with so much a second.
    public var asksForPace: Bool

    public init(_ metric: Metric, asksForPace: Bool) {
        self.metric = metric
        self.asksForPace = asksForPace
    }
}

extension Plan {
    /// What budget lines and triggers ask of a side's endpoints, each once.
    public func metricsAsked(of role: ClusterRole) -> [MetricAsked] {
        let lines = budget.map { ($0.metric, $0.cluster, $0.limit.dimension) }
        let triggers = waves.flatMap(\.triggers).map { ($0.metric, $0.cluster, $0.above.dimension) }
        var asked: [MetricAsked] = []
        for (metric, cluster, dimension) in lines + triggers where metric.isAsked(of: role, named: cluster) {
            let asksForPace = dimension == .perSecond || dimension == .bytesPerSecond
            if let place = asked.firstIndex(where: { $0.metric == metric }) {
                asked[place].asksForPace = asked[place].asksForPace || asksForPace
            } else {
                asked.append(MetricAsked(metric, asksForPace: asksForPace))
            }
        }
        return asked.filter { canAsk(for: $0.metric, of: cluster(role)) }
    }

    private func canAsk(for metric: Metric, of side: ClusterPlan) -> Bool {
        if case .prometheus = metric { side.prometheus != nil } else { !side.metrics.isEmpty }
    }
}

extension Metric {
    fileprivate func isAsked(of role: ClusterRole, named cluster: ClusterRole?) -> Bool {
        switch self {
        case .builtIn(let metric): metric == .sourceBytesOut && role == .source
        case .prometheus, .sample: cluster == role
        }
    }
}
