// The same connector on both sides at once writes everything twice, or reads it twice into the same place.

/// What a connector is doing on one side.
enum ConnectorActivity: Sendable, Equatable {
    case atWork(String)
    case idle(String)
    case unknown(String)
}

extension WaveEvidence {
    /// Connect is asked every few seconds; one look that was missed is no reason to see nothing.
    static let connectorsGoodFor = Duration.seconds(15)

    var connectorsSingleSided: GateFinding {
        guard !wavePlan.connectors.isEmpty else { return .passes("the wave has no connector", takenAt: moment) }
        let sides = connectorSides
        guard sides.tally.isEmpty else { return sides.tally.finding(sides.passing) }
        return .passes("no connector of the wave is planned on both sides", takenAt: moment)
    }

    /// The same, as a reason to go back.
    var connectorOnBoth: TriggerSight {
        guard wavePlan.connectors.contains(where: \.hasTwoSides) else {
            return .notNow("no connector of the wave is planned on both sides")
        }
        return TriggerSight(connectorSides.tally.finding(connectorSides.passing))
    }

    private var connectorSides: (tally: DifferenceTally, passing: String) {
        var tally = DifferenceTally()
        var passing: [String] = []
        for connector in wavePlan.connectors where connector.hasTwoSides {
            let here = activity(of: connector.name, on: .source, &tally)
            let there = activity(of: connector.name, on: .target, &tally)
            func difference(_ weight: Difference.Weight, _ why: String?) -> Difference {
                Difference(
                    "connector \(connector.name)", "is", source: here.inWords, target: there.inWords, weight, why)
            }
            switch (here, there) {
            case (.atWork, .atWork): tally.add(difference(.fails, "at work on both sides"))
            case (.idle, .idle), (.atWork, .idle), (.idle, .atWork):
                passing.append("\(connector.name) \(here.inWords) on the source, \(there.inWords) on the target")
            case (.unknown, _), (_, .unknown):
                tally.add(difference(.unknown, nil))
            }
        }
        return (tally, passing.gathered())
    }

    private func activity(
        of connector: String, on role: ClusterRole, _ tally: inout DifferenceTally
    ) -> ConnectorActivity {
        guard let sight = services[role].connectors[connector] else { return .unknown(Why.unread) }
        let age = moment - sight.at
        guard age <= max(Self.connectorsGoodFor, pace.staleAfter) else {
            return .unknown("not read for \(age.inWords)")
        }
        tally.rests(on: sight.at)
        return sight.reading?.activity ?? .idle("not there")
    }
}

extension ConnectorPlan {
    func side(_ role: ClusterRole) -> EndpointPlan? { role == .source ? sourceSide : targetSide }

    var hasTwoSides: Bool { sourceSide != nil && targetSide != nil }
}

extension ConnectorReading {
    /// A connector that is RUNNING is at work even when all its tasks have FAILED: whoever restarts them has it on both
    /// sides. One that was stopped is at work until the last of its tasks has stopped.
    var activity: ConnectorActivity {
        let running = tasks.count { $0.state == .running || $0.state == .restarting }
        switch state {
        case .running, .restarting: return .atWork(state.word)
        case .paused, .stopped, .failed:
            return running > 0 ? .atWork("\(state.word), \(running.counted("task")) running") : .idle(state.word)
        case .unassigned:
            return running > 0 ? .atWork("\(state.word), \(running.counted("task")) running") : .unknown(state.word)
        case .other(let word): return .unknown(String(word.prefix(40)))
        }
    }
}

extension ConnectorActivity {
    fileprivate var inWords: String {
        switch self {
        case .atWork(let words), .idle(let words), .unknown(let words): words
        }
    }
}
