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
        for state in states(of: snapshot) where said.updateValue(state.word, forKey: state.name) != state.word {
            lines.append(line(snapshot.at, state.name, state.detail.map { "\(state.word), \($0)" } ?? state.word))
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

        /// About the same thing, and begins the same.
        func isNear(_ other: FindingName) -> Bool { about == other.about && words.prefix(2) == other.words.prefix(2) }
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
        // What is told in other words now is not over.
        let gone = found.filter { name, finding in
            now[name] == nil && !now.contains { $0.key.isNear(name) && $0.value.severity == finding.severity }
        }.values
            .sorted { ($0.about, $0.text) < ($1.about, $1.text) }
        for finding in gone { lines.append(line(snapshot.at, "cleared", "\(finding.about) \(finding.text)")) }
        found = now
        return lines
    }

    // MARK: States

    /// One thing that is watched for change.
    private struct State {
        let name: String
        let word: String
        /// Said with it, and no change by itself: its numbers move with every reading.
        var detail: String?

        init(_ name: String, _ word: String, detail: String? = nil) {
            self.name = name
            self.word = word
            self.detail = detail
        }

        init(_ name: String, _ standing: Standing) {
            self.init(name, standing.word, detail: standing.detail.flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    /// What is neither logged nor found.
    private func states(of snapshot: Snapshot) -> [State] {
        var states = [State("pressure", words(of: snapshot.pressure.finding))] + states(of: snapshot.command)
        for wave in snapshot.waves {
            let name = "wave \(wave.plan.name)"
            states.append(State(name, wave.standingWords))
            states += verdicts("gate", of: name, wave.gates.map { ($0.plan.name, Standing($0.verdict)) })
            states += verdicts("trigger", of: name, wave.triggers.map { ($0.name, Standing($0.state)) })
            states += wave.steps.compactMap { step in
                Standing(step.fate).map { State("\(name) step \(step.id.words) (\(step.plan.act.words))", $0) }
            }
        }
        return states
    }

    private func states(of command: Snapshot.Command?) -> [State] {
        let none = "none"
        let recording: (String, String?) =
            switch command?.recording {
            case .failing(let why, _)?: ("FAILS, advance is off and X works", why)
            case .thin(let detail, let why, _)?: ("\(detail.words), and every event", why)
            case .recording?, nil: ("as it should be", nil)
            }
        let watched = [
            State(
                "keys", command.map { "held by \($0.holder.words), \($0.executes ? "EXECUTE" : "dry run")" } ?? none),
            State("recording", recording.0, detail: recording.1),
            State("hold", command?.hold.map { "by \($0.by)" } ?? none, detail: command?.hold?.why),
            State("panic", command?.panic.map { "by \($0.by)" } ?? none, detail: command?.panic?.why),
            State("plan on disk", command?.planChanged == nil ? "as taken" : "changed, not taken"),
        ]
        // What was never out of the ordinary is not worth a line.
        let ordinary = ["none", "as it should be", "as taken"]
        return watched.filter { said[$0.name] != nil || !ordinary.contains($0.word) }
    }

    /// One line each for those that were ever seen, and one for all that nothing measures.
    private func verdicts(
        _ noun: String, of wave: String, _ standings: [(name: String, standing: Standing)]
    ) -> [State] {
        var states: [State] = []
        var unmeasured = 0
        for (plain, standing) in standings {
            let name = "\(wave) \(noun) \(plain)"
            if standing.level == .unknown, said[name] == nil {
                unmeasured += 1
            } else {
                states.append(State(name, standing))
            }
        }
        let together = "\(wave) \(noun)s"
        if unmeasured > 0 || said[together] != nil {
            states.append(State(together, "\(unmeasured) unknown"))
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
