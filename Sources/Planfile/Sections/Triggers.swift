import Night

private enum Key: String, CaseIterable {
    case trigger, metric, cluster, of, above
    case hold = "for"
    case owner, then, after
}
private enum Consequence: String, CaseIterable { case abort }

extension PlanReader {
    func triggers(_ node: YamlNode, of wave: WavePlan, on estate: Estate) -> [TriggerPlan]? {
        var names: [String: PlanPosition] = [:]
        return list(node, of: "triggers", atMost: 100) { node in
            guard let (trigger, name) = self.trigger(node, of: wave, on: estate) else { return nil }
            if let first = names[trigger.name] {
                self.report(name, "this wave has a trigger of this name already, on line \(first.line)")
            } else {
                names[trigger.name] = name.position
            }
            return trigger
        }
    }

    private func trigger(
        _ node: YamlNode, of wave: WavePlan, on estate: Estate
    ) -> (TriggerPlan, name: YamlNode)? {
        guard let fields = Fields(node, Key.self, of: "a trigger", by: self) else { return nil }
        let name = fields.required(.trigger, line)
        let metric = fields.required(.metric, metric)
        let cluster = fields.optional(.cluster, word(ClusterRole.self))
        if let metric, let node = fields[.cluster] ?? fields[.metric] {
            checkWhereAsked(cluster, isWritten: fields.has(.cluster), for: metric, node, on: estate)
        }
        let of = fields.optional(.of) { subject($0, of: wave) }
        let above = fields.required(.above) { self.limit($0, against: metric) }
        let hold = fields.optional(.hold, duration)
        let owner = fields.optional(.owner, line)
        let abortsAfter = abortsAfter(in: fields)
        guard let name, let metric, let above, let node = fields[.trigger] else { return nil }
        let trigger = TriggerPlan(
            name: name, metric: metric, cluster: cluster, of: of, above: above, hold: hold ?? .zero, owner: owner,
            abortsAfter: abortsAfter)
        return (trigger, node)
    }

    /// A group or a topic of the wave.
    private func subject(_ node: YamlNode, of wave: WavePlan) -> String? {
        guard let name = line(node) else { return nil }
        let patterns = wave.groups.map(\.group) + wave.topics
        if patterns.contains(where: { $0.matches(name) }) { return name }
        let names = patterns.filter { $0.kind == .name }.map(\.text)
        report(node, "neither a group nor a topic of this wave", suggestion: suggestion(for: name, among: names))
        return nil
    }

    private func abortsAfter(in fields: Fields<Key>) -> Duration? {
        guard fields.has(.then) else {
            fields.refuse(.after, because: "it is the time before an abort; say then: abort as well")
            return nil
        }
        _ = fields.optional(.then, word(Consequence.self))
        guard fields.has(.after) else {
            report(
                at: fields.position(of: .then), text: "then: abort",
                "say how long a person has to act first, such as after: 20s")
            return nil
        }
        return fields.optional(.after, duration)
    }
}
