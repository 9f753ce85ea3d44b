/// Whether a lag that is over its limit comes down. By a fitted slope: commits come at intervals, so that a lag which
/// stands goes up and down all the time.
struct Convergence: Sendable {
    /// Less than this share of itself in a minute is not coming down.
    private static let leastShare = 0.1

    private let pace: Pace
    private var trend: Trend

    init(_ pace: Pace) {
        self.pace = pace
        trend = Trend(over: max(pace.poll * 10, .seconds(30)))
    }

    /// True while the lag is over its limit and nothing shows that it comes down.
    mutating func stands(_ lag: Reading<Double>, limit: Double) -> Bool {
        guard lag.value > limit else {
            self = Convergence(pace)
            return false
        }
        trend.add(lag.value, at: lag.takenAt)
        guard let slope = trend.slope else { return true }
        return -slope * 60 < lag.value * Self.leastShare
    }
}
