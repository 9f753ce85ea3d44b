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

/// The entries of a mapping whose keys are known. Unknown ones are reported when it is made.
struct Fields<Key: RawRepresentable<String> & CaseIterable & Hashable> {
    let node: YamlNode
    private let what: String
    private let reader: PlanReader
    private let entries: [Key: YamlNode.Entry]
    /// Keys that a misspelt one stands for: they are not missing as well.
    private let misspelt: Set<Key>

    /// Nil when the node is no mapping. `what` is for sentences: "a wave".
    init?(_ node: YamlNode, _ keys: Key.Type, of what: String, by reader: PlanReader) {
        guard case .mapping(let written) = node.content else {
            let names = Key.allCases.map(\.rawValue).joined(separator: ", ")
            reader.mismatch(node, expected: "\(what), a mapping with the keys \(names)")
            return nil
        }
        var entries: [Key: YamlNode.Entry] = [:]
        var misspelt: Set<Key> = []
        for entry in written {
            if let key = Key(rawValue: entry.key) {
                entries[key] = entry
                continue
            }
            let names = Key.allCases.map(\.rawValue)
            let near = reader.suggestion(for: entry.key, among: names)
            if let near, let key = Key(rawValue: near) { misspelt.insert(key) }
            let known = near == nil ? "; its keys are \(names.joined(separator: ", "))" : ""
            reader.report(at: entry.position, text: entry.key, "\(what) has no such key\(known)", suggestion: near)
        }
        self.node = node
        self.what = what
        self.reader = reader
        self.entries = entries
        self.misspelt = misspelt
        isUnderstood = entries.count == written.count
    }

    /// False when a key was unknown: then whatever seems missing may be that one.
    let isUnderstood: Bool

    func has(_ key: Key) -> Bool { entries[key] != nil }

    subscript(_ key: Key) -> YamlNode? { entries[key]?.value }

    func position(of key: Key) -> PlanPosition { entries[key]?.position ?? node.position }

    func optional<Value>(_ key: Key, _ read: (YamlNode) -> Value?) -> Value? {
        entries[key].flatMap { read($0.value) }
    }

    func required<Value>(_ key: Key, _ read: (YamlNode) -> Value?) -> Value? {
        guard let entry = entries[key] else {
            if !misspelt.contains(key) { reader.report(at: node.position, "\(what) needs \(key.rawValue):") }
            return nil
        }
        return read(entry.value)
    }

    /// Says why a key has no business here.
    func refuse(_ keys: Key..., because reason: String) {
        for key in keys {
            guard let entry = entries[key] else { continue }
            reader.report(at: entry.position, text: entry.key, reason)
        }
    }
}
