/// What a side's metrics endpoints and its Prometheus have told.
struct EndpointsKnowledge: Sendable {
    private struct Told: Sendable {
        var value: Known<Double>
        var leavesOut: String?
        var series: Int?
    }

    let role: ClusterRole
    var probe: ProbeKnowledge
    /// What the plan has asked of them.
    private let asked: Set<Metric>
    private let metricsEndpoints: Int
    private var told: [Metric: Told] = [:]
    private var health: [EndpointHealth] = []

    init(_ role: ClusterRole, of plan: Plan, at start: Stamp, pace: Pace) {
        self.role = role
        probe = ProbeKnowledge(.endpoints(role), at: start, pace: pace)
        asked = Set(plan.metricsAsked(of: role).map(\.metric))
        metricsEndpoints = plan.cluster(role).metrics.count
    }

    mutating func take(_ samples: [MetricSample], at stamp: Stamp) {
        for sample in samples where asked.contains(sample.metric) {
            let series = if case .value(_, let series) = sample.answer { series } else { Int?.none }
            told[sample.metric] = Told(
                value: known(sample, at: stamp), leavesOut: sample.leavesOut, series: series)
        }
    }

    mutating func take(_ health: [EndpointHealth]) {
        self.health = Array(health.prefix(Self.mostEndpoints))
    }

    private static let mostEndpoints = 1_000

    private func known(_ sample: MetricSample, at stamp: Stamp) -> Known<Double> {
        switch sample.answer {
        case .none(let why): return .unknown(why)
        case .value(let value, _):
            guard value.isFinite else { return .unknown("not a number") }
            let age = sample.trueAt.map { max(0, stamp.wall.milliseconds &- $0.milliseconds) } ?? 0
            return .known(
                Reading(
                    value, takenAt: stamp.moment - .milliseconds(age), method: .reported, origin: .endpoint(role),
                    bound: sample.leavesOut == nil ? .exact : .atLeast))
        }
    }

    func value(of metric: Metric) -> Known<Double> {
        told[metric]?.value ?? .unknown(asked.contains(metric) ? Why.unread : Why.noEndpoint)
    }

    func whatIsLeftOut(of metric: Metric) -> String? { told[metric]?.leavesOut }
    func series(of metric: Metric) -> Int? { told[metric]?.series }

    // MARK: Bytes out of the brokers

    /// Counted broker by broker, so that one without an endpoint is missing in the sum.
    func bytesOut(ofBrokers brokers: Int?) -> Known<Double> {
        let value = value(of: .builtIn(.sourceBytesOut))
        guard var reading = value.reading, brokersLeftOut(of: brokers) != nil else { return value }
        reading.bound = .atLeast
        return .known(reading)
    }

    func leftOutOfBytesOut(ofBrokers brokers: Int?) -> String? {
        brokersLeftOut(of: brokers) ?? whatIsLeftOut(of: .builtIn(.sourceBytesOut))
    }

    private func brokersLeftOut(of brokers: Int?) -> String? {
        guard let brokers, brokers > metricsEndpoints else { return nil }
        return "the plan has \(metricsEndpoints) metrics endpoints for \(brokers) brokers"
    }

    // MARK: What is shown

    /// Nil: the plan asks them nothing.
    func row(at moment: Moment) -> Snapshot.Endpoints? {
        guard !asked.isEmpty || !health.isEmpty else { return nil }
        return Snapshot.Endpoints(role: role, probe: probe.snapshot(at: moment), health: health)
    }
}
