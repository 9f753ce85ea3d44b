/// A gate's `for:` time, filling while it passes. Anything but a pass empties it, and so does time nobody looked.
struct GateBar: Sendable {
    private let hold: Duration
    /// Longer between two looks, and nobody knows that it passed in between.
    private let goodFor: Duration
    private var since: Moment?
    private var lastAt: Moment?

    init(hold: Duration, goodFor: Duration) {
        self.hold = max(hold, .zero)
        self.goodFor = goodFor
    }

    mutating func empty() {
        (since, lastAt) = (nil, nil)
    }

    /// It begins when the first pass is judged, and reaches as far as the evidence of the last one: readings from
    /// before the first fill nothing.
    mutating func pass(on takenAt: Moment, at moment: Moment) {
        if let lastAt, takenAt - lastAt > goodFor { since = nil }
        since = since ?? moment
        lastAt = max(lastAt ?? takenAt, takenAt)
    }

    private var held: Duration {
        guard let since, let lastAt else { return .zero }
        return max(.zero, lastAt - since)
    }

    var filled: Double {
        guard since != nil else { return 0 }
        return hold == .zero ? 1 : min(1, held.inSeconds / hold.inSeconds)
    }

    var isFull: Bool { since != nil && filled >= 1 }

    /// "passes for 12s of 2m".
    var standing: String { "passes for \(held.inWords) of \(hold.inWords)" }
}
