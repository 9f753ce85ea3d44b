/// A rate over a window, from a total that only grows.
struct RateMeter: Sendable {
    private struct Sample {
        var total: Int64
        var at: Moment
    }

    private let window: Duration
    private var samples: [Sample] = []

    init(over window: Duration) {
        self.window = window
    }

    mutating func add(total: Int64, at: Moment) {
        if let last = samples.last {
            guard at > last.at else { return }
            // Across a gap nobody knows when the gain came; the rate begins anew.
            if at - last.at > window || total < last.total { samples.removeAll(keepingCapacity: true) }
        }
        let count = samples.count
        if count >= 2, (at - samples[count - 2].at) * Self.samplesInWindow < window {
            samples[count - 1] = Sample(total: total, at: at)
        } else {
            samples.append(Sample(total: total, at: at))
        }
        while samples.count > 2, at - samples[1].at >= window { samples.removeFirst() }
    }

    /// However fast the polls, no more than about this many are kept.
    private static let samplesInWindow = 16

    /// A second. Nil until two readings enclose some time.
    var rate: (perSecond: Double, takenAt: Moment)? {
        guard samples.count >= 2, let first = samples.first, let last = samples.last else { return nil }
        return (Double(last.total &- first.total) / (last.at - first.at).inSeconds, last.at)
    }

    func reading(from origin: Origin, bound: Bound = .exact) -> Known<Double> {
        guard let rate else { return .unknown(samples.isEmpty ? Why.unread : Why.oneReading) }
        return .known(Reading(rate.perSecond, takenAt: rate.takenAt, origin: origin, bound: bound))
    }
}
