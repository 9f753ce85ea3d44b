public import Night

/// A night with something of everything: three waves, two dozen topics, a dozen groups, a breached line and one that
/// warns, a target that has not answered for a while, a source whose probe restarts, and names meant to do harm.
public enum SampleNight {
    public static let second: Int64 = 1_000_000_000
    public static let start = Stamp(
        moment: Moment(nanoseconds: 5_000 * second), wall: WallTime(milliseconds: 1_794_968_047_000))

    public static let hostileTopic = "evil\u{1b}[2J\u{202e}gnp.exe\u{200b}\r\n\u{9b}31m"
    public static let hostileGroup = "请求-グループ-cafe\u{301}-\u{1b}]0;owned\u{7}"
    public static let longTopic = String(repeating: "very-long-topic-name-", count: 11) + "249-chars-in-all.x"

    public static func at(_ seconds: Int64) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: start.moment.nanoseconds + seconds * second),
            wall: WallTime(milliseconds: start.wall.milliseconds + seconds * 1_000))
    }

    /// The sample, `ticks` seconds on: rates and lags have moved a little.
    public static func snapshot(ticks: Int64 = 0) -> Snapshot {
        let sample = Sample(tick: ticks)
        return Snapshot(
            at: at(ticks), night: "payments-2026-11", poll: .seconds(1), staleAfter: .seconds(3),
            source: sample.source, target: sample.target, bridge: sample.bridge, topics: sample.topics,
            groups: sample.groups, budget: sample.budget, pressure: sample.pressure, waves: waves,
            findings: findings, log: sample.log)
    }

    /// The first moment: a plan, and nothing read.
    public static func empty() -> Snapshot {
        var snapshot = snapshot()
        let unread = "no reading yet"
        snapshot.source = Snapshot.Cluster(role: .source, bootstrap: "kafka-a1:9092")
        snapshot.target = Snapshot.Cluster(role: .target, bootstrap: "automq:9092")
        snapshot.bridge = Snapshot.Bridge(kind: "link", lag: .unknown(unread), records: .unknown(unread))
        snapshot.topics = []
        snapshot.groups = []
        snapshot.budget = snapshot.budget.map { line in
            Snapshot.Line(
                plan: line.plan, standing: .unknown(unread), value: .unknown(unread), used: .unknown(unread),
                slope: .unknown(unread))
        }
        snapshot.pressure = Snapshot.PressureMap(
            producers: .unknown(unread), stages: [], finding: .unknown(unread))
        snapshot.findings = ClusterRole.allCases.map { Snapshot.Finding(.unknown, $0.rawValue, unread) }
        snapshot.log = []
        return snapshot
    }

    /// The sample, with a target whose sweeps end and bring nothing.
    public static func silentTarget() -> Snapshot {
        var snapshot = snapshot()
        snapshot.target.probe.state = .unanswered(since: at(-31))
        snapshot.target.probe.trouble = nil
        snapshot.findings.insert(Snapshot.Finding(.red, "target", "answers nothing", since: at(-31)), at: 0)
        return snapshot
    }

    public static let findings: [Snapshot.Finding] = [
        Snapshot.Finding(.red, "budget replication-lag", "364% of 5s", since: at(-60)),
        Snapshot.Finding(.red, "target", "probe down: killed by SIGABRT", since: at(-8)),
        Snapshot.Finding(.red, "group search-indexer", "at work on both clusters", since: at(-610)),
        Snapshot.Finding(.unknown, "budget broker-queues", "no Prometheus answer yet"),
        Snapshot.Finding(.unknown, "group mailer", "lag: never committed"),
        Snapshot.Finding(.warning, "budget consumer-lag", "over its limit, 120% of 1m", since: at(-190)),
        Snapshot.Finding(.warning, "bridge", "ways disagree: 4 424 records apart", since: at(-121)),
    ]

    public static let waves: [Snapshot.Wave] = [
        wave("analytics", .consumerFirst, owner: "data platform", triggers: []),
        wave(
            "ledger", .consumerFirst, owner: "payments", after: ["analytics"],
            triggers: [
                TriggerPlan(
                    name: "settlement does not converge", metric: .builtIn(.consumersLagTime), of: "settlement",
                    above: Limit(60, .time), hold: .seconds(30), owner: "payments"),
                TriggerPlan(
                    name: "target refuses writes", metric: .builtIn(.errorsRate), above: Limit(5, .perSecond),
                    hold: .seconds(10), abortsAfter: .seconds(20)),
            ]),
        wave("checkout", .dualWrite, owner: "web shop", after: ["ledger"], triggers: []),
    ]

    private static func wave(
        _ name: String, _ pattern: MovePattern, owner: String, after: [String] = [], triggers: [TriggerPlan]
    ) -> Snapshot.Wave {
        let gates =
            BuiltInGate.allCases.map { GatePlan(name: $0.rawValue, evidence: .builtIn($0)) } + [
                GatePlan(
                    name: "canary", evidence: .run(["./checks/canary.sh", name]), owner: "payments", hold: .seconds(60)),
                GatePlan(
                    name: "failure drill", evidence: .ask("Broker, network and replication drills match the runbook."),
                    owner: "SRE"),
            ]
        let unmeasured = Verdict.unknown("nothing measures it yet")
        return Snapshot.Wave(
            plan: WavePlan(
                name: name, pattern: pattern, owner: owner, after: after, maxFreeze: .seconds(90), gates: gates,
                triggers: triggers),
            gates: gates.map { Snapshot.Gate(plan: $0, verdict: unmeasured) },
            triggers: triggers.map {
                Snapshot.Trigger(origin: .plan($0), state: TriggerState(kind: .unknown, says: "not measured yet"))
            })
    }
}

/// What is read in one tick of the sample.
private struct Sample {
    let tick: Int64

    private func known<Value>(
        _ value: Value, age: Double = 0.4, _ origin: Origin = .cluster(.source), _ method: Method = .measured,
        _ bound: Bound = .exact
    ) -> Known<Value> {
        let taken = SampleNight.at(tick).moment - .nanoseconds(Int64(age * 1e9))
        return .known(Reading(value, takenAt: taken, method: method, origin: origin, bound: bound))
    }

    private func lag(_ records: Int64, _ seconds: Double, age: Double = 0.4) -> Snapshot.Lag {
        Snapshot.Lag(
            records: known(records, age: age, .both), time: known(seconds, age: age, .both, .interpolated))
    }

    private func history(_ base: Double, swing: Double, length: Int = 90) -> Snapshot.History {
        (0..<length).map { step in
            let phase = Double((step + Int(tick)) % 24) / 24
            if (step + Int(tick)) % 37 == 5 { return nil }
            return max(0, base * (1 + swing * (phase < 0.5 ? phase * 2 - 0.5 : 1.5 - phase * 2)))
        }
    }

    private func rising(to top: Double, length: Int = 90) -> Snapshot.History {
        (0..<length).map { step in top * Double(step * step) / Double(length * length) }
    }

    var source: Snapshot.Cluster {
        Snapshot.Cluster(
            role: .source, bootstrap: "kafka-a1:9092,kafka-a2:9092,kafka-a3:9092",
            probe: Snapshot.Probe(
                state: .sweeping, process: 4_711, restarts: 0,
                lastSweep: known(
                    SweepCost(
                        sweep: 811, began: SampleNight.at(tick - 1).moment, took: .milliseconds(41), requests: 14,
                        failed: 0, slowest: "end offsets of broker 2", slowestTook: .milliseconds(23))),
                requestRate: known(14), skipped: 2),
            brokers: known(brokers(3)),
            totals: known(PartitionTotals(topics: 61, partitions: 1_284, underReplicated: 4, offline: 0)),
            recordsIn: known(12_043 + Double(tick * 7 % 50)), recordsInHistory: history(12_000, swing: 0.4),
            recordsOut: known(24_310), recordsOutHistory: history(24_000, swing: 0.3))
    }

    var target: Snapshot.Cluster {
        let stale = 8.2
        return Snapshot.Cluster(
            role: .target, bootstrap: "automq:9092",
            probe: Snapshot.Probe(
                state: .waiting(until: SampleNight.at(tick + 4).moment, "killed by SIGABRT"), process: nil, restarts: 2,
                lastSweep: known(
                    SweepCost(
                        sweep: 640, began: SampleNight.at(tick - 9).moment, took: .milliseconds(388), requests: 11,
                        failed: 1, slowest: "metadata", slowestTook: .milliseconds(301)), age: stale),
                requestRate: known(11, age: stale), skipped: 9,
                trouble: Snapshot.LastTrouble(
                    at: SampleNight.at(tick - 8),
                    trouble: Trouble(kind: .call, asked: "end offsets of broker 1", said: "timed out\u{1b}[31m"))),
            brokers: known(brokers(3), age: stale, .cluster(.target)),
            totals: known(PartitionTotals(topics: 58, partitions: 1_251), age: stale, .cluster(.target)),
            recordsIn: known(310.4, age: stale, .cluster(.target)), recordsInHistory: history(300, swing: 0.8),
            recordsOut: known(2_204, age: stale, .cluster(.target)), recordsOutHistory: history(2_200, swing: 0.1),
            produceP99: known(0.231, age: stale, .cluster(.target)), produceHistory: history(0.2, swing: 0.9))
    }

    private func brokers(_ count: Int32) -> [Broker] {
        (1...count).map { Broker(id: $0, address: "kafka-a\($0):9092") }
    }

    var bridge: Snapshot.Bridge {
        Snapshot.Bridge(
            kind: "mirrormaker2",
            lags: [
                Snapshot.MeasuredLag(way: "end offsets", lag: lag(52_431 + tick * 894, 18.2)),
                Snapshot.MeasuredLag(way: "commits of copier", lag: lag(48_007, 16.9)),
            ],
            disagreement: "4 424 records apart", lag: lag(52_431 + tick * 894, 18.2), lagHistory: rising(to: 52_000),
            records: known(310, .bridge("mirrormaker2")), recordsHistory: history(310, swing: 0.9),
            worst: Snapshot.WorstPartition(topic: "ledger-events", partition: 7, lag: 12_431), stuckPartitions: 2,
            aheadPartitions: 0)
    }

    private static let names = [
        "ledger-commands", "ledger-events", "ledger-balances", "clicks", "clicks-enriched", "audit-logins",
        "audit-transfers", "audit-admin", "rates", "orders", "orders-dead", "checkout-carts", "checkout-payments",
        "checkout-refunds", "notifications", "inventory", "inventory-moves", "prices", "sessions", "fraud-scores",
        "shipments", SampleNight.hostileTopic, SampleNight.longTopic, "connect-offsets",
    ]

    var topics: [Snapshot.Topic] {
        Self.names.enumerated().map { index, name in
            let unseen = index == 20
            let missing = Known<Int>.unknown("not on the target")
            let behind = Int64((index * 7_919) % 23) * 540
            let stuck = index == 1
            return Snapshot.Topic(
                name: name, twin: "source.\(name)", wave: ["ledger", "analytics", "checkout", nil][index % 4],
                labels: index < 3 ? ["transactional", "ordered"] : [], onSource: known(index % 5 == 0 ? 24 : 12),
                onTarget: unseen ? missing : index == 4 ? known(6) : known(index % 5 == 0 ? 24 : 12),
                sourceRate: known(Double((index * 613) % 1_900) + 0.5),
                targetRate: known(Double((index * 613) % 1_900), age: 8.2),
                bridgeLag: unseen
                    ? .unknown("not on the target") : lag(stuck ? 31_004 : behind, stuck ? 18.2 : Double(behind) / 900),
                consumerLag: index == 23
                    ? .unknown("no group reads it")
                    : index % 6 == 5 ? .unknown("never committed") : lag(behind * 3, Double(behind) / 300),
                underReplicated: index == 2 ? 4 : 0, offline: index == 10 ? 1 : 0, partitions: partitions(index))
        }
    }

    private func partitions(_ topic: Int) -> [Snapshot.Partition] {
        (0..<Int32(topic % 5 == 0 ? 24 : 12)).map { number in
            let end = Int64(number) * 104_729 + Int64(topic) * 1_000_003
            return Snapshot.Partition(
                number: number, sourceLeader: topic == 10 && number == 3 ? nil : number % 3 + 1,
                targetLeader: number % 3 + 1, sourceStart: known(end / 3), sourceEnd: known(end),
                targetEnd: known(max(0, end - Int64(number) * 311), age: 8.2),
                bridgeLag: lag(Int64(number) * 311, Double(number) * 0.7),
                worstGroup: number % 2 == 0 ? "settlement" : SampleNight.hostileGroup,
                consumerLag: number == 5 ? .unknown("never committed") : lag(Int64(number) * 97, Double(number) * 0.2))
        }
    }

    var groups: [Snapshot.Group] {
        let names = [
            "settlement", "notifier", "reports", "fraud-features", "search-indexer", "warehouse-sink", "carts",
            "mailer", "audit-export", "pricing", SampleNight.hostileGroup, "recommendations",
        ]
        return names.enumerated().map { index, name in
            let idle = side(absent: true, index)
            let work = side(absent: false, index)
            let moved = index % 3 == 2
            return Snapshot.Group(
                name: name, wave: ["ledger", "ledger", "analytics", "checkout"][index % 4],
                source: moved ? idle : work, target: moved ? work : index == 4 ? work : idle, activeOnBoth: index == 4)
        }
    }

    private func side(absent: Bool, _ index: Int) -> Snapshot.GroupSide {
        let unknown = "never committed"
        if absent {
            return Snapshot.GroupSide(
                state: known(.absent), members: known(0), lag: .unknown(unknown), rate: .unknown(unknown),
                lagGrowth: .unknown(unknown), drainsIn: .unknown(unknown), partitions: 12, neverCommitted: 12)
        }
        let records = Int64([72_004, 310, 0, 18_422, 905, 44, 0, 1_207, 7, 230_118, 3_300, 12][index])
        let newProtocol = index == 3
        return Snapshot.GroupSide(
            state: known(.present(newProtocol ? .unknown : index == 5 ? .empty : .stable)),
            members: newProtocol ? .unknown("new protocol: the broker does not tell") : known(index + 2),
            lag: index == 7 ? .unknown(unknown) : lag(records, Double(records) / 1_000, age: index == 8 ? 8.2 : 0.4),
            lagHistory: index % 2 == 0 ? rising(to: Double(records)) : history(Double(records), swing: 0.5),
            rate: known(Double(records) / 9 + 100), lagGrowth: known(index == 0 ? 412 : index == 9 ? -88 : 0.2),
            drainsIn: index == 9 ? known(2_614, .both, .extrapolated) : .unknown("not draining"),
            worst: Snapshot.WorstPartition(topic: "ledger-events", partition: 7, lag: records / 2),
            stuckPartitions: index == 0 ? 2 : 0, partitions: 24, neverCommitted: index == 7 ? 24 : 0,
            commitsMove: index != 5)
    }

    var budget: [Snapshot.Line] {
        let unmeasured = "no Prometheus answer yet"
        return [
            line(
                "source-read-load", .builtIn(.sourceBytesOut), Limit(80e6, .bytesPerSecond), 0.41, .inside,
                slope: 0.0001),
            line(
                "target-produce-latency", .builtIn(.targetProduceP99), Limit(0.25, .time), 0.924, .warning,
                slope: 0.002, breaches: 38, age: 8.2),
            line(
                "replication-lag", .builtIn(.bridgeLagTime), Limit(5, .time), 3.64, .breached, slope: 0.02),
            line(
                "consumer-lag", .builtIn(.consumersLagTime), Limit(60, .time), 1.2, .filling(.seconds(18)),
                slope: -0.001, drains: 1_260),
            line(
                "error-rate", .builtIn(.errorsRate), Limit(1, .perSecond), 0.78, .warning, slope: 0.001, breaches: 216),
            Snapshot.Line(
                plan: BudgetLine(
                    name: "broker-queues", metric: .prometheus("max(requestqueuesize)"), cluster: .target,
                    limit: Limit(200, .count)), standing: .unknown(unmeasured), value: .unknown(unmeasured),
                used: .unknown(unmeasured), slope: .unknown(unmeasured)),
            line("under-replicated", .builtIn(.sourceUnderReplicated), Limit(10, .count), 0.4, .inside, slope: 0),
        ]
    }

    private func line(
        _ name: String, _ metric: Metric, _ limit: Limit, _ used: Double, _ standing: Snapshot.Line.Standing,
        slope: Double, breaches: Double? = nil, drains: Double? = nil, age: Double = 0.4
    ) -> Snapshot.Line {
        Snapshot.Line(
            plan: BudgetLine(name: name, metric: metric, limit: limit, hold: .seconds(30)), standing: standing,
            value: known(used * limit.value, age: age), used: known(used, age: age),
            history: slope > 0.001 ? rising(to: used) : history(used, swing: 0.2), slope: known(slope, age: age),
            breachesIn: breaches.map { known($0, age: age, .both, .extrapolated) },
            drainsIn: drains.map { known($0, age: age, .both, .extrapolated) })
    }

    var pressure: Snapshot.PressureMap {
        func stage(_ name: Snapshot.PressureMap.Stage.Name, _ inflow: Double, _ outflow: Double, _ backlog: Int64)
            -> Snapshot.PressureMap.Stage
        {
            Snapshot.PressureMap.Stage(
                name: name, inflow: known(inflow, .both), outflow: known(outflow, .both),
                growth: known(inflow - outflow, .both), backlog: known(backlog, .both))
        }
        return Snapshot.PressureMap(
            producers: known(12_043),
            stages: [
                stage(.bridge, 1_204, 310, 52_431), stage(.sourceConsumers, 24_310, 24_012, 326_000),
                stage(.targetConsumers, 310, 310, 1_204),
            ], finding: .accumulating(.bridge))
    }

    var log: [Snapshot.LogEntry] {
        let entries: [(Int64, Snapshot.LogEntry.Severity, String, String)] = [
            (-940, .info, "night", "watching 24 topics, 12 groups, 3 waves; read-only"),
            (-939, .good, "source", "3 brokers, 1 284 partitions"),
            (-938, .good, "target", "3 brokers, 1 251 partitions"),
            (-610, .warning, "groups", "search-indexer is at work on both clusters"),
            (-422, .info, "source", "partitions 12 to 24 on orders"),
            (-190, .warning, "budget", "consumer-lag is over 60s: 72s"),
            (-121, .warning, "bridge", "ways disagree: end offsets 52 431, commits of copier 48 007"),
            (-60, .bad, "budget", "replication-lag is breached: 18.2s of 5s for 30s"),
            (-31, .warning, "topics", "\(SampleNight.hostileTopic) appeared on the source"),
            (-9, .bad, "target", "probe hung for 6s on end offsets of broker 1; killed"),
            (-8, .bad, "target", "probe died: killed by SIGABRT\u{1b}[31m"),
            (-8, .info, "target", "probe restarts in 12s"),
        ]
        return entries.map { ago, severity, about, text in
            Snapshot.LogEntry(at: SampleNight.at(tick + ago), severity: severity, about: about, text: text)
        }
    }
}
