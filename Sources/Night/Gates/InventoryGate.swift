extension WaveEvidence {
    /// Principals are named in the plan, and no client can look them up; that is said, and fails nothing.
    var inventory: GateFinding {
        var tally = GateTally()
        if wavePlan.owner.isEmpty { tally.fail("nobody owns the wave") }
        guard let metadataAt = clusters.source.totals.reading?.takenAt else { return .unknown("source: \(Why.unread)") }
        tally.rests(on: metadataAt)
        for match in roster.topicPatterns { lookFor(topicsOf: match, &tally) }
        for match in roster.groupPatterns { lookFor(groupsOf: match, &tally) }
        for connector in wavePlan.connectors { lookFor(connector, &tally) }
        return tally.finding(
            [
                listed("topic", topicNames), listed("group", waveGroups.map(\.name)),
                listed("connector", wavePlan.connectors.map(\.name)), unseen,
            ]
            .compactMap { $0 }.joined(separator: "; "))
    }

    private func lookFor(topicsOf match: WaveRoster.Match, _ tally: inout GateTally) {
        if match.numbers.isEmpty { tally.fail("no topic is \(match.pattern)") }
        var present = 0
        for number in match.numbers {
            switch side(number, on: .source).presence {
            case .present(let at):
                present += 1
                tally.rests(on: at)
            case .unread: tally.miss("topic \(name(of: number)): \(Why.unread)")
            case .gone: tally.fail("topic \(name(of: number)) is gone from the source")
            // What a pattern matches on the target alone was never to be moved.
            case .absent where match.pattern.kind != .name: continue
            case .absent: tally.fail("topic \(name(of: number)) is not on the source")
            }
        }
        if present == 0, !match.numbers.isEmpty, match.pattern.kind != .name {
            tally.fail("no topic on the source is \(match.pattern)")
        }
    }

    private func lookFor(groupsOf match: WaveRoster.Match, _ tally: inout GateTally) {
        if match.numbers.isEmpty { tally.fail("no group is \(match.pattern)") }
        for number in match.numbers {
            let group = groups.groups[number]
            let sides = ClusterRole.allCases.map { group.sides[$0] }
            if let at = sides.compactMap(\.presentAt).max() {
                tally.rests(on: at)
            } else if let why = sides.compactMap(\.whyPresenceUnknown).first {
                tally.miss("group \(group.name): \(why)")
            } else {
                tally.fail("group \(group.name) is on neither cluster")
            }
        }
    }

    /// On one of the Connects the plan names for it; the other gets it when it moves.
    private func lookFor(_ connector: ConnectorPlan, _ tally: inout GateTally) {
        let sides = ClusterRole.allCases.filter { connector.side($0) != nil }
        let sights = sides.compactMap { services[$0].connectors[connector.name] }
        if let seen = sights.first(where: { $0.reading != nil }) {
            let age = moment - seen.at
            if age > max(Self.connectorsGoodFor, pace.staleAfter) {
                tally.miss("connector \(connector.name) was not read for \(age.inWords)")
            }
        } else if sights.count == sides.count {
            tally.fail("connector \(connector.name) is on no Connect the plan names for it")
        } else {
            tally.miss("connector \(connector.name): \(Why.unread)")
        }
    }

    private var topicNames: [String] {
        roster.topics.lazy.filter { side($0, on: .source).isPresent }.map { name(of: $0) }
    }

    /// "2 topics: orders, payments".
    private func listed(_ noun: String, _ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        return "\(names.count.counted(noun)): \(names.gathered())"
    }

    private var unseen: String? {
        wavePlan.producers.isEmpty ? nil : "principals cannot be looked up by this version"
    }
}

extension GroupSideKnowledge {
    /// When it was last seen to exist here; nil: it is not here, or nobody can tell.
    fileprivate var presentAt: Moment? {
        switch state {
        case .known(let reading): reading.value == .absent ? nil : reading.takenAt
        // A cluster that lists no groups still answers for their commits.
        case .unknown: commits.hasCommits ? commits.readAt : nil
        }
    }

    fileprivate var whyPresenceUnknown: String? { state.whyUnknown }
}
