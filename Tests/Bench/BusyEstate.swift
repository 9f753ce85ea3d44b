import Night

/// A night that reads two clusters at work, on a clock of its own.
struct BusyEstate {
    let topics: Int
    let groups: Int
    let perTopic: Int

    private var night: Night
    private var seconds: Int64 = 0

    init(topics: Int = 25, partitions: Int = 1_000, groups: Int = 12) {
        self.topics = topics
        self.groups = groups
        perTopic = partitions / topics
        night = Night(plan: .ofEverything(), at: Self.stamp(0))
    }

    var snapshot: Snapshot { night.snapshot(at: Self.stamp(seconds)) }

    private static func stamp(_ seconds: Int64) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: (1_000 + seconds) * 1_000_000_000),
            wall: WallTime(milliseconds: 1_790_000_000_000 + seconds * 1_000))
    }

    /// A second of traffic, and what both probes say of it.
    mutating func sweep() {
        seconds += 1
        for (role, behind) in [(ClusterRole.source, Int64(0)), (.target, 200 + seconds % 37 * 11)] {
            let ends = (0..<topics).map { topic in
                let number = seconds * Int64(100 + topic * 13)
                return offsets(of: topic, each: max(0, number - behind))
            }
            observe(
                .metadata(
                    ClusterMetadata(
                        clusterID: nil, brokers: (1...3).map { Broker(id: $0, address: "broker-\($0):9092") },
                        topics: (0..<topics).map(metadata),
                        totals: PartitionTotals(topics: topics, partitions: topics * perTopic))),
                role)
            observe(.ends(ends), role)
            if role == .source { observeCommits() } else { observe(.produced(took: .milliseconds(12)), role) }
            let cost = SweepCost(
                sweep: UInt64(seconds), began: Self.stamp(seconds).moment, took: .milliseconds(40), requests: 12,
                failed: 0, slowest: "metadata", slowestTook: .milliseconds(9))
            observe(.sweepEnded(cost), role)
        }
    }

    private mutating func observeCommits() {
        for group in 0..<groups {
            let read = (0..<topics).filter { $0 % 4 == group % 4 }.map { topic in
                let lag = Int64(group) * 31 + seconds % 23 * 7
                return offsets(of: topic, each: max(0, seconds * Int64(100 + topic * 13) - lag))
            }
            observe(.commits(group: "group-\(group)", read), .source)
        }
    }

    private mutating func observe(_ what: Observation, _ role: ClusterRole) {
        night.take(Observed(by: .cluster(role), at: Self.stamp(seconds), what: what))
    }

    private func offsets(of topic: Int, each end: Int64) -> TopicOffsets {
        TopicOffsets(
            topic: "topic-\(topic)",
            offsets: (0..<Int32(perTopic)).map { PartitionOffset(partition: $0, offset: end + Int64($0)) })
    }

    private func metadata(_ topic: Int) -> TopicMetadata {
        TopicMetadata(
            name: "topic-\(topic)",
            partitions: (0..<perTopic).map { PartitionMetadata(leader: Int32($0 % 3 + 1), replicas: 3, inSync: 3) })
    }
}
