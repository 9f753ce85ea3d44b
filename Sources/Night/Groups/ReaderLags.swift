/// How far behind the groups are that read each partition of a cluster: the furthest of them, by partition and topic.
struct ReaderLags: Sendable {
    struct Furthest: Sendable {
        var lag: Snapshot.Lag
        var group: Int
    }

    private let origin: Origin
    private(set) var partitions: [[Furthest?]] = []
    private(set) var topics: [Snapshot.Lag?] = []
    private var sums: [(topic: Int, sum: LagSum)] = []

    init(_ role: ClusterRole) {
        origin = .cluster(role)
    }

    mutating func begin(_ cluster: ClusterKnowledge) {
        for topic in cluster.topics.indices {
            let count = cluster.topics[topic].partitions.count
            if topic == partitions.count { partitions.append([]) }
            if partitions[topic].count == count {
                for partition in 0..<count { partitions[topic][partition] = nil }
            } else {
                partitions[topic] = [Furthest?](repeating: nil, count: count)
            }
        }
        topics = [Snapshot.Lag?](repeating: nil, count: partitions.count)
    }

    mutating func add(_ finding: PartitionFinding, of group: Int, topic: Int, partition: Int) {
        // A group's partitions come topic by topic.
        if sums.last?.topic != topic { sums.append((topic, LagSum())) }
        sums[sums.count - 1].sum.add(finding, topic: topic, partition: partition)
        let lag = finding.lag(from: origin)
        guard let furthest = partitions[topic][partition] else {
            partitions[topic][partition] = Furthest(lag: lag, group: group)
            return
        }
        let isFurther = (lag.records.value ?? -1) > (furthest.lag.records.value ?? -1)
        partitions[topic][partition] = Furthest(
            lag: furthest.lag.larger(lag), group: isFurther ? group : furthest.group)
    }

    mutating func endGroup() {
        for (topic, sum) in sums {
            let lag = sum.lag(from: origin)
            topics[topic] = topics[topic].map { $0.larger(lag) } ?? lag
        }
        sums.removeAll(keepingCapacity: true)
    }
}
