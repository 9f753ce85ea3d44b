import Night
import Testing

@Suite("The gate topic parity")
struct TopicParityTests {
    /// Replicas as the metadata has them; the rig's are 1.
    private func night(
        source: [String: String?] = [:], target: [String: String?] = [:], targetPartitions: Int = 2,
        sourceReplicas: Int = 3, targetReplicas: Int = 3, labels: [String] = []
    ) throws -> GatedNight {
        var night = try GatedNight(labels: labels)
        night.source.replicas = sourceReplicas
        night.target.replicas = targetReplicas
        night.target.ends["orders"] = Array([1_000, 500, 0].prefix(targetPartitions))
        night.sweep()
        night.set(.source, source)
        night.set(.target, target)
        night.sweep()
        return night
    }

    @Test("passes on twins that are alike, on the oldest reading it rests on")
    func alike() throws {
        let gate = try night().gate(.topicParity)
        #expect(gate.verdict == .pass)
        #expect(gate.evidence == "1 topic alike on both sides")
        #expect(gate.takenAt == Rig.moment(1))
        #expect(gate.differences == [])
    }

    @Test(
        "fails on what would lose records, order or promises, and says what it is here and there",
        arguments: [
            ("retention.ms", "604800000", "86400000", "7d (604800000 ms)", "1d (86400000 ms)"),
            ("retention.ms", "-1", "604800000", "endless", "7d (604800000 ms)"),
            ("retention.bytes", "-1", "1073741824", "endless", "1 073 741 824 B"),
            ("cleanup.policy", "delete", "compact", "delete", "compact"),
            ("cleanup.policy", "compact", "compact,delete", "compact", "compact,delete"),
            ("min.insync.replicas", "2", "1", "2", "1"),
            ("min.insync.replicas", "2", "4", "2", "4"),
            ("max.message.bytes", "2097152", "1048588", "2 097 152 B", "1 048 588 B"),
            ("message.timestamp.type", "CreateTime", "LogAppendTime", "CreateTime", "LogAppendTime"),
            ("unclean.leader.election.enable", "false", "true", "false", "true"),
        ])
    func worse(name: String, here: String, there: String, shownHere: String, shownThere: String) throws {
        let gate = try night(source: [name: here], target: [name: there]).gate(.topicParity)
        #expect(gate.verdict.why.hasPrefix("orders \(name): source \(shownHere), target \(shownThere)"))
        #expect(gate.verdict.isFail)
        #expect(gate.differences.map(\.weight) == [.fails])
        #expect(gate.differences.first?.source == shownHere && gate.differences.first?.target == shownThere)
    }

    @Test(
        "passes on what is larger, longer, safer or of no matter, and names it",
        arguments: [
            ("retention.ms", "604800000", "-1"), ("retention.bytes", "1000", "2000"),
            ("min.insync.replicas", "2", "3"), ("max.message.bytes", "1000", "2000"),
            ("unclean.leader.election.enable", "true", "false"), ("compression.type", "producer", "zstd"),
            ("segment.ms", "1000", "1"),
        ])
    func better(name: String, here: String, there: String) throws {
        let gate = try night(source: [name: here], target: [name: there]).gate(.topicParity)
        #expect(gate.verdict == .pass)
        #expect(gate.evidence.contains("harmless: orders \(name)"))
        #expect(gate.differences.map(\.weight) == [.harmless])
    }

    @Test("knows that two policies named in another order, and a setting only one version serves, are no difference")
    func same() throws {
        let gate = try night(
            source: ["cleanup.policy": "compact,delete", "message.timestamp.after.max.ms": "1"],
            target: ["cleanup.policy": "delete, compact"]
        ).gate(.topicParity)
        #expect(gate.verdict == .pass && gate.differences == [])
    }

    @Test("fails on fewer partitions; on more only where a key has an order to keep")
    func partitions() throws {
        let fewer = try night(targetPartitions: 1).gate(.topicParity)
        #expect(fewer.verdict.why.hasPrefix("orders partitions: source 2, target 1"))
        #expect(fewer.verdict.isFail)
        #expect(try night(targetPartitions: 3).gate(.topicParity).verdict == .pass)
        #expect(try night(targetPartitions: 3, labels: ["ordered"]).gate(.topicParity).verdict.isFail)
        let compacted = ["cleanup.policy": "compact"] as [String: String?]
        #expect(
            try night(source: compacted, target: compacted, targetPartitions: 3).gate(.topicParity).verdict.isFail)
    }

    @Test("fails on fewer replicas, and lets AutoMQ have one: its brokers know a setting nobody else's do")
    func replicas() throws {
        #expect(try night(targetReplicas: 2).gate(.topicParity).verdict.why.contains("replicas: source 3, target 2"))
        let automq = ["automq.kafka.links.id": "", "min.insync.replicas": "1"] as [String: String?]
        let gate = try night(target: automq, targetReplicas: 1).gate(.topicParity)
        #expect(gate.verdict == .pass)
        #expect(gate.differences.map(\.what) == ["replicas", "min.insync.replicas"])
    }

    @Test("does not know a topic whose settings a side did not tell, refused, or does not serve: never the same")
    func unread() throws {
        var night = try GatedNight()
        night.source.replicas = 3
        night.target.replicas = 3
        night.sweep()
        #expect(
            night.gate(.topicParity).verdict
                == .unknown(
                    "settings of orders on the source: no reading yet, "
                        + "settings of orders on the target: no reading yet"))
        night.set(.source)
        night.rig.take(
            .settings([TopicSettings(topic: "orders", .none("not served by this cluster"))]), from: .target,
            at: night.now)
        night.sweep()
        #expect(
            night.gate(.topicParity).verdict
                == .unknown("settings of orders on the target: not served by this cluster"))
        night.set(.target, ["retention.ms": nil])
        night.sweep()
        #expect(
            night.gate(.topicParity).verdict
                == .unknown("orders retention.ms: source 7d (604800000 ms), target not served"))
    }

    @Test("fails on a topic without a twin, and on what the metadata says even where settings are not served")
    func noTwin() throws {
        var night = try GatedNight()
        night.target.ends = [:]
        night.sweep()
        #expect(night.gate(.topicParity).verdict == .fail("topic orders is not on the target"))
        var fewer = try GatedNight()
        fewer.target.ends["orders"] = [1_000]
        fewer.sweep()
        #expect(fewer.gate(.topicParity).verdict.why.hasPrefix("orders partitions: source 2, target 1"))
        #expect(fewer.gate(.topicParity).verdict.isFail)
    }

    @Test("goes stale when the settings are not read again")
    func stale() throws {
        var night = try night()
        night.sweep(times: 55)
        #expect(night.gate(.topicParity).verdict == .pass)
        night.sweep(times: 10)
        #expect(night.gate(.topicParity).verdict.isUnknown)
    }

    @Test("keeps no more differences than a screen can be scrolled through, and counts the rest")
    func many() throws {
        var night = try GatedNight { $0.topics = (try? [NamePattern("t*")]) ?? [] }
        for number in 0..<300 {
            night.source.ends["t\(number)"] = [1]
            night.target.ends["t\(number)"] = [1]
        }
        night.sweep()
        for number in 0..<300 {
            night.set(.source, topic: "t\(number)")
            night.set(.target, ["retention.ms": "1", "min.insync.replicas": "1"], topic: "t\(number)")
        }
        night.sweep()
        let gate = night.gate(.topicParity)
        #expect(gate.differences.count == 200)
        #expect(gate.verdict.why.hasSuffix("and 598 more"))
    }
}
