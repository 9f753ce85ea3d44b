public import Night

/// What an endpoint's answers say, one after the other, about one sample the plan asks for.
///
/// The rule, whole: where several series match, a gauge counts with its largest and a counter with its pace, series by
/// series, summed. A series that cannot count (it is not a number, it came a moment ago, its counter fell, it went
/// away) is not left out in silence: the value is then a lower bound, and says why. Where none can, there is no value.
public struct SampleWatch: Sendable {
    private let window: Duration
    /// The plan compares it with so much a second.
    private let asksForPace: Bool
    private var paces: [[Exposition.Label]: CounterPace] = [:]
    /// When each series was last served.
    private var seen: [[Exposition.Label]: Moment] = [:]
    private var wasServed = false

    public init(window: Duration, asksForPace: Bool) {
        self.window = window
        self.asksForPace = asksForPace
    }

    /// Of several samples that mean the same under different names, the first that is served counts.
    public mutating func take(firstOf samples: some Sequence<Exposition.Sample>, at stamp: Stamp) -> SampleVerdict {
        let served = samples.first { !$0.series.isEmpty || $0.fault != nil }
        return take(served ?? Exposition.Sample(), at: stamp)
    }

    mutating func take(_ sample: Exposition.Sample, at stamp: Stamp) -> SampleVerdict {
        if let fault = sample.fault { return .unknown("\(fault)") }
        if sample.isOverfull { return .unknown("more than \(ExpositionReader.mostSeries) series match") }
        guard !sample.series.isEmpty else { return wasServed ? .unknown("served no more") : .notServed }
        wasServed = true
        let missing = missingSeries(in: sample, at: stamp.moment)
        let verdict =
            isCounter(sample.kind) ? pace(of: sample.series, at: stamp) : largest(of: sample.series, at: stamp)
        guard case .known(var finding) = verdict, missing > 0, finding.leavesOut == nil else { return verdict }
        finding.leavesOut = "\(missing) of \(sample.series.count + missing) series went away"
        return .known(finding)
    }

    private func isCounter(_ kind: Exposition.Kind) -> Bool {
        switch kind {
        case .counter: true
        case .gauge: false
        case .undeclaredCount: asksForPace
        }
    }

    /// Those that were served and are not now. After a window they no longer count as missing: topics are deleted.
    private mutating func missingSeries(in sample: Exposition.Sample, at now: Moment) -> Int {
        for series in sample.series { seen[series.labels] = now }
        seen = seen.filter { now - $0.value <= window }
        paces = paces.filter { seen[$0.key] != nil }
        return seen.count - sample.series.count
    }

    private func largest(of series: [Exposition.Series], at stamp: Stamp) -> SampleVerdict {
        let finite = series.filter(\.value.isFinite)
        guard let largest = finite.map(\.value).max() else { return .unknown(Self.notFinite(series)) }
        let takenAt = finite.map { Self.moment(of: $0, read: stamp) }.min() ?? stamp.moment
        let left = series.count - finite.count
        return .known(
            SampleFinding(
                value: largest, isPace: false, series: finite.count, takenAt: takenAt,
                leavesOut: left > 0 ? "\(left) of \(series.count) series \(left == 1 ? "is" : "are") no number" : nil))
    }

    private mutating func pace(of series: [Exposition.Series], at stamp: Stamp) -> SampleVerdict {
        var (sum, counted, fallen) = (0.0, 0, 0)
        var takenAt = stamp.moment
        for one in series where one.value.isFinite {
            let at = Self.moment(of: one, read: stamp)
            paces[one.labels, default: CounterPace(over: window)].add(one.value, at: at)
            guard let pace = paces[one.labels], let perSecond = pace.perSecond else { continue }
            sum += perSecond
            counted += 1
            takenAt = min(takenAt, pace.takenAt ?? at)
            if pace.hasFallen(lately: stamp.moment) { fallen += 1 }
        }
        guard counted > 0 else {
            return .unknown(series.contains(where: \.value.isFinite) ? "one reading so far" : Self.notFinite(series))
        }
        let uncounted = series.count - counted
        var leavesOut: String?
        if uncounted > 0 { leavesOut = "no pace of \(uncounted) of \(series.count) series yet" }
        if fallen > 0 { leavesOut = fallen == 1 ? "its counter began anew" : "\(fallen) counters began anew" }
        return .known(SampleFinding(value: sum, isPace: true, series: counted, takenAt: takenAt, leavesOut: leavesOut))
    }

    private static func notFinite(_ series: [Exposition.Series]) -> String {
        series.count == 1 ? "the sample is \(series[0].value)" : "none of \(series.count) series is a number"
    }

    /// What an endpoint says of when it took a value is believed as far as it lies in the past.
    private static func moment(of series: Exposition.Series, read stamp: Stamp) -> Moment {
        guard let takenAt = series.takenAt else { return stamp.moment }
        return stamp.moment(of: takenAt)
    }
}
