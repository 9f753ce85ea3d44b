import Night

/// Feeds a night the way probes do, a sweep at a time, on a clock of the test's own.
struct Rig {
    var night: Night
    /// All that was reported, in order.
    private(set) var reported: [Observed] = []
    private var sweeps: UInt64 = 0

    init(_ plan: Plan) {
        night = Night(plan: plan, at: Self.stamp(0))
    }

    static func moment(_ seconds: Double) -> Moment {
        Moment(nanoseconds: 1_000_000_000_000 + Int64((seconds * 1e9).rounded()))
    }

    static func stamp(_ seconds: Double, wallStep: Double = 0) -> Stamp {
        Stamp(
            moment: moment(seconds),
            wall: WallTime(milliseconds: 1_700_000_000_000 + Int64(((seconds + wallStep) * 1_000).rounded())))
    }

    mutating func take(_ what: Observation, from role: ClusterRole, at seconds: Double) {
        report(Observed(by: .cluster(role), at: Self.stamp(seconds), what: what))
    }

    mutating func takeFromBridge(_ what: Observation, at seconds: Double, wallStep: Double = 0) {
        report(Observed(by: .bridge, at: Self.stamp(seconds, wallStep: wallStep), what: what))
    }

    private mutating func report(_ observed: Observed) {
        reported.append(observed)
        night.take(observed)
    }

    /// By topic, a pair of offsets a partition: on the source, on the target.
    mutating func takeSyncs(_ syncs: [String: [(Int64, Int64)]], at seconds: Double) {
        takeFromBridge(.syncs(Self.pairs(syncs, at: seconds)), at: seconds)
    }

    static func pairs(_ topics: [String: [(Int64, Int64)]], at seconds: Double) -> [TopicOffsetPairs] {
        topics.sorted { $0.key < $1.key }.map { name, pairs in
            TopicOffsetPairs(
                topic: name,
                pairs: pairs.enumerated().map { partition, pair in
                    OffsetPair(
                        partition: Int32(partition), upstream: pair.0, downstream: pair.1,
                        writtenAt: stamp(seconds).wall)
                })
        }
    }

    func snapshot(at seconds: Double) -> Snapshot {
        night.snapshot(at: Self.stamp(seconds))
    }

    /// What a cluster answers to one sweep.
    struct Answers {
        /// By topic, one end a partition; nil: its leader did not answer.
        var ends: [String: [Int64?]] = [:]
        var starts: [String: [Int64]] = [:]
        /// By group and topic, one position a partition; nil: never committed.
        var commits: [String: [String: [Int64?]]] = [:]
        var listing: GroupListing?
        var members: [GroupMembership] = []
        var brokers: [Broker] = [Broker(id: 1, address: "a:9092")]
        var totals = PartitionTotals()
        var replicas = 1
        var troubles: [Trouble] = []
        var failed = 0
    }

    /// One sweep, in the order a probe asks: metadata, groups, commits, ends.
    mutating func sweep(_ role: ClusterRole, at seconds: Double, _ answers: Answers) {
        let topics = answers.ends.sorted { $0.key < $1.key }.map { name, ends in
            TopicMetadata(
                name: name,
                partitions: ends.map { _ in
                    PartitionMetadata(leader: 1, replicas: answers.replicas, inSync: answers.replicas)
                })
        }
        take(
            .metadata(
                ClusterMetadata(clusterID: nil, brokers: answers.brokers, topics: topics, totals: answers.totals)),
            from: role, at: seconds)
        if let listing = answers.listing { take(.groups(listing), from: role, at: seconds) }
        if !answers.members.isEmpty { take(.members(answers.members), from: role, at: seconds) }
        for (group, commits) in answers.commits.sorted(by: { $0.key < $1.key }) {
            take(.commits(group: group, Self.offsets(commits)), from: role, at: seconds)
        }
        take(.ends(Self.offsets(answers.ends)), from: role, at: seconds)
        take(.starts(Self.offsets(answers.starts)), from: role, at: seconds)
        for trouble in answers.troubles { take(.trouble(trouble), from: role, at: seconds) }
        endSweep(role, at: seconds, failed: answers.failed)
    }

    mutating func endSweep(_ role: ClusterRole, at seconds: Double, failed: Int = 0) {
        sweeps += 1
        take(
            .sweepEnded(
                SweepCost(
                    sweep: sweeps, began: Self.moment(seconds - 0.05), took: .milliseconds(50), requests: 4,
                    failed: failed, slowest: "end offsets of broker 1", slowestTook: .milliseconds(20))),
            from: role, at: seconds)
    }

    static func offsets<Offset>(_ topics: [String: [Offset]]) -> [TopicOffsets] {
        topics.sorted { $0.key < $1.key }.map { name, offsets in
            TopicOffsets(
                topic: name,
                offsets: offsets.enumerated().compactMap { partition, offset in
                    (offset as? Int64).map { PartitionOffset(partition: Int32(partition), offset: $0) }
                })
        }
    }

    static func listing(_ groups: [String: GroupState], complete: Bool = true) -> GroupListing {
        GroupListing(
            served: true, complete: complete,
            groups: groups.sorted { $0.key < $1.key }.map { GroupListing.Entry(name: $0.key, state: $0.value) })
    }
}

extension Plan {
    /// Wave "first" with `topics` and `groups`, over `bridge`.
    static func night(
        topics: [String] = ["orders"], groups: [String] = ["billing"], bridge: BridgePlan? = .link(LinkPlan()),
        budget: [BudgetLine] = [], classes: [TopicClass] = [], probeTopic: String? = nil
    ) throws -> Plan {
        Plan(
            night: "test", poll: .seconds(1), source: ClusterPlan(bootstrap: "a:9092"),
            target: ClusterPlan(bootstrap: "b:9092", probeTopic: probeTopic), bridges: bridge.map { [$0] } ?? [],
            budget: budget, classes: classes,
            waves: [
                WavePlan(
                    name: "first", pattern: .consumerFirst, owner: "tests",
                    topics: try topics.map { try NamePattern($0) },
                    groups: try groups.map { GroupPlan(group: try NamePattern($0)) })
            ])
    }
}

extension Snapshot {
    func topic(_ name: String) -> Topic? { topics.first { $0.name == name } }
    func group(_ name: String) -> Group? { groups.first { $0.name == name } }
    func line(_ name: String) -> Line? { budget.first { $0.plan.name == name } }
    func logged(_ part: String) -> Int { log.count { $0.text.contains(part) } }
}
