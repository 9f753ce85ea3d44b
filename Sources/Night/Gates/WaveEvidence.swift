/// Everything that is known when a sweep has ended, as seen from one wave: what its gates, its triggers and the price of
/// its way back are judged by.
struct WaveEvidence {
    let wave: Int
    let plan: Plan
    let roster: WaveRoster
    let progress: WaveProgress
    let clusters: PerCluster<ClusterKnowledge>
    let book: TopicBook
    let bridge: BridgeKnowledge
    let groups: GroupsKnowledge
    let budget: [LineKnowledge]
    let metrics: BudgetMetrics
    let services: PerCluster<SideServices>
    let moment: Moment
    let pace: Pace

    var wavePlan: WavePlan { plan.waves[wave] }

    func isStale(_ takenAt: Moment) -> Bool { moment - takenAt > pace.staleAfter }

    func name(of topic: Int) -> String { book.name(of: topic, on: .source) }

    /// "orders/3", by its name on the source.
    func place(_ topic: Int, _ partition: Int) -> String { "\(name(of: topic))/\(partition)" }

    func side(_ topic: Int, on role: ClusterRole) -> TopicSide { clusters[role].topics[topic] }

    var waveGroups: [GroupsKnowledge.Group] { roster.groups.map { groups.groups[$0] } }

    func groupPlan(of group: GroupsKnowledge.Group) -> GroupPlan? {
        wavePlan.groups.first { $0.group.matches(group.name) }
    }

    /// Why a cluster cannot be judged now; nil while it is seen.
    func whyUnseen(_ role: ClusterRole) -> String? {
        guard let sweptAt = clusters[role].sweptAt else { return "\(role.rawValue): \(Why.unread)" }
        return isStale(sweptAt) ? "\(role.rawValue) not seen for \((moment - sweptAt).inWords)" : nil
    }

    /// A line's limit, as the wave draws it, if the line measures this.
    func limit(ofLine name: String, measuring metric: BuiltInMetric) -> Limit? {
        guard let line = plan.budget.first(where: { $0.name == name }), line.metric == .builtIn(metric) else {
            return nil
        }
        return wavePlan.budget.first { $0.line == name }?.limit ?? line.limit
    }
}
