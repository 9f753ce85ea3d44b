extension Snapshot {
    /// As many restarts lately are no accident any more.
    private static let manyRestarts = 3

    func found(in cluster: Cluster) -> [Found] {
        foundInProbe(cluster.probe, of: cluster.role.rawValue) + foundInReadings(of: cluster)
            + (cluster.endpoints.map(found(in:)) ?? [])
    }

    func foundInProbe(_ probe: Probe, of about: String, isBlind: Finding.Severity = .red) -> [Found] {
        var found: [Found] = []
        switch probe.state {
        case .unanswered(let since): found.append(Found(.silent, isBlind, about, "answers nothing", since: since))
        case .down(let why): found.append(Found(.probe, isBlind, about, "probe is down: \(why)"))
        case .waiting(_, let why): found.append(Found(.probe, isBlind, about, "probe is to restart: \(why)"))
        case .late:
            let since = probe.lastSweep.reading.map(stamp)
            found.append(Found(.probe, .warning, about, "probe is late, no sweep has ended in time", since: since))
        case .starting, .sweeping: break
        }
        if probe.restartsLately >= Self.manyRestarts {
            let text = "probe restarted \(probe.restartsLately) times in ten minutes"
            found.append(Found(.restarts, .warning, about, text))
        }
        return found
    }

    private func foundInReadings(of cluster: Cluster) -> [Found] {
        let about = cluster.role.rawValue
        guard let totals = cluster.totals.reading else {
            if case .unanswered = cluster.probe.state { return [] }
            return [Found(.blind, .unknown, about, cluster.totals.whyUnknown ?? Why.unread)]
        }
        var found: [Found] = []
        if isStale(totals), !saysItIsBlind(cluster) {
            found.append(Found(.blind, .unknown, about, "no fresh reading of its brokers", since: stamp(of: totals)))
        }
        let asOf = isStale(totals) ? " when last seen" : ""
        if totals.value.offline > 0 {
            found.append(
                Found(.leaderless, .red, about, "\(totals.value.offline.partitions) without a leader\(asOf)"))
        }
        if totals.value.underReplicated > 0 {
            let text = "\(totals.value.underReplicated.partitions) under-replicated\(asOf)"
            found.append(Found(.underReplicated, .warning, about, text))
        }
        if let brokers = cluster.brokers.value?.count, brokers < cluster.mostBrokers {
            let text = "\(brokers) of \(cluster.mostBrokers) brokers are there\(asOf)"
            found.append(Found(.brokersMissing, .warning, about, text))
        }
        return found
    }

    private func saysItIsBlind(_ cluster: Cluster) -> Bool {
        switch cluster.probe.state {
        case .unanswered, .down, .waiting: true
        case .starting, .sweeping, .late: false
        }
    }
}
