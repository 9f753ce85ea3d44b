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
        // A wave whose producers moved is written on the target, where its gain is theirs.
        let producers =
            clusters.target.unbridged.isEmpty
            ? clusters.source.gainRate : clusters.source.gainRate.plus(clusters.target.unbridgedRate)
        var overBridge = stage(
            .bridge, inflow: clusters.source.bridgedRate, outflow: bridge.flow, backlog: bridge.backlog)
        overBridge.leftOut = bridge.leftOut
        let stages = [
            overBridge,
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
        for (_, side) in told.sides {
            inflow = inflow.plus(side.commits.inflowRate)
            outflow = outflow.plus(side.commits.rate)
            backlog = backlog.plus(side.lag.records)
        }
        if told.sides.isEmpty, let leftOut = told.leftOut {
            return stage(name, inflow: .unknown(leftOut), outflow: .unknown(leftOut), backlog: .unknown(leftOut))
        }
        var stage = stage(name, inflow: inflow, outflow: outflow, backlog: backlog)
        stage.leftOut = told.leftOut
        if significant(stage.growth.value, inflow: inflow, outflow: outflow) == nil {
            stage.hidden = fastest(of: told.sides, window: cluster.pace.window)
        }
        return stage
    }

    /// Of the groups that fall behind. In the sum those that catch up make up for it, and nobody reads for another.
    /// One that is hardly further behind than it fell within the window may be about to commit.
    private static func fastest(
        of sides: [(group: String, side: GroupSideKnowledge)], window: Duration
    ) -> Snapshot.PressureMap.Stage.Part? {
        var fastest: (group: String, side: GroupSideKnowledge, perSecond: Double)?
        for (group, side) in sides {
            let commits = side.commits
            guard
                let growth = significant(
                    commits.growth.value, inflow: commits.inflowRate, outflow: commits.rate),
                growth > fastest?.perSecond ?? 0, let behind = side.lag.records.value,
                Double(behind) > 2 * growth * window.inSeconds
            else { continue }
            fastest = (group, side, growth)
        }
        return fastest.map { group, side, _ in
            Snapshot.PressureMap.Stage.Part(
                group: group, inflow: side.commits.inflowRate, outflow: side.commits.rate,
                growth: side.commits.growth, backlog: side.lag.records)
        }
    }

    /// One stage that is seen to pile up is a finding, whatever else is unknown, and so is one that stands still with
    /// something in it; that neither is so takes them all, and whole. The stage named last keeps the name while it piles
    /// up and no other does so clearly faster: between two alike it would change with every sweep.
    static func finding(
        _ stages: [Snapshot.PressureMap.Stage], lastNamed: Snapshot.PressureMap.Stage.Name?, at moment: Moment,
        pace: Pace
    ) -> Snapshot.PressureMap.Finding {
        var fastest: Growing?
        var named: Growing?
        for stage in stages {
            guard let growing = growing(stage, at: moment, pace: pace) else { continue }
            if growing.perSecond > fastest?.perSecond ?? 0 { fastest = growing }
            if stage.name == lastNamed { named = growing }
        }
        if let named, let fastest, fastest.perSecond <= named.perSecond * clearly { return .accumulating(named.name) }
        if let fastest { return .accumulating(fastest.name) }
        if let still = stages.first(where: { isStill($0, at: moment, pace: pace) }) { return .standing(still.name) }
        return whyUnknown(stages, at: moment, pace: pace).map { .unknown($0) } ?? .level
    }

    private struct Growing {
        var name: Snapshot.PressureMap.Stage.Name
        var perSecond: Double
    }

    /// How much faster another stage must pile up to be named instead.
    private static let clearly = 1.2

    private static func growing(_ stage: Snapshot.PressureMap.Stage, at moment: Moment, pace: Pace) -> Growing? {
        let ofAll = stage.growth.fresh(at: moment, pace: pace)
        let growth =
            significant(ofAll, inflow: stage.inflow, outflow: stage.outflow)
            ?? stage.hidden?.growth.fresh(at: moment, pace: pace)
        return growth.map { Growing(name: stage.name, perSecond: $0) }
    }

    /// The growth, if it is one.
    private static func significant(
        _ growth: Double?, inflow: Known<Double>, outflow: Known<Double>
    ) -> Double? {
        guard let growth else { return nil }
        let traffic = max(inflow.value ?? 0, outflow.value ?? 0)
        return growth > fewest && growth > share * traffic ? growth : nil
    }

    private static func isStill(_ stage: Snapshot.PressureMap.Stage, at moment: Moment, pace: Pace) -> Bool {
        guard let inflow = stage.inflow.fresh(at: moment, pace: pace), inflow <= fewest,
            let outflow = stage.outflow.fresh(at: moment, pace: pace), outflow == 0,
            let backlog = stage.backlog.fresh(at: moment, pace: pace)
        else { return false }
        return backlog > 0
    }

    private static func whyUnknown(
        _ stages: [Snapshot.PressureMap.Stage], at moment: Moment, pace: Pace
    ) -> String? {
        for stage in stages {
            if stage.growth.fresh(at: moment, pace: pace) == nil {
                return "\(stage.name.rawValue): \(stage.growth.whyUnknown ?? Why.stale)"
            }
            // What does not pass the bridge is not missing from it.
            if stage.name != .bridge, let leftOut = stage.leftOut { return "\(stage.name.rawValue): \(leftOut)" }
        }
        return nil
    }
}
