import Metrics
import Night

extension PlanReader {
    func metric(_ node: YamlNode) -> Metric? {
        guard let text = line(node) else { return nil }
        if let metric = BuiltInMetric(rawValue: text) { return .builtIn(metric) }
        if let expression = text.after("prometheus:") {
            guard expression.isEmpty else { return .prometheus(expression) }
            report(node, "an expression follows prometheus:")
            return nil
        }
        if let sample = text.after("sample:") { return self.sample(sample, node) }
        let near = suggestion(for: text, among: BuiltInMetric.allCases.map(\.rawValue))
        let known = near == nil ? ": " + BuiltInMetric.allCases.map(\.rawValue).joined(separator: ", ") : ""
        report(
            node, "expected 'prometheus: EXPRESSION', 'sample: NAME{labels}' or a built-in metric\(known)",
            suggestion: near)
        return nil
    }

    private func sample(_ text: String, _ node: YamlNode) -> Metric? {
        do throws(SampleSelector.Invalid) {
            return .sample(try SampleSelector(text).description)
        } catch {
            report(node, "expected sample: NAME or sample: NAME{label=\"value\"}: \(error)")
            return nil
        }
    }

    /// What others measure needs to know where to ask; what the tool measures knows already.
    func checkWhereAsked(
        _ role: ClusterRole?, isWritten: Bool, for metric: Metric, _ node: YamlNode, on estate: Estate
    ) {
        switch metric {
        case .builtIn(let builtIn):
            if isWritten { report(node, "\(builtIn.rawValue) is measured where its name says; leave cluster: out") }
        case .prometheus:
            require(role, isWritten: isWritten, of: estate.withPrometheus, having: .prometheus, node)
        case .sample:
            require(role, isWritten: isWritten, of: estate.withMetrics, having: .metrics, node)
        }
    }

    private func require(
        _ role: ClusterRole?, isWritten: Bool, of clusters: Set<ClusterRole>, having key: ClusterKey, _ node: YamlNode
    ) {
        guard isWritten else {
            report(node, "say which cluster is asked: cluster: source or cluster: target")
            return
        }
        if let role, !clusters.contains(role) {
            report(node, "cluster \(role.rawValue) has no \(key.rawValue): to ask")
        }
    }

    /// A limit that can be compared with its metric. What others measure may have any dimension.
    func limit(_ node: YamlNode, against metric: Metric?) -> Limit? {
        guard let limit = limit(node) else { return nil }
        guard case .builtIn(let builtIn) = metric, builtIn.dimension != limit.dimension else { return limit }
        report(node, "\(builtIn.rawValue) is \(builtIn.dimension.described); this is \(limit.dimension.named)")
        return nil
    }
}

extension String {
    /// What follows a prefix, without the space between.
    fileprivate func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)).trimmed : nil
    }
}
