public import Night

/// What the probe of a bridge is told.
public struct MirrorMakerOrder: Sendable, Equatable, Codable {
    public var bridge: MirrorMaker2Plan
    /// How each cluster is reached, and what of it the plan is about.
    public var source: ClusterOrder
    public var target: ClusterOrder

    public init(bridge: MirrorMaker2Plan, source: ClusterOrder, target: ClusterOrder) {
        self.bridge = bridge
        self.source = source
        self.target = target
    }

    /// Nil where the bridge has nothing of its own to be read.
    public init?(of plan: Plan) {
        guard case .mirrorMaker2(let bridge)? = plan.bridges.first else { return nil }
        self.init(
            bridge: bridge, source: ClusterOrder(of: plan, cluster: .source),
            target: ClusterOrder(of: plan, cluster: .target))
    }

    public func cluster(_ role: ClusterRole) -> ClusterOrder {
        switch role {
        case .source: source
        case .target: target
        }
    }

    var secrets: [Setting] {
        let endpoint = bridge.connect.map { [$0.url, $0.user, $0.password, $0.token].compactMap { $0 } } ?? []
        return (source.properties + target.properties).map(\.value) + endpoint
    }
}
