import Links
public import Night

/// What the probe of a link's own service is told.
public struct LinkServiceOrder: Sendable, Equatable, Codable {
    public var bridge: BridgePlan
    /// By their names on the source.
    public var topics: [NamePattern]
    public var poll: Duration

    /// How long one look may take.
    static let patience = Duration.seconds(20)
    /// Its figures are minutes old at worst and seconds at best, and it counts what it is asked.
    static let leastPoll = Duration.seconds(5)

    public init(bridge: BridgePlan, topics: [NamePattern], poll: Duration) {
        self.bridge = bridge
        self.topics = topics
        self.poll = max(poll, Self.leastPoll)
    }

    /// Nil where the bridge has no service of its own.
    public init?(of plan: Plan) {
        guard let bridge = plan.bridges.first, bridge.linkService != nil else { return nil }
        self.init(bridge: bridge, topics: plan.waves.flatMap(\.topics), poll: plan.poll)
    }

    var longestSilence: Duration { Self.patience * 2 + poll }
    var sweepDeadline: Duration { Self.patience * 2 }

    var secrets: [Setting] {
        switch bridge {
        case .clusterLinking(let plan), .automqLinking(let plan):
            [plan.endpoint.url, plan.endpoint.user, plan.endpoint.password, plan.endpoint.token].compactMap { $0 }
        case .mirrorMaker2, .link: []
        }
    }
}
