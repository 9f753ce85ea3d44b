import Night

enum ClusterKey: String, CaseIterable {
    case bootstrap, properties, metrics, prometheus
    case schemaRegistry = "schema-registry"
    case openByDefault = "open-by-default"
    case probeTopic = "probe-topic"
}

extension PlanReader {
    struct Clusters {
        let source: ClusterPlan
        let target: ClusterPlan
    }

    func clusters(_ node: YamlNode) -> Clusters? {
        guard let fields = Fields(node, ClusterRole.self, of: "clusters", by: self) else { return nil }
        let source = fields.required(.source, cluster)
        let target = fields.required(.target, cluster)
        guard let source, let target else { return nil }
        if source.bootstrap == target.bootstrap, let bootstrap = fields[.target]?[ClusterKey.bootstrap.rawValue] {
            warn(bootstrap, "source and target are the same cluster")
        }
        return Clusters(source: source, target: target)
    }

    private func cluster(_ node: YamlNode) -> ClusterPlan? {
        guard let fields = Fields(node, ClusterKey.self, of: "a cluster", by: self) else { return nil }
        let bootstrap = fields.required(.bootstrap, bootstrap)
        let properties = fields.optional(.properties, properties)
        let metrics = fields.optional(.metrics) { list($0, of: "metrics endpoints", endpoint) }
        let prometheus = fields.optional(.prometheus, endpoint)
        let schemaRegistry = fields.optional(.schemaRegistry, endpoint)
        let openByDefault = fields.optional(.openByDefault, bool)
        let probeTopic = fields.optional(.probeTopic, topicName)
        guard let bootstrap else { return nil }
        return ClusterPlan(
            bootstrap: bootstrap, properties: properties ?? [], metrics: metrics ?? [], prometheus: prometheus,
            schemaRegistry: schemaRegistry, openByDefault: openByDefault, probeTopic: probeTopic)
    }

    private func bootstrap(_ node: YamlNode) -> String? {
        guard let text = line(node) else { return nil }
        let brokers = text.split(separator: ",", omittingEmptySubsequences: false)
        guard brokers.allSatisfy({ isBroker(String($0).trimmed) }) else {
            report(node, "expected brokers as HOST:PORT, parted by commas: kafka-1:9092, kafka-2:9092")
            return nil
        }
        return text
    }

    private func isBroker(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), let port = Quantity.wholeNumber(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return false }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { return host.count > 2 }
        return !host.isEmpty && host.allSatisfy { !$0.isWhitespace && !"/:@[]".contains($0) }
    }

    /// Names and values are for librdkafka to judge; only the bootstrap and secrets are ours.
    private func properties(_ node: YamlNode) -> [Property]? {
        guard case .mapping(let entries) = node.content else {
            mismatch(node, expected: "librdkafka's properties, such as security.protocol: SSL")
            return nil
        }
        return entries.compactMap { entry in
            guard !["bootstrap.servers", "metadata.broker.list"].contains(entry.key) else {
                report(at: entry.position, text: entry.key, "the brokers stand in bootstrap:, beside properties:")
                return nil
            }
            guard let value = setting(entry.value, of: entry.key) else { return nil }
            return Property(name: entry.key, value: value)
        }
    }
}
