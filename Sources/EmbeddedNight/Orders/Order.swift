import Night

/// What a step of the demo's plan may ask of the embedded estate.
enum Order: Sendable, Equatable {
    case stopGroups([String])
    case startGroups([String], on: ClusterRole)
    /// That side takes no more records of the wave's producers.
    case fence(ClusterRole, wave: String)
    case unfence(ClusterRole, wave: String)
    case moveProducers(wave: String, to: ClusterRole)
    case status

    /// How each is written, for people.
    static let usage = """
        stop-group NAME,…
        start-group NAME,… source|target
        fence WAVE source|target
        unfence WAVE source|target
        move-producers WAVE source|target
        status
        """

    /// Refused unless every name in it is one of the estate's.
    init(words: [String], of estate: Estate) throws(Refusal) {
        var rest = words[...]
        switch rest.popFirst() {
        case "stop-group": self = .stopGroups(try estate.groups(named: rest.popFirst()))
        case "start-group":
            let groups = try estate.groups(named: rest.popFirst())
            self = .startGroups(groups, on: try Self.side(rest.popFirst()))
        case "fence":
            let wave = try estate.wave(named: rest.popFirst())
            self = .fence(try Self.side(rest.popFirst()), wave: wave)
        case "unfence":
            let wave = try estate.wave(named: rest.popFirst())
            self = .unfence(try Self.side(rest.popFirst()), wave: wave)
        case "move-producers":
            let wave = try estate.wave(named: rest.popFirst())
            self = .moveProducers(wave: wave, to: try Self.side(rest.popFirst()))
        case "status": self = .status
        case let verb: throw Refusal("no order '\(verb ?? "")'; the orders are\n\(Self.usage)")
        }
        if let extra = rest.first { throw Refusal("'\(extra)' is one word too many") }
    }

    private static func side(_ word: String?) throws(Refusal) -> ClusterRole {
        guard let side = word.flatMap(ClusterRole.init) else {
            throw Refusal("'\(word ?? "")' is no side; say source or target")
        }
        return side
    }
}

/// Why an order was not carried out; what it had begun is as it was before.
struct Refusal: Error, Equatable {
    let why: String

    init(_ why: String) {
        self.why = why
    }
}

extension Estate {
    fileprivate func wave(named word: String?) throws(Refusal) -> String {
        guard let word, waves.contains(where: { $0.name == word }) else {
            throw Refusal("no wave '\(word ?? "")'; the waves are \(waves.map(\.name).joined(separator: ", "))")
        }
        return word
    }

    /// One, or several with commas between.
    fileprivate func groups(named word: String?) throws(Refusal) -> [String] {
        let names = (word ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let known = groups.map(\.name)
        for name in names where !known.contains(name) {
            throw Refusal("no group '\(name)'; the groups are \(known.joined(separator: ", "))")
        }
        return names
    }
}
