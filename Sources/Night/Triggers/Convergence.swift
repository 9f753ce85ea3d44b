/// Whether a lag that is over its limit comes down: it has to reach a new low now and then.
struct Convergence: Sendable {
    /// A lag that has come down by less than this has not come down.
    private static let leastStep = 0.02

    private var lowest: Double?

    /// True while the lag is over its limit and no lower than it has been.
    mutating func stands(_ lag: Double, limit: Double) -> Bool {
        guard lag > limit else {
            lowest = nil
            return false
        }
        guard let lowest else {
            self.lowest = lag
            return true
        }
        guard lag < lowest * (1 - Self.leastStep) else { return true }
        self.lowest = lag
        return false
    }
}
