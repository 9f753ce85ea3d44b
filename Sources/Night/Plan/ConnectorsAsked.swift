/// The connectors that waves have at one Connect.
public struct ConnectorsAsked: Sendable, Equatable, Codable {
    public var connect: EndpointPlan
    public var names: [String]

    public init(connect: EndpointPlan, names: [String]) {
        self.connect = connect
        self.names = names
    }
}

extension Plan {
    /// Those of all waves on one side, in the plan's order, each once.
    public func connectorsAsked(of role: ClusterRole) -> [ConnectorsAsked] {
        waves.flatMap(\.connectors).reduce(into: []) { asked, connector in
            guard let connect = role == .source ? connector.sourceSide : connector.targetSide else { return }
            guard let place = asked.firstIndex(where: { $0.connect == connect }) else {
                return asked.append(ConnectorsAsked(connect: connect, names: [connector.name]))
            }
            if !asked[place].names.contains(connector.name) { asked[place].names.append(connector.name) }
        }
    }
}
