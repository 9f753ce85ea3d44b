public import Night

/// The night as lines of text, for pipes, screen readers and terminals that cannot place text: what changed, once, when
/// it changed. No line holds anything a terminal would obey.
public struct PlainReporter: Sendable {
    /// How each thing was last said to stand, by what it is called.
    private var said: [String: String] = [:]
    private var newestLogged: Moment?
    private var loggedAtNewest = 0

    public init() {}

    /// The lines this snapshot is worth after those before it.
    public mutating func lines(for snapshot: Snapshot) -> [String] {
        var lines = newLogLines(of: snapshot)
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

    /// What is watched for change, without the numbers that change with every reading.
    private func states(of snapshot: Snapshot) -> [(name: String, state: String)] {
        var states: [(String, String)] = []
        for role in ClusterRole.allCases {
            states.append(("\(role.rawValue) probe", words(of: snapshot.cluster(role).probe, in: snapshot)))
        }
        states.append(("pressure", words(of: snapshot.pressure.finding)))
        if snapshot.bridge.disagreement != nil || said["bridge measurements"] != nil {
            states.append(("bridge measurements", snapshot.bridge.disagreement == nil ? "agree" : "disagree"))
        }
        for line in snapshot.budget { states.append(("budget \(line.plan.name)", words(of: line, in: snapshot))) }
        for group in snapshot.groups {
            let name = "group \(group.name)"
            if group.activeOnBoth || said[name] != nil {
                states.append((name, group.activeOnBoth ? "at work on both clusters" : "no longer at work on both"))
            }
        }
        for wave in snapshot.waves {
            let name = "wave \(wave.plan.name)"
            states.append((name, wave.phase.map { "phase \($0.rawValue)" } ?? "phase not established"))
            for gate in wave.gates { states.append(("\(name) gate \(gate.plan.name)", Standing(gate.verdict).words)) }
            for trigger in wave.triggers {
                states.append(("\(name) trigger \(trigger.plan.name)", Standing(trigger).words))
            }
        }
        return states
    }

    private func words(of probe: Snapshot.Probe, in snapshot: Snapshot) -> String {
        // The seconds until it restarts are no change of state.
        if case .waiting(_, let why) = probe.state { return "restarting: \(why)" }
        return Standing(probe, in: snapshot).words
    }

    private func words(of finding: Snapshot.PressureMap.Finding) -> String {
        switch finding {
        case .level: "level"
        case .accumulating(let stage): "builds up at \(stage.rawValue)"
        case .standing(let stage): "stands still at \(stage.rawValue)"
        case .unknown(let why): "unknown, \(why)"
        }
    }

    /// Without how long it has been over, which changes with every second.
    private func words(of line: Snapshot.Line, in snapshot: Snapshot) -> String {
        let standing = Standing(line, in: snapshot)
        if case .filling = line.standing { return standing.word }
        return standing.words
    }
}

extension Standing {
    fileprivate var words: String { detail.map { "\(word), \($0)" } ?? word }
}
