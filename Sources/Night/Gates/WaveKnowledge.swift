/// What is known of one wave: its gates, its triggers and the price of its way back. Judged when a sweep ends.
struct WaveKnowledge: Sendable {
    private let plan: Plan
    private let wave: Int
    private let pace: Pace
    private var context = WaveContext(phase: nil)
    private var roster: WaveRoster
    private var gates: [GateKnowledge]
    private var conditions: BuiltInConditions
    private var triggers: [TriggerKnowledge]
    /// Up to what both sides had told, and when.
    private var compared: (news: Int, at: Moment)?
    private var price = Snapshot.Price(.unknown("nothing is known yet"))

    init(_ plan: Plan, wave: Int, pace: Pace) {
        self.plan = plan
        self.wave = wave
        self.pace = pace
        let own = plan.waves[wave]
        conditions = BuiltInConditions(pace)
        roster = WaveRoster(own, wave: wave)
        let builtIns = BuiltInGate.allCases.map { builtIn in
            let listed = own.gates.first { $0.evidence == .builtIn(builtIn) }
            let gate = listed ?? GatePlan(name: builtIn.rawValue, evidence: .builtIn(builtIn))
            return GateKnowledge(gate, isListed: listed != nil, pace: pace)
        }
        let others = own.gates.filter { $0.builtIn == nil }.map { GateKnowledge($0, isListed: true, pace: pace) }
        gates = builtIns + others
        triggers =
            own.triggers.map { TriggerKnowledge(.plan($0), pace: pace) }
            + BuiltInTrigger.allCases.map { TriggerKnowledge(.builtIn($0), pace: pace) }
    }

    private var own: WavePlan { plan.waves[wave] }
    private var progress: WaveProgress { WaveProgress(pattern: own.pattern, context: context) }

    mutating func take(_ context: WaveContext) {
        self.context = context
        // Only a phase says that producers no longer write the target; on the way back nothing does.
        guard context.phase != nil else { return }
        targetLeads = progress.mayHaveBegun(own.pattern.writesTarget)
        // Behind the fence they move, and from then on nobody sees which records came over the bridge.
        isUnbridged = progress.hasReached(own.pattern.writesTarget) || (targetLeads && context.fencedSince != nil)
    }

    /// Producers write the target by now, or may.
    private(set) var targetLeads = false
    /// Producers write the target: what it gains did not come over the bridge.
    private(set) var isUnbridged = false
    var name: String { own.name }

    var topics: [Int] { roster.topics }
}

/// What of the night a wave is judged by.
struct NightEvidence {
    let clusters: PerCluster<ClusterKnowledge>
    let book: TopicBook
    let bridge: BridgeKnowledge
    let groups: GroupsKnowledge
    let budget: [LineKnowledge]
    let metrics: BudgetMetrics
    let services: PerCluster<SideServices>
    /// Counts what came in of the things that the gates of parity compare.
    let parityNews: Int
}

extension WaveKnowledge {
    mutating func meet(_ book: TopicBook, _ groups: GroupsKnowledge) {
        roster.meet(book, groups.groups)
    }

    private func evidence(_ night: NightEvidence, at moment: Moment) -> WaveEvidence {
        WaveEvidence(
            wave: wave, plan: plan, roster: roster, progress: progress, clusters: night.clusters, book: night.book,
            bridge: night.bridge, groups: night.groups, budget: night.budget, metrics: night.metrics,
            services: night.services, moment: moment, pace: pace)
    }

    /// Judges everything anew. `swept`: the cluster whose sweep has ended; nil when only time has passed.
    mutating func judge(_ night: NightEvidence, swept: ClusterRole?, at stamp: Stamp, log: inout NightLog) {
        let evidence = evidence(night, at: stamp.moment)
        let compares = comparisonIsDue(night.parityNews, at: stamp.moment)
        for number in gates.indices {
            if let builtIn = gates[number].plan.builtIn {
                // Else its finding stands, and ages.
                guard compares || !builtIn.isParity else { continue }
                gates[number].take(evidence.look(at: builtIn, gates[number].plan), at: stamp.moment)
            } else {
                gates[number].pass(time: stamp.moment)
            }
        }
        conditions.take(evidence, swept: swept)
        for number in triggers.indices {
            let sight =
                switch triggers[number].origin {
                case .plan(let trigger): evidence.look(at: trigger)
                case .builtIn(let trigger): conditions.look(at: trigger, evidence)
                }
            triggers[number].take(
                sight, canAbort: canAbort, wave: own.name, at: stamp, log: &log)
        }
        price = evidence.price
    }

    /// Ten thousand topics with all they are set to are not compared at each sweep, when hardly ever one changes.
    private mutating func comparisonIsDue(_ news: Int, at moment: Moment) -> Bool {
        if let compared, compared.news == news, moment - compared.at < .seconds(5) { return false }
        compared = (news, moment)
        return true
    }

    mutating func take(gate: String, _ verdict: Verdict, evidence: String, at stamp: Stamp) {
        for number in gates.indices where gates[number].plan.name == gate {
            guard case .run = gates[number].plan.evidence else { continue }
            gates[number].take(verdict, evidence: evidence, at: stamp)
        }
    }

    mutating func take(gate: String, _ attestation: GateKnowledge.Attestation) {
        for number in gates.indices where gates[number].plan.name == gate {
            guard case .ask = gates[number].plan.evidence else { continue }
            gates[number].take(attestation)
        }
    }

    mutating func acknowledge(trigger: String, at stamp: Stamp, log: inout NightLog) {
        for number in triggers.indices where triggers[number].name == trigger {
            triggers[number].acknowledge(wave: own.name, at: stamp, log: &log)
        }
    }

    /// False: there is no such trigger.
    mutating func restore(_ red: PastReds.Red, at stamp: Stamp, log: inout NightLog) -> Bool {
        guard let number = triggers.firstIndex(where: { $0.name == red.trigger }) else { return false }
        triggers[number].restore(red, canAbort: canAbort, wave: own.name, at: stamp, log: &log)
        return true
    }

    private var canAbort: Bool { !progress.isAtRest && context.phase != .closed }

    func row(at moment: Moment) -> Snapshot.Wave {
        let duty = GateDuty(
            progress: progress, hasBridge: !plan.bridges.isEmpty,
            hasTwoSidedConnector: own.connectors.contains(where: \.hasTwoSides))
        return Snapshot.Wave(
            plan: own, gates: gates.map { $0.row(blocks: duty.blocks($0.plan, isListed: $0.isListed), at: moment) },
            triggers: triggers.map { $0.row(at: moment) }, price: price)
    }
}

extension BuiltInGate {
    /// It compares what a person set on both sides.
    fileprivate var isParity: Bool {
        switch self {
        case .topicParity, .aclParity, .schemaParity: true
        case .inventory, .connectorsSingleSided, .replication, .offsets, .records, .consumers, .headroom, .sourceReady,
            .rehearsed:
            false
        }
    }
}

extension GatePlan {
    fileprivate var builtIn: BuiltInGate? {
        if case .builtIn(let builtIn) = evidence { builtIn } else { nil }
    }
}
