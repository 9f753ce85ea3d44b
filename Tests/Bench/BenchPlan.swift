import Night

extension Plan {
    /// One wave of everything, with a budget, as the benches' nights have it.
    static func ofEverything(gates: [GatePlan] = [], triggers: [TriggerPlan] = []) -> Plan {
        let everything = (try? NamePattern("*")).map { [$0] } ?? []
        return Plan(
            night: "bench", poll: .seconds(1), source: ClusterPlan(bootstrap: "a:9092"),
            target: ClusterPlan(bootstrap: "b:9092", probeTopic: "switchback-probe"), bridges: [.link(LinkPlan())],
            budget: [
                BudgetLine(name: "replication-lag", metric: .builtIn(.bridgeLagTime), limit: Limit(5, .time)),
                BudgetLine(name: "consumer-lag", metric: .builtIn(.consumersLagTime), limit: Limit(60, .time)),
                BudgetLine(name: "error-rate", metric: .builtIn(.errorsRate), limit: Limit(1, .perSecond)),
            ],
            waves: [
                WavePlan(
                    name: "everything", pattern: .consumerFirst, owner: "bench", topics: everything,
                    groups: everything.map { GroupPlan(group: $0) }, gates: gates, triggers: triggers)
            ])
    }
}
