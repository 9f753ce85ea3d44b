import Night

/// How old what is known is, where a cluster that answers nothing makes everything of it old at once.
extension Snapshot {
    func isOld<Value>(_ reading: Reading<Value>) -> Bool {
        isStale(reading) || silence(of: reading.origin) != nil
    }

    func oldness<Value>(of reading: Reading<Value>) -> Duration {
        let silent = silence(of: reading.origin).map { at.moment - $0.moment } ?? .zero
        return max(age(of: reading), silent)
    }

    /// When the cluster last said where its topics stand; nil before it did.
    func newestAnswer(of role: ClusterRole) -> Moment? {
        let cluster = cluster(role)
        return [cluster.brokers.reading?.takenAt, cluster.totals.reading?.takenAt, cluster.recordsIn.reading?.takenAt]
            .compactMap { $0 }.max()
    }

    /// Since when a cluster this was read from answers nothing; the earlier, where both are silent.
    private func silence(of origin: Origin) -> Stamp? {
        switch origin {
        case .cluster(let role): return cluster(role).probe.silentSince
        case .endpoint(let role): return cluster(role).endpoints?.probe.silentSince
        case .both, .bridge:
            return [source, target].compactMap(\.probe.silentSince).min { $0.moment < $1.moment }
        }
    }
}

extension Snapshot.Probe {
    var silentSince: Stamp? {
        if case .unanswered(let since) = state { since } else { nil }
    }
}
