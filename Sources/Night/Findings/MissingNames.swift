/// What the plan names and the clusters do not have. It changes with sweeps only, so it is looked up when one ends.
struct MissingNames {
    let plan: Plan
    let topics: [Snapshot.Topic]
    let groups: [Snapshot.Group]

    var found: [Found] {
        var found: [Found] = []
        let notCarried = topics.filter { $0.onSource.value != nil && isMissing($0.onTarget, on: .target) }
        if let names = gathered(notCarried.map(\.name)) {
            found.append(Found(.missingOnTarget, .warning, "topics", "not on the target: \(names)"))
        }
        // One that a pattern found and that is gone since was deleted; the log has it.
        let named = Set(plan.waves.flatMap(\.topics).filter { $0.kind == .name }.map(\.text))
        let nowhere = topics.filter {
            named.contains($0.name) && isMissing($0.onSource, on: .source) && isMissing($0.onTarget, on: .target)
        }
        if let names = gathered(nowhere.map(\.name)) {
            found.append(Found(.missing, .warning, "topics", "on neither cluster: \(names)"))
        }
        let namedGroups = Set(plan.waves.flatMap(\.groups).map(\.group).filter { $0.kind == .name }.map(\.text))
        let noGroups = groups.filter {
            namedGroups.contains($0.name) && $0.source.state.value == .absent && $0.target.state.value == .absent
        }
        if let names = gathered(noGroups.map(\.name)) {
            found.append(Found(.missing, .warning, "groups", "on neither cluster: \(names)"))
        }
        return found
    }

    private func isMissing(_ partitions: Known<Int>, on role: ClusterRole) -> Bool {
        guard let why = partitions.whyUnknown else { return false }
        return why == Why.notOn(role) || why == Why.topicGone
    }

    /// "orders-late and 2 more".
    private func gathered(_ names: [String]) -> String? {
        guard let first = names.first else { return nil }
        return names.count == 1 ? first : "\(first) and \(names.count - 1) more"
    }
}
