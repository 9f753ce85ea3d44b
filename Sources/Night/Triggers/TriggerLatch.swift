/// What one look at a trigger's condition says.
struct TriggerSight: Sendable, Equatable {
    enum Outcome: Sendable {
        case over, calm, unknown
        /// The condition has no meaning in this phase.
        case notNow
    }

    var outcome: Outcome
    var words: String
    /// When the oldest reading it rests on was taken. Nil: it rests on none.
    var takenAt: Moment?

    static func over(_ words: String, takenAt: Moment) -> TriggerSight {
        TriggerSight(outcome: .over, words: words, takenAt: takenAt)
    }

    static func calm(_ words: String, takenAt: Moment) -> TriggerSight {
        TriggerSight(outcome: .calm, words: words, takenAt: takenAt)
    }

    static func unknown(_ words: String) -> TriggerSight { TriggerSight(outcome: .unknown, words: words) }

    static let unjudged = unknown("not judged yet")

    static func notNow(_ words: String) -> TriggerSight { TriggerSight(outcome: .notNow, words: words) }
}

/// A trigger over time: it smoulders while its time fills, takes a second look, then is red until somebody
/// acknowledges it. A value: what comes in are sights and the key, and what comes out is whether its kind changed.
struct TriggerLatch: Sendable {
    let hold: Duration
    /// From red to going back by itself; nil: it only says so.
    let abortsAfter: Duration?
    private let pace: Pace
    private(set) var kind = TriggerState.Kind.unknown
    private(set) var sight = TriggerSight.unjudged
    private var since: Moment?
    /// How long it has been seen over its limit. Time nobody saw anything does not count, and empties nothing.
    private var overFor = Duration.zero
    private var overAt: Moment?
    /// The evidence that filled its time: the second look must rest on newer.
    private var filledBy: Moment?
    private var abortsAt: Moment?
    /// What a red was red on, where that was seen under a commander before this one.
    private var redBefore: String?

    init(hold: Duration, abortsAfter: Duration?, pace: Pace) {
        self.hold = max(hold, .zero)
        self.abortsAfter = abortsAfter
        self.pace = pace
    }

    /// `canAbort` is whether there is anything to go back from.
    mutating func take(_ seen: TriggerSight, canAbort: Bool, at moment: Moment) {
        sight = aged(seen, at: moment)
        switch (kind, sight.outcome) {
        case (.red, _), (.acknowledged, .over), (.acknowledged, .unknown): break
        case (_, .calm), (_, .notNow):
            empty()
            turn(.calm, at: moment)
        case (_, .unknown):
            overAt = nil
            turn(.unknown, at: moment)
        case (_, .over): smoulder(canAbort: canAbort, at: moment)
        }
    }

    private func aged(_ seen: TriggerSight, at moment: Moment) -> TriggerSight {
        guard let takenAt = seen.takenAt, moment - takenAt > pace.staleAfter else { return seen }
        return .unknown("\(Why.stale), last seen \((moment - takenAt).inWords) ago: \(seen.words)")
    }

    private mutating func smoulder(canAbort: Bool, at moment: Moment) {
        guard let takenAt = sight.takenAt else { return }
        if let overAt, takenAt > overAt, takenAt - overAt <= pace.staleAfter { overFor += takenAt - overAt }
        // From the moment it was first judged so: older readings fill nothing.
        overAt = max(overAt ?? moment, takenAt)
        guard overFor >= hold else { return turn(.smouldering, at: moment) }
        guard let filledBy else {
            filledBy = takenAt
            return turn(.secondLook, at: moment)
        }
        guard takenAt > filledBy else { return turn(.secondLook, at: moment) }
        if canAbort { abortsAt = abortsAfter.map { moment + $0 } }
        turn(.red, at: moment)
    }

    /// Red under an earlier commander, and not acknowledged. Whoever has the keys now has the whole time to act.
    mutating func restore(_ red: PastReds.Red, canAbort: Bool, at moment: Moment) {
        if canAbort { abortsAt = abortsAfter.map { moment + $0 } }
        redBefore = red.why
        turn(.red, at: red.since)
    }

    /// Somebody has seen the red.
    mutating func acknowledge(at moment: Moment) {
        guard kind == .red else { return }
        (abortsAt, redBefore) = (nil, nil)
        switch sight.outcome {
        case .over, .unknown: turn(.acknowledged, at: moment)
        case .calm, .notNow:
            empty()
            turn(.calm, at: moment)
        }
    }

    private mutating func empty() {
        (overFor, overAt, filledBy) = (.zero, nil, nil)
    }

    private mutating func turn(_ kind: TriggerState.Kind, at moment: Moment) {
        guard kind != self.kind else { return }
        self.kind = kind
        since = moment
    }

    private var filled: Double {
        if kind == .red || kind == .acknowledged { return 1 }
        if filledBy != nil { return 1 }
        return hold == .zero ? 0 : min(1, overFor.inSeconds / hold.inSeconds)
    }

    /// As it is at this moment: what was seen too long ago says nothing, except that a red stays red.
    func state(at moment: Moment) -> TriggerState {
        let seen = aged(sight, at: moment)
        let isHeld = kind == .red || kind == .acknowledged
        let isUnseen = seen.outcome == .unknown
        return TriggerState(
            kind: isUnseen && !isHeld ? .unknown : kind, since: since, filled: filled,
            says: isHeld ? heldWords(seen) : seen.words, abortsAt: abortsAt)
    }

    private func heldWords(_ seen: TriggerSight) -> String {
        let now = wordsNow(seen)
        return redBefore.map { "red before the commander changed, \($0); now \(now)" } ?? now
    }

    private func wordsNow(_ seen: TriggerSight) -> String {
        switch seen.outcome {
        case .over: seen.words
        case .calm: "calm by now: \(seen.words)"
        case .notNow: seen.words
        case .unknown: "not seen now: \(seen.words)"
        }
    }
}
