public import Night

/// What a press was of which the machine never hears: a question that opened, or was left, and what was said instead of
/// acting. Keys that only move the eye are no part of it.
public struct PressRecord: Sendable {
    private var last: (event: NightEvent, at: Moment)?
    /// A held key says the same many times a second.
    private static let sameFor = Duration.seconds(10)

    public init() {}

    public mutating func events(
        _ key: Key, _ before: CockpitView, _ after: CockpitView, _ actions: [CockpitAction], in snapshot: Snapshot
    ) -> [NightEvent] {
        var events: [NightEvent] = []
        if let left = before.dialog, left.opened != after.dialog?.opened, !left.isSent,
            !actions.contains(where: \.isYes)
        {
            events.append(.prompt("\(left.words(snapshot)): left"))
        }
        if let opened = after.dialog, opened.opened != before.dialog?.opened {
            events.append(.prompt("\(opened.words(snapshot)): opened"))
        }
        if key.mayAct || before.dialog != nil, let why = after.dialog?.says ?? after.flash {
            events.append(.refused(key: key.name, why: why))
        }
        let now = snapshot.at.moment
        if let last, now - last.at < Self.sameFor { events.removeAll { $0 == last.event } }
        if let event = events.last { last = (event, now) }
        return events
    }
}

extension CockpitAction {
    /// Anything but taking back what was not said yet.
    fileprivate var isYes: Bool {
        switch self {
        case .act(.disarm): false
        case .act: true
        case .quit, .suspend, .repaint, .look: false
        }
    }
}

extension Dialog {
    fileprivate func words(_ snapshot: Snapshot) -> String {
        let name = snapshot.waves.indices.contains(wave) ? snapshot.waves[wave].plan.name : "wave \(wave + 1)"
        return switch subject {
        case .advance: "advance \(name)"
        case .abort: "go back \(name)"
        case .close: "close \(name)"
        case .retry: "try again \(name)"
        case .skip: "skip \(name)"
        case .attest(let gate): "attest \(name) \(gate)"
        case .answer: "answer \(name)"
        }
    }
}

extension Key {
    fileprivate var mayAct: Bool {
        switch self {
        case .character(let scalar): "Xarucy".unicodeScalars.contains(scalar)
        case .enter: true
        default: false
        }
    }

    /// What was pasted is nobody's to keep.
    fileprivate var name: String {
        switch self {
        case .character(let scalar): "\(scalar)"
        case .control(let scalar): "ctrl-\(scalar)"
        case .pasted: "a paste"
        default: "\(self)"
        }
    }
}
