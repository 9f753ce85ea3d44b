import Night

/// Reads one plan: turns nodes into values, and collects what is wrong on the way instead of stopping at it.
/// A method that returns nil has reported why.
final class PlanReader {
    let secrets: SecretSource
    private(set) var problems = ProblemList()

    init(secrets: SecretSource) {
        self.secrets = secrets
    }

    func report(
        at position: PlanPosition, text: String = "", _ message: String, suggestion: @autoclosure () -> String? = nil
    ) {
        add(.error, position, text, message, suggestion)
    }

    /// About a value as it stands there.
    func report(_ node: YamlNode, _ message: String, suggestion: @autoclosure () -> String? = nil) {
        if case .refused = node.content { return }
        add(.error, node.position, node.scalar ?? "", message, suggestion)
    }

    func warn(
        at position: PlanPosition, text: String = "", _ message: String, suggestion: @autoclosure () -> String? = nil
    ) {
        add(.warning, position, text, message, suggestion)
    }

    func warn(_ node: YamlNode, _ message: String, suggestion: @autoclosure () -> String? = nil) {
        add(.warning, node.position, node.scalar ?? "", message, suggestion)
    }

    private func add(
        _ severity: PlanProblem.Severity, _ position: PlanPosition, _ text: String, _ message: String,
        _ suggestion: () -> String?
    ) {
        // Before the list is touched: looking for a suggestion asks whether the list is full.
        let suggestion = suggestion()
        problems.add(PlanProblem(severity, at: position, text: text, message: message, suggestion: suggestion))
    }

    func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        problems.isFull ? nil : nearest(to: word, among: candidates)
    }

    /// The node is not of the kind it should be.
    func mismatch(_ node: YamlNode, expected: String, suggestion: @autoclosure () -> String? = nil) {
        switch node.content {
        case .refused: break
        case .nothing: report(node, "nothing is given here; expected \(expected)")
        case .scalar: report(node, "expected \(expected)", suggestion: suggestion())
        case .list, .mapping: report(node, "this is \(node.kind); expected \(expected)")
        }
    }
}
