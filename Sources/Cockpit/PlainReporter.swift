public import Night

/// The night as lines of text, for pipes, screen readers and terminals that cannot place text: what changed, once, when
/// it changed. No line holds anything a terminal would obey.
public struct PlainReporter: Sendable {
    /// How each thing was last said to stand, by what it is called.
    private var said: [String: String] = [:]
    /// The findings that were said and not yet said to be gone.
    private var found: [FindingName: Snapshot.Finding] = [:]
    private var newestLogged: Moment?
    private var loggedAtNewest = 0

    public init() {}

    /// The lines this snapshot is worth after those before it.
    public mutating func lines(for snapshot: Snapshot) -> [String] {
        var lines = newLogLines(of: snapshot)
        lines += findingLines(of: snapshot)
        for (name, state) in states(of: snapshot) where said.updateValue(state, forKey: name) != state {
            lines.append(line(snapshot.at, name, state))
        }
        return lines
    }

    private func line(_ stamp: Stamp, _ name: String, _ state: String) -> String {
        "\(Spelling.clock(stamp.wall))Z \(name): \(state)".madeVisible
    }

    private mutating func newLogLines(of snapshot: Snapshot) -> [String] {
        var lines: [String] = []
        var atSameMoment = 0
        for entry in snapshot.log {
            let moment = entry.at.moment
            if let newest = newestLogged, moment < newest { continue }
            if moment == newestLogged {
                atSameMoment += 1
                if atSameMoment <= loggedAtNewest { continue }
                loggedAtNewest += 1
            } else {
                newestLogged = moment
                loggedAtNewest = 1
                atSameMoment = 1
            }
            lines.append(line(entry.at, entry.about, entry.text))
        }
        return lines
    }

    // MARK: Findings

    /// A finding whose numbers move is still the same one.
    private struct FindingName: Hashable {
        let about: String
        let words: [Substring]

        init(_ finding: Snapshot.Finding) {
            about = finding.about
            words = finding.text.split(separator: " ").filter { $0.first?.isNumber != true }
        }
    }

    private mutating func findingLines(of snapshot: Snapshot) -> [String] {
        var lines: [String] = []
        var now: [FindingName: Snapshot.Finding] = [:]
        // The log tells of the budget, and no more often than somebody can follow.
        for finding in snapshot.findings where !finding.about.hasPrefix("budget") {
            let name = FindingName(finding)
            now[name] = finding
            guard found[name]?.severity != finding.severity else { continue }
            let since = finding.since.map { ", since \(Spelling.clock($0.wall))Z" } ?? ""
            lines.append(line(snapshot.at, Standing(finding).word, "\(finding.about) \(finding.text)\(since)"))
        }
        let gone = found.filter { now[$0.key] == nil }.values
            .sorted { ($0.about, $0.text) < ($1.about, $1.text) }
        for finding in gone { lines.append(line(snapshot.at, "cleared", "\(finding.about) \(finding.text)")) }
        found = now
        return lines
    }

    // MARK: States

    /// What is watched for change and neither logged nor found, without the numbers that change with every reading.
    private func states(of snapshot: Snapshot) -> [(name: String, state: String)] {
        var states = [("pressure", words(of: snapshot.pressure.finding))]
        for wave in snapshot.waves {
            let name = "wave \(wave.plan.name)"
            states.append((name, wave.phase.map { "phase \($0.rawValue)" } ?? "phase not established"))
            states += verdicts("gate", of: name, wave.gates.map { ($0.plan.name, Standing($0.verdict)) })
            states += verdicts("trigger", of: name, wave.triggers.map { ($0.name, Standing($0.state)) })
        }
        return states
    }

    /// One line each for those that were ever seen, and one for all that nothing measures.
    private func verdicts(
        _ noun: String, of wave: String, _ standings: [(name: String, standing: Standing)]
    ) -> [(name: String, state: String)] {
        var states: [(String, String)] = []
        var unmeasured = 0
        for (plain, standing) in standings {
            let name = "\(wave) \(noun) \(plain)"
            if standing.level == .unknown, said[name] == nil {
                unmeasured += 1
            } else {
                states.append((name, standing.words))
            }
        }
        let together = "\(wave) \(noun)s"
        if unmeasured > 0 || said[together] != nil {
            states.append((together, "\(unmeasured) unknown"))
        }
        return states
    }

    private func words(of finding: Snapshot.PressureMap.Finding) -> String {
        switch finding {
        case .level: "level"
        case .accumulating(let stage): "builds up at \(stage.rawValue)"
        case .standing(let stage): "stands still at \(stage.rawValue)"
        case .unknown(let why): "unknown, \(why)"
        }
    }
}

extension Standing {
    fileprivate var words: String { detail.map { "\(word), \($0)" } ?? word }
}
