/// What a producer feels: the slow end of the last minute's probe records.
struct ProduceLatency: Sendable {
    private struct Sample {
        var seconds: Double
        var at: Moment
    }

    private static let window = Duration.seconds(60)
    private static let mostSamples = 1_200

    private var samples: [Sample] = []

    mutating func add(_ took: Duration, at: Moment) {
        samples.append(Sample(seconds: max(0, took.inSeconds), at: at))
        let tooMany = samples.count - Self.mostSamples
        if tooMany > 0 { samples.removeFirst(tooMany) }
        while let first = samples.first, at - first.at > Self.window { samples.removeFirst() }
    }

    /// By nearest rank, so it is a latency somebody had.
    func p99(from role: ClusterRole) -> Known<Double> {
        guard let last = samples.last else { return .unknown("nothing produced yet") }
        let sorted = samples.map(\.seconds).sorted()
        let rank = (sorted.count * 99 + 99) / 100
        return .known(Reading(sorted[rank - 1], takenAt: last.at, origin: .cluster(role)))
    }
}
