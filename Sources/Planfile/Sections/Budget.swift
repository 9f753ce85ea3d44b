import Night

private enum LineKey: String, CaseIterable {
    case metric, cluster, limit
    case warnAt = "warn-at"
    case hold = "for"
}
private enum TighteningKey: String, CaseIterable {
    case limit
    case warnAt = "warn-at"
    case hold = "for"
}

extension PlanReader {
    func budget(in node: YamlNode?, at position: PlanPosition, of clusters: YamlNode?) -> [BudgetLine] {
        var entries: [YamlNode.Entry] = []
        if case .mapping(let written) = node?.content {
            entries = written
        } else if let node {
            mismatch(node, expected: "budget lines, each such as consumer-lag: { metric: …, limit: … }")
            return []
        }
        warnOfMissingLines(among: entries, at: position)
        let estate = Estate(clusters: clusters)
        return entries.compactMap { budgetLine($0, on: estate) }
    }

    private func warnOfMissingLines(among entries: [YamlNode.Entry], at position: PlanPosition) {
        let written = entries.map(\.key)
        for line in BudgetLine.expected where !written.contains(line) {
            let others = written.filter { !BudgetLine.expected.contains($0) }
            if let near = suggestion(for: line, among: others), let entry = entries.first(where: { $0.key == near }) {
                warn(
                    at: entry.position, text: near, "the budget has no line \(line)", suggestion: line)
            } else {
                warn(at: position, "the budget has no line \(line); every night is expected to have one")
            }
        }
    }

    private func budgetLine(_ entry: YamlNode.Entry, on estate: Estate) -> BudgetLine? {
        guard let fields = Fields(entry.value, LineKey.self, of: "a budget line", by: self) else { return nil }
        let metric = fields.required(.metric, metric)
        let cluster = fields.optional(.cluster, word(ClusterRole.self))
        if let metric, let node = fields[.cluster] ?? fields[.metric] {
            checkWhereAsked(cluster, isWritten: fields.has(.cluster), for: metric, node, on: estate)
        }
        let limit = fields.required(.limit) { self.limit($0, against: metric) }
        let warnAt = fields.optional(.warnAt, share)
        let hold = fields.optional(.hold, duration)
        guard let metric, let limit, let node = fields[.limit] else { return nil }
        guard limit.value > 0 else {
            report(node, "a limit of nothing leaves no budget to use; give one above zero")
            return nil
        }
        return BudgetLine(
            name: entry.key, metric: metric, cluster: cluster, limit: limit, warnAt: warnAt ?? 0.7,
            hold: hold ?? .zero)
    }

    /// A wave's own, tighter limits.
    func tightenings(_ node: YamlNode, on estate: Estate) -> [BudgetTightening]? {
        guard case .mapping(let entries) = node.content else {
            mismatch(node, expected: "lines of the night's budget, each such as consumer-lag: { limit: 15s }")
            return nil
        }
        return entries.compactMap { entry in
            guard estate.lineNames.contains(entry.key) else {
                report(
                    at: entry.position, text: entry.key, "the night's budget has no such line to tighten",
                    suggestion: suggestion(for: entry.key, among: estate.lineNames.sorted()))
                return nil
            }
            return tightening(entry, of: estate.lines[entry.key])
        }
    }

    /// `line` is nil when something is wrong with the night's own line, which was reported there.
    private func tightening(_ entry: YamlNode.Entry, of line: BudgetLine?) -> BudgetTightening? {
        guard let fields = Fields(entry.value, TighteningKey.self, of: "a tighter line", by: self) else { return nil }
        let limit = fields.optional(.limit) { self.limit($0, against: line?.metric) }
        if let line, let limit, let node = fields[.limit] {
            if limit.dimension != line.limit.dimension {
                report(node, "the night's limit is \(line.limit.dimension.named); this is \(limit.dimension.named)")
            } else if limit.value > line.limit.value {
                report(node, "looser than the night's own limit; a wave may only tighten it")
            }
        }
        return BudgetTightening(
            line: entry.key, limit: limit, warnAt: fields.optional(.warnAt, share),
            hold: fields.optional(.hold, duration))
    }
}
