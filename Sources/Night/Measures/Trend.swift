/// The slope of recent values, by least squares.
struct Trend: Sendable {
    private struct Sample {
        var value: Double
        var at: Moment
    }

    private static let mostSamples = 120
    /// Two points always lie on a line; it takes more to see one.
    private static let fewestSamples = 3

    private let window: Duration
    private var samples: [Sample] = []

    init(over window: Duration) {
        self.window = window
    }

    /// Takes a value once: the same reading seen again adds nothing.
    mutating func add(_ value: Double, at: Moment) {
        if let last = samples.last {
            guard at > last.at else { return }
            if at - last.at > window { samples.removeAll(keepingCapacity: true) }
        }
        samples.append(Sample(value: value, at: at))
        while samples.count > Self.mostSamples { samples.removeFirst() }
        while let first = samples.first, at - first.at > window { samples.removeFirst() }
    }

    /// How long the values reach back.
    var span: Duration {
        guard let first = samples.first, let last = samples.last else { return .zero }
        return last.at - first.at
    }

    /// Change of the value a second. Nil while there are too few to tell.
    var slope: Double? {
        guard samples.count >= Self.fewestSamples, let first = samples.first else { return nil }
        let count = Double(samples.count)
        var (sumX, sumY, sumXX, sumXY) = (0.0, 0.0, 0.0, 0.0)
        for sample in samples {
            let x = (sample.at - first.at).inSeconds
            let y = sample.value - first.value
            sumX += x
            sumY += y
            sumXX += x * x
            sumXY += x * y
        }
        let spread = count * sumXX - sumX * sumX
        return spread > 0 ? (count * sumXY - sumX * sumY) / spread : nil
    }
}
