import Night
import TestSupport
import Testing

/// Two clusters that live badly: logs grow, shrink, vanish and return, leaders and probes fall silent, clocks step.
private struct BadNight {
    var generator: SeededGenerator
    var seconds = 0.0
    private var wallStep = 0.0
    private var ends: [ClusterRole: [String: [Int64]]] = [:]
    private var positions: [ClusterRole: [String: [Int64?]]] = [:]
    /// The cluster that is not heard of, and until when.
    private var silence: (role: ClusterRole, until: Double)?
    private static let names = ["orders", "audit-1", "audit-2"]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    static func plan(seed: UInt64) throws -> Plan {
        let metrics: [BuiltInMetric] = [
            .consumersLagRecords, .consumersLagTime, .bridgeLagTime, .bridgeLagRecords, .sourceRecordsIn,
            .sourceRecordsOut, .errorsRate, .targetProduceP99, .sourceOffline,
        ]
        let bridges: [BridgePlan?] = [
            .link(LinkPlan(group: "copier")), .mirrorMaker2(MirrorMaker2Plan(policy: .identity)), nil,
        ]
        var plan = try Plan.night(
            topics: ["orders", "/audit-.*/"], groups: ["billing"], bridge: bridges[Int(seed % 3)],
            budget: metrics.map {
                BudgetLine(name: $0.rawValue, metric: .builtIn($0), limit: Limit(500, $0.dimension), hold: .seconds(3))
            }, probeTopic: "probe")
        plan.waves[0].gates = [
            GatePlan(name: "replication", evidence: .builtIn(.replication), hold: .seconds(4)),
            GatePlan(name: "drill", evidence: .ask("?")),
        ]
        plan.waves[0].triggers = metrics.map {
            TriggerPlan(
                name: $0.rawValue, metric: .builtIn($0), above: Limit(500, $0.dimension), hold: .seconds(3),
                abortsAfter: .seconds(9))
        }
        return plan
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    /// What happens next, in order.
    mutating func step() -> [(Stamp, ClusterRole, Observation?, ProbeEvent?)] {
        seconds += Double.random(in: 0.05...1.2, using: &generator)
        if chance(1) { wallStep += Double.random(in: -5_000...5_000, using: &generator) }
        if chance(2) { seconds += 40 }
        if let until = silence?.until, until < seconds { silence = nil }
        let role: ClusterRole = chance(50) ? .source : .target
        if silence == nil, chance(3) { silence = (role, seconds + Double.random(in: 1...30, using: &generator)) }
        let stamp = Rig.stamp(seconds, wallStep: wallStep)
        if silence?.role == role {
            let events: [ProbeEvent] = [
                .died(how: "exit 1"), .hung(after: .seconds(5)), .restartsIn(.seconds(1)), .started(process: 7),
                .retired(why: "lost too many brokers"),
            ]
            return chance(50) ? [(stamp, role, nil, events.randomElement(using: &generator))] : []
        }
        return sweep(role).map { (stamp, role, $0, nil) }
    }

    /// Where the wave stands, as somebody might say.
    mutating func context() -> WaveContext? {
        guard chance(5) else { return nil }
        let phases = MovePattern.consumerFirst.phases
        let phase = chance(90) ? phases.randomElement(using: &generator) : nil
        let heading = chance(30) ? phases.randomElement(using: &generator) : nil
        return WaveContext(
            phase: phase, heading: heading, goesBack: phase == nil && chance(50),
            fencedSince: chance(30) ? Rig.moment(seconds) : nil)
    }

    private mutating func live(_ role: ClusterRole) {
        for name in Self.names {
            if ends[role]?[name] == nil {
                if chance(20) {
                    ends[role, default: [:]][name] = [0, 0, Int64.random(in: 0...9_999, using: &generator)]
                }
                continue
            }
            if chance(1) {
                ends[role]?[name] = nil
                continue
            }
            if chance(1) { ends[role]?[name]?.append(0) }
            let grown = (ends[role]?[name] ?? []).map { end in
                chance(1) ? end / 2 : end + Int64.random(in: 0...300, using: &generator)
            }
            ends[role]?[name] = grown
        }
        for (name, logs) in (ends[role] ?? [:]).sorted(by: { $0.key < $1.key }) {
            var of = positions[role]?[name] ?? []
            while of.count < logs.count { of.append(nil) }
            for partition in logs.indices {
                if of[partition] == nil, chance(90) { continue }
                // Now and then past the end, or back at the beginning.
                of[partition] =
                    chance(2) ? logs[partition] + 50 : chance(1) ? 0 : min(logs[partition], (of[partition] ?? 0) + 200)
                if chance(1) { of[partition] = nil }
            }
            positions[role, default: [:]][name] = of
        }
    }

    private mutating func sweep(_ role: ClusterRole) -> [Observation] {
        live(role)
        let logs = ends[role] ?? [:]
        let topics = logs.sorted { $0.key < $1.key }.map { name, ends in
            TopicMetadata(
                name: name,
                partitions: ends.map { _ in PartitionMetadata(leader: chance(95) ? 1 : nil, replicas: 2, inSync: 2) })
        }
        var observations: [Observation] = [
            .metadata(
                ClusterMetadata(
                    clusterID: nil, brokers: [Broker(id: 1, address: "a:1")], topics: topics,
                    totals: PartitionTotals(offline: chance(5) ? 3 : 0)))
        ]
        if chance(80) {
            let state = GroupState.allCases.randomElement(using: &generator) ?? .stable
            let listed: [String: GroupState] = chance(80) ? ["billing": state] : [:]
            observations.append(.groups(Rig.listing(listed, complete: chance(90))))
        }
        for group in ["billing", "copier"] where chance(90) {
            observations.append(.commits(group: group, Rig.offsets(positions[role] ?? [:])))
        }
        var seen = logs.mapValues { $0.map(Optional.some) }
        for name in seen.keys.sorted() where chance(10) { seen[name]?[0] = nil }
        // Nonsense a broker should not say.
        if chance(2) { seen["orders"] = [-1, .max, .min] }
        observations.append(.ends(Rig.offsets(seen)))
        observations.append(.starts(Rig.offsets(logs.mapValues { $0.map { _ in 0 as Int64 } })))
        if role == .target {
            observations.append(.produced(took: .milliseconds(Int64.random(in: 1...900, using: &generator))))
        }
        if chance(10) { observations.append(.trouble(Trouble(kind: .call, asked: "metadata", said: "timed out"))) }
        if chance(90) {
            observations.append(
                .sweepEnded(
                    SweepCost(
                        sweep: 1, began: Rig.moment(seconds - 0.01), took: .milliseconds(10), requests: 5,
                        failed: chance(10) ? 1 : 0, slowest: "metadata", slowestTook: .milliseconds(4))))
        }
        return observations
    }
}

@Suite("Whatever happens in a night")
struct RandomNightTests {
    @Test("no law is broken", arguments: 1...9 as ClosedRange<UInt64>)
    func laws(seed: UInt64) throws {
        var world = BadNight(seed: seed)
        let plan = try BadNight.plan(seed: seed)
        var night = Night(plan: plan, at: Rig.stamp(0))
        var twin = night
        var before: Snapshot?
        for _ in 0..<200 {
            if let context = world.context() {
                night.take(contexts: [context])
                twin.take(contexts: [context])
            }
            for (stamp, role, observation, event) in world.step() {
                if let observation {
                    night.take(Observed(by: .cluster(role), at: stamp, what: observation))
                    twin.take(Observed(by: .cluster(role), at: stamp, what: observation))
                }
                if let event {
                    night.take(event, of: .cluster(role), at: stamp)
                    twin.take(event, of: .cluster(role), at: stamp)
                }
            }
            let now = night.snapshot(at: Rig.stamp(world.seconds))
            try #require(now == twin.snapshot(at: Rig.stamp(world.seconds)), "the same inputs, another picture")
            let unlatched = before.map { Laws(now).unlatched(since: $0) } ?? []
            before = now
            let later = night.snapshot(at: Rig.stamp(world.seconds + 3.001))
            let broken = Laws(now).broken + Laws(later).broken + Laws(later).greenThoughStale + unlatched
            try #require(broken.isEmpty)
        }
    }
}

/// What must hold in every picture.
private struct Laws {
    private let snapshot: Snapshot

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    var broken: [String] {
        var found = lags.flatMap(broken)
        for rate in rates {
            if let value = rate.value, value < 0 || !value.isFinite { found.append("a rate of \(value)") }
        }
        found += snapshot.budget.flatMap(broken)
        found += snapshot.waves.flatMap { $0.gates.flatMap(broken) + $0.triggers.flatMap(broken) }
        if snapshot.pressure.finding == .level {
            for stage in snapshot.pressure.stages where stage.growth.reading.map(snapshot.isStale) ?? true {
                found.append("level, and \(stage.name.rawValue) is not known")
            }
        }
        for side in snapshot.groups.flatMap({ [$0.source, $0.target] })
        where side.partitions == side.neverCommitted && side.lag.records.value != nil {
            found.append("never committed, and has a lag")
        }
        found += brokenFindings
        if snapshot.log.count > 1_000 { found.append("endless log") }
        if snapshot.source.recordsInHistory.count > 120 { found.append("endless history") }
        return found + brokenSum
    }

    private func broken(_ lag: Snapshot.Lag) -> [String] {
        var found: [String] = []
        if let records = lag.records.value, records < 0 { found.append("a lag of \(records)") }
        if let time = lag.time.value, time < 0 || !time.isFinite { found.append("a lag of \(time) s") }
        for takenAt in [lag.records.reading?.takenAt, lag.time.reading?.takenAt] {
            if let takenAt, takenAt > snapshot.at.moment { found.append("a lag from the future") }
        }
        // Both come from the same readings: one without the other is a number out of an unknown.
        if (lag.records.value == nil) != (lag.time.value == nil) { found.append("half a lag") }
        return found
    }

    private func broken(_ line: Snapshot.Line) -> [String] {
        let name = line.plan.name
        for forecast in [line.breachesIn?.value, line.drainsIn?.value] {
            if let forecast, forecast < 0 { return ["\(name) forecasts the past"] }
        }
        switch line.standing {
        case .inside, .warning:
            guard let reading = line.value.reading else { return ["\(name) is green without a value"] }
            let mayBeMore = line.standing == .inside && reading.bound == .atLeast
            let holds = !snapshot.isStale(reading) && !mayBeMore && reading.value <= line.plan.limit.value
            return holds ? [] : ["\(name) is green on \(reading)"]
        case .filling, .breached:
            return line.value.value ?? 0 > line.plan.limit.value ? [] : ["\(name) is red inside its limit"]
        case .unknown, .lost: return []
        }
    }

    /// Unknown is never green.
    private func broken(_ gate: Snapshot.Gate) -> [String] {
        var found: [String] = []
        let name = gate.plan.name
        if gate.evidence.isEmpty { found.append("\(name) has no evidence") }
        if gate.verdict == .pass {
            let isFresh = gate.takenAt.map { snapshot.at.moment - $0 <= snapshot.staleAfter } ?? false
            if !isFresh { found.append("\(name) passes on a stale reading") }
            if gate.filled < 1 { found.append("\(name) passes, and its bar is \(gate.filled) full") }
        }
        if case .fail = gate.verdict, gate.filled > 0 { found.append("\(name) fails on a bar that is not empty") }
        if !(0...1).contains(gate.filled) { found.append("\(name) is \(gate.filled) full") }
        return found
    }

    private func broken(_ trigger: Snapshot.Trigger) -> [String] {
        let (name, state) = (trigger.name, trigger.state)
        var found: [String] = []
        if !(0...1).contains(state.filled) { found.append("\(name) is \(state.filled) full") }
        if state.says.isEmpty { found.append("\(name) says nothing") }
        if state.abortsAt != nil, state.kind != .red { found.append("\(name) aborts and is \(state.kind)") }
        let isFound = snapshot.findings.contains { $0.severity == .red && $0.text.hasPrefix("trigger \(name)") }
        if isFound != (state.kind == .red) { found.append("\(name) is \(state.kind) and a red finding: \(isFound)") }
        return found
    }

    /// A red trigger nobody acknowledges stays red, and none becomes red without a second look.
    func unlatched(since before: Snapshot) -> [String] {
        zip(before.waves[0].triggers, snapshot.waves[0].triggers).compactMap { was, now in
            if was.state.kind == .red, now.state.kind != .red { return "\(now.name) was red and is \(now.state.kind)" }
            if was.state.kind == .calm, now.state.kind == .red { return "\(now.name) was calm and is red at once" }
            return nil
        }
    }

    /// What is not green anywhere is found, worst first, and reaches back no further than to now.
    private var brokenFindings: [String] {
        let findings = snapshot.findings
        var broken: [String] = []
        if findings.map(\.severity.rawValue) != findings.map(\.severity.rawValue).sorted() {
            broken.append("findings out of order")
        }
        for line in snapshot.budget where line.standing != .inside {
            let isFound = findings.contains { $0.about == "budget \(line.plan.name)" }
            if !isFound { broken.append("\(line.plan.name) stands \(line.standing) and is no finding") }
        }
        for cluster in [snapshot.source, snapshot.target] where cluster.probe.state != .sweeping {
            let isFound = findings.contains { $0.about == cluster.role.rawValue && $0.severity != .warning }
            let isLate = cluster.probe.state == .late
            guard !isFound, !isLate, cluster.probe.state != .starting else { continue }
            broken.append("\(cluster.role) is silent and it is no finding")
        }
        for finding in findings where finding.since.map({ $0.moment > snapshot.at.moment }) ?? false {
            broken.append("\(finding.text) since a time to come")
        }
        return broken
    }

    /// An exact sum leaves nothing out.
    private var brokenSum: [String] {
        guard let sum = snapshot.bridge.lags.first?.lag.records.reading, sum.bound == .exact, !snapshot.isStale(sum)
        else { return [] }
        let known = snapshot.topics.flatMap(\.partitions).compactMap(\.bridgeLag.records.value)
        return known.reduce(0, +) == sum.value ? [] : ["the sum of \(known) is said to be \(sum.value)"]
    }

    /// For a picture so late that every reading in it is stale.
    var greenThoughStale: [String] {
        var green: [String] = []
        for line in snapshot.budget {
            switch line.standing {
            case .unknown, .lost: continue
            case .inside, .warning, .filling, .breached: break
            }
            green.append("\(line.plan.name) stands \(line.standing) on a stale reading")
        }
        for gate in snapshot.waves.flatMap(\.gates) where gate.verdict == .pass || gate.filled > 0 {
            green.append("\(gate.plan.name) passes or fills on a stale reading")
        }
        if case .unknown = snapshot.pressure.finding { return green }
        return green + ["pressure is judged on stale readings"]
    }

    private var lags: [Snapshot.Lag] {
        [snapshot.bridge.lag] + snapshot.bridge.lags.map(\.lag)
            + snapshot.topics.flatMap { topic in
                [topic.bridgeLag, topic.consumerLag] + topic.partitions.flatMap { [$0.bridgeLag, $0.consumerLag] }
            } + snapshot.groups.flatMap { [$0.source.lag, $0.target.lag] }
    }

    private var rates: [Known<Double>] {
        [snapshot.source, snapshot.target].flatMap {
            [$0.recordsIn, $0.recordsOut, $0.produceP99, $0.probe.requestRate]
        }
            + snapshot.topics.flatMap { [$0.sourceRate, $0.targetRate] }
            + snapshot.groups.flatMap { [$0.source.rate, $0.target.rate, $0.source.drainsIn, $0.target.drainsIn] }
            + [snapshot.bridge.records]
    }
}
