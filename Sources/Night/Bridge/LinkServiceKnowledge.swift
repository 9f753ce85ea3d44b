/// What is known of a link from its own service.
struct LinkServiceKnowledge: Sendable {
    private let service: String
    private let link: String
    private let caveat: String
    private let pace: Pace
    var probe: ProbeKnowledge
    private var state: Known<LinkReading.State> = .unknown(Why.unread)
    private var error: String?
    /// By the topic's name on the source.
    private var mirrors: [String: LinkReading.Mirror] = [:]
    /// The plan's topics that the source has, each with its mirror.
    private var topics: [Snapshot.LinkService.Topic] = []

    /// It is asked no more often.
    private static let leastPoll = Duration.seconds(5)
    /// Nothing says how old the service's own figures are when it tells them; so much is taken to be no disagreement.
    private static let figuresMayBe = Duration.seconds(30)

    /// Nil: this kind of bridge has no service of its own.
    init?(_ plan: BridgePlan?, poll: Duration, at start: Stamp) {
        switch plan {
        case .clusterLinking(let plan):
            link = plan.link
            caveat = "its service may say ACTIVE for up to five minutes after it lost its source"
        case .automqLinking(let plan):
            link = plan.link
            caveat = "nothing published says how old its service's word may be, nor the unit of its lag in time"
        case .mirrorMaker2, .link, nil: return nil
        }
        service = plan?.serviceName ?? ""
        pace = Pace(poll: max(poll, Self.leastPoll))
        probe = ProbeKnowledge(.bridge, at: start, pace: pace)
    }

    mutating func take(_ what: Observation, at stamp: Stamp, log: inout NightLog) {
        if what.isAnswer { probe.answered(at: stamp) }
        switch what {
        case .link(let reading): take(reading, at: stamp, log: &log)
        case .trouble(let trouble): probe.take(trouble, at: stamp, log: &log)
        case .sweepEnded(let cost): probe.take(cost, at: stamp, log: &log)
        default: break
        }
    }

    mutating func take(_ reading: LinkReading, at stamp: Stamp, log: inout NightLog) {
        if state.value != reading.state {
            let why = reading.error.map { ": \($0)" } ?? ""
            log.add(
                reading.state.severity, "bridge", "\(service) says the link is \(reading.state.words)\(why)", at: stamp)
        }
        for mirror in reading.mirrors {
            guard let before = mirrors[mirror.sourceTopic], before.state != mirror.state else { continue }
            let why = mirror.error.map { ": \($0)" } ?? ""
            log.addRepeatable(
                mirror.state.severity, "bridge", "topic \(mirror.sourceTopic) is \(mirror.state.words)\(why)", at: stamp
            )
        }
        state = .known(Reading(reading.state, takenAt: stamp.moment, method: .reported, origin: .bridge(service)))
        error = reading.error
        mirrors = Dictionary(reading.mirrors.map { ($0.sourceTopic, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// After a sweep: what it was told of, and nobody mirrors, is known by what the source has.
    mutating func measure(_ book: TopicBook, _ waves: [WavePlan], on source: ClusterKnowledge) {
        topics = book.entries.indices.filter { source.topics[$0].isPresent }.map { number in
            let entry = book.entries[number]
            return Snapshot.LinkService.Topic(
                name: entry.name, wave: waves[entry.wave].name, mirror: mirrors[entry.name])
        }.sorted { ($0.wave, $0.name) < ($1.wave, $1.name) }
    }

    /// Its own lag over the plan's topics that are not promoted: another way than comparing log ends.
    var ways: [Snapshot.MeasuredLag] { [Snapshot.MeasuredLag(way: service, lag: lag)] }

    private var lag: Snapshot.Lag {
        guard let takenAt = state.reading?.takenAt else { return .unknown(state.whyUnknown ?? Why.unread) }
        var records: Int64 = 0
        var (seconds, isTimed) = (0.0, false)
        var (known, unknown) = (0, 0)
        var why: String?
        for topic in topics where topic.mirror?.state != .promoted {
            guard let mirror = topic.mirror, let lag = mirror.lagRecords else {
                unknown += 1
                why =
                    why
                    ?? "topic \(topic.name): \(topic.mirror.map { $0.whyNoLag ?? "no lag told" } ?? Self.unmirrored)"
                continue
            }
            known += 1
            let (sum, overflow) = records.addingReportingOverflow(lag)
            records = overflow ? .max : sum
            if let time = mirror.lagSeconds { (seconds, isTimed) = (max(seconds, time), true) }
        }
        guard known > 0 else { return .unknown(why ?? "nothing left to carry") }
        let bound: Bound = unknown > 0 ? .atLeast : .exact
        let origin = Origin.bridge(service)
        return Snapshot.Lag(
            records: .known(Reading(records, takenAt: takenAt, method: .reported, origin: origin, bound: bound)),
            time: isTimed
                ? .known(Reading(seconds, takenAt: takenAt, method: .reported, origin: origin, bound: bound))
                : .unknown("\(service) tells no lag in time"))
    }

    static let unmirrored = "not mirrored by this link"

    /// What its figure and that of the log ends are apart by more than could be carried between the two. Of a sum that
    /// lacks something there is nothing to compare.
    func disagreement(with ends: Snapshot.Lag, rate: Double, at moment: Moment) -> String? {
        guard topics.allSatisfy({ $0.mirror?.state != .promoted }),
            let mine = lag.records.reading, let theirs = ends.records.reading,
            mine.bound == .exact, theirs.bound == .exact, moment - mine.takenAt <= pace.staleAfter
        else { return nil }
        let apart = max(mine.takenAt, theirs.takenAt) - min(mine.takenAt, theirs.takenAt)
        let explained = rate * (apart + Self.figuresMayBe).inSeconds
        guard Double(max(mine.value, theirs.value) - min(mine.value, theirs.value)) > explained else { return nil }
        return "end offsets say \(theirs.value) records, \(service) says \(mine.value)"
    }

    /// And those that are being promoted. Nil: nobody has told lately.
    func promoted(inWave wave: String, at moment: Moment) -> Int? {
        guard state.fresh(at: moment, pace: pace) != nil else { return nil }
        return topics.count { topic in
            topic.wave == wave && (topic.mirror?.state == .promoted || topic.mirror?.state == .promoting)
        }
    }

    func snapshot(at moment: Moment) -> Snapshot.LinkService {
        var promotions: [Snapshot.LinkService.Promotion] = []
        for topic in topics {
            if promotions.last?.wave != topic.wave {
                promotions.append(.init(wave: topic.wave, topics: 0, promoted: 0, promoting: 0))
            }
            promotions[promotions.count - 1].add(topic)
        }
        return Snapshot.LinkService(
            service: service, link: link, probe: probe.snapshot(at: moment), state: state, goodFor: pace.staleAfter,
            error: error, caveat: caveat, topics: topics, promotions: promotions)
    }
}

extension Snapshot.LinkService.Promotion {
    fileprivate mutating func add(_ topic: Snapshot.LinkService.Topic) {
        topics += 1
        guard let mirror = topic.mirror else { return }
        if mirror.state == .promoted { promoted += 1 }
        if mirror.state == .promoting { promoting += 1 }
        if let groups = mirror.groupsSubscribed { groupsSubscribed = (groupsSubscribed ?? 0) &+ groups }
        if let groups = mirror.groupsPromoted { groupsPromoted = (groupsPromoted ?? 0) &+ groups }
    }
}

extension LinkReading.State {
    public var words: String {
        switch self {
        case .active: "active"
        case .paused: "paused"
        case .failed: "failed"
        case .sourceUnavailable: "without its source"
        case .other(let word): word
        }
    }

    fileprivate var severity: Snapshot.LogEntry.Severity {
        switch self {
        case .active: .good
        case .failed, .sourceUnavailable: .bad
        case .paused, .other: .warning
        }
    }
}

extension LinkReading.Mirror.State {
    fileprivate var severity: Snapshot.LogEntry.Severity {
        switch self {
        case .active: .good
        case .failed, .sourceUnavailable: .bad
        case .promoting, .promoted: .info
        case .paused, .other: .warning
        }
    }
}
