import Night

/// What the rest of the plan says, as far as a wave, a budget line or a step depends on it.
struct Estate {
    /// The clusters a `prometheus:` metric, and a `sample:` one, can be asked of.
    let withPrometheus: Set<ClusterRole>
    let withMetrics: Set<ClusterRole>
    /// Nil: there are bridges, and something is wrong with the list.
    let bridges: [BridgePlan]?
    /// Every line the night's budget names, and those of them that nothing is wrong with.
    let lineNames: Set<String>
    let lines: [String: BudgetLine]

    /// From the tree, not the values: an endpoint that is written wrongly is not missing as well.
    init(clusters: YamlNode?, bridges: [BridgePlan]? = nil, lineNames: Set<String> = [], lines: [BudgetLine] = []) {
        let having: (String) -> Set<ClusterRole> = { key in
            Set(ClusterRole.allCases.filter { clusters?[$0.rawValue]?[key] != nil })
        }
        withPrometheus = having(ClusterKey.prometheus.rawValue)
        withMetrics = having(ClusterKey.metrics.rawValue)
        self.bridges = bridges
        self.lineNames = lineNames
        self.lines = Dictionary(lines.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Connectors that carry the bridge itself.
    var bridgeConnectors: [String] {
        (bridges ?? []).flatMap { bridge -> [String] in
            if case .mirrorMaker2(let plan) = bridge { plan.connectors } else { [] }
        }
    }
}
