/// One thing that is not alike on both sides: what it is of, what it is here, what it is there, and what comes of it.
public struct Difference: Sendable, Equatable, Codable {
    public enum Weight: Sendable, Equatable, Codable {
        /// The gate does not pass with it.
        case fails
        /// A side could not be read; the two may be anything.
        case unknown
        /// Named, and no reason to stay.
        case harmless
    }

    /// A topic, a principal, a subject, a connector.
    public var subject: String
    /// "retention.ms", "WRITE", "version 3".
    public var what: String
    public var source: String
    public var target: String
    public var weight: Weight
    /// What comes of it, in a few words; nil: it says so itself.
    public var why: String?

    public init(
        _ subject: String, _ what: String, source: String, target: String, _ weight: Weight, _ why: String? = nil
    ) {
        self.subject = subject
        self.what = what
        self.source = source
        self.target = target
        self.weight = weight
        self.why = why
    }

    /// In one line: "orders retention.ms: source 7d, target 1d (records expire sooner)".
    public var inWords: String {
        "\(subject) \(what): source \(source), target \(target)\(why.map { " (\($0))" } ?? "")"
    }
}

/// What a comparison of many things adds up to. One difference that fails outweighs what could not be read, and that
/// the rest; all of them are kept for the screen, the worst first, up to a bound.
struct DifferenceTally: Sendable {
    private var byWeight: [Difference.Weight: [Difference]] = [:]
    private var counts: [Difference.Weight: Int] = [:]
    private var tally = GateTally()

    /// More than anybody looks through.
    static let mostKept = 200
    /// In the line of the gate itself.
    private static let mostNamed = 2

    mutating func add(_ difference: Difference) {
        counts[difference.weight, default: 0] += 1
        if byWeight[difference.weight, default: []].count < Self.mostKept {
            byWeight[difference.weight, default: []].append(difference)
        }
    }

    /// A whole thing that could not be compared.
    mutating func miss(_ words: @autoclosure () -> String) { tally.miss(words()) }

    /// A whole thing that is wrong by itself.
    mutating func fail(_ words: @autoclosure () -> String) { tally.fail(words()) }

    mutating func rests(on takenAt: Moment) { tally.rests(on: takenAt) }

    /// Nothing was looked at.
    var isEmpty: Bool { tally.isEmpty && counts.isEmpty }

    /// `passing` is said of everything that was compared.
    func finding(_ passing: @autoclosure () -> String) -> GateFinding {
        var whole = tally
        for difference in byWeight[.fails] ?? [] { whole.fail(difference.inWords) }
        for _ in (byWeight[.fails]?.count ?? 0)..<(counts[.fails] ?? 0) { whole.fail("") }
        for difference in byWeight[.unknown] ?? [] { whole.miss(difference.inWords) }
        for _ in (byWeight[.unknown]?.count ?? 0)..<(counts[.unknown] ?? 0) { whole.miss("") }
        var finding = whole.finding(passing() + harmless)
        let kept = [Difference.Weight.fails, .unknown, .harmless].flatMap { byWeight[$0] ?? [] }
        finding.differences = Array(kept.prefix(Self.mostKept))
        return finding
    }

    private var harmless: String {
        let count = counts[.harmless] ?? 0
        guard let named = byWeight[.harmless], count > 0 else { return "" }
        let words = named.prefix(Self.mostNamed).map { "\($0.subject) \($0.what) \($0.source), there \($0.target)" }
        let others = count > words.count ? " and \(count - words.count) more" : ""
        return "; harmless: \(words.joined(separator: ", "))\(others)"
    }
}
