import Night

/// A group came to a side, or left it.
struct GroupMove: Sendable, Equatable {
    enum Kind: Sendable { case started, stopped }

    let kind: Kind
    let group: String
    let side: ClusterRole
}

/// What goes wrong because of what the commander does, and is mended by going back. It happens once: who tries again has
/// mended the application.
struct Sequel: Sendable {
    private enum State: Equatable {
        case unwritten
        case comes(at: Duration)
        case present
        case over
    }

    let mishap: Mishap
    private let group: String
    private var state = State.unwritten

    /// The group reads well enough for so long once it is on the target.
    private static let calm: Duration = .seconds(3)

    init?(_ scenario: Scenario) {
        guard scenario == .guided else { return nil }
        group = "order-router"
        mishap = .slowConsumer(group: group, share: 0.2)
    }

    /// Times count from the night's begin, at speed 1.
    mutating func take(_ move: GroupMove, at now: Duration) -> ScriptLine? {
        guard move.group == group, move.side == .target else { return nil }
        switch (move.kind, state) {
        case (.started, .unwritten): state = .comes(at: now + Self.calm)
        case (.stopped, .comes): state = .unwritten
        case (.stopped, .present):
            state = .over
            return ScriptLine(at: now, mishap: mishap, change: .ends)
        default: break
        }
        return nil
    }

    mutating func due(at now: Duration) -> ScriptLine? {
        guard case .comes(let moment) = state, moment <= now else { return nil }
        state = .present
        return ScriptLine(at: now, mishap: mishap, change: .begins)
    }
}
