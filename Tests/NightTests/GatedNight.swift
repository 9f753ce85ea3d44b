import Night

/// A night of one wave in which nothing is wrong, until a test says otherwise: "orders" is carried level, "billing"
/// reads it on the source.
struct GatedNight {
    var rig: Rig
    var source = Rig.Answers(
        ends: ["orders": [1_000, 500]], starts: ["orders": [0, 0]],
        commits: ["billing": ["orders": [1_000, 500]]], listing: Rig.listing(["billing": .stable]))
    var target = Rig.Answers(
        ends: ["orders": [1_000, 500]], starts: ["orders": [0, 0]], listing: Rig.listing([:]))
    private(set) var now = 0.0

    init(
        _ phase: Phase? = .planned, heading: Phase? = nil, pattern: MovePattern = .consumerFirst,
        bridge: BridgePlan? = .link(LinkPlan()), groups: [String] = ["billing"], budget: [BudgetLine] = [],
        gates: [GatePlan] = [], triggers: [TriggerPlan] = [], labels: [String] = [],
        _ change: (inout WavePlan) -> Void = { _ in }
    ) throws {
        var plan = try Plan.night(
            groups: groups, bridge: bridge, budget: budget,
            classes: labels.isEmpty ? [] : [TopicClass(topics: try NamePattern("orders"), labels: labels)])
        plan.waves[0].pattern = pattern
        plan.waves[0].gates = gates
        plan.waves[0].triggers = triggers
        change(&plan.waves[0])
        rig = Rig(plan)
        stands(WaveContext(phase: phase, heading: heading))
    }

    mutating func stands(_ context: WaveContext) {
        rig.night.take(contexts: [context])
    }

    /// The wave's consumers are on the target, and have read a little there.
    mutating func moveConsumers(reading position: Int64 = 1_000) {
        source.listing = Rig.listing(["billing": .empty])
        target.listing = Rig.listing(["billing": .stable])
        target.commits = ["billing": ["orders": [position, 500]]]
    }

    /// A second passes, and both clusters are swept.
    mutating func sweep(times: Int = 1, only role: ClusterRole? = nil) {
        for _ in 0..<times {
            now += 1
            if role != .target { rig.sweep(.source, at: now, source) }
            if role != .source { rig.sweep(.target, at: now, target) }
        }
    }

    /// Time passes, and nobody sees anything.
    mutating func wait(_ seconds: Double) { now += seconds }

    var snapshot: Snapshot { rig.snapshot(at: now) }
    var wave: Snapshot.Wave { snapshot.waves[0] }

    func gate(_ name: String) -> Snapshot.Gate {
        wave.gates.first { $0.plan.name == name } ?? Snapshot.Gate(plan: .own("none"), verdict: .fail("no such gate"))
    }

    func gate(_ gate: BuiltInGate) -> Snapshot.Gate { self.gate(gate.rawValue) }

    func trigger(_ name: String) -> TriggerState {
        wave.triggers.first { $0.name == name }?.state ?? TriggerState(kind: .unknown, says: "no such trigger")
    }

    func trigger(_ builtIn: BuiltInTrigger) -> TriggerState { trigger(builtIn.rawValue) }
}

extension GatePlan {
    static func own(_ name: String) -> GatePlan { GatePlan(name: name, evidence: .run(["./\(name)"])) }

    static func listed(_ gate: BuiltInGate, limit: Limit? = nil, hold: Duration? = nil) -> GatePlan {
        GatePlan(name: gate.rawValue, evidence: .builtIn(gate), limit: limit, hold: hold)
    }
}

extension Verdict {
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
    var isFail: Bool { if case .fail = self { true } else { false } }

    var why: String {
        switch self {
        case .pass: ""
        case .fail(let why), .unknown(let why): why
        }
    }
}
