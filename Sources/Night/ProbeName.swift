/// Which process reads what. One that hangs or dies takes no other with it.
public enum ProbeName: Sendable, Hashable, Codable, CustomStringConvertible {
    case cluster(ClusterRole)
    case bridge
    /// What a side serves over HTTP beside its brokers: metrics, a schema registry, the Connect of a wave's connectors.
    case endpoints(ClusterRole)

    public var description: String {
        switch self {
        case .cluster(let role): role.rawValue
        case .bridge: "bridge"
        case .endpoints(let role): "\(role.rawValue) endpoints"
        }
    }

    /// Where its readings come from.
    var origin: Origin {
        switch self {
        case .cluster(let role): .cluster(role)
        case .bridge: .bridge("probe")
        case .endpoints(let role): .endpoint(role)
        }
    }
}
