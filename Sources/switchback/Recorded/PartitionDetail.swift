import BlackBox
import Night
import Planfile

/// The partitions of one topic as they were, folded again from the readings: pictures keep none. Offsets and lags in
/// records are those of that moment; a lag in time reaches back as far as what is folded, and says "at least" beyond.
final class PartitionDetail {
    private let recorded: RecordedNight
    private var known: (topic: String, at: Moment, partitions: [Snapshot.Partition])?

    private static let reach = Duration.seconds(120)

    init(_ recorded: RecordedNight) {
        self.recorded = recorded
    }

    /// Nil: they cannot be told. MirrorMaker 2 tells an offset's twin once, maybe hours before.
    func partitions(of topic: String, in picture: Snapshot, at moment: Moment) throws -> [Snapshot.Partition]? {
        if let known, known.topic == topic, known.at == moment { return known.partitions }
        guard let plan = plan(at: moment), plan.bridges.allSatisfy(\.keepsOffsets),
            let twin = picture.topics.first(where: { $0.name == topic })?.twin
        else { return nil }
        var night: Night?
        try recorded.readings(from: moment - Self.reach) { observed in
            guard observed.at.moment <= picture.at.moment else { return false }
            var folded = night ?? Night(plan: plan, at: observed.at)
            night = nil
            if let what = observed.what.only([topic, twin]) {
                folded.take(Observed(by: observed.by, at: observed.at, what: what))
            }
            night = folded
            return true
        }
        let partitions = night?.snapshot(at: picture.at).topics.first { $0.name == topic }?.partitions
        if let partitions { known = (topic, moment, partitions) }
        return partitions
    }

    private func plan(at moment: Moment) -> Plan? {
        let text = recorded.planTexts.last { $0.since.moment <= moment }?.text ?? recorded.planTexts.first?.text
        return text.flatMap { Planfile.parse(bytes: Array($0.utf8), secrets: .unneeded).plan }
    }
}

extension SecretSource {
    /// For a plan that is only read: nothing is asked with it.
    static let unneeded = SecretSource(variable: { _ in "unneeded" }, file: { _ in Array("unneeded".utf8) })
}

extension BridgePlan {
    fileprivate var keepsOffsets: Bool {
        if case .mirrorMaker2 = self { false } else { true }
    }
}

extension Observation {
    /// What of it is about these topics; nil: nothing that a partition's row is made of.
    fileprivate func only(_ topics: Set<String>) -> Observation? {
        switch self {
        case .metadata(var metadata):
            metadata.topics.removeAll { !topics.contains($0.name) }
            return .metadata(metadata)
        case .ends(let offsets): return .ends(offsets.filter { topics.contains($0.topic) })
        case .starts(let offsets): return .starts(offsets.filter { topics.contains($0.topic) })
        case .commits(let group, let offsets):
            return .commits(group: group, offsets.filter { topics.contains($0.topic) })
        case .groups, .members, .sweepEnded: return self
        default: return nil
        }
    }
}
