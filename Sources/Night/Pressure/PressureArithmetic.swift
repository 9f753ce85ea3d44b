/// What flows into and out of each stage, and which stage keeps some of it.
enum PressureArithmetic {
    /// A stage piles up when it keeps more than this share of what passes it: two windows of the same steady stream
    /// differ by less.
    static let share = 0.1
    /// A second. Below it there is no stream to speak of.
    static let fewest = 1.0

    static func map(
        _ clusters: PerCluster<ClusterKnowledge>, bridge: BridgeKnowledge, groups: GroupsKnowledge
    ) -> Snapshot.PressureMap {
        let producers = clusters.source.gainRate
        let stages = [
            stage(.bridge, inflow: producers, outflow: bridge.flow, backlog: bridge.lag.records),
            consumers(.sourceConsumers, of: clusters.source, groups: groups),
            consumers(.targetConsumers, of: clusters.target, groups: groups),
        ]
        return Snapshot.PressureMap(producers: producers, stages: stages, finding: .unknown(Why.unread))
    }

    private static func stage(
        _ name: Snapshot.PressureMap.Stage.Name, inflow: Known<Double>, outflow: Known<Double>, backlog: Known<Int64>
    ) -> Snapshot.PressureMap.Stage {
        Snapshot.PressureMap.Stage(
            name: name, inflow: inflow, outflow: outflow, growth: inflow.less(outflow), backlog: backlog)
    }

    /// The groups of one cluster taken together: what their topics gain for each of them, and what they get through.
    /// A group that cannot be told is left out by name: without the others' numbers nobody would see where it piles up.
    private static func consumers(
        _ name: Snapshot.PressureMap.Stage.Name, of cluster: ClusterKnowledge, groups: GroupsKnowledge
    ) -> Snapshot.PressureMap.Stage {
        guard let sweptAt = cluster.sweptAt else {
            let unread = Known<Double>.unknown(Why.unread)
            return stage(name, inflow: unread, outflow: unread, backlog: .unknown(Why.unread))
        }
        let nothing = Reading(0.0, takenAt: sweptAt, origin: .cluster(cluster.role))
        var inflow = Known.known(nothing)
        var outflow = Known.known(nothing)
        var backlog = Known.known(nothing.map { _ in Int64(0) })
        let told = groups.told(on: cluster.role)
        for side in told.sides {
            inflow = inflow.plus(side.commits.inflowRate)
            outflow = outflow.plus(side.commits.rate)
            backlog = backlog.plus(side.lag.records)
        }
        if told.sides.isEmpty, let leftOut = told.leftOut {
            return stage(name, inflow: .unknown(leftOut), outflow: .unknown(leftOut), backlog: .unknown(leftOut))
        }
        var stage = stage(name, inflow: inflow, outflow: outflow, backlog: backlog)
        stage.leftOut = told.leftOut
        return stage
    }

    /// One stage that is seen to pile up is a finding, whatever else is unknown; that none does takes them all, and whole.
    static func finding(
        _ stages: [Snapshot.PressureMap.Stage], at moment: Moment, pace: Pace
    ) -> Snapshot.PressureMap.Finding {
        var worst: (name: Snapshot.PressureMap.Stage.Name, growth: Double)?
        var why: String?
        for stage in stages {
            guard let growth = stage.growth.fresh(at: moment, pace: pace) else {
                let reason = stage.growth.whyUnknown ?? Why.stale
                why = why ?? "\(stage.name.rawValue): \(reason)"
                continue
            }
            if let leftOut = stage.leftOut { why = why ?? "\(stage.name.rawValue): \(leftOut)" }
            let traffic = max(stage.inflow.value ?? 0, stage.outflow.value ?? 0)
            guard growth > fewest, growth > share * traffic, growth > worst?.growth ?? 0 else { continue }
            worst = (stage.name, growth)
        }
        if let worst { return .accumulating(worst.name) }
        return why.map { .unknown($0) } ?? .level
    }
}
