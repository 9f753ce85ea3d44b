/// What one look at a gate's evidence says, before its `for:` is asked for.
struct GateFinding: Sendable, Equatable {
    enum Outcome: Sendable { case passes, fails, unknown }

    var outcome: Outcome
    var words: String
    /// When the oldest reading it rests on was taken: evidence is newer than a moment when all of it is.
    var takenAt: Moment?
    /// Of a comparison, the worst first.
    var differences: [Difference] = []

    static func passes(_ words: String, takenAt: Moment) -> GateFinding {
        GateFinding(outcome: .passes, words: words, takenAt: takenAt)
    }

    static func fails(_ words: String, takenAt: Moment?) -> GateFinding {
        GateFinding(outcome: .fails, words: words, takenAt: takenAt)
    }

    static func unknown(_ words: String, takenAt: Moment? = nil) -> GateFinding {
        GateFinding(outcome: .unknown, words: words, takenAt: takenAt)
    }
}

/// What a look at many things adds up to: one that fails outweighs those nobody could see, and these the rest.
struct GateTally: Sendable {
    private(set) var failed: [String] = []
    private(set) var unknown: [String] = []
    private(set) var oldest: Moment?
    private var failures = 0
    private var unknowns = 0
    /// More names than a line can show are only counted.
    private static let mostNamed = 2

    mutating func fail(_ words: @autoclosure () -> String) {
        failures += 1
        if failures <= Self.mostNamed { failed.append(words()) }
    }

    mutating func miss(_ words: @autoclosure () -> String) {
        unknowns += 1
        if unknowns <= Self.mostNamed { unknown.append(words()) }
    }

    /// Nothing was looked at.
    var isEmpty: Bool { failures == 0 && unknowns == 0 && oldest == nil }

    mutating func rests(on takenAt: Moment) {
        oldest = min(oldest ?? takenAt, takenAt)
    }

    /// `passing` is said of everything that was seen.
    func finding(_ passing: @autoclosure () -> String) -> GateFinding {
        if failures > 0 { return .fails(Self.join(failed, failures), takenAt: oldest) }
        if unknowns > 0 { return .unknown(Self.join(unknown, unknowns), takenAt: oldest) }
        guard let oldest else { return .unknown(Why.unread) }
        return .passes(passing(), takenAt: oldest)
    }

    private static func join(_ words: [String], _ count: Int) -> String {
        let others = count > words.count ? ["and \(count - words.count) more"] : []
        return (words + others).joined(separator: ", ")
    }
}
