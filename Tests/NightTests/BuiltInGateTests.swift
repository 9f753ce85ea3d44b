import Night
import Testing

@Suite("The built-in gates")
struct BuiltInGateTests {
    @Test("inventory passes when every pattern finds what it names, and says what it cannot look up")
    func inventory() throws {
        var night = try GatedNight { $0.producers = ["User:web"] }
        night.sweep()
        #expect(night.gate(.inventory).verdict == .pass)
        #expect(
            night.gate(.inventory).evidence
                == "1 topic: orders; 1 group: billing; principals cannot be looked up by this version")
    }

    @Test("inventory fails on a topic, a pattern, a group or an owner that is missing, by name")
    func missing() throws {
        func why(_ change: (inout WavePlan) throws -> Void) throws -> Verdict {
            var night = try GatedNight { try? change(&$0) }
            night.sweep()
            return night.gate(.inventory).verdict
        }
        #expect(
            try why { $0.topics.append(try NamePattern("payments")) } == .fail("topic payments is not on the source"))
        #expect(try why { $0.topics.append(try NamePattern("audit-*")) } == .fail("no topic is audit-*"))
        #expect(
            try why { $0.groups.append(GroupPlan(group: try NamePattern("reports"))) }
                == .fail("group reports is on neither cluster"))
        #expect(try why { $0.owner = "" } == .fail("nobody owns the wave"))
    }

    @Test("inventory fails on a topic that a pattern found and that is gone since")
    func gone() throws {
        var night = try GatedNight { $0.topics = (try? [NamePattern("/.*/")]) ?? [] }
        night.source.ends["audit"] = [1]
        night.sweep()
        #expect(night.gate(.inventory).evidence == "2 topics: audit, orders; 1 group: billing")
        night.source.ends["audit"] = nil
        night.sweep()
        #expect(night.gate(.inventory).verdict == .fail("topic audit is gone from the source"))
    }

    @Test("inventory does not know a group that a broker may have left out of its list")
    func incompleteList() throws {
        var night = try GatedNight()
        night.source.listing = Rig.listing([:], complete: false)
        night.source.commits = [:]
        night.sweep()
        #expect(night.gate(.inventory).verdict.isUnknown)
    }

    @Test("replication fails beyond its limit, by the budget's where it has none of its own, by five seconds else")
    func replicationLimits() throws {
        let line = BudgetLine(name: "replication-lag", metric: .builtIn(.bridgeLagTime), limit: Limit(3, .time))
        for (budget, limit) in [([], "5s"), ([line], "3s")] {
            var night = try GatedNight(budget: budget)
            night.sweep()
            #expect(night.gate(.replication).evidence.contains("limit \(limit)"))
            for second in 1...7 as ClosedRange<Int64> {
                night.source.ends["orders"] = [1_000 + second * 10, 500]
                night.sweep()
            }
            #expect(night.gate(.replication).verdict == .fail("worst partition orders/0 7s, limit \(limit)"))
        }
    }

    @Test("replication does not know a partition nobody read, one without a twin fails, and no bridge has no lag")
    func replicationUnknown() throws {
        var night = try GatedNight()
        night.target.ends["orders"] = [1_000, nil]
        night.sweep()
        #expect(night.gate(.replication).verdict == .unknown("orders/1: log end not read"))
        night.target.ends = [:]
        night.sweep()
        #expect(night.gate(.replication).verdict == .fail("topic orders: topic is gone"))
        var bridgeless = try GatedNight(bridge: nil)
        bridgeless.sweep()
        #expect(bridgeless.gate(.replication).verdict == .unknown("no bridge in the plan"))
    }

    @Test("replication does not pass on a lag of which only a lower bound is known")
    func replicationAtLeast() throws {
        var night = try GatedNight()
        night.source.ends["orders"] = [1_100, 500]
        night.sweep()
        night.sweep()
        #expect(night.gate(.replication).verdict == .unknown("orders/0: at least 1s behind"))
    }

    @Test("replication and headroom still pass when the target leads because its producers moved")
    func targetLeads() throws {
        let line = BudgetLine(name: "replication-lag", metric: .builtIn(.bridgeLagTime), limit: Limit(3, .time))
        var night = try GatedNight(.producersMoved, budget: [line])
        night.target.ends["orders"] = [1_400, 500]
        night.sweep(times: 2)
        #expect(night.gate(.replication).verdict == .pass)
        #expect(night.gate(.headroom).verdict == .pass)
        #expect(!night.snapshot.findings.contains { $0.about == "bridge" })
        night.stands(WaveContext(phase: .proven))
        night.sweep(times: 2)
        #expect(night.gate(.replication).verdict == .unknown("orders/0: the target is ahead"))
    }

    @Test("offsets pass where every position lies inside the target's log, also on records still on the bridge")
    func offsets() throws {
        var night = try GatedNight(.proven)
        night.target.ends["orders"] = [990, 500]
        night.sweep()
        #expect(night.gate(.offsets).verdict == .pass)
        #expect(
            night.gate(.offsets).evidence
                == "1 group, 2 positions inside the target's logs, 1 on records still on the bridge, re-read 0")
    }

    @Test("offsets fail where the target's log begins later, ends earlier than the source's, or does not exist")
    func offsetsFail() throws {
        var night = try GatedNight(.proven)
        night.target.starts["orders"] = [0, 501]
        night.sweep()
        #expect(night.gate(.offsets).verdict == .fail("orders/1: position 500 is before the target's first, 501"))
        night.target.starts["orders"] = [0, 0]
        night.source.commits = ["billing": ["orders": [1_200, 500]]]
        night.sweep()
        #expect(
            night.gate(.offsets).verdict
                == .fail("orders/0: position 1 200 is beyond both ends, source 1 000, target 1 000"))
        night.target.ends = [:]
        night.sweep()
        #expect(night.gate(.offsets).verdict.isFail)
    }

    @Test("offsets do not know a group that never committed, nor a translation that has no checkpoint")
    func offsetsUnknown() throws {
        var night = try GatedNight(.proven)
        night.source.commits = ["billing": [:]]
        night.sweep()
        #expect(night.gate(.offsets).verdict == .unknown("group billing: never committed on the source"))
        var mirrored = try GatedNight(.proven, bridge: .mirrorMaker2(MirrorMaker2Plan(policy: .identity)))
        mirrored.sweep()
        #expect(
            mirrored.gate(.offsets).verdict.why.hasPrefix("group billing, orders/0: no offset-sync of it yet"))
    }

    @Test("offsets of a reset need the target's log and hold the re-read against the gate's limit")
    func reset() throws {
        func night(_ plan: OffsetsPlan, limit: Double?) throws -> GatedNight {
            let gate = GatePlan.listed(.offsets, limit: limit.map { Limit($0, .count) })
            var night = try GatedNight(.proven, gates: [gate]) { $0.groups[0].offsets = plan }
            night.sweep()
            return night
        }
        #expect(try night(.reset(.earliest), limit: nil).gate(.offsets).verdict == .pass)
        #expect(try night(.reset(.earliest), limit: 1_500).gate(.offsets).verdict == .pass)
        #expect(
            try night(.reset(.earliest), limit: 1_499).gate(.offsets).verdict
                == .fail("would re-read 1 500, limit 1 499"))
        #expect(try night(.replay(.seconds(60)), limit: nil).gate(.offsets).verdict == .pass)
        #expect(try night(.replay(.seconds(60)), limit: 1).gate(.offsets).verdict.isUnknown)
    }

    @Test("consumers pass once the groups read from the target and from the source no longer")
    func consumers() throws {
        var night = try GatedNight(.proven)
        night.sweep()
        #expect(night.gate(.consumers).verdict == .unknown("not before the consumers move"))
        night.stands(WaveContext(phase: .consumersMoved))
        night.sweep()
        #expect(
            night.gate(.consumers).verdict
                == .fail("group billing still reads from the source, group billing is not seen to read from the target")
        )
        night.moveConsumers()
        night.sweep()
        #expect(night.gate(.consumers).verdict == .pass)
        #expect(night.gate(.consumers).evidence == "at work on the target and on the source no longer: billing")
        night.sweep(times: 4, only: .target)
        #expect(night.gate(.consumers).verdict.isUnknown)
    }

    @Test("headroom fails in the reserve, does not know a line that nobody measures, and names each")
    func headroom() throws {
        func line(_ limit: Double, _ metric: Metric = .builtIn(.bridgeLagRecords)) -> BudgetLine {
            BudgetLine(name: "backlog", metric: metric, limit: Limit(limit, .count))
        }
        func look(_ line: BudgetLine?, reserve: Double? = nil) throws -> Snapshot.Gate {
            let gate = GatePlan.listed(.headroom, limit: reserve.map { Limit($0, .share) })
            var night = try GatedNight(budget: line.map { [$0] } ?? [], gates: [gate])
            night.source.ends["orders"] = [1_075, 500]
            night.sweep()
            return night.gate(.headroom)
        }
        #expect(try look(line(110)).verdict == .pass)
        #expect(try look(line(110)).evidence == "1 line under their reserve, fullest backlog 68% of its limit")
        #expect(
            try look(line(100)).verdict
                == .fail("backlog in its reserve, uses 75% of its limit, reserve from 70%"))
        #expect(try look(line(100), reserve: 0.8).verdict == .pass)
        #expect(try look(line(110), reserve: 0.5).verdict.isFail)
        #expect(try look(line(70)).verdict == .fail("backlog over its limit, uses 107%"))
        #expect(
            try look(line(70, .prometheus("up"))).verdict == .unknown("backlog: the plan names no endpoint to ask"))
        #expect(try look(nil).verdict == .unknown("the plan has no budget"))
    }

    @Test("source ready fails where retention passed a position, and does not know a log start nobody read")
    func sourceReady() throws {
        var night = try GatedNight()
        night.sweep()
        #expect(night.gate(.sourceReady).verdict == .pass)
        night.source.starts["orders"] = [0, 510]
        night.sweep()
        #expect(
            night.gate(.sourceReady).verdict == .fail("orders/1: retention took 10 that billing has not read"))
        var unread = try GatedNight()
        unread.source.starts = [:]
        unread.sweep()
        #expect(
            unread.gate(.sourceReady).verdict
                == .unknown("orders/0: its log start was not read, orders/1: its log start was not read"))
        unread.source.starts = ["orders": [0, 0]]
        unread.sweep()
        unread.source.starts = [:]
        unread.sweep(times: 30)
        #expect(unread.gate(.sourceReady).verdict == .pass)
        unread.sweep()
        #expect(unread.gate(.sourceReady).verdict.isUnknown)
    }

    @Test("source ready fails on a partition without a leader or short of replicas, and does not know a silent source")
    func sourceTroubled() throws {
        for (partition, words) in [
            (PartitionMetadata(leader: nil, replicas: 3, inSync: 3), "without a leader"),
            (PartitionMetadata(leader: 1, replicas: 3, inSync: 2), "under-replicated"),
        ] {
            var night = try GatedNight()
            night.sweep()
            let metadata = ClusterMetadata(
                clusterID: nil, brokers: [],
                topics: [TopicMetadata(name: "orders", partitions: [partition, partition])],
                totals: PartitionTotals())
            night.rig.take(.metadata(metadata), from: .source, at: 2)
            night.rig.endSweep(.source, at: 2)
            #expect(night.gate(.sourceReady).verdict == .fail("topic orders: 2 partitions \(words)"))
        }
        var silent = try GatedNight()
        silent.sweep()
        silent.sweep(times: 5, only: .target)
        #expect(silent.gate(.sourceReady).verdict == .unknown("source not seen for 5s"))
    }

    @Test("rehearsed passes on a way back that was run, with who and how long")
    func rehearsed() throws {
        var night = try GatedNight()
        night.sweep()
        #expect(night.gate(.rehearsed).verdict == .unknown("the way back has not been run"))
        night.stands(
            WaveContext(phase: .planned, rehearsal: .init(at: Rig.stamp(1), by: "ada", took: .seconds(250))))
        night.wait(3600)
        night.sweep()
        #expect(night.gate(.rehearsed).verdict == .pass)
        #expect(night.gate(.rehearsed).evidence == "run by ada 1h ago, took 4m10s")
    }
}
