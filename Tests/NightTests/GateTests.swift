import Night
import Testing

@Suite("A gate")
struct GateTests {
    @Test("passes with numbers and names in its evidence, and the moment of the oldest reading it rests on")
    func evidence() throws {
        var night = try GatedNight(gates: [.listed(.replication, limit: Limit(2, .time))])
        night.sweep()
        let gate = night.gate(.replication)
        #expect(gate.verdict == .pass)
        #expect(gate.evidence == "worst partition orders/0 0s, limit 2s, 2 partitions")
        #expect(gate.takenAt == Rig.moment(1))
        #expect(gate.filled == 1)
    }

    @Test("is newer than a moment only when every reading under it is")
    func oldestReading() throws {
        var night = try GatedNight()
        night.sweep()
        night.sweep(only: .source)
        #expect(night.gate(.replication).takenAt == Rig.moment(1))
        // A leader that does not answer leaves its partition's last end, which is of before.
        night.target.ends["orders"] = [1_000, nil]
        night.sweep()
        #expect(night.gate(.replication).takenAt == Rig.moment(1))
        night.target.ends["orders"] = [1_000, 500]
        night.sweep()
        #expect(night.gate(.replication).takenAt == Rig.moment(4))
    }

    @Test("with a `for:` is unknown until it has passed that long, and any look that does not pass empties it")
    func bar() throws {
        var night = try GatedNight(gates: [.listed(.replication, limit: Limit(10, .count), hold: .seconds(10))])
        night.sweep(times: 6)
        #expect(night.gate(.replication).verdict == .unknown("passes for 5s of 10s"))
        #expect(night.gate(.replication).filled == 0.5)
        night.source.ends["orders"] = [1_011, 500]
        night.sweep()
        #expect(night.gate(.replication).verdict.isFail)
        #expect(night.gate(.replication).filled == 0)
        night.source.ends["orders"] = [1_010, 500]
        night.sweep(times: 10)
        #expect(night.gate(.replication).verdict == .unknown("passes for 9s of 10s"))
        night.sweep()
        #expect(night.gate(.replication).verdict == .pass)
    }

    @Test("is unknown on a stale reading, and its bar begins anew after it")
    func stale() throws {
        var night = try GatedNight(gates: [.listed(.replication, hold: .seconds(3))])
        night.sweep(times: 4)
        #expect(night.gate(.replication).verdict == .pass)
        night.wait(3.5)
        #expect(night.gate(.replication).verdict == .unknown("stale, taken 3.5s ago"))
        #expect(night.gate(.replication).filled == 0)
        night.sweep()
        #expect(night.gate(.replication).verdict == .unknown("passes for 0s of 3s"))
    }

    @Test("that this version cannot measure is unknown, and blocks only where the plan asks for it")
    func unmeasured() throws {
        var night = try GatedNight(gates: [.listed(.records)])
        night.sweep()
        #expect(night.gate(.records).verdict == .unknown("not measured by this version"))
        #expect(night.gate(.records).blocks)
        for gate in [BuiltInGate.topicParity, .aclParity, .schemaParity] { #expect(!night.gate(gate).blocks) }
    }

    @Test("that is run counts for twice its time and not longer")
    func run() throws {
        let canary = GatePlan(name: "canary", evidence: .run(["./canary.sh"]), every: .seconds(10))
        var night = try GatedNight(gates: [canary])
        night.sweep()
        #expect(night.gate("canary").verdict == .unknown("not run yet"))
        night.rig.night.take(gate: "canary", ofWave: 0, .pass, evidence: "exit 0", at: Rig.stamp(1))
        #expect(night.gate("canary").verdict == .pass)
        #expect(night.gate("canary").evidence == "exit 0")
        night.wait(23)
        #expect(night.gate("canary").verdict == .pass)
        night.wait(0.5)
        #expect(night.gate("canary").verdict == .unknown("last run 24s ago"))
        night.rig.night.take(gate: "canary", ofWave: 0, .fail("exit 1"), evidence: "", at: Rig.stamp(30))
        #expect(night.gate("canary").verdict == .fail("exit 1"))
        night.rig.night.take(gate: "canary", ofWave: 0, .unknown("killed"), evidence: "", at: Rig.stamp(31))
        #expect(night.gate("canary").verdict == .unknown("killed"))
    }

    @Test("that is attested says who, when and on what, and expires")
    func attested() throws {
        let drill = GatePlan(name: "drill", evidence: .ask("Was it drilled?"), expires: .seconds(3600))
        var night = try GatedNight(gates: [drill])
        night.sweep()
        #expect(night.gate("drill").verdict == .unknown("nobody attested"))
        night.rig.night.attest(
            gate: "drill", ofWave: 0, by: "ada", note: "all three done", artifact: "wiki/drill", at: Rig.stamp(1))
        #expect(night.gate("drill").verdict == .pass)
        #expect(night.gate("drill").evidence == "ada at 22:13Z: all three done, wiki/drill")
        night.wait(3600)
        #expect(night.gate("drill").verdict == .pass)
        night.wait(1)
        #expect(night.gate("drill").verdict == .unknown("attestation by ada expired, it is 1h old"))
    }

    @Test("of one kind takes no word meant for another")
    func mixedUp() throws {
        var night = try GatedNight(gates: [.own("canary"), GatePlan(name: "drill", evidence: .ask("?"))])
        night.sweep()
        night.rig.night.take(gate: "drill", ofWave: 0, .pass, evidence: "", at: Rig.stamp(1))
        night.rig.night.take(gate: "replication", ofWave: 0, .pass, evidence: "forged", at: Rig.stamp(1))
        night.rig.night.attest(gate: "canary", ofWave: 0, by: "ada", note: "", artifact: "", at: Rig.stamp(1))
        night.rig.night.take(gate: "canary", ofWave: 7, .pass, evidence: "", at: Rig.stamp(1))
        #expect(night.gate("drill").verdict.isUnknown)
        #expect(night.gate("canary").verdict.isUnknown)
        #expect(night.gate(.replication).evidence != "forged")
    }
}

@Suite("Which gates block")
struct GateDutyTests {
    private static let early: Set<BuiltInGate> = [.inventory, .sourceReady]
    private static let lasting: Set<BuiltInGate> = [.replication, .headroom, .sourceReady]

    /// The way into each phase, and the built-in gates that stand before it.
    private static let table: [(MovePattern, [(Phase, Set<BuiltInGate>)])] = [
        (
            .consumerFirst,
            [
                (.replicating, early), (.proven, early.union(lasting)),
                (.consumersMoved, early.union(lasting).union([.offsets])),
                (.producersMoved, lasting.union([.consumers])), (.observing, lasting.union([.consumers])),
                (.closed, lasting.union([.consumers])),
            ]
        ),
        (
            .producerFirst,
            [
                (.replicating, early), (.proven, early.union(lasting)), (.producersMoved, early.union(lasting)),
                (.consumersMoved, lasting.union([.offsets])), (.observing, lasting.union([.consumers])),
                (.closed, lasting.union([.consumers])),
            ]
        ),
        (
            .allAtOnce,
            [
                (.replicating, early), (.proven, early.union(lasting)),
                (.switched, early.union(lasting).union([.offsets])), (.observing, lasting.union([.consumers])),
                (.closed, lasting.union([.consumers])),
            ]
        ),
        (
            .dualWrite,
            [
                (.proven, early.union(lasting)), (.dualWriting, early.union(lasting)),
                (.consumersMoved, [.headroom, .sourceReady, .offsets]),
                (.sourceWritesOff, [.headroom, .sourceReady, .consumers]),
                (.observing, [.headroom, .sourceReady, .consumers]), (.closed, [.headroom, .sourceReady, .consumers]),
            ]
        ),
    ]

    @Test("follows from the next phase, in every pattern", arguments: MovePattern.allCases)
    func table(pattern: MovePattern) throws {
        let ways = try #require(Self.table.first { $0.0 == pattern }?.1)
        #expect(ways.map(\.0) == Array(pattern.phases.dropFirst()))
        for (from, (next, expected)) in zip(pattern.phases, ways) {
            var night = try GatedNight(from, pattern: pattern)
            let settled = Set(BuiltInGate.allCases.filter { night.gate($0).blocks })
            #expect(settled == expected, "settled in \(from)")
            night.stands(WaveContext(phase: from, heading: next))
            #expect(Set(BuiltInGate.allCases.filter { night.gate($0).blocks }) == expected, "armed for \(next)")
        }
    }

    @Test("always has the plan's own in it, everything where nobody can tell what is next, and nothing after the end")
    func edges() throws {
        var night = try GatedNight(gates: [.own("canary"), GatePlan(name: "drill", evidence: .ask("?"))])
        #expect(night.gate("canary").blocks && night.gate("drill").blocks)
        night.stands(WaveContext(phase: nil, goesBack: true))
        #expect(night.wave.gates.allSatisfy { $0.blocks })
        night.stands(WaveContext(phase: .closed))
        #expect(!night.wave.gates.contains { $0.blocks })
    }

    @Test("has a rehearsal in it where the plan lists one, and not before it could have been held")
    func rehearsal() throws {
        #expect(try !GatedNight(.consumersMoved).gate(.rehearsed).blocks)
        #expect(try !GatedNight(.proven, gates: [.listed(.rehearsed)]).gate(.rehearsed).blocks)
        #expect(try GatedNight(.consumersMoved, gates: [.listed(.rehearsed)]).gate(.rehearsed).blocks)
    }

    @Test("has replication in it under dual-write only with a bridge")
    func withoutBridge() throws {
        #expect(try !GatedNight(.planned, pattern: .dualWrite, bridge: nil).gate(.replication).blocks)
        #expect(try GatedNight(.replicating, pattern: .allAtOnce, bridge: nil).gate(.replication).blocks)
    }
}
