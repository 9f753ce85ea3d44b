import Cockpit
import Night
import Probes

/// A frame of a rich night, painted and compared with the one before, as the cockpit does for every reading.
enum FrameBench {
    private static let size = Size(columns: 200, rows: 60)
    private static let frames = 2_000

    static func run() {
        var estate = BusyEstate()
        for _ in 0..<120 { estate.sweep() }
        var shown = frame(of: estate.snapshot, view: CockpitView(), size: size, glyphs: .unicode)
        var painting: [Duration] = []
        var looking: [Duration] = []
        var cells = 0
        for _ in 0..<frames {
            estate.sweep()
            var snapshot = estate.snapshot
            looking.append(timing { snapshot = estate.snapshot })
            painting.append(
                timing {
                    let next = frame(of: snapshot, view: CockpitView(), size: size, glyphs: .unicode)
                    cells += next.changes(since: shown).reduce(0) { $0 + $1.columns.count }
                    shown = next
                })
        }
        print(
            "a frame of \(size.columns)x\(size.rows) painted and compared: median \(painting.median.inWords),",
            "p99 \(painting.percentile(99).inWords), \(cells / frames) cells differ (bound: median under 1 ms)")
        print(
            "the snapshot it is painted from, \(BusyEstate.partitions) partitions and \(BusyEstate.groups) groups:",
            "median \(looking.median.inWords), p99 \(looking.percentile(99).inWords)")
    }
}

extension [Duration] {
    func percentile(_ share: Int) -> Duration { sorted()[Swift.min(count * share / 100, count - 1)] }
}

/// A night that reads two clusters at work, on a clock of its own.
private struct BusyEstate {
    static let topics = 25
    static let partitions = 1_000
    static let groups = 12

    private var night: Night
    private var seconds: Int64 = 0
    private static let perTopic = partitions / topics

    init() {
        night = Night(plan: Self.plan, at: Self.stamp(0))
    }

    var snapshot: Snapshot { night.snapshot(at: Self.stamp(seconds)) }

    private static func stamp(_ seconds: Int64) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: (1_000 + seconds) * 1_000_000_000),
            wall: WallTime(milliseconds: 1_790_000_000_000 + seconds * 1_000))
    }

    private static var plan: Plan {
        let everything = try? NamePattern("*")
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
                    name: "everything", pattern: .consumerFirst, owner: "bench", topics: everything.map { [$0] } ?? [],
                    groups: everything.map { [GroupPlan(group: $0)] } ?? [])
            ])
    }

    /// A second of traffic, and what both probes say of it.
    mutating func sweep() {
        seconds += 1
        for (role, behind) in [(ClusterRole.source, Int64(0)), (.target, 200 + seconds % 37 * 11)] {
            let ends = (0..<Self.topics).map { topic in
                let number = seconds * Int64(100 + topic * 13)
                return offsets(of: topic, each: max(0, number - behind))
            }
            observe(
                .metadata(
                    ClusterMetadata(
                        clusterID: nil, brokers: (1...3).map { Broker(id: $0, address: "broker-\($0):9092") },
                        topics: (0..<Self.topics).map(Self.metadata),
                        totals: PartitionTotals(topics: Self.topics, partitions: Self.partitions))),
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
        for group in 0..<Self.groups {
            let read = (0..<Self.topics).filter { $0 % 4 == group % 4 }.map { topic in
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
            offsets: (0..<Int32(Self.perTopic)).map { PartitionOffset(partition: $0, offset: end + Int64($0)) })
    }

    private static func metadata(_ topic: Int) -> TopicMetadata {
        TopicMetadata(
            name: "topic-\(topic)",
            partitions: (0..<perTopic).map { PartitionMetadata(leader: Int32($0 % 3 + 1), replicas: 3, inSync: 3) })
    }
}
