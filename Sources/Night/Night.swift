/// One night: the plan and everything seen so far, folded into what is known. Pure: time comes in with each input, and
/// the same inputs make the same snapshots.
///
/// Observations are filed as they come; everything that is computed from them is computed when a sweep ends, and a
/// snapshot copies it. Only what depends on the moment of looking (whether a reading is stale by now) is judged there.
public struct Night: Sendable {
    public let plan: Plan

    /// How often its owner tells it that time has passed. Where nothing comes in, time alone changes what is so.
    public static let checkEvery = Duration.milliseconds(500)

    private let pace: Pace
    private var book: TopicBook
    private var clusters: PerCluster<ClusterKnowledge>
    private var services = PerCluster { _ in SideServices() }
    private var parityNews = 0
    private var endpoints: PerCluster<EndpointsKnowledge>
    private var groups: GroupsKnowledge
    private var bridge: BridgeKnowledge
    private var budget: [LineKnowledge]
    private var log = NightLog()
    private var clock: WallClockWatch
    private var beatAt: Moment?
    private var judgedAt: Moment?

    private var clusterRows: PerCluster<ClusterRow>
    private var topicOrder: [Int] = []
    private var topicRows: [Snapshot.Topic] = []
    private var groupRows: [Snapshot.Group] = []
    private var bridgeRow: Snapshot.Bridge
    private var translations: [Snapshot.Translation] = []
    private var pressure: Snapshot.PressureMap
    /// The stage last named as the one where pressure builds.
    private var pressedStage: Snapshot.PressureMap.Stage.Name?
    private var waves: [WaveKnowledge]
    private var missingNames: [Found] = []
    private var firstSeen = FirstSeen()

    public init(plan: Plan, at start: Stamp) {
        self.plan = plan
        let pace = Pace(poll: plan.poll)
        self.pace = pace
        book = TopicBook(plan)
        clusters = PerCluster {
            ClusterKnowledge($0, at: start, pace: pace, isOpenByDefault: plan.cluster($0).openByDefault)
        }
        endpoints = PerCluster { EndpointsKnowledge($0, of: plan, at: start, pace: pace) }
        groups = GroupsKnowledge(plan, pace: pace)
        bridge = BridgeKnowledge(plan, at: start, pace: pace)
        budget =
            plan.budget.map { LineKnowledge($0, pace: pace) }
            + plan.waves.indices.flatMap { wave in
                plan.tightened(by: wave).map { LineKnowledge($0, of: wave, pace: pace) }
            }
        clock = WallClockWatch(start)
        clusterRows = PerCluster { ClusterRow($0, pace: pace) }
        bridgeRow = bridge.row(book: book)
        pressure = PressureArithmetic.map(clusters, bridge: bridge, groups: groups)
        waves = plan.waves.indices.map { WaveKnowledge(plan, wave: $0, pace: pace) }
        coverNewTopics()
        makeRows()
    }

    /// Takes what a probe reported.
    public mutating func take(_ observed: Observed) {
        clock.take(observed.at, log: &log)
        switch observed.by {
        case .cluster(let role): take(observed.what, from: role, at: observed.at)
        case .endpoints(let role): take(observed.what, fromEndpointsOf: role, at: observed.at)
        case .bridge: bridge.take(observed.what, at: observed.at, source: clusters.source, book: book, log: &log)
        }
    }

    private mutating func take(_ what: Observation, fromEndpointsOf role: ClusterRole, at: Stamp) {
        if what.isAnswer { endpoints[role].probe.answered(at: at) }
        switch what {
        case .samples(let samples): endpoints[role].take(samples, at: at)
        case .endpoints(let health): endpoints[role].take(health)
        case .trouble(let trouble): endpoints[role].probe.take(trouble, at: at, log: &log)
        case .sweepEnded(let cost): endpoints[role].probe.take(cost, at: at, log: &log)
        case .connectors(let reading): services[role].take(reading, at: at.moment)
        case .subjects(let listing):
            services[role].take(listing, at: at.moment)
            parityNews += 1
        default: break
        }
    }

    private mutating func take(_ what: Observation, from role: ClusterRole, at: Stamp) {
        if what.isAnswer { clusters[role].probe.answered(at: at) }
        switch what {
        case .metadata(let metadata):
            book.admit(metadata.topics.lazy.map(\.name), on: role)
            coverNewTopics()
            clusters[role].take(metadata, at: at, book: book, log: &log)
        case .groups(let listing): groups.take(listing, from: role, at: at, log: &log)
        case .members(let memberships): groups.take(memberships, from: role, at: at.moment)
        case .commits(let group, let offsets):
            groups.take(offsets, of: group, at: at.moment, cluster: clusters[role], book: book)
            bridge.take(offsets, of: group, at: at.moment, cluster: clusters[role], book: book)
        case .ends(let ends): clusters[role].take(ends: ends, at: at, book: book, log: &log)
        case .starts(let starts): clusters[role].take(starts: starts, at: at.moment, book: book)
        case .produced(let took), .unproduced(let took): clusters[role].produced.add(took, at: at.moment)
        case .trouble(let trouble): clusters[role].probe.take(trouble, at: at, log: &log)
        case .sweepEnded(let cost): endSweep(of: role, cost, at: at)
        case .settings(let settings):
            clusters[role].take(settings, at: at.moment, book: book)
            parityNews += 1
        case .acls(let listing):
            clusters[role].access.take(listing, at: at.moment)
            parityNews += 1
        case .worker, .connectors, .carried, .syncs, .checkpoints, .heartbeat, .internalTopic,
            .link, .roundTrip, .noRoundTrip, .samples, .subjects, .endpoints:
            break
        }
    }

    /// Takes what became of a probe.
    public mutating func take(_ event: ProbeEvent, of probe: ProbeName, at stamp: Stamp) {
        clock.take(stamp, log: &log)
        switch probe {
        case .cluster(let role): clusters[role].probe.take(event, at: stamp, log: &log)
        case .endpoints(let role): endpoints[role].probe.take(event, at: stamp, log: &log)
        case .bridge: bridge.take(event, at: stamp, log: &log)
        }
    }

    /// Takes what happened to the night itself, for the log.
    public mutating func take(_ event: NightEvent, at stamp: Stamp) {
        if let line = event.line { log.add(line.severity, line.about, line.text, at: stamp) }
    }

    /// Takes a line for the log from whoever runs the night.
    public mutating func take(note: String, about: String, at stamp: Stamp) {
        log.add(.info, about, note, at: stamp)
    }

    /// Takes where each wave stands, in the plan's order: what its gates and triggers are judged for.
    public mutating func take(contexts: [WaveContext]) {
        for (wave, context) in zip(waves.indices, contexts) { waves[wave].take(context) }
    }

    /// Takes what the executable of a gate said.
    public mutating func take(gate: String, ofWave wave: Int, _ verdict: Verdict, evidence: String, at stamp: Stamp) {
        guard waves.indices.contains(wave) else { return }
        waves[wave].take(gate: gate, verdict, evidence: evidence, at: stamp)
    }

    /// Takes a person's word for a gate.
    public mutating func attest(
        gate: String, ofWave wave: Int, by person: String, note: String, artifact: String, at stamp: Stamp
    ) {
        guard waves.indices.contains(wave) else { return }
        waves[wave].take(gate: gate, .init(by: person, note: note, artifact: artifact, at: stamp))
    }

    /// Somebody has seen a red trigger.
    public mutating func acknowledge(trigger: String, ofWave wave: Int, at stamp: Stamp) {
        guard waves.indices.contains(wave) else { return }
        waves[wave].acknowledge(trigger: trigger, at: stamp, log: &log)
    }

    /// Takes what is on record of commanders before this one: a red stays red until somebody acknowledges it, whoever
    /// holds the keys. Where the waves stand is taken before.
    public mutating func take(past: [(at: Stamp, event: NightEvent)], at stamp: Stamp) {
        for red in PastReds(past).unacknowledged {
            if let wave = plan.waves.firstIndex(where: { $0.name == red.wave }),
                waves[wave].restore(red, at: stamp, log: &log)
            {
                continue
            }
            let text = "trigger \(red.trigger) was red and nobody acknowledged it; the plan has it no more"
            log.add(.warning, "wave \(red.wave)", text, at: stamp)
        }
    }

    /// Takes that time has passed. Where no sweep ends any more, that is what there is to judge.
    /// True when gates and triggers were judged anew.
    @discardableResult
    public mutating func take(tick stamp: Stamp) -> Bool {
        if let judgedAt, stamp.moment - judgedAt < pace.poll { return false }
        judgeWaves(swept: nil, at: stamp)
        firstSeen.see(readings(at: stamp).found + missingNames, at: stamp)
        return true
    }

    /// What is known at this moment, for one frame.
    public func snapshot(at stamp: Stamp) -> Snapshot {
        var snapshot = readings(at: stamp)
        snapshot.findings = firstSeen.worstFirst(snapshot.found + missingNames)
        return snapshot
    }

    private func readings(at stamp: Stamp) -> Snapshot {
        var pressure = pressure
        pressure.finding = PressureArithmetic.finding(
            pressure.stages, lastNamed: pressedStage, at: stamp.moment, pace: pace)
        var bridgeRow = bridgeRow
        bridgeRow.service = bridge.service?.snapshot(at: stamp.moment)
        bridgeRow.mirror = bridge.mirror?.snapshot(at: stamp.moment, translations: translations)
        return Snapshot(
            at: stamp, night: plan.night, poll: plan.poll, staleAfter: pace.staleAfter,
            source: clusterRows.source.row(clusters.source, endpoints.source, plan: plan.source, at: stamp.moment),
            target: clusterRows.target.row(clusters.target, endpoints.target, plan: plan.target, at: stamp.moment),
            bridge: bridgeRow, topics: topicRows, groups: groupRows,
            budget: budget.map { $0.row(at: stamp.moment) }, pressure: pressure,
            waves: waves.map { $0.row(at: stamp.moment) }, log: log.entries)
    }
}

extension Night {
    private mutating func coverNewTopics() {
        guard topicOrder.count != book.entries.count else { return }
        clusters.source.cover(book)
        clusters.target.cover(book)
        topicOrder = TopicRows.order(book)
    }

    private mutating func endSweep(of role: ClusterRole, _ cost: SweepCost, at stamp: Stamp) {
        clusters[role].take(cost, at: stamp, log: &log)
        noteTargetWriters()
        groups.measure(on: clusters[role], at: stamp, log: &log)
        bridge.measureLink(clusters, book, plan, at: stamp, log: &log)
        bridge.measure(clusters, swept: role, at: stamp, log: &log)
        clusterRows.source.readsOut = sourceReads()
        clusterRows.target.readsOut = groups.readsOut(on: clusters.target)
        measurePressure(at: stamp.moment)
        judgeBudget(at: stamp)
        judgeWaves(swept: role, at: stamp)
        beat(at: stamp.moment)
        makeRows()
        translate(at: stamp)
        missingNames = MissingNames(plan: plan, topics: topicRows, groups: groupRows).found
        firstSeen.see(readings(at: stamp).found + missingNames, at: stamp)
    }

    private mutating func noteTargetWriters() {
        bridge.targetLeads(in: Set(waves.lazy.filter(\.targetLeads).flatMap(\.topics)))
        let moved = waves.filter(\.isUnbridged)
        let unbridged = Set(moved.flatMap(\.topics))
        bridge.leaveOut(unbridged, of: moved.map(\.name))
        clusters.source.unbridged = unbridged
        clusters.target.unbridged = unbridged
    }

    private mutating func measurePressure(at moment: Moment) {
        pressure = PressureArithmetic.map(clusters, bridge: bridge, groups: groups)
        let finding = PressureArithmetic.finding(pressure.stages, lastNamed: pressedStage, at: moment, pace: pace)
        pressedStage = if case .accumulating(let name) = finding { name } else { nil }
    }

    /// The bridge reads the source too.
    private func sourceReads() -> Known<Double> {
        let reads = groups.readsOut(on: clusters.source)
        return plan.bridges.isEmpty ? reads : reads.plus(bridge.flow)
    }

    private func metrics(at moment: Moment) -> BudgetMetrics {
        BudgetMetrics(
            clusters: clusters, endpoints: endpoints, bridge: bridge, groups: groups,
            readsOut: clusterRows.source.readsOut,
            produceIsProbed: plan.target.probeTopic != nil, moment: moment, pace: pace)
    }

    private mutating func judgeWaves(swept: ClusterRole?, at stamp: Stamp) {
        judgedAt = stamp.moment
        let evidence = NightEvidence(
            clusters: clusters, book: book, bridge: bridge, groups: groups, budget: budget,
            metrics: metrics(at: stamp.moment), services: services,
            parityNews: parityNews + clusters.source.changes + clusters.target.changes)
        for wave in waves.indices {
            waves[wave].meet(book, groups)
            waves[wave].judge(evidence, swept: swept, at: stamp, log: &log)
        }
    }

    private mutating func judgeBudget(at stamp: Stamp) {
        let metrics = metrics(at: stamp.moment)
        for line in budget.indices {
            let (plan, wave) = (budget[line].plan, budget[line].wave)
            budget[line].judge(
                metrics.value(of: plan.metric, at: plan.cluster, for: wave),
                leavingOut: metrics.whatIsLeftOut(of: plan.metric, at: plan.cluster, for: wave),
                of: metrics.series(of: plan.metric, at: plan.cluster), at: stamp, log: &log)
        }
    }

    /// Adds to every history at once, about once a poll whichever cluster's sweep comes first, so that all sparklines
    /// share one axis and a cluster that is not seen leaves holes in its own.
    private mutating func beat(at moment: Moment) {
        var beats = 1
        if let beatAt {
            let since = (moment - beatAt).inSeconds / pace.poll.inSeconds
            guard since >= 0.75 else { return }
            if moment - beatAt > pace.staleAfter { beats = Int(min(since.rounded(), Double(Sparkline.longest))) }
        }
        beatAt = moment
        clusterRows.source.record(clusters.source, beats: beats, at: moment)
        clusterRows.target.record(clusters.target, beats: beats, at: moment)
        bridge.record(beats, at: moment)
        groups.record(beats, at: moment)
        for line in budget.indices { budget[line].record(beats, at: moment) }
    }

    private mutating func translate(at stamp: Stamp) {
        guard let mirror = bridge.mirror else { return }
        translations = groups.groups.map { group in
            mirror.translation(of: group, wave: plan.waves[group.wave].name, book: book, at: stamp)
        }
    }

    private mutating func makeRows() {
        topicRows = TopicRows(plan: plan, book: book, clusters: clusters, bridge: bridge, groups: groups)
            .rows(in: topicOrder)
        groupRows = groups.rows(book: book)
        bridgeRow = bridge.row(book: book)
        bridgeRow.gaps = bridge.gapRow(book, plan, groups)
    }
}
