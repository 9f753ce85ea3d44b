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

    mutating func take(passes: Bool, at moment: Moment) {
        guard passes else {
            (since, lastAt) = (nil, nil)
            return
        }
        if let lastAt, moment - lastAt > goodFor { since = nil }
        since = since ?? moment
        lastAt = max(lastAt ?? moment, moment)
    }

    var filled: Double {
        guard let since, let lastAt else { return 0 }
        return hold == .zero ? 1 : min(1, (lastAt - since).inSeconds / hold.inSeconds)
    }

    var isFull: Bool { since != nil && filled >= 1 }

    /// "passes for 12s of 2m".
    var standing: String {
        let held = since.flatMap { since in lastAt.map { $0 - since } } ?? .zero
        return "passes for \(held.inWords) of \(hold.inWords)"
    }
}
