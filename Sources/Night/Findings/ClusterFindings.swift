extension Snapshot {
    /// As many restarts lately are no accident any more.
    private static let manyRestarts = 3

    func found(in cluster: Cluster) -> [Found] {
        foundInProbe(cluster.probe, of: cluster.role.rawValue, isBlind: .red) + foundInReadings(of: cluster)
            + (cluster.endpoints.map(found(in:)) ?? [])
    }

    private func found(in endpoints: Endpoints) -> [Found] {
        let (role, probe) = (endpoints.role.rawValue, endpoints.probe)
        let silent = endpoints.health.compactMap { endpoint in
            endpoint.problem.map {
                let text = "\(endpoint.endpoint): \($0)"
                return Found(.endpoint(endpoint.endpoint), .unknown, "\(role) \(endpoint.kind.rawValue)", text)
            }
        }
        // Where each says why it is silent, that all are is no more news.
        if case .unanswered = probe.state, !silent.isEmpty { return silent }
        return silent + foundInProbe(probe, of: "\(role) endpoints", isBlind: .unknown)
    }

    private func foundInProbe(_ probe: Probe, of about: String, isBlind: Finding.Severity) -> [Found] {
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
