/// One line of the budget over time: how much is used, where that is going, and how long it has been too much.
struct LineKnowledge: Sendable {
    let plan: BudgetLine
    /// The wave whose groups it is about; nil: all of them.
    let wave: Int?
    private let pace: Pace
    private(set) var value: Known<Double> = .unknown(Why.unread)
    /// What the value leaves out, where it is a lower bound.
    private var leftOut: String?
    /// What it was made of, where others measure it.
    private var series: Int?
    private var trend: Trend
    private var history = Sparkline()
    /// How long it has been seen over its limit; nil once it was seen inside. Time nobody saw anything does not count.
    private var overFor: Duration?
    private var overAt: Moment?
    private var wasKnown = false
    private var news = News()

    /// A limit further away than this is not on its way.
    private static let horizon = 24.0 * 3600

    init(_ plan: BudgetLine, of wave: Int? = nil, pace: Pace) {
        self.plan = plan
        self.wave = wave
        self.pace = pace
        trend = Trend(over: pace.trend)
    }

    mutating func judge(
        _ value: Known<Double>, leavingOut leftOut: String? = nil, of series: Int? = nil, at stamp: Stamp,
        log: inout NightLog
    ) {
        self.value = value
        self.leftOut = leftOut
        self.series = series
        judgeHold(at: stamp.moment)
        if let reading = value.reading {
            wasKnown = true
            if reading.bound == .exact, let used = used(reading.value) { trend.add(used, at: reading.takenAt) }
        }
        tell(at: stamp, log: &log)
    }

    private mutating func judgeHold(at moment: Moment) {
        guard let reading = value.reading, moment - reading.takenAt <= pace.staleAfter else {
            overAt = nil
            return
        }
        if reading.value > plan.limit.value {
            let seen = overAt.map { moment - $0 } ?? .zero
            overFor = (overFor ?? .zero) + (seen <= pace.staleAfter ? seen : .zero)
            overAt = moment
        } else {
            overAt = nil
            // A lower bound inside the limit says nothing: the breach stands until the value is seen inside.
            if reading.bound == .exact { overFor = nil }
        }
    }

    /// Share of the limit. A limit of nothing has no shares.
    private func used(_ value: Double) -> Double? {
        plan.limit.value > 0 ? value / plan.limit.value : nil
    }

    private var wasBreached: Bool { (overFor ?? .zero) >= plan.hold && overFor != nil }

    func standing(at moment: Moment) -> Snapshot.Line.Standing {
        guard let reading = value.reading else { return unknown(value.whyUnknown ?? Why.unread) }
        guard moment - reading.takenAt <= pace.staleAfter else { return unknown(Why.stale) }
        if reading.value > plan.limit.value { return wasBreached ? .breached : .filling(overFor ?? .zero) }
        let isNear = used(reading.value).map { $0 >= plan.warnAt } ?? false
        if reading.bound == .exact { return isNear ? .warning : .inside }
        // At least this much is used: near for sure, unless it was breached and nobody knows that it no longer is.
        return isNear && !wasBreached ? .warning : unknown(leftOut ?? Why.lowerBound)
    }

    private func unknown(_ why: String) -> Snapshot.Line.Standing {
        wasBreached ? .lost(why) : .unknown(why)
    }

    mutating func record(_ beats: Int, at moment: Moment) {
        history.skip(beats - 1)
        history.push(value.fresh(at: moment, pace: pace))
    }

    private mutating func tell(at stamp: Stamp, log: inout NightLog) {
        let standing = standing(at: stamp.moment)
        if !wasKnown { return }
        guard news.tells(standing.rank, at: stamp.moment) else { return }
        let share =
            value.value.flatMap(used).map { ", \(Int(clamping: Int64(min($0 * 100, 1e9))))% of its limit" } ?? ""
        switch standing {
        case .inside: log.add(.good, "budget", "\(plan.name): inside\(share)", at: stamp)
        case .warning: log.add(.warning, "budget", "\(plan.name): near\(share)", at: stamp)
        case .filling: log.add(.warning, "budget", "\(plan.name): over\(share), its hold time runs", at: stamp)
        case .breached: log.add(.bad, "budget", "\(plan.name): breached\(share)", at: stamp)
        case .lost(let why): log.add(.bad, "budget", "\(plan.name): breached when last seen, \(why)", at: stamp)
        case .unknown(let why): log.add(.warning, "budget", "\(plan.name): unknown, \(why)", at: stamp)
        }
    }
}

extension LineKnowledge {
    func row(at moment: Moment) -> Snapshot.Line {
        let slope = slope(at: moment)
        let (breachesIn, drainsIn) = forecasts(slope)
        return Snapshot.Line(
            plan: plan, standing: standing(at: moment), value: value, used: usedReading, history: history.values,
            slope: slope, breachesIn: breachesIn, drainsIn: drainsIn, series: series)
    }

    var usedReading: Known<Double> {
        guard let reading = value.reading else { return value }
        guard used(reading.value) != nil else { return .unknown("the limit is zero") }
        return .known(reading.map { $0 / plan.limit.value })
    }

    private func slope(at moment: Moment) -> Known<Double> {
        guard let reading = usedReading.reading else { return usedReading }
        if moment - reading.takenAt > pace.staleAfter { return .unknown(Why.stale) }
        guard reading.bound == .exact else { return .unknown(Why.lowerBound) }
        guard let slope = trend.slope else { return .unknown("too few readings") }
        return .known(reading.map { _ in slope })
    }

    private func forecasts(_ slope: Known<Double>) -> (breach: Known<Double>?, drain: Known<Double>?) {
        guard let slope = slope.reading, let used = usedReading.reading else { return (slope, slope) }
        func known(_ seconds: Double) -> Known<Double>? {
            guard seconds <= Self.horizon else { return nil }
            return .known(Reading(seconds, takenAt: used.takenAt, method: .extrapolated, origin: used.origin))
        }
        guard abs(slope.value) * trend.span.inSeconds >= leastChange(from: used.value) else { return (nil, nil) }
        if slope.value > 0 { return (used.value < 1 ? known((1 - used.value) / slope.value) : nil, nil) }
        return (nil, plan.metric.drains ? known(used.value / -slope.value) : nil)
    }

    /// What it must have moved by, as a share of the limit, for its slope to lead anywhere: far from the limit, more.
    private func leastChange(from used: Double) -> Double {
        used < 0.05 ? 0.1 : 0.02
    }
}

extension Metric {
    /// A lag is worked off. A rate, a latency or a count of errors only falls.
    fileprivate var drains: Bool {
        switch self {
        case .builtIn(.bridgeLagRecords), .builtIn(.bridgeLagTime): true
        case .builtIn(.consumersLagRecords), .builtIn(.consumersLagTime): true
        case .builtIn, .prometheus, .sample: false
        }
    }
}

extension Snapshot.Line.Standing {
    /// The higher, the worse.
    fileprivate var rank: Int {
        switch self {
        case .inside: 0
        case .warning: 1
        case .unknown: 2
        case .filling: 3
        case .breached, .lost: 4
        }
    }
}
