/// One of something for each cluster.
struct PerCluster<Value> {
    var source: Value
    var target: Value

    init(_ make: (ClusterRole) -> Value) {
        source = make(.source)
        target = make(.target)
    }

    subscript(role: ClusterRole) -> Value {
        get {
            switch role {
            case .source: source
            case .target: target
            }
        }
        // In place: what stands here owns arrays of ten thousand partitions, and a get and set would copy them.
        _modify {
            switch role {
            case .source: yield &source
            case .target: yield &target
            }
        }
    }
}

extension PerCluster: Sendable where Value: Sendable {}

extension ClusterRole {
    var other: ClusterRole { self == .source ? .target : .source }
}
