/// Something that goes wrong on the embedded clusters. The cockpit is not told: it has to see it.
enum Mishap: Sendable, Hashable {
    /// The group reads no more than this share of what is written for it.
    case slowConsumer(group: String, share: Double)
    case bridgeStall
    /// Every target broker answers this much later.
    case slowTarget(milliseconds: Int)
    /// Brokers of both clusters refuse some of the requests for offsets.
    case refusals
    /// Applications write what failed to their retry topics, again and again, while brokers refuse requests.
    case retryStorm
    case brokerDown(Int32)

    var words: String {
        switch self {
        case .slowConsumer(let group, let share): "\(group) reads \(Int(share * 100))% of its input"
        case .bridgeStall: "bridge stalls"
        case .slowTarget(let milliseconds): "target answers \(milliseconds) ms late"
        case .refusals: "brokers refuse some requests"
        case .retryStorm: "retry storm"
        case .brokerDown(let id): "target broker \(id) down"
        }
    }
}

/// One line of the script.
struct ScriptLine: Sendable, Hashable {
    /// Since the night began, at speed 1.
    var at: Duration
    var mishap: Mishap
    var change: Announcement.Change
}

/// What goes wrong, and when.
struct Script: Sendable, Equatable {
    /// In order of time.
    let lines: [ScriptLine]

    init(_ scenario: Scenario, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let act: (Int, inout SeededGenerator) -> [ScriptLine] =
            switch scenario {
            case .guided: { _, _ in [] }
            case .calm: Self.calm
            case .pressure: Self.pressure
            case .storm: Self.storm
            }
        lines = (0..<Self.acts).flatMap { number in
            act(number, &generator).map { line in
                ScriptLine(
                    at: line.at + Self.actLength * number, mishap: line.mishap, change: line.change)
            }
        }.sorted { $0.at < $1.at }
    }

    /// The same mishaps come again, at other moments and for other groups.
    private static let actLength: Duration = .seconds(120)
    /// Three hours of them; then the night is quiet.
    private static let acts = 90

    private static func calm(act: Int, _ generator: inout SeededGenerator) -> [ScriptLine] {
        mishap(.slowConsumer(group: slowGroup(act), share: 0.5), from: 12, to: 40, &generator)
    }

    private static func pressure(act: Int, _ generator: inout SeededGenerator) -> [ScriptLine] {
        let delay = Int.random(in: 320...480, using: &generator)
        return mishap(.slowConsumer(group: slowGroup(act), share: 0.2), from: 5, to: 50, &generator)
            + mishap(.bridgeStall, from: 12, to: 28, &generator)
            + mishap(.slowTarget(milliseconds: delay), from: 34, to: 56, &generator)
            + mishap(.refusals, from: 40, to: 54, &generator)
    }

    private static func storm(act: Int, _ generator: inout SeededGenerator) -> [ScriptLine] {
        let delay = Int.random(in: 320...480, using: &generator)
        let broker = Int32.random(in: 1...3, using: &generator)
        let loss = mishap(.brokerDown(broker), from: 44, to: 70, &generator)
        let failover = ScriptLine(at: loss[0].at + .seconds(3), mishap: .brokerDown(broker), change: .failsOver)
        return mishap(.slowConsumer(group: slowGroup(act), share: 0.15), from: 4, to: 52, &generator)
            + mishap(.bridgeStall, from: 8, to: 22, &generator)
            + mishap(.slowTarget(milliseconds: delay), from: 24, to: 40, &generator)
            + mishap(.retryStorm, from: 16, to: 75, &generator)
            + loss + [failover]
    }

    /// Both ends are late by up to a second and a half.
    private static func mishap(
        _ mishap: Mishap, from begin: Int, to end: Int, _ generator: inout SeededGenerator
    ) -> [ScriptLine] {
        [(begin, Announcement.Change.begins), (end, .ends)].map { second, change in
            let late = Int.random(in: 0...1_500, using: &generator)
            return ScriptLine(at: .seconds(second) + .milliseconds(late), mishap: mishap, change: change)
        }
    }

    private static func slowGroup(_ act: Int) -> String {
        let groups = ["settlement", "reports", "order-router"]
        return groups[act % groups.count]
    }
}
