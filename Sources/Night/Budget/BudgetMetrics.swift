/// What a line of the budget measures, looked up in what is known.
struct BudgetMetrics {
    let clusters: PerCluster<ClusterKnowledge>
    let endpoints: PerCluster<EndpointsKnowledge>
    let bridge: BridgeKnowledge
    let groups: GroupsKnowledge
    let readsOut: Known<Double>
    let produceIsProbed: Bool
    let moment: Moment
    let pace: Pace

    /// What is about consumers is about those of the wave, if there is one; the rest is the night's. What others
    /// measure is asked at a cluster.
    func value(of metric: Metric, at cluster: ClusterRole?, for wave: Int?) -> Known<Double> {
        switch metric {
        case .builtIn(let builtIn): value(of: builtIn, for: wave)
        case .prometheus, .sample: cluster.map { endpoints[$0].value(of: metric) } ?? .unknown(Why.noEndpoint)
        }
    }

    func value(of metric: BuiltInMetric, for wave: Int?) -> Known<Double> {
        switch metric {
        case .sourceRecordsIn: clusters.source.gainRate
        case .sourceRecordsOut: readsOut
        case .sourceBytesOut: endpoints.source.bytesOut(ofBrokers: brokersOfSource)
        case .sourceUnderReplicated: count(.source) { $0.underReplicated }
        case .sourceOffline: count(.source) { $0.offline }
        case .targetRecordsIn: clusters.target.gainRate
        case .targetUnderReplicated: count(.target) { $0.underReplicated }
        case .targetOffline: count(.target) { $0.offline }
        case .targetProduceP99: produceP99
        case .bridgeRecords: bridge.flow
        case .bridgeLagRecords: bridge.lag.records.asDouble
        case .bridgeLagTime: bridge.lag.time
        case .bridgeTasksFailed: ofMirror { $0.tasksFailed }
        case .bridgeHeartbeatAge: ofMirror { $0.pathAge(at: moment) }
        case .bridgeRoundTripP99: ofMirror { $0.roundTripP99 }
        case .consumersLagRecords: worstGroup(of: wave) { $0.records.asDouble }
        case .consumersLagTime: worstGroup(of: wave) { $0.time }
        case .errorsRate: errorRate
        }
    }

    /// What makes the value of a metric a lower bound, where it is one.
    func whatIsLeftOut(of metric: Metric, at cluster: ClusterRole?, for wave: Int?) -> String? {
        guard case .builtIn(let builtIn) = metric else {
            return cluster.flatMap { endpoints[$0].whatIsLeftOut(of: metric) }
        }
        return switch builtIn {
        case .sourceRecordsOut: groups.told(on: .source).leftOut
        case .consumersLagRecords, .consumersLagTime: groups.untoldLag(of: wave)
        case .errorsRate: whoIsSilent
        case .sourceBytesOut: endpoints.source.leftOutOfBytesOut(ofBrokers: brokersOfSource)
        default: nil
        }
    }

    /// Of how many series a value was made that others measure.
    func series(of metric: Metric, at cluster: ClusterRole?) -> Int? {
        endpoints[cluster ?? .source].series(of: metric)
    }

    private var brokersOfSource: Int? { clusters.source.brokers.value?.count }

    private var whoIsSilent: String? {
        ClusterRole.allCases.first { clusters[$0].probe.silentSince(at: moment) != nil }.map(Why.answersNothing)
    }

    private func count(_ role: ClusterRole, _ part: (PartitionTotals) -> Int) -> Known<Double> {
        switch clusters[role].totals {
        case .known(let reading): .known(reading.map { Double(part($0)) })
        case .unknown(let why): .unknown(why)
        }
    }

    private func ofMirror(_ part: (MirrorKnowledge) -> Known<Double>) -> Known<Double> {
        bridge.mirror.map(part) ?? .unknown("only MirrorMaker 2 has it")
    }

    private var produceP99: Known<Double> {
        produceIsProbed ? clusters.target.produced.p99(from: .target) : .unknown("the plan has no probe-topic")
    }

    /// Of the sides that have a position. One that cannot be told, or is not seen now, makes it a lower bound.
    private func worstGroup(of wave: Int?, _ lag: (Snapshot.Lag) -> Known<Double>) -> Known<Double> {
        if groups.groups.isEmpty { return .unknown("no groups in the plan") }
        return worst(of: groups.groups.lazy.filter { wave == nil || $0.wave == wave }, lag)
    }

    func worst(
        of groups: some Sequence<GroupsKnowledge.Group>, _ lag: (Snapshot.Lag) -> Known<Double>
    ) -> Known<Double> {
        var worst: Known<Double>?
        for group in groups {
            for role in ClusterRole.allCases {
                let side = group.sides[role]
                let value: Known<Double>
                switch side.place(besides: group.sides[role.other]) {
                case .elsewhere:
                    // It may have come back since the cluster was last seen.
                    if isSeen(role) { continue }
                    value = .unknown(Why.stale)
                case .unclear(let why): value = .unknown(why)
                case .here: value = lag(side.lag)
                }
                worst = worst.map { largest($0, value) } ?? value
            }
        }
        return worst ?? .unknown("no group has a position")
    }

    private func isSeen(_ role: ClusterRole) -> Bool {
        clusters[role].sweptAt.map { moment - $0 <= pace.staleAfter } ?? false
    }

    /// Of what is seen now: an old lag says nothing, and where all are old, that they are is to be seen.
    private func largest(_ first: Known<Double>, _ second: Known<Double>) -> Known<Double> {
        let (firstNow, secondNow) = (first.orStale(at: moment, pace: pace), second.orStale(at: moment, pace: pace))
        if firstNow.reading == nil, secondNow.reading == nil { return first.larger(second) }
        return firstNow.larger(secondNow)
    }

    /// A cluster that answers nothing is asked less often: that fewer calls fail there does not mean it got better.
    private var errorRate: Known<Double> {
        guard whoIsSilent != nil, var reading = errorsSeen.reading else { return errorsSeen }
        reading.bound = .atLeast
        return .known(reading)
    }

    private var errorsSeen: Known<Double> {
        let (source, target) = (clusters.source.probe.errorsPerSecond, clusters.target.probe.errorsPerSecond)
        let (sourceNow, targetNow) = (source.orStale(at: moment, pace: pace), target.orStale(at: moment, pace: pace))
        switch (sourceNow, targetNow) {
        case (.known(var reading), .unknown), (.unknown, .known(var reading)):
            reading.bound = .atLeast
            return .known(reading)
        default: return source.plus(target)
        }
    }
}
