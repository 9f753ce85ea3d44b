/// Decides when a condition is worth a line: bad news at once, good news once it has held, so that something on the
/// edge does not fill the log and the log's last word on it is never too kind.
struct News: Sendable {
    private static let holds = Duration.seconds(15)

    private var told: Int
    private var betterSince: Moment?

    /// What it is taken to be before anything is known.
    init(told: Int = 0) {
        self.told = told
    }

    /// True when it is to be told now that it stands at `rank`; the higher, the worse.
    mutating func tells(_ rank: Int, at moment: Moment) -> Bool {
        if rank == told {
            betterSince = nil
            return false
        }
        if rank < told {
            let since = betterSince ?? moment
            betterSince = since
            guard moment - since >= Self.holds else { return false }
        }
        told = rank
        betterSince = nil
        return true
    }
}
