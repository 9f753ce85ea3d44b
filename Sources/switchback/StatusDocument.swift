import Cockpit
import FoundationEssentials
import Night

/// What `status --json` prints. The README documents it; a change that would break a reader raises `schema`.
struct StatusDocument: Encodable {
    static let currentSchema = 1

    struct Number: Encodable {
        var value: Double?
        var ageSeconds: Double?
        var stale: Bool?
        var method: String?
        var atLeast: Bool?
        var unknown: String?
    }

    struct Lag: Encodable {
        let records: Number
        let seconds: Number
    }

    struct Cluster: Encodable {
        let bootstrap: String
        let probe: String
        let restarts: Int
        let brokers: Number
        let partitions: Number
        let underReplicated: Number
        let offline: Number
        let recordsInPerSecond: Number
        let recordsOutPerSecond: Number
        let produceP99Seconds: Number
        /// Absent where the plan asks nothing of what the side serves beside its brokers.
        let endpoints: [Endpoint]?
    }

    struct Endpoint: Encodable {
        let kind: String
        let address: String
        let tookSeconds: Double
        /// Absent: it answers.
        let problem: String?
    }

    struct Way: Encodable {
        let way: String
        let lag: Lag
    }

    struct Bridge: Encodable {
        let kind: String
        let lag: Lag
        let ways: [Way]
        let disagreement: String?
        let recordsPerSecond: Number
        let without: String?
        let stuckPartitions: Int
        let aheadPartitions: Int
        /// Absent: it is no MirrorMaker 2.
        let mirror: Mirror?
    }

    struct GroupSide: Encodable {
        let state: String
        let members: Number
        let lag: Lag
        let recordsPerSecond: Number
        let stuckPartitions: Int
        let neverCommitted: Int
    }

    struct Group: Encodable {
        let name: String
        let wave: String?
        let activeOnBoth: Bool
        let source: GroupSide
        let target: GroupSide
    }

    struct Wave: Encodable {
        let name: String
        let state: String
        let says: String
        /// The last it was settled in; absent where nobody can tell.
        let phase: String?
    }

    struct Line: Encodable {
        let name: String
        let standing: String
        let why: String
        let usedShare: Number
        let breachesInSeconds: Number
        let drainsInSeconds: Number
        /// Of how many series the value was made, where others measure it.
        let series: Int?
    }

    struct Stage: Encodable {
        let stage: String
        let inPerSecond: Number
        let outPerSecond: Number
        let growthPerSecond: Number
        let backlog: Number
        let without: String?
        /// The group that falls behind while the sums of the stage do not.
        let fallingBehind: String?
    }

    struct Finding: Encodable {
        let severity: String
        let about: String
        let text: String
    }

    let schema = StatusDocument.currentSchema
    let night: String
    let atMilliseconds: Int64
    let standing: String
    let findings: [Finding]
    let source: Cluster
    let target: Cluster
    let bridge: Bridge
    let groups: [Group]
    let waves: [Wave]
    let budget: [Line]
    let pressure: [Stage]
    let accumulatesAt: String

    private enum CodingKeys: String, CodingKey {
        case schema, night, atMilliseconds, standing, findings, source, target, bridge, groups, waves, budget, pressure
        case accumulatesAt
    }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Self.harmless(String(decoding: try encoder.encode(self), as: UTF8.self))
    }

    /// JSON leaves these as they are, and a terminal obeys some of them.
    private static func harmless(_ json: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar.value >= 0x7f, .format, .lineSeparator, .paragraphSeparator:
                for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
                    let digits = String(unit, radix: 16)
                    let padding = String(repeating: "0", count: 4 - digits.count)
                    text.append(contentsOf: "\\u\(padding)\(digits)".unicodeScalars)
                }
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}

extension StatusDocument {
    init(_ snapshot: Snapshot, _ judgement: Judgement) {
        let make = NumberMaker(snapshot: snapshot)
        night = snapshot.night
        atMilliseconds = snapshot.at.wall.milliseconds
        standing = judgement.standing.rawValue
        findings = judgement.findings.map {
            Finding(severity: $0.severity.word, about: $0.about, text: $0.text)
        }
        source = make.cluster(snapshot.source)
        target = make.cluster(snapshot.target)
        bridge = make.bridge(snapshot.bridge)
        groups = snapshot.groups.map {
            Group(
                name: $0.name, wave: $0.wave, activeOnBoth: $0.activeOnBoth, source: make.side($0.source),
                target: make.side($0.target))
        }
        waves = snapshot.waves.map(make.wave)
        budget = snapshot.budget.map(make.line)
        pressure = snapshot.pressure.stages.map(make.stage)
        accumulatesAt =
            switch snapshot.pressure.finding {
            case .accumulating(let stage), .standing(let stage): stage.rawValue
            case .level: "nowhere"
            case .unknown: "unknown"
            }
    }
}

/// Numbers as this snapshot knows them: with their age at its moment.
struct NumberMaker {
    let snapshot: Snapshot

    func number<Value>(_ known: Known<Value>, _ value: (Value) -> Double) -> StatusDocument.Number {
        switch known {
        case .unknown(let why): return StatusDocument.Number(unknown: why)
        case .known(let reading):
            let number = value(reading.value)
            guard number.isFinite else { return StatusDocument.Number(unknown: "not a number") }
            return StatusDocument.Number(
                value: number, ageSeconds: snapshot.age(of: reading).inSeconds, stale: snapshot.isStale(reading),
                method: "\(reading.method)", atLeast: reading.bound == .atLeast)
        }
    }

    func number(_ known: Known<Double>) -> StatusDocument.Number { number(known) { $0 } }

    func lag(_ lag: Snapshot.Lag) -> StatusDocument.Lag {
        StatusDocument.Lag(records: number(lag.records, Double.init), seconds: number(lag.time))
    }

    func cluster(_ cluster: Snapshot.Cluster) -> StatusDocument.Cluster {
        StatusDocument.Cluster(
            bootstrap: cluster.bootstrap, probe: probe(cluster.probe.state), restarts: cluster.probe.restarts,
            brokers: number(cluster.brokers) { Double($0.count) },
            partitions: number(cluster.totals) { Double($0.partitions) },
            underReplicated: number(cluster.totals) { Double($0.underReplicated) },
            offline: number(cluster.totals) { Double($0.offline) }, recordsInPerSecond: number(cluster.recordsIn),
            recordsOutPerSecond: number(cluster.recordsOut), produceP99Seconds: number(cluster.produceP99),
            endpoints: cluster.endpoints?.health.map {
                StatusDocument.Endpoint(
                    kind: $0.kind.rawValue, address: $0.endpoint, tookSeconds: $0.took.inSeconds, problem: $0.problem)
            })
    }

    private func probe(_ state: Snapshot.Probe.State) -> String {
        switch state {
        case .starting: "starting"
        case .sweeping: "sweeping"
        case .late: "late"
        case .unanswered: "no answer"
        case .down: "down"
        case .waiting: "waiting to restart"
        }
    }

    func bridge(_ bridge: Snapshot.Bridge) -> StatusDocument.Bridge {
        StatusDocument.Bridge(
            kind: bridge.kind, lag: lag(bridge.lag),
            ways: bridge.lags.map { StatusDocument.Way(way: $0.way, lag: lag($0.lag)) },
            disagreement: bridge.disagreement, recordsPerSecond: number(bridge.records),
            without: bridge.leftOut, stuckPartitions: bridge.stuckPartitions, aheadPartitions: bridge.aheadPartitions,
            mirror: bridge.mirror.map(mirror))
    }

    func side(_ side: Snapshot.GroupSide) -> StatusDocument.GroupSide {
        StatusDocument.GroupSide(
            state: state(side.state), members: number(side.members, Double.init), lag: lag(side.lag),
            recordsPerSecond: number(side.rate), stuckPartitions: side.stuckPartitions,
            neverCommitted: side.neverCommitted)
    }

    private func state(_ state: Known<Snapshot.GroupPresence>) -> String {
        switch state {
        case .unknown(let why): "unknown: \(why)"
        case .known(let reading):
            switch reading.value {
            case .absent: "absent"
            case .present(let state): state.rawValue
            }
        }
    }

    func wave(_ wave: Snapshot.Wave) -> StatusDocument.Wave {
        StatusDocument.Wave(
            name: wave.plan.name, state: word(for: wave.state), says: wave.standingWords, phase: wave.phase?.rawValue)
    }

    private func word(for state: WaveState?) -> String {
        switch state {
        case nil: "unknown"
        case .settled: "settled"
        case .armed: "armed"
        case .advancing: "advancing"
        case .stopped: "stopped"
        case .rollingBack: "going back"
        case .stuck: "stuck"
        case .interrupted: "interrupted"
        case .rolledBack: "rolled back"
        case .closed: "closed"
        }
    }

    func line(_ line: Snapshot.Line) -> StatusDocument.Line {
        let (standing, why) = words(for: line.standing)
        let still = Known<Double>.unknown("not moving that way")
        return StatusDocument.Line(
            name: line.plan.name, standing: standing, why: why, usedShare: number(line.used),
            breachesInSeconds: number(line.breachesIn ?? still), drainsInSeconds: number(line.drainsIn ?? still),
            series: line.series)
    }

    private func words(for standing: Snapshot.Line.Standing) -> (standing: String, why: String) {
        switch standing {
        case .inside: ("inside", "")
        case .warning: ("near", "")
        case .filling(let passed): ("over", "for \(passed.inSeconds) s of its hold time")
        case .breached: ("breached", "")
        case .lost(let why): ("breached", "when last seen; \(why)")
        case .unknown(let why): ("unknown", why)
        }
    }

    func stage(_ stage: Snapshot.PressureMap.Stage) -> StatusDocument.Stage {
        StatusDocument.Stage(
            stage: stage.name.rawValue, inPerSecond: number(stage.inflow), outPerSecond: number(stage.outflow),
            growthPerSecond: number(stage.growth), backlog: number(stage.backlog, Double.init),
            without: stage.leftOut, fallingBehind: stage.hidden?.group)
    }
}
