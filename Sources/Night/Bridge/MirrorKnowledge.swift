/// What is known of MirrorMaker 2: its connectors and tasks as Connect tells them, and what its own topics say.
struct MirrorKnowledge: Sendable {
    let plan: MirrorMaker2Plan
    private let pace: Pace
    private let start: Moment
    var probe: ProbeKnowledge
    private(set) var positions = MirrorPositions()
    private(set) var checkpoints = Checkpoints()
    private(set) var connectors: Known<[ConnectorReading]> = .unknown(Why.unread)
    private(set) var missingConnectors: [String] = []
    private(set) var worker: Known<ConnectWorker> = .unknown(Why.unread)
    private(set) var path = Heartbeats()
    private(set) var plain = Heartbeats()
    /// When its probe last said anything at all.
    private var heardAt: Moment?
    /// Why Connect's word is not to be had.
    private var connectTrouble: String?
    private(set) var internalTopics: [InternalTopic.Kind: InternalTopic] = [:]
    private(set) var book: Carried.Book = .rest
    private var carried: [String: [Int32: Int64]] = [:]
    var roundTrips = ProduceLatency()
    private var healthNews = News(told: Snapshot.Mirror.Health.unknown("").rank)

    /// A heartbeat is written every second; so many may be missed before the path counts as dead.
    static let latestHeartbeat = 10.0
    /// No task has lived through its start before; until then silence says nothing.
    static let firstHeartbeat = Duration.seconds(20)

    init(_ plan: MirrorMaker2Plan, at start: Stamp, pace: Pace) {
        self.plan = plan
        self.pace = pace
        self.start = start.moment
        probe = ProbeKnowledge(.bridge, at: start, pace: pace)
    }

    mutating func take(_ what: Observation, at stamp: Stamp, book topics: TopicBook, log: inout NightLog) {
        if what.isAnswer { probe.answered(at: stamp) }
        heardAt = stamp.moment
        switch what {
        case .worker(let reading): take(reading, at: stamp, log: &log)
        case .connectors(let reading): take(reading, at: stamp, log: &log)
        case .carried(let reading): take(reading, at: stamp, book: topics)
        case .syncs(let pairs): positions.take(syncs: pairs, book: topics)
        case .checkpoints(let group, let pairs): checkpoints.take(pairs, of: group, book: topics)
        case .heartbeat(let beat):
            switch beat.topic {
            case .plain: plain.take(beat, at: stamp)
            case .carried: path.take(beat, at: stamp)
            }
        case .internalTopic(let topic): take(topic, at: stamp, log: &log)
        case .roundTrip(let took), .noRoundTrip(let took): roundTrips.add(took, at: stamp.moment)
        case .trouble(let trouble):
            if trouble.asked == Self.connect { connectTrouble = trouble.said }
            probe.take(trouble, at: stamp, log: &log)
        case .sweepEnded(let cost): probe.take(cost, at: stamp, log: &log)
        default: break
        }
    }

    private mutating func take(_ reading: ConnectWorker, at stamp: Stamp, log: inout NightLog) {
        if worker.value?.version != reading.version {
            log.add(.info, "bridge", "Connect is version \(reading.version)", at: stamp)
        }
        worker = .known(Reading(reading, takenAt: stamp.moment, method: .reported, origin: .bridge("Connect")))
    }

    private mutating func take(_ reading: ConnectorsReading, at stamp: Stamp, log: inout NightLog) {
        for change in ConnectorChange.between(connectors.value ?? [], reading.connectors) {
            log.add(change.severity, "bridge", change.words, at: stamp)
        }
        connectors = .known(
            Reading(reading.connectors, takenAt: stamp.moment, method: .reported, origin: .bridge("Connect")))
        missingConnectors = reading.missing
        connectTrouble = nil
    }

    private mutating func take(_ reading: Carried, at stamp: Stamp, book topics: TopicBook) {
        if reading.isWhole { carried = [:] }
        for topic in reading.next {
            for entry in topic.offsets { carried[topic.topic, default: [:]][entry.partition] = entry.offset }
        }
        book = reading.book
        positions.take(next: reading.next, at: stamp.moment, book: topics)
    }

    private mutating func take(_ topic: InternalTopic, at stamp: Stamp, log: inout NightLog) {
        if internalTopics[topic.kind]?.state != topic.state {
            switch topic.state {
            case .missing: log.add(.warning, "bridge", "topic \(topic.topic) is missing", at: stamp)
            case .refused(let why): log.add(.bad, "bridge", "topic \(topic.topic): \(why)", at: stamp)
            case .read: log.add(.info, "bridge", "topic \(topic.topic) is read", at: stamp)
            case .reading: break
            }
        }
        internalTopics[topic.kind] = topic
    }

    /// All of it, as commits of a reader of the source would be.
    var carriedOffsets: [TopicOffsets] {
        carried.sorted { $0.key < $1.key }.map { topic, offsets in
            TopicOffsets(
                topic: topic,
                offsets: offsets.sorted { $0.key < $1.key }.map { PartitionOffset(partition: $0.key, offset: $0.value) }
            )
        }
    }

    /// What its progress by its own books is called.
    var bookName: String {
        switch book {
        case .rest: "Connect's offsets"
        case .topic: internalTopics[.connectOffsets]?.topic ?? "the offsets topic"
        }
    }

    var tasksFailed: Known<Double> {
        switch connectors {
        case .unknown(let why): .unknown(why)
        case .known(let reading):
            // One in a state that says neither may have failed too.
            .known(
                Reading(
                    Double(reading.value.reduce(0) { $0 + $1.tasks.count { $0.state == .failed } }),
                    takenAt: reading.takenAt, method: .reported, origin: reading.origin,
                    bound: missingConnectors.isEmpty && reading.value.allSatisfy(\.isUnderstood) ? .exact : .atLeast))
        }
    }

    func pathAge(at moment: Moment) -> Known<Double> { path.age(at: moment, readAt: heardAt) }
    private func plainAge(at moment: Moment) -> Known<Double> { plain.age(at: moment, readAt: heardAt) }

    var roundTripP99: Known<Double> { roundTrips.p99(from: .target) }

    /// When its connectors were last read.
    var readAt: Moment? { connectors.reading?.takenAt }

    mutating func tellHealth(at stamp: Stamp, log: inout NightLog) {
        let health = health(at: stamp.moment)
        guard healthNews.tells(health.rank, at: stamp.moment) else { return }
        switch health {
        case .carrying: log.add(.good, "bridge", "carries: tasks run, heartbeats come over", at: stamp)
        case .failing(let why): log.add(.bad, "bridge", why, at: stamp)
        case .resting(let why): log.add(.warning, "bridge", why, at: stamp)
        case .unknown(let why): log.add(.warning, "bridge", "whether it carries is unknown: \(why)", at: stamp)
        }
    }
}

extension MirrorKnowledge {
    private static let sourceClass = "MirrorSourceConnector"
    /// As its probe names it where it has trouble with it.
    static let connect = "Connect"

    /// Connect's word, while it is fresh. A dedicated MirrorMaker 2 writes its status down once and not again.
    private func freshConnectors(at moment: Moment) -> [ConnectorReading]? {
        plan.connect == nil ? connectors.value : connectors.fresh(at: moment, pace: pace)
    }

    /// What tells a stalled task, a dead path and a healthy bridge apart. Connect goes on saying RUNNING while its
    /// target is frozen, and heartbeats of the plain topic come whether or not anything is carried: only both, tasks
    /// that run and a heartbeat that came all the way, make a bridge that carries.
    func health(at moment: Moment) -> Snapshot.Mirror.Health {
        if let heardAt, moment - heardAt > pace.staleAfter {
            return .unknown("its probe says nothing for \((moment - heardAt).inWords)")
        }
        let failures = failures(at: moment)
        let connectors = freshConnectors(at: moment)
        let odd = connectors?.first { !$0.isResting && !$0.isRunning && self.failures(of: $0).isEmpty }
            .map { "\($0.name) is \($0.oddWord)" }
        if let worst = failures.first {
            if failures.count > 1 { return .failing("\(worst), and \(failures.count - 1) more") }
            // That a path is dead says nothing of why.
            return .failing(odd.map { "\(worst); \($0)" } ?? worst)
        }
        guard let connectors else {
            let silence =
                self.connectors.whyUnknown ?? "Connect says nothing for \(age(of: self.connectors, moment))"
            return .unknown(connectTrouble.map { "Connect: \($0)" } ?? silence)
        }
        if let resting = connectors.first(where: { $0.isResting }) {
            return .resting("\(resting.name) is \(resting.state.word)")
        }
        if let odd { return .unknown(odd) }
        if let pathProblem = pathProblem(at: moment) { return pathProblem }
        return .carrying
    }

    private func age(of known: Known<[ConnectorReading]>, _ moment: Moment) -> String {
        known.reading.map { (moment - $0.takenAt).inWords } ?? "long"
    }

    private func failures(at moment: Moment) -> [String] {
        var found = missingConnectors.map { "connector \($0) is not on this Connect" }
        for connector in freshConnectors(at: moment) ?? [] { found += failures(of: connector) }
        if case .known(let age) = pathAge(at: moment), age.value > Self.latestHeartbeat, !isResting(at: moment) {
            found.append(
                "the path is dead: no heartbeat came over for \(Duration.milliseconds(Int64(age.value * 1_000)).inWords)"
            )
        }
        return found
    }

    private func isResting(at moment: Moment) -> Bool {
        freshConnectors(at: moment)?.contains { $0.isResting } ?? false
    }

    private func failures(of connector: ConnectorReading) -> [String] {
        let failed = connector.tasks.filter { $0.state == .failed }
        if !failed.isEmpty {
            let count = "\(failed.count) of \(connector.tasks.count)"
            let says = connector.state == .running ? ", while the connector says RUNNING" : ""
            return ["\(connector.name): \(count) tasks FAILED\(says)"]
        }
        if connector.state == .failed { return ["\(connector.name) is FAILED"] }
        // A checkpoint connector without a group to copy has none, and is well.
        if connector.state == .running, connector.tasks.isEmpty, connector.className == Self.sourceClass {
            return ["\(connector.name) has no task: nothing is copied"]
        }
        return []
    }

    private func pathProblem(at moment: Moment) -> Snapshot.Mirror.Health? {
        guard pathAge(at: moment).reading == nil else { return nil }
        if internalTopics[.carriedHeartbeats]?.state == .missing || moment - start > Self.firstHeartbeat {
            let plainToo =
                plainAge(at: moment).reading == nil ? "" : "; those on the target prove only that a worker lives"
            return .unknown("no heartbeat comes over: none is written on the source\(plainToo)")
        }
        return .unknown("no heartbeat seen yet")
    }

    func snapshot(at moment: Moment, translations: [Snapshot.Translation]) -> Snapshot.Mirror {
        Snapshot.Mirror(
            health: health(at: moment), probe: probe.snapshot(at: moment), worker: plan.connect == nil ? nil : worker,
            versionWarning: worker.value.flatMap { MirrorMakerVersion($0.version)?.warning },
            connectors: connectTrouble != nil && connectors.reading == nil
                ? .unknown("Connect: \(connectTrouble ?? "")") : connectors,
            missingConnectors: missingConnectors, pathAge: pathAge(at: moment), plainAge: plainAge(at: moment),
            roundTripP99: roundTripP99,
            internalTopics: InternalTopic.Kind.allCases.compactMap { internalTopics[$0] }, translations: translations)
    }
}

extension Snapshot.Mirror.Health {
    /// The higher, the worse.
    fileprivate var rank: Int {
        switch self {
        case .carrying: 0
        case .resting: 1
        case .unknown: 2
        case .failing: 3
        }
    }
}

extension ConnectorReading {
    /// Somebody asked for it.
    public var isResting: Bool { state == .paused || state == .stopped }

    /// Every state of it says whether it failed.
    fileprivate var isUnderstood: Bool {
        ([state] + tasks.map(\.state)).allSatisfy { if case .other = $0 { false } else { $0 != .unassigned } }
    }

    public var isRunning: Bool { state == .running && tasks.allSatisfy { $0.state == .running } }

    fileprivate var oddWord: String {
        if state != .running { return state.word }
        let odd = tasks.first { $0.state != .running }
        return "RUNNING, and task \(odd?.id ?? 0) \(odd?.state.word ?? "gone")"
    }
}

/// What a reading of the connectors brings that is news.
private struct ConnectorChange {
    let severity: Snapshot.LogEntry.Severity
    let words: String

    static func between(_ before: [ConnectorReading], _ now: [ConnectorReading]) -> [ConnectorChange] {
        now.flatMap { connector -> [ConnectorChange] in
            let old = before.first { $0.name == connector.name }
            var changes: [ConnectorChange] = []
            if old?.state != connector.state {
                changes.append(ConnectorChange(of: connector.name, to: connector.state, trace: connector.trace))
            }
            for task in connector.tasks {
                let was = old?.tasks.first { $0.id == task.id }?.state
                guard was != task.state, was != nil || task.state != .running else { continue }
                changes.append(
                    ConnectorChange(of: "\(connector.name) task \(task.id)", to: task.state, trace: task.trace))
            }
            return changes
        }
    }

    private init(of name: String, to state: ConnectorState, trace: String?) {
        severity =
            switch state {
            case .failed: .bad
            case .running: .good
            case .unassigned, .paused, .restarting, .stopped, .other: .warning
            }
        words = "\(name) is \(state.word)" + (state == .failed ? trace.map { ": \($0)" } ?? "" : "")
    }
}
