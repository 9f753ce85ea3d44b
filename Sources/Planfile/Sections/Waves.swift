import Night

private enum Key: String, CaseIterable {
    case wave, pattern, owner
    case abortOwner = "abort-owner"
    case after, topics, groups, producers, connectors, budget
    case maxFreeze = "max-freeze"
    case observe, gates, triggers, steps
}
private enum ConnectorKey: String, CaseIterable {
    case sink, source
    case sourceSide = "source-side"
    case targetSide = "target-side"
}

/// A wave with the places its names stand at, for what can only be checked between waves.
struct WrittenWave {
    let plan: WavePlan
    /// Nil: it has no name, and nothing can refer to it.
    let name: YamlNode?
    let after: [YamlNode]
    let topics: [YamlNode]
    let groups: [YamlNode]
}

extension PlanReader {
    func waves(_ node: YamlNode, on estate: Estate) -> [WavePlan]? {
        guard let waves = list(node, of: "waves", atMost: 200, { self.wave($0, on: estate) }) else { return nil }
        check(waves)
        return waves.map(\.plan)
    }

    private func wave(_ node: YamlNode, on estate: Estate) -> WrittenWave? {
        guard let fields = Fields(node, Key.self, of: "a wave", by: self) else { return nil }
        let name = fields.required(.wave, waveName)
        let pattern = fields.required(.pattern, word(MovePattern.self))
        let owner = fields.required(.owner, line)
        var plan = WavePlan(name: name ?? "", pattern: pattern ?? .consumerFirst, owner: owner ?? "")
        plan.abortOwner = fields.optional(.abortOwner, line)
        plan.after = fields.optional(.after, lines(of: "waves")) ?? []
        plan.topics = fields.optional(.topics) { list($0, of: "topics", topicPattern) } ?? []
        plan.groups = fields.optional(.groups) { list($0, of: "groups") { self.group($0, on: estate) } } ?? []
        plan.producers = fields.optional(.producers) { list($0, of: "principals", principal) } ?? []
        plan.connectors = fields.optional(.connectors) { list($0, of: "connectors", connector) } ?? []
        plan.budget = fields.optional(.budget) { tightenings($0, on: estate) } ?? []
        plan.maxFreeze = fields.optional(.maxFreeze, period)
        plan.observe = fields.optional(.observe, period)
        plan.gates = fields.optional(.gates, gates) ?? []
        plan.triggers = fields.optional(.triggers) { triggers($0, of: plan, on: estate) } ?? []
        let context = StepContext(wave: plan, pattern: pattern, hasMaxFreeze: fields.has(.maxFreeze), estate: estate)
        plan.steps = fields.optional(.steps) { steps($0, in: context) } ?? []

        if let node = fields[.maxFreeze], !plan.steps.flatMap(\.steps).contains(where: { $0.fences != nil }) {
            warn(node, "no step of this wave fences; a hook that stops the producers says so with fences: source")
        }
        if !fields.has(.topics), !fields.has(.groups) {
            report(at: node.position, text: plan.name, "a wave moves something; give it topics: or groups:")
        }
        if estate.bridges?.isEmpty == true, pattern?.phases.contains(.replicating) == true, let node = fields[.pattern]
        {
            warn(node, "this pattern replicates, and the plan names no bridge")
        }
        return WrittenWave(
            plan: plan, name: name == nil ? nil : fields[.wave], after: fields[.after]?.items ?? [],
            topics: fields[.topics]?.items ?? [],
            groups: (fields[.groups]?.items ?? []).map { $0[GroupKey.group.rawValue] ?? $0 })
    }

    /// The commander types it to confirm, at two in the morning.
    private func waveName(_ node: YamlNode) -> String? {
        guard let name = line(node) else { return nil }
        if name.count <= 60, name == name.trimmed { return name }
        report(node, "a wave's name is typed to confirm an act; at most 60 characters, none of them a space at an end")
        return nil
    }

    private func principal(_ node: YamlNode) -> String? {
        guard let text = line(node) else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty { return text }
        report(
            node, "a principal has its type before its name: User:ledger-api",
            suggestion: parts.count == 1 ? "User:\(text)" : nil)
        return nil
    }

    private func connector(_ node: YamlNode) -> ConnectorPlan? {
        guard let fields = Fields(node, ConnectorKey.self, of: "a connector", by: self) else { return nil }
        let sourceSide = fields.optional(.sourceSide, endpoint)
        let targetSide = fields.optional(.targetSide, endpoint)
        guard fields.has(.sink) != fields.has(.source) else {
            if fields.isUnderstood {
                report(at: node.position, "a connector is either a sink or a source: { sink: NAME, … }")
            }
            return nil
        }
        let kind: ConnectorPlan.Kind = fields.has(.sink) ? .sink : .source
        guard let name = fields.optional(kind == .sink ? .sink : .source, line) else { return nil }
        if !fields.has(.sourceSide), !fields.has(.targetSide) {
            report(
                at: node.position, text: name, "say where its Connect is: source-side: URL, target-side: URL or both")
        }
        return ConnectorPlan(kind: kind, name: name, sourceSide: sourceSide, targetSide: targetSide)
    }
}
