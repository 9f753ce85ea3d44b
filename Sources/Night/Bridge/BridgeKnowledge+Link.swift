/// What concerns bridges that keep offsets, and the services that some of them have.
extension BridgeKnowledge {
    /// Before the rest is measured: the service's figure is compared with it.
    mutating func measureLink(
        _ clusters: PerCluster<ClusterKnowledge>, _ book: TopicBook, _ plan: Plan, at stamp: Stamp,
        log: inout NightLog
    ) {
        service?.measure(book, plan.waves, on: clusters.source)
        guard preservesOffsets else { return }
        gaps.measure(clusters, targetLeads: offsets.targetLeads)
        gaps.tell(book: book, at: stamp, log: &log)
    }

    /// While producers write on the target its log ends say nothing of what is left to carry.
    func compareWithService(_ clusters: PerCluster<ClusterKnowledge>, at moment: Moment) -> String? {
        guard offsets.unbridged.isEmpty, let rateIn = clusters.source.gainRate.value,
            let rateOut = clusters.target.gainRate.value
        else { return nil }
        return service?.disagreement(with: lagByOffsets, rate: max(rateIn, rateOut), at: moment)
    }

    func gapRow(_ book: TopicBook, _ plan: Plan, _ groups: GroupsKnowledge) -> Snapshot.Gaps? {
        guard preservesOffsets else { return nil }
        let carried = groups.groups.filter { group in
            let own = plan.waves[group.wave].groups.first { $0.group.matches(group.name) }
            return (own?.offsets ?? .translate).isDerived
        }
        return gaps.snapshot(book: book, groups: carried)
    }

    func gap(ofPartition partition: Int, in topic: Int) -> Known<Snapshot.PartitionGap> {
        guard preservesOffsets else { return .unknown("\(kind) keeps no offsets") }
        guard let pair = gaps[partition, in: topic] else { return .unknown(Why.unread) }
        let gap = Snapshot.PartitionGap(absent: pair.absent, uncarried: pair.uncarried, isApart: pair.isApart)
        return .known(Reading(gap, takenAt: pair.takenAt, origin: .both))
    }
}
