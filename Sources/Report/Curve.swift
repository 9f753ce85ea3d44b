public import Night

/// One quantity over a night, as finely as a picture can show it: of each stretch the least, the most, and whether it
/// was not known.
public struct Curve: Sendable, Equatable {
    public struct Stretch: Sendable, Equatable {
        public var least: Double
        public var most: Double
    }

    private let span: ClosedRange<Moment>
    /// Nil: nothing known in it.
    public private(set) var stretches: [Stretch?]
    /// In which of them it was unknown at any time.
    public private(set) var unknown: [Bool]

    public static let finest = 240

    public init(over span: ClosedRange<Moment>) {
        self.span = span
        stretches = Array(repeating: nil, count: Self.finest)
        unknown = Array(repeating: false, count: Self.finest)
    }

    /// Nil: unknown then.
    mutating func add(_ value: Double?, at moment: Moment) {
        let place = place(of: moment)
        guard let value, value.isFinite else {
            unknown[place] = true
            return
        }
        let known = stretches[place] ?? Stretch(least: value, most: value)
        stretches[place] = Stretch(least: min(known.least, value), most: max(known.most, value))
    }

    public var most: Double { stretches.compactMap { $0?.most }.max() ?? 0 }

    /// Something was known at all.
    public var isDrawn: Bool { stretches.contains { $0 != nil } }

    private func place(of moment: Moment) -> Int {
        let whole = (span.upperBound - span.lowerBound).inSeconds
        guard whole > 0 else { return 0 }
        let share = (moment - span.lowerBound).inSeconds / whole
        return min(Int(min(max(share, 0), 1) * Double(Self.finest)), Self.finest - 1)
    }

    /// Between two pictures further apart than a stretch nothing was lost: the last value held, or nobody knew. Holes are
    /// filled only where the next picture came within `patience`.
    mutating func bridgeHoles(_ patience: Duration) {
        let whole = (span.upperBound - span.lowerBound).inSeconds
        let reach = whole > 0 ? Int(patience.inSeconds / whole * Double(Self.finest)) : 0
        var lastKnown: Int?
        for place in stretches.indices where stretches[place] != nil {
            if let lastKnown, place - lastKnown > 1, place - lastKnown - 1 <= reach {
                let held = stretches[lastKnown]
                for hole in lastKnown + 1..<place where !unknown[hole] { stretches[hole] = held }
            }
            lastKnown = place
        }
    }
}
