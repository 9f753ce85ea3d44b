/// The durations everything is judged by. All follow from how often the plan polls.
struct Pace: Sendable {
    let poll: Duration
    /// A reading older than this is stale.
    let staleAfter: Duration
    /// Without a sweep for longer, a wave that moves is blind.
    let blindAfter: Duration
    /// What a rate is taken over: long enough for consumers that commit every five seconds, the clients' default.
    let window: Duration
    /// How long a lag may stand without progress before it is stuck.
    let stuckAfter: Duration
    /// How long ago commits may have moved for their group to count as at work: two commits at the clients' default.
    let restAfter: Duration
    /// What a budget line's trend is fitted over.
    let trend: Duration

    init(poll: Duration) {
        // A plan may hold anything; a poll of nothing would make every reading stale at once.
        let poll = min(max(poll, .milliseconds(10)), .seconds(3600))
        self.poll = poll
        staleAfter = max(poll * 3, .seconds(3))
        blindAfter = staleAfter * 3
        window = max(poll * 5, .seconds(15))
        stuckAfter = max(poll * 5, .seconds(10))
        restAfter = max(staleAfter, .seconds(12))
        trend = max(poll * 20, .seconds(60))
    }
}
