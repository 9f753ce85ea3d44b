/// Where the keys of a plan stand, so that whoever checks a value later can point at it. Holds no values.
public struct PlanLocations: Sendable, Equatable {
    private let position: PlanPosition
    private let children: [String: PlanLocations]

    init(_ node: YamlNode, at position: PlanPosition = .start) {
        self.position = position
        switch node.content {
        case .mapping(let entries):
            let inner = entries.map { ($0.key, PlanLocations($0.value, at: $0.position)) }
            children = Dictionary(inner, uniquingKeysWith: { first, _ in first })
        case .list(let items):
            let inner = items.enumerated().map { (String($0), PlanLocations($1, at: $1.position)) }
            children = Dictionary(uniqueKeysWithValues: inner)
        case .scalar, .nothing, .refused:
            children = [:]
        }
    }

    /// Where a key stands, or an item of a list by its number from 0:
    /// `position(of: "clusters", "source", "properties", "sasl.mechanism")`. Where it is not in the plan, the nearest
    /// key above it that is.
    public func position(of path: String...) -> PlanPosition {
        var place = self
        for step in path {
            guard let next = place.children[step] else { break }
            place = next
        }
        return place.position
    }
}
