extension WaveEvidence {
    static let notMeasured = "not measured by this version"

    /// What a built-in gate finds now.
    func look(at gate: BuiltInGate, _ plan: GatePlan) -> GateFinding {
        switch gate {
        case .inventory: inventory
        case .replication: replication(within: plan.limit ?? lagLimit)
        case .offsets: offsets(rereadWithin: plan.limit)
        case .consumers: consumers
        case .headroom: headroom(within: plan.limit)
        case .sourceReady: sourceReady
        case .rehearsed: rehearsed
        case .topicParity: topicParity
        case .aclParity: aclParity
        case .schemaParity: schemaParity
        case .connectorsSingleSided: connectorsSingleSided
        case .records: .unknown(Self.notMeasured)
        }
    }

    /// How far the bridge may be behind where neither the gate nor the budget says.
    private static let usualLagLimit = Limit(5, .time)

    var lagLimit: Limit {
        limit(ofLine: "replication-lag", measuring: .bridgeLagTime) ?? Self.usualLagLimit
    }

    private var rehearsed: GateFinding {
        guard let rehearsal = progress.context.rehearsal else {
            return .unknown("the way back has not been run")
        }
        let ago = (moment - rehearsal.at.moment).inWords
        return .passes(
            "run by \(rehearsal.by) \(ago) ago, took \(rehearsal.took.inWords)", takenAt: rehearsal.at.moment)
    }
}
