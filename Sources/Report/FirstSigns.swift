import Night

/// What was wrong when the first trigger turned red or the first wave went back, by when it began. A night in which
/// neither happened tells what was red in it.
struct FirstSigns {
    private struct Name: Hashable {
        let about: String
        /// Without its numbers, which move.
        let words: [Substring]
    }

    private var alight: [Name: Snapshot.Finding] = [:]
    private var reds: [Name: Snapshot.Finding] = [:]
    private var atFirstRed: [Snapshot.Finding]?

    private static let most = 16

    init() {}

    /// That something is not known is no sign of what went wrong: it is an open question.
    mutating func take(_ snapshot: Snapshot) {
        guard atFirstRed == nil else { return }
        var now: [Name: Snapshot.Finding] = [:]
        for finding in snapshot.findings where finding.severity != .unknown {
            let name = Name(
                about: finding.about, words: finding.text.split(separator: " ").filter { $0.first?.isNumber != true })
            var known = alight[name] ?? finding
            known.since = known.since ?? snapshot.at
            known.severity = finding.severity
            now[name] = known
            if finding.severity == .red, reds[name] == nil, reds.count < Self.most { reds[name] = known }
        }
        alight = now
    }

    /// `red`: what turned red, where it was that.
    mutating func turnedRed(_ red: Snapshot.Finding? = nil) {
        guard atFirstRed == nil else { return }
        atFirstRed = Array(alight.values) + [red].compactMap { $0 }
    }

    var found: [Snapshot.Finding] {
        let found = atFirstRed ?? Array(reds.values)
        return Array(found.sorted { began($0) < began($1) }.prefix(Self.most))
    }

    private func began(_ finding: Snapshot.Finding) -> (Moment, String) {
        (finding.since?.moment ?? Moment(nanoseconds: 0), finding.about + finding.text)
    }
}
