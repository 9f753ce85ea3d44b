import Night

private enum BridgeKind: String, CaseIterable {
    case mirrormaker2, link
    case automqLinking = "automq-linking"
    case clusterLinking = "cluster-linking"
}
private enum MirrorMaker2Key: String, CaseIterable {
    case connect, connectors, aliases, policy, separator
    case internalSeparator = "internal-separator"
    case offsetSyncs = "offset-syncs"
    case offsetsTopic = "offsets-topic"
    case offsetFlush = "offset-flush"
}
private enum LinkKey: String, CaseIterable { case group }
/// Beside what its kind calls the cluster that has the link.
private enum LinkServiceKey: String, CaseIterable { case at, link, cluster, environment, instance }

extension PlanReader {
    /// Nil if any of them is wrong, so that nobody judges by half a list.
    func bridges(_ node: YamlNode) -> [BridgePlan]? {
        guard case .list(let items) = node.content else {
            mismatch(node, expected: "a list of bridges, each such as \"- mirrormaker2:\" with its keys below it")
            return nil
        }
        let bridges = items.map(bridge)
        return bridges.contains { $0 == nil } ? nil : bridges.compactMap { $0 }
    }

    private func bridge(_ node: YamlNode) -> BridgePlan? {
        guard let fields = Fields(node, BridgeKind.self, of: "a bridge", by: self) else { return nil }
        let kinds = BridgeKind.allCases.filter(fields.has)
        guard kinds.count == 1, let kind = kinds.first, let content = fields[kind] else {
            let names = BridgeKind.allCases.map(\.rawValue).joined(separator: ", ")
            if fields.isUnderstood { report(node, "each bridge is one of \(names)") }
            return nil
        }
        switch kind {
        case .mirrormaker2: return mirrorMaker2(content).map { .mirrorMaker2($0) }
        case .link: return link(content).map { .link($0) }
        case .automqLinking: return linkService(content, of: kind).map { .automqLinking($0) }
        case .clusterLinking: return linkService(content, of: kind).map { .clusterLinking($0) }
        }
    }

    private func mirrorMaker2(_ node: YamlNode) -> MirrorMaker2Plan? {
        guard let fields = Fields(node, MirrorMaker2Key.self, of: "mirrormaker2", by: self) else { return nil }
        let connect = fields.optional(.connect, endpoint)
        let connectors = fields.optional(.connectors, lines(of: "connectors"))
        let aliases = fields[.aliases].flatMap { Fields($0, ClusterRole.self, of: "aliases", by: self) }
        let policy = fields.optional(.policy, word(MirrorMaker2Plan.Policy.self))
        let separator = fields.optional(.separator, line)
        if fields.has(.connectors), !fields.has(.connect) {
            report(
                at: fields.position(of: .connectors), text: MirrorMaker2Key.connectors.rawValue,
                "connectors are asked of Connect; give its address in connect:")
        }
        if fields.has(.connect), connectors?.isEmpty == true, let node = fields[.connectors] {
            report(at: node.position, "name the connectors that make the bridge; none is watched with an empty list")
        }
        let sourceAlias = aliases?.optional(.source, line) ?? "source"
        let targetAlias = aliases?.optional(.target, line) ?? "target"
        if sourceAlias == targetAlias, let node = fields[.aliases] {
            report(at: node.position, "source and target have the same alias; MirrorMaker 2 tells them apart by it")
        }
        return MirrorMaker2Plan(
            connect: connect, connectors: connectors ?? [],
            sourceAlias: sourceAlias, targetAlias: targetAlias,
            policy: policy ?? .default, separator: separator ?? ".",
            separatesInternalTopics: fields.optional(.internalSeparator, bool) ?? true,
            offsetSyncs: fields.optional(.offsetSyncs, word(ClusterRole.self)) ?? .source,
            offsetsTopic: fields.optional(.offsetsTopic, topicName),
            offsetFlush: fields.optional(.offsetFlush, period) ?? .seconds(60))
    }

    private func link(_ node: YamlNode) -> LinkPlan? {
        if case .nothing = node.content { return LinkPlan() }
        guard let fields = Fields(node, LinkKey.self, of: "link", by: self) else { return nil }
        return LinkPlan(group: fields.optional(.group, line))
    }

    private func linkService(_ node: YamlNode, of kind: BridgeKind) -> LinkServicePlan? {
        guard let fields = Fields(node, LinkServiceKey.self, of: kind.rawValue, by: self) else { return nil }
        let endpoint = fields.required(.at, endpoint)
        let link = fields.required(.link, line)
        // Each service has its own word for the cluster that has the link.
        let (own, other): (LinkServiceKey, LinkServiceKey) =
            kind == .clusterLinking ? (.cluster, .instance) : (.instance, .cluster)
        fields.refuse(other, because: "\(kind.rawValue) has it in \(own.rawValue):")
        let cluster = fields.required(own, line)
        let environment = kind == .automqLinking ? fields.required(.environment, line) : nil
        if kind == .clusterLinking { fields.refuse(.environment, because: "\(kind.rawValue) has none") }
        guard let endpoint, let link, let cluster else { return nil }
        return LinkServicePlan(endpoint: endpoint, cluster: cluster, link: link, environment: environment)
    }
}
