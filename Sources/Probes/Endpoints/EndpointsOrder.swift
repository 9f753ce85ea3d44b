public import Night

/// What the probe of a side's endpoints is told.
public struct EndpointsOrder: Sendable, Equatable, Codable {
    public var cluster: ClusterRole
    public var poll: Duration
    /// Exposition endpoints, each scraped for the metrics that are samples.
    public var metrics: [EndpointPlan]
    /// Asked for the metrics that are expressions.
    public var prometheus: EndpointPlan?
    public var asked: [MetricAsked]
    /// How long one endpoint may take for one read.
    public var patience: Duration

    public init(
        cluster: ClusterRole, poll: Duration, metrics: [EndpointPlan] = [], prometheus: EndpointPlan? = nil,
        asked: [MetricAsked] = [], patience: Duration = .seconds(10)
    ) {
        self.cluster = cluster
        self.poll = poll
        self.metrics = metrics
        self.prometheus = prometheus
        self.asked = asked
        self.patience = patience
    }

    /// Endpoints that nothing in the plan asks are left alone. Nil: all are.
    public init?(of plan: Plan, cluster: ClusterRole) {
        let side = plan.cluster(cluster)
        self.init(
            cluster: cluster, poll: plan.poll, metrics: side.metrics, prometheus: side.prometheus,
            asked: plan.metricsAsked(of: cluster))
        if samples.isEmpty { metrics = [] }
        if expressions.isEmpty { prometheus = nil }
        if metrics.isEmpty, prometheus == nil { return nil }
    }

    var samples: [MetricAsked] { asked.filter { !$0.metric.isExpression } }
    var expressions: [MetricAsked] { asked.filter(\.metric.isExpression) }

    /// No endpoint holds up a sweep for longer, so that one ends at every poll.
    var longestSilence: Duration { poll + EndpointsSweeper.patience + .seconds(10) }

    var settings: [Setting] {
        (metrics + [prometheus].compactMap { $0 }).flatMap { endpoint in
            [endpoint.url] + [endpoint.user, endpoint.password, endpoint.token].compactMap { $0 }
        }
    }
}

extension Metric {
    fileprivate var isExpression: Bool {
        if case .prometheus = self { true } else { false }
    }
}
