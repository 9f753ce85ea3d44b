import Night

/// The newest of what was reported since the last `forget`.
extension ProbeRun {
    var metadata: ClusterMetadata? {
        observations().lazy.reversed().compactMap { if case .metadata(let seen) = $0 { seen } else { nil } }.first
    }

    var totals: PartitionTotals? { metadata?.totals }
    var brokers: [Broker]? { metadata?.brokers }
    var topics: [String]? { metadata?.topics.map(\.name).sorted() }

    func partitions(of topic: String, where holds: (PartitionMetadata) -> Bool) -> [Int32] {
        let partitions = metadata?.topics.first { $0.name == topic }?.partitions ?? []
        return partitions.indices.filter { holds(partitions[$0]) }.map(Int32.init)
    }

    var listing: GroupListing? {
        observations().lazy.reversed().compactMap { if case .groups(let seen) = $0 { seen } else { nil } }.first
    }

    func state(of group: String) -> GroupState? { listing?.groups.first { $0.name == group }?.state }

    func membership(of group: String) -> GroupMembership? {
        observations().lazy.reversed().compactMap { if case .members(let seen) = $0 { seen } else { nil } }
            .first?.first { $0.group == group }
    }
}
