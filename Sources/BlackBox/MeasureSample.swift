import Night

/// Measures of one moment, as rows for those who ask in SQL.
struct MeasureSample: Sendable {
    enum Table: String, Sendable, CaseIterable {
        case lag = "lag_measured"
        case bridgeLag = "bridge_lag_measured"
        case budget = "budget_measured"
        case gates = "gates_measured"
        case triggers = "triggers_measured"
        case price = "price_measured"
        case topics = "topics_measured"
        case probes = "probes_measured"
    }

    enum Cell: Sendable, Equatable {
        case integer(Int64)
        case real(Double)
        /// Kept once in the file, however often it recurs.
        case name(String)
        case text(String)
        case none
    }

    struct Row: Sendable {
        let table: Table
        let cells: [Cell]
    }

    let at: Stamp
    var rows: [Row] = []
}

/// Takes measures off what is shown, every so often.
struct Sampler {
    static let every = Duration.seconds(10)
    /// Of topics, and of groups: where there are more, they are in every so many samples.
    static let mostEachTime = 100

    private var takenAt: Moment?
    private var number = 0
    private var kinds: [String] = []
    private var gates: [[MeasureSample.Cell]: [MeasureSample.Cell]] = [:]
    private var triggers: [[MeasureSample.Cell]: [MeasureSample.Cell]] = [:]

    /// Nil: nothing is due.
    mutating func sample(of snapshot: Snapshot) -> MeasureSample? {
        let newKinds = Self.kinds(in: snapshot)
        let isDue = takenAt.map { snapshot.at.moment - $0 >= Self.every } ?? true
        guard isDue || newKinds != kinds else { return nil }
        kinds = newKinds
        var sample = MeasureSample(at: snapshot.at)
        addJudgements(of: snapshot, to: &sample)
        guard isDue else { return sample }
        takenAt = snapshot.at.moment
        addNumbers(of: snapshot, to: &sample)
        number += 1
        return sample
    }

    /// What is told at once when it changes: standings, verdicts, prices.
    private static func kinds(in snapshot: Snapshot) -> [String] {
        var kinds = snapshot.budget.map(\.standing.kind)
        for wave in snapshot.waves {
            kinds += wave.gates.map(\.verdict.kind) + wave.triggers.map(\.state.kind.rawValue) + [wave.price.kind.word]
        }
        return kinds
    }

    private mutating func addJudgements(of snapshot: Snapshot, to sample: inout MeasureSample) {
        for (place, line) in snapshot.budget.enumerated() {
            sample.add(
                .budget,
                [
                    .integer(Int64(place)), .name(line.plan.name), line.value.value.map { .real($0) } ?? .none,
                    .real(line.plan.limit.value), .milli(line.used.value), .name(line.standing.kind),
                    .words(line.standing.why ?? line.value.whyUnknown),
                ])
        }
        for wave in snapshot.waves {
            let name = MeasureSample.Cell.name(wave.plan.name)
            for gate in wave.gates {
                let key = [name, .name(gate.plan.name)]
                let says: [MeasureSample.Cell] = [
                    .name(gate.verdict.kind), gate.verdict.why.map { .text($0.bounded) } ?? .none,
                    .text(gate.evidence.bounded),
                ]
                if gates.updateValue(says, forKey: key) != says { sample.add(.gates, key + says) }
            }
            for trigger in wave.triggers {
                let key = [name, .name(trigger.name)]
                let says: [MeasureSample.Cell] = [
                    .name(trigger.state.kind.rawValue), .text(trigger.state.says.bounded),
                ]
                if triggers.updateValue(says, forKey: key) != says { sample.add(.triggers, key + says) }
            }
            sample.add(.price, [name] + wave.price.cells)
        }
    }

    private func addNumbers(of snapshot: Snapshot, to sample: inout MeasureSample) {
        let now = snapshot.at.moment
        if isTurn(ofAll: snapshot.groups.count) {
            for group in snapshot.groups {
                for role in ClusterRole.allCases {
                    let lag = group.side(role).lag
                    sample.add(.lag, [.name(group.name), .integer(role == .target ? 1 : 0)] + lag.cells(at: now))
                }
            }
        }
        for measured in snapshot.bridge.lags {
            sample.add(.bridgeLag, [.name(measured.way)] + measured.lag.cells(at: now))
        }
        if isTurn(ofAll: snapshot.topics.count) {
            for topic in snapshot.topics { sample.add(.topics, topic.cells(at: now)) }
        }
        for cluster in [snapshot.source, snapshot.target] {
            sample.add(.probes, [.name(cluster.role.rawValue)] + cluster.probe.cells)
            if let endpoints = cluster.endpoints {
                sample.add(.probes, [.name("\(cluster.role.rawValue) endpoints")] + endpoints.probe.cells)
            }
        }
        if let bridge = snapshot.bridge.mirror?.probe ?? snapshot.bridge.service?.probe {
            sample.add(.probes, [.name("bridge")] + bridge.cells)
        }
    }

    private func isTurn(ofAll count: Int) -> Bool {
        number % max(1, (count + Self.mostEachTime - 1) / Self.mostEachTime) == 0
    }
}

extension MeasureSample {
    fileprivate mutating func add(_ table: Table, _ cells: [Cell]) { rows.append(Row(table: table, cells: cells)) }
}

extension MeasureSample.Cell: Hashable {
    fileprivate static func whole(_ value: Int64?) -> Self { value.map { .integer($0) } ?? .none }

    /// In thousandths: of a second, of a record a second, of a limit.
    fileprivate static func milli(_ value: Double?) -> Self {
        value.flatMap { Int64(exactly: ($0 * 1000).rounded()) }.map { .integer($0) } ?? .none
    }

    fileprivate static func words(_ text: String?) -> Self { text.map { .name($0.bounded) } ?? .none }
}

extension String {
    /// A row for people is short, whoever wrote the words in it.
    fileprivate var bounded: String { String(prefix(300)) }
}

extension Snapshot.Lag {
    /// records, ms, at_least, method, age_ms, why
    fileprivate func cells(at now: Moment) -> [MeasureSample.Cell] {
        let claim =
            time.reading.map { ($0.bound, $0.method, $0.takenAt) }
            ?? records.reading.map { ($0.bound, $0.method, $0.takenAt) }
        return [
            .whole(records.value), .milli(time.value), .whole(claim.map { $0.0 == .atLeast ? 1 : 0 }),
            .whole(claim.map { Int64(Method.allCases.firstIndex(of: $0.1) ?? 0) }),
            .milli(claim.map { max(.zero, now - $0.2).inSeconds }), .words(records.whyUnknown ?? time.whyUnknown),
        ]
    }
}

extension Snapshot.Topic {
    fileprivate func cells(at now: Moment) -> [MeasureSample.Cell] {
        let oldest = [
            sourceRate.reading?.takenAt, targetRate.reading?.takenAt, bridgeLag.records.reading?.takenAt,
            consumerLag.records.reading?.takenAt,
        ].compactMap { $0 }.min()
        return [
            .name(name), .milli(sourceRate.value), .milli(targetRate.value), .whole(bridgeLag.records.value),
            .milli(bridgeLag.time.value), .whole(consumerLag.records.value), .milli(consumerLag.time.value),
            .milli(oldest.map { max(.zero, now - $0).inSeconds }),
        ]
    }
}

extension Snapshot.Probe {
    fileprivate var cells: [MeasureSample.Cell] {
        let (word, says): (String, String?) =
            switch state {
            case .starting: ("starting", nil)
            case .sweeping: ("sweeping", nil)
            case .late: ("late", nil)
            case .unanswered: ("unanswered", trouble?.trouble.said)
            case .down(let why): ("down", why)
            case .waiting(_, let why): ("waiting", why)
            }
        return [
            .name(word), .integer(Int64(restarts)), .milli(lastSweep.value?.took.inSeconds), .milli(requestRate.value),
            .integer(Int64(skipped)), .words(says),
        ]
    }
}

extension Snapshot.Line.Standing {
    fileprivate var kind: String {
        switch self {
        case .inside: "inside"
        case .warning: "warning"
        case .filling: "filling"
        case .breached: "breached"
        case .lost: "lost"
        case .unknown: "unknown"
        }
    }

    fileprivate var why: String? {
        switch self {
        case .lost(let why), .unknown(let why): why
        case .inside, .warning, .filling, .breached: nil
        }
    }
}

extension Verdict {
    fileprivate var kind: String {
        switch self {
        case .pass: "pass"
        case .fail: "fail"
        case .unknown: "unknown"
        }
    }

    fileprivate var why: String? {
        switch self {
        case .pass: nil
        case .fail(let why), .unknown(let why): why
        }
    }
}

extension Snapshot.Price {
    fileprivate var cells: [MeasureSample.Cell] {
        switch kind {
        case .free: [.name(kind.word), .none, .none, .words(besides)]
        case .reread(let records, let groups):
            [.name(kind.word), .integer(records), .integer(Int64(groups)), .words(besides)]
        case .onlyOnTarget(let records): [.name(kind.word), .integer(records), .none, .words(besides)]
        case .unknown(let why): [.name(kind.word), .none, .none, .words(besides ?? why)]
        }
    }
}

extension Snapshot.Price.Kind {
    fileprivate var word: String {
        switch self {
        case .free: "free"
        case .reread: "re-read"
        case .onlyOnTarget: "only on target"
        case .unknown: "unknown"
        }
    }
}
