import Night

/// One look at a night, summed up: the worst of what was found, and each finding in words.
struct Judgement: Equatable {
    enum Standing: String, Equatable {
        case green, warning, red, unknown
    }

    struct Finding: Equatable {
        let standing: Standing
        let about: String
        let text: String
    }

    let findings: [Finding]

    /// Red outranks unknown, since it is known; unknown outranks warning, since anything may be behind it.
    var standing: Standing {
        for standing in [Standing.red, .unknown, .warning] where findings.contains(where: { $0.standing == standing }) {
            return standing
        }
        return .green
    }

    var exitCode: ExitCode {
        switch standing {
        case .green: .good
        case .warning: .warning
        case .red: .bad
        case .unknown: .unknown
        }
    }

    init(of snapshot: Snapshot) {
        findings =
            ClusterRole.allCases.flatMap { Self.findings(of: snapshot.cluster($0), in: snapshot) }
            + Self.findings(of: snapshot.bridge, in: snapshot) + snapshot.groups.flatMap(Self.findings(of:))
            + snapshot.budget.compactMap(Self.finding(of:))
    }

    private static func findings(of cluster: Snapshot.Cluster, in snapshot: Snapshot) -> [Finding] {
        let name = cluster.role.rawValue
        guard let totals = cluster.totals.reading, !snapshot.isStale(totals) else {
            let why = cluster.probe.trouble.map { "\($0.trouble.asked): \($0.trouble.said)" }
            return [Finding(standing: .unknown, about: name, text: why ?? "no fresh reading")]
        }
        var findings: [Finding] = []
        if totals.value.offline > 0 {
            findings.append(
                Finding(standing: .red, about: name, text: "\(totals.value.offline.partitions) without a leader"))
        }
        if totals.value.underReplicated > 0 {
            let text = "\(totals.value.underReplicated.partitions) under-replicated"
            findings.append(Finding(standing: .warning, about: name, text: text))
        }
        return findings
    }

    private static func findings(of bridge: Snapshot.Bridge, in snapshot: Snapshot) -> [Finding] {
        var findings: [Finding] = []
        switch bridge.lag.records {
        case .unknown(let why): findings.append(Finding(standing: .unknown, about: "bridge", text: "lag: \(why)"))
        case .known(let reading) where snapshot.isStale(reading):
            findings.append(Finding(standing: .unknown, about: "bridge", text: "no fresh reading of its lag"))
        case .known: break
        }
        if let disagreement = bridge.disagreement {
            findings.append(Finding(standing: .warning, about: "bridge", text: disagreement))
        }
        if bridge.aheadPartitions > 0 {
            let text = "the target is ahead of the source in \(bridge.aheadPartitions.partitions)"
            findings.append(Finding(standing: .warning, about: "bridge", text: text))
        }
        if bridge.stuckPartitions > 0 {
            let text = "lag and no progress in \(bridge.stuckPartitions.partitions)"
            findings.append(Finding(standing: .warning, about: "bridge", text: text))
        }
        return findings
    }

    private static func findings(of group: Snapshot.Group) -> [Finding] {
        guard group.activeOnBoth else { return [] }
        return [Finding(standing: .red, about: "group \(group.name)", text: "at work on both clusters")]
    }

    private static func finding(of line: Snapshot.Line) -> Finding? {
        let about = "budget \(line.plan.name)"
        switch line.standing {
        case .inside: return nil
        case .warning: return Finding(standing: .warning, about: about, text: "\(percent(line)) of its limit")
        // One look cannot wait for the hold time; it is over the limit, and not yet for long enough to count.
        case .filling: return Finding(standing: .warning, about: about, text: "over its limit (\(percent(line)))")
        case .breached: return Finding(standing: .red, about: about, text: "breached (\(percent(line)))")
        case .lost(let why): return Finding(standing: .red, about: about, text: "breached when last seen, \(why)")
        case .unknown(let why): return Finding(standing: .unknown, about: about, text: why)
        }
    }

    private static func percent(_ line: Snapshot.Line) -> String {
        guard let used = line.used.value, used.isFinite else { return "?" }
        return "\(Int(clamping: Int64(max(-1e9, min(1e9, used * 100)))))%"
    }
}
