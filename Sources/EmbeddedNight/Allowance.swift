/// So many records a second, saved up for at most a second.
struct Allowance: Sendable, Equatable {
    var perSecond: Double
    private var saved = 0.0
    private var last: ContinuousClock.Instant

    init(perSecond: Double, at now: ContinuousClock.Instant) {
        self.perSecond = perSecond
        last = now
    }

    mutating func available(at now: ContinuousClock.Instant) -> Int {
        saved = min(perSecond, saved + perSecond * (last.duration(to: now) / .seconds(1)))
        last = now
        return max(0, Int(saved))
    }

    mutating func spend(_ count: Int) {
        saved -= Double(count)
    }

    /// What was not used while stalled is not made up for.
    mutating func skip(to now: ContinuousClock.Instant) {
        last = now
    }
}
