import Night

/// One key names the act, the others say how.
private enum StepKey: String, CaseIterable {
    case run, http, wait, ask, offsets, fence, unfence, drain, connect, link, undo, deadline, fences

    static let acts = allCases.filter { ![.undo, .deadline, .fences].contains($0) }
}
private enum UndoKey: String, CaseIterable { case run, http, ask }
private enum DrainKey: String, CaseIterable {
    case lag
    case stillFor = "still-for"
    case deadline
}

/// What a step depends on in its wave and beyond.
struct StepContext {
    let wave: WavePlan
    /// Nil: it is misspelt, and any phase may be right.
    let pattern: MovePattern?
    let hasMaxFreeze: Bool
    let estate: Estate
}

extension PlanReader {
    func steps(_ node: YamlNode, in context: StepContext) -> [PhaseSteps]? {
        guard case .mapping(let entries) = node.content else {
            mismatch(node, expected: "phases with their steps, such as consumers-moved: followed by a list")
            return nil
        }
        let written = entries.compactMap { phaseSteps($0, in: context) }
        let order = (context.pattern?.phases ?? Phase.allCases)
        return order.flatMap { phase in written.filter { $0.phase == phase } }
    }

    private func phaseSteps(_ entry: YamlNode.Entry, in context: StepContext) -> PhaseSteps? {
        let phase = phase(entry, in: context.pattern)
        let steps = list(entry.value, of: "steps", atMost: 100) { self.step($0, in: context) }
        guard let phase, let steps else { return nil }
        return PhaseSteps(phase: phase, steps: steps)
    }

    private func phase(_ entry: YamlNode.Entry, in pattern: MovePattern?) -> Phase? {
        // A wave starts in the first phase: no steps lead there.
        let phases = pattern.map { Array($0.phases.dropFirst()) } ?? Phase.allCases
        if let phase = Phase(rawValue: entry.key), phases.contains(phase) { return phase }
        let names = phases.map(\.rawValue)
        let owner = pattern.map { "a \($0.rawValue) wave" } ?? "a wave"
        let near = suggestion(for: entry.key, among: names)
        let known = near == nil ? "; its phases are \(names.joined(separator: ", "))" : ""
        report(
            at: entry.position, text: entry.key, "\(owner) has no steps into such a phase\(known)", suggestion: near)
        return nil
    }

    private func step(_ node: YamlNode, in context: StepContext) -> StepPlan? {
        guard let fields = Fields(node, StepKey.self, of: "a step", by: self) else { return nil }
        let acts = StepKey.acts.filter(fields.has)
        let names = StepKey.acts.map(\.rawValue).joined(separator: ", ")
        guard let key = acts.first, let content = fields[key] else {
            if fields.isUnderstood { report(at: node.position, "a step does one of \(names)") }
            return nil
        }
        for other in acts.dropFirst() {
            fields.refuse(other, because: "this step is already \(key.rawValue):; one step does one thing")
        }
        let act = act(key, content, in: context)
        let undo = undo(in: fields, of: key)
        let drainDeadline = drainDeadline(key, content, in: fields)
        let deadline = fields.optional(.deadline, period) ?? drainDeadline
        let fences = hookFences(in: fields, of: key, in: context)
        return act.map { StepPlan($0, undo: undo, deadline: deadline, fences: fences) }
    }

    /// A hook may stop the producers too; the plan has to say so, for nothing else can tell.
    private func hookFences(in fields: Fields<StepKey>, of key: StepKey, in context: StepContext) -> ClusterRole? {
        guard let node = fields[.fences] else { return nil }
        guard key == .run || key == .http else {
            fields.refuse(
                .fences, because: "only a run: or http: step may say that it fences")
            return nil
        }
        if !fields.has(.undo) {
            report(node, "a fence has to be lifted on the way back; the step needs undo:")
        }
        return fencedCluster(node, in: context)
    }

    private func act(_ key: StepKey, _ node: YamlNode, in context: StepContext) -> StepPlan.Act? {
        switch key {
        case .run: arguments(node).map { .run($0) }
        case .http: httpCall(node).map { .http($0) }
        case .wait: period(node).map { .wait($0) }
        case .ask: prose(node).map { .ask($0) }
        case .offsets: offsets(node, on: context.estate).map { .offsets($0) }
        case .fence: fence(node, in: context)
        case .unfence: word(ClusterRole.self)(node).map { .unfence($0) }
        case .drain: drain(node)
        case .connect: connect(node, in: context)
        case .link: link(node, over: context.estate.bridges)
        case .undo, .deadline, .fences: nil
        }
    }

    private func fence(_ node: YamlNode, in context: StepContext) -> StepPlan.Act? {
        fencedCluster(node, in: context).map { .fence($0) }
    }

    private func fencedCluster(_ node: YamlNode, in context: StepContext) -> ClusterRole? {
        guard let role = word(ClusterRole.self)(node) else { return nil }
        if !context.hasMaxFreeze {
            report(
                node, "a fence stops the producers; the wave needs max-freeze:, after which it goes back by itself")
        }
        return role
    }

    private func drain(_ node: YamlNode) -> StepPlan.Act? {
        guard let fields = Fields(node, DrainKey.self, of: "drain", by: self) else { return nil }
        let lag = fields.optional(.lag, recordCount)
        let stillFor = fields.required(.stillFor, period)
        return stillFor.map { .drain(lag: lag ?? 0, stillFor: $0) }
    }

    private func recordCount(_ node: YamlNode) -> Double? {
        guard let limit = limit(node) else { return nil }
        if limit.dimension == .count { return limit.value }
        report(node, "expected a number of records, such as 0 records; this is \(limit.dimension.named)")
        return nil
    }

    /// A drain may say its deadline among its own keys, where it reads best; but not in both places.
    private func drainDeadline(_ key: StepKey, _ node: YamlNode, in fields: Fields<StepKey>) -> Duration? {
        guard key == .drain, let deadline = node[DrainKey.deadline.rawValue] else { return nil }
        fields.refuse(.deadline, because: "this drain has a deadline of its own already")
        return period(deadline)
    }

    private func undo(in fields: Fields<StepKey>, of key: StepKey) -> StepPlan.Act? {
        switch key {
        case .run, .http:
            if !fields.has(.undo) {
                warn(
                    at: fields.position(of: key), text: key.rawValue,
                    "this step has no undo:; going back will leave what it did")
            }
            return fields.optional(.undo, undoAct)
        case .ask: return fields.optional(.undo, undoAct)
        default:
            fields.refuse(.undo, because: "the way back from \(key.rawValue) is derived; leave this out")
            return nil
        }
    }

    /// A list is an executable and its arguments, as most are.
    private func undoAct(_ node: YamlNode) -> StepPlan.Act? {
        guard case .mapping = node.content else { return arguments(node).map { .run($0) } }
        guard let fields = Fields(node, UndoKey.self, of: "undo", by: self) else { return nil }
        let run = fields.optional(.run, arguments)
        let http = fields.optional(.http, httpCall)
        let ask = fields.optional(.ask, prose)
        guard UndoKey.allCases.count(where: fields.has) == 1 else {
            report(node, "an undo does one of run, http, ask")
            return nil
        }
        return run.map { .run($0) } ?? http.map { .http($0) } ?? ask.map { .ask($0) }
    }
}
