import Night

/// How fast one counter grows, over a window. A counter that falls began anew from zero; what it counted between the
/// last reading and its fall nobody knows, so that for a window its pace is a lower bound.
struct CounterPace: Sendable {
    private struct Reading: Sendable {
        var total: Double
        var at: Moment
    }

    private let window: Duration
    private var readings: [Reading] = []
    private var newest: (value: Double, at: Moment)?
    private var fellAt: Moment?

    /// However fast the polls, no more than about this many are kept.
    private static let readingsInWindow = 8

    init(over window: Duration) {
        self.window = window
    }

    mutating func add(_ value: Double, at moment: Moment) {
        var total = 0.0
        if let newest {
            guard moment > newest.at else { return }
            if moment - newest.at > window {
                // Across a gap nobody knows when the gain came.
                readings.removeAll(keepingCapacity: true)
            } else if let last = readings.last {
                total = last.total + (value < newest.value ? value : value - newest.value)
            }
            if value < newest.value { fellAt = moment }
        }
        newest = (value, moment)
        let count = readings.count
        if count >= 2, (moment - readings[count - 2].at) * Self.readingsInWindow < window {
            readings[count - 1] = Reading(total: total, at: moment)
        } else {
            readings.append(Reading(total: total, at: moment))
        }
        while readings.count > 2, moment - readings[1].at >= window { readings.removeFirst() }
    }

    /// Nil until two readings enclose some time.
    var perSecond: Double? {
        guard readings.count >= 2, let first = readings.first, let last = readings.last else { return nil }
        return (last.total - first.total) / (last.at - first.at).inSeconds
    }

    var takenAt: Moment? { newest?.at }

    func hasFallen(lately now: Moment) -> Bool { fellAt.map { now - $0 <= window } ?? false }
}
