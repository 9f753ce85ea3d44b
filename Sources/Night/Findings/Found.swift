/// A finding, and of which kind: by that it is known again at the next look, while its words change with its numbers.
struct Found: Sendable {
    enum Kind: Hashable, Sendable {
        case silent, probe, restarts, blind, leaderless, underReplicated, brokersMissing
        case lag, stuck, ahead, disagreement
        case health, version, internalTopic(InternalTopic.Kind), probing
        case link, mirrors(LinkReading.Mirror.State), unmirrored, misnamed
        case apart, uncarried, absent, skips
        case missingOnTarget, missing, noBudget
        case onBoth, nobodyAtWork, neverCommitted, beyondEnd
        case line(Line)
        case trigger(String)
        case endpoint(String)
    }

    /// Each is since it came to be so: a line that was near for an hour is not over since then.
    enum Line: Hashable, Sendable { case near, over, breached, unknown }

    let kind: Kind
    var finding: Snapshot.Finding

    init(
        _ kind: Kind, _ severity: Snapshot.Finding.Severity, _ about: String, _ text: String, since: Stamp? = nil
    ) {
        self.kind = kind
        finding = Snapshot.Finding(severity, about, text, since: since)
    }
}

/// When each finding was first seen; forgotten when it is gone.
struct FirstSeen: Sendable {
    private struct Key: Hashable, Sendable {
        let about: String
        let kind: Found.Kind

        init(_ found: Found) {
            about = found.finding.about
            kind = found.kind
        }
    }

    private var stamps: [Key: Stamp] = [:]

    mutating func see(_ found: [Found], at stamp: Stamp) {
        var seen: [Key: Stamp] = [:]
        for found in found { seen[Key(found)] = stamps[Key(found)] ?? found.finding.since ?? stamp }
        stamps = seen
    }

    /// Worst first, in the order they came in where they are equally bad, each with the moment it is known to reach
    /// back to: its own where it says one.
    func worstFirst(_ found: [Found]) -> [Snapshot.Finding] {
        let dated = found.map { found in
            var finding = found.finding
            finding.since = finding.since ?? stamps[Key(found)]
            return finding
        }
        return Snapshot.Finding.Severity.allCases.flatMap { severity in dated.filter { $0.severity == severity } }
    }
}

extension Snapshot {
    /// Everything that is wrong or cannot be seen, subject by subject.
    var found: [Found] {
        ClusterRole.allCases.flatMap { found(in: cluster($0)) } + foundInBridge + groups.flatMap(found(in:))
            + foundInBudget + waves.flatMap(found(in:))
    }

    /// When a reading was taken, on both clocks.
    func stamp<Value>(of reading: Reading<Value>) -> Stamp {
        let age = (at.moment - reading.takenAt).inNanoseconds / 1_000_000
        return Stamp(moment: reading.takenAt, wall: WallTime(milliseconds: at.wall.milliseconds &- age))
    }

    /// Some readings of a cluster that does not answer are old; that is one finding, not one each.
    func isBlind(_ role: ClusterRole) -> Bool {
        cluster(role).probe.state != .sweeping
    }
}

extension Int64 {
    /// "43 680".
    var grouped: String {
        if magnitude < 1_000 { return "\(self)" }
        let rest = magnitude % 1_000
        let zeros = rest < 10 ? "00" : rest < 100 ? "0" : ""
        return "\((self / 1_000).grouped) \(zeros)\(rest)"
    }
}
