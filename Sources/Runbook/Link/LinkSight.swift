import Links
import Night

/// The mirror topics that a look found still to be changed: the step changes these, and its undo the same.
struct LinkFound: Codable {
    var mirrorTopics: [String]
}

/// What one reading says of some of a link's topics.
struct LinkSight {
    let mirrors: [LinkReading.Mirror]
    /// Asked for, and not among the link's.
    let unmirrored: [String]

    /// By the topics' names on the source.
    init(_ reading: LinkReading, of sourceTopics: [String]) {
        self.init(reading, sourceTopics, by: \.sourceTopic)
    }

    init(_ reading: LinkReading, mirrors mirrorTopics: [String]) {
        self.init(reading, mirrorTopics, by: \.mirrorTopic)
    }

    private init(_ reading: LinkReading, _ names: [String], by name: (LinkReading.Mirror) -> String) {
        let known = Dictionary(reading.mirrors.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        mirrors = names.sorted().compactMap { known[$0] }
        unmirrored = names.sorted().filter { known[$0] == nil }
    }

    /// Those not in this state, each with the one it is in.
    func missing(_ goal: LinkReading.Mirror.State) -> [String] {
        unmirrored.map { "\($0) is not mirrored" }
            + mirrors.filter { $0.state != goal }.map { mirror in
                "\(mirror.mirrorTopic) is \(mirror.state.words)" + (mirror.error.map { " (\($0))" } ?? "")
            }
    }

    var failed: [String] {
        mirrors.filter { $0.state == .failed }.map { mirror in
            "\(mirror.mirrorTopic) has failed" + (mirror.error.map { ": \($0)" } ?? "")
        }
    }
}

extension LinkReading.Mirror {
    /// It was asked for already, and asking again would be refused.
    func isOnItsWay(to goal: State) -> Bool { goal == .promoted && state == .promoting }
}

extension StepPlan.LinkAct {
    var change: MirrorChange {
        switch self {
        case .promote: .promote
        case .pause: .pause
        }
    }

    var goal: LinkReading.Mirror.State {
        switch self {
        case .promote: .promoted
        case .pause: .paused
        }
    }
}

extension [MirrorAnswer] {
    var refusals: [String] {
        compactMap { if case .refused(let why) = $0.outcome { "\($0.mirrorTopic): \(why)" } else { nil } }
    }

    var unknowns: [String] {
        compactMap { if case .unknown(let why) = $0.outcome { "\($0.mirrorTopic): \(why)" } else { nil } }
    }
}

extension MirrorAnswer {
    /// Records that go with the change are lost, and stay in the record of the night.
    var truncation: String? {
        guard let truncatedRecords, truncatedRecords > 0 else { return nil }
        return "\(mirrorTopic): \(truncatedRecords) records thrown away"
    }
}
