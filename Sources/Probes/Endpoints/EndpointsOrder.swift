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
    public var registry: EndpointPlan?
    /// Whose subjects are looked for in the registry, and what a bridge puts before their names here.
    public var topics: [NamePattern]
    public var twinPrefix: String
    public var connects: [ConnectAsked]
    /// How long one endpoint may take for one read.
    public var patience: Duration

    public init(
        cluster: ClusterRole, poll: Duration, metrics: [EndpointPlan] = [], prometheus: EndpointPlan? = nil,
        asked: [MetricAsked] = [], registry: EndpointPlan? = nil, topics: [NamePattern] = [],
        twinPrefix: String = "", connects: [ConnectAsked] = [], patience: Duration = .seconds(10)
    ) {
        self.cluster = cluster
        self.poll = poll
        self.metrics = metrics
        self.prometheus = prometheus
        self.asked = asked
        self.registry = registry
        self.topics = topics
        self.twinPrefix = twinPrefix
        self.connects = connects
        self.patience = patience
    }

    /// Endpoints that nothing in the plan asks are left alone. Nil: all are.
    public init?(of plan: Plan, cluster: ClusterRole) {
        let side = plan.cluster(cluster)
        self.init(
            cluster: cluster, poll: plan.poll, metrics: side.metrics, prometheus: side.prometheus,
            asked: plan.metricsAsked(of: cluster), registry: side.schemaRegistry,
            topics: plan.waves.flatMap(\.topics), twinPrefix: cluster == .target ? plan.twins.prefix : "",
            connects: plan.connectsAsked(of: cluster))
        if samples.isEmpty { metrics = [] }
        if expressions.isEmpty { prometheus = nil }
        if metrics.isEmpty, prometheus == nil, registry == nil, connects.isEmpty { return nil }
    }

    var samples: [MetricAsked] { asked.filter { !$0.metric.isExpression } }
    var expressions: [MetricAsked] { asked.filter(\.metric.isExpression) }

    /// No endpoint holds up a sweep for longer, so that one ends at every poll.
    var longestSilence: Duration { poll + EndpointsSweeper.patience + .seconds(10) }

    var settings: [Setting] {
        (metrics + [prometheus, registry].compactMap { $0 } + connects.map(\.endpoint)).flatMap { endpoint in
            [endpoint.url] + [endpoint.user, endpoint.password, endpoint.token].compactMap { $0 }
        }
    }
}

/// A Connect, and which of its connectors are asked for.
public struct ConnectAsked: Sendable, Equatable, Codable {
    public var endpoint: EndpointPlan
    public var connectors: [String]

    public init(_ endpoint: EndpointPlan, _ connectors: [String]) {
        self.endpoint = endpoint
        self.connectors = connectors
    }
}

extension Plan {
    /// The Connects of one side that waves have connectors on, each once.
    fileprivate func connectsAsked(of cluster: ClusterRole) -> [ConnectAsked] {
        var asked: [ConnectAsked] = []
        for connector in waves.flatMap(\.connectors) {
            guard let endpoint = cluster == .source ? connector.sourceSide : connector.targetSide else { continue }
            if let place = asked.firstIndex(where: { $0.endpoint == endpoint }) {
                if !asked[place].connectors.contains(connector.name) { asked[place].connectors.append(connector.name) }
            } else {
                asked.append(ConnectAsked(endpoint, [connector.name]))
            }
        }
        return asked
    }
}

extension Metric {
    fileprivate var isExpression: Bool {
        if case .prometheus = self { true } else { false }
    }
}
