/// The newest heartbeat of a topic, and how old that makes the path it came by.
struct Heartbeats: Sendable {
    private var newest: WallTime?
    /// When it was first seen here.
    private var seenAt: Stamp?

    mutating func take(_ heartbeat: Heartbeat, at stamp: Stamp) {
        guard newest.map({ heartbeat.emittedAt > $0 }) ?? true else { return }
        (newest, seenAt) = (heartbeat.emittedAt, stamp)
    }

    /// In seconds. What it took to get here is told by two clocks, the worker's and this machine's; how long ago that
    /// was by this machine's alone, so that a worker whose clock is behind makes a path look older, never younger.
    /// It is as old as the topic's last reading, `readAt`.
    func age(at moment: Moment, readAt: Moment?) -> Known<Double> {
        guard let newest, let seenAt else { return .unknown(Why.unread) }
        let onTheWay = max(0, Double(seenAt.wall.milliseconds &- newest.milliseconds) / 1_000)
        return .known(
            Reading(
                onTheWay + max(0, (moment - seenAt.moment).inSeconds), takenAt: min(readAt ?? moment, moment),
                method: .reported,
                origin: .bridge("heartbeats")))
    }
}
