/// The entries of a mapping whose keys are known. Unknown ones are reported when it is made.
struct Fields<Key: RawRepresentable<String> & CaseIterable & Hashable> {
    let node: YamlNode
    private let what: String
    private let reader: PlanReader
    private let entries: [Key: YamlNode.Entry]
    /// Keys that a misspelt one stands for: they are not missing as well.
    private let misspelt: Set<Key>

    /// False when a key was unknown: then whatever seems missing may be that one.
    let isUnderstood: Bool

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
