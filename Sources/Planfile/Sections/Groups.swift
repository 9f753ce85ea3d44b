import Night

enum GroupKey: String, CaseIterable { case group, offsets, duplicates }
private enum OffsetsWord: String, CaseIterable { case preserve, translate }
private enum OffsetsKey: String, CaseIterable { case reset, replay }

extension PlanReader {
    /// A mapping, or the name alone: most groups are translated and have nothing more to say.
    func group(_ node: YamlNode, on estate: Estate) -> GroupPlan? {
        if node.scalar != nil { return pattern(node).map { GroupPlan(group: $0) } }
        guard let fields = Fields(node, GroupKey.self, of: "a group", by: self) else { return nil }
        let group = fields.required(.group, pattern)
        let offsets = fields.optional(.offsets) { self.offsets($0, on: estate) }
        let duplicates = fields.optional(.duplicates, prose)
        return group.map { GroupPlan(group: $0, offsets: offsets ?? .translate, duplicates: duplicates) }
    }

    func offsets(_ node: YamlNode, on estate: Estate) -> OffsetsPlan? {
        guard case .mapping = node.content else {
            switch node.scalar.flatMap(OffsetsWord.init) {
            case .translate: return .translate
            case .preserve:
                warnIfNotPreserved(node, by: estate.bridges)
                return .preserve
            case nil:
                let words = OffsetsWord.allCases.map(\.rawValue)
                let expected = "preserve, translate, { reset: earliest } or { replay: 30m }"
                mismatch(
                    node, expected: expected, suggestion: node.scalar.flatMap { suggestion(for: $0, among: words) })
                return nil
            }
        }
        guard let fields = Fields(node, OffsetsKey.self, of: "offsets", by: self) else { return nil }
        let reset = fields.optional(.reset, resetPoint)
        let replay = fields.optional(.replay, period)
        guard fields.has(.reset) != fields.has(.replay) else {
            report(node, "offsets are either reset or replayed: { reset: earliest } or { replay: 30m }")
            return nil
        }
        return reset.map { .reset($0) } ?? replay.map { .replay($0) }
    }

    private func warnIfNotPreserved(_ node: YamlNode, by bridges: [BridgePlan]?) {
        guard let bridges, !bridges.isEmpty else { return }
        let onlyMirrorMaker = bridges.allSatisfy { if case .mirrorMaker2 = $0 { true } else { false } }
        if onlyMirrorMaker {
            warn(node, "MirrorMaker 2 gives records new offsets; preserve needs a link", suggestion: "translate")
        }
    }

    private func resetPoint(_ node: YamlNode) -> OffsetsPlan.ResetPoint? {
        switch node.scalar {
        case "earliest": return .earliest
        case "latest": return .latest
        case let text?:
            if let time = Timestamp.parse(text) { return .time(time) }
            fallthrough
        default:
            mismatch(node, expected: "earliest, latest or a time with its zone, such as 2026-11-21T02:00:00Z")
            return nil
        }
    }
}
