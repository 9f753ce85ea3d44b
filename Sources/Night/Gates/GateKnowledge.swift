/// One gate over time: what was last found, and how full its `for:` is.
struct GateKnowledge: Sendable {
    let plan: GatePlan
    /// The plan names it; the built-in gates run anyway.
    let isListed: Bool
    private let goodFor: Duration
    private var finding: GateFinding
    private var bar: GateBar
    private var attestation: Attestation?

    struct Attestation: Sendable {
        var by: String
        var note: String
        var artifact: String
        var at: Stamp
    }

    private static let usualEvery = Duration.seconds(60)
    private static let usualExpiry = Duration.seconds(12 * 3600)

    init(_ plan: GatePlan, isListed: Bool, pace: Pace) {
        self.plan = plan
        self.isListed = isListed
        switch plan.evidence {
        case .builtIn(.rehearsed):
            // What was rehearsed stays rehearsed for the night.
            goodFor = .nanoseconds(Int64.max)
            finding = .unknown("not measured yet")
        case .builtIn(let gate):
            goodFor = gate.goodFor(pace)
            finding = .unknown("not measured yet")
        case .run:
            goodFor = (plan.every ?? Self.usualEvery) * 2 + pace.staleAfter
            finding = .unknown("not run yet")
        case .ask:
            goodFor = plan.expires ?? Self.usualExpiry
            finding = .unknown("nobody attested")
        }
        bar = GateBar(hold: plan.hold ?? .zero, goodFor: goodFor)
    }

    mutating func take(_ found: GateFinding, at moment: Moment) {
        finding = found
        if found.outcome == .passes, let takenAt = found.takenAt {
            bar.pass(on: takenAt, at: moment)
        } else {
            bar.empty()
        }
    }

    /// The executable's verdict.
    mutating func take(_ verdict: Verdict, evidence: String, at stamp: Stamp) {
        let said = String(evidence.prefix(NightLog.longestText))
        switch verdict {
        case .pass: take(.passes(said, takenAt: stamp.moment), at: stamp.moment)
        case .fail(let why): take(.fails(said.isEmpty ? why : said, takenAt: stamp.moment), at: stamp.moment)
        case .unknown(let why): take(.unknown(said.isEmpty ? why : said, takenAt: stamp.moment), at: stamp.moment)
        }
    }

    mutating func take(_ attestation: Attestation) {
        var attestation = attestation
        attestation.note = String(attestation.note.prefix(NightLog.longestText))
        attestation.artifact = String(attestation.artifact.prefix(NightLog.longestText))
        self.attestation = attestation
        take(.passes(attestation.inWords, takenAt: attestation.at.moment), at: attestation.at.moment)
    }

    /// What a person attested holds while nobody looks, until it expires.
    mutating func pass(time moment: Moment) {
        guard attestation != nil, !isOld(at: moment) else { return }
        bar.pass(on: moment, at: moment)
    }

    private func isOld(at moment: Moment) -> Bool {
        guard finding.outcome != .unknown, let takenAt = finding.takenAt else { return false }
        return moment - takenAt > goodFor
    }

    func row(blocks: Bool, at moment: Moment) -> Snapshot.Gate {
        let isOld = isOld(at: moment)
        return Snapshot.Gate(
            plan: plan, verdict: isOld ? .unknown(whyOld(at: moment)) : verdict, evidence: finding.words,
            differences: finding.differences, takenAt: finding.takenAt, filled: isOld ? 0 : bar.filled, blocks: blocks)
    }

    private var verdict: Verdict {
        switch finding.outcome {
        case .fails: .fail(finding.words)
        case .unknown: .unknown(finding.words)
        case .passes: bar.isFull ? .pass : .unknown(bar.standing)
        }
    }

    private func whyOld(at moment: Moment) -> String {
        let age = finding.takenAt.map { (moment - $0).inWords } ?? ""
        if let attestation { return "attestation by \(attestation.by) expired, it is \(age) old" }
        if case .run = plan.evidence { return "last run \(age) ago" }
        return "\(Why.stale), taken \(age) ago"
    }
}

extension GatePlan.Evidence {
    /// It can be taken again when an advance is armed. A person's word and a rehearsal stand until they expire.
    var isTakenAgain: Bool {
        switch self {
        case .builtIn(.rehearsed), .ask: false
        case .builtIn, .run: true
        }
    }
}

extension BuiltInGate {
    /// How old what it rests on may be. What moves by a person's hand alone is read far less often than a log's end.
    fileprivate func goodFor(_ pace: Pace) -> Duration {
        switch self {
        case .topicParity, .aclParity, .schemaParity: max(pace.staleAfter, .seconds(60))
        case .inventory, .connectorsSingleSided, .replication, .offsets, .records, .consumers, .headroom, .sourceReady,
            .rehearsed:
            pace.staleAfter
        }
    }
}

extension GateKnowledge.Attestation {
    fileprivate var inWords: String {
        let minute = at.wall.milliseconds / 60_000 % 1_440
        let clock = Self.twoDigits(minute / 60) + ":" + Self.twoDigits(minute % 60) + "Z"
        return "\(by) at \(clock): " + [note, artifact].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
