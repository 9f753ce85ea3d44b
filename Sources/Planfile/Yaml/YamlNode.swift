/// A plan as YAML sees it: text in lists and mappings, each with its place.
struct YamlNode: Sendable {
    indirect enum Content: Sendable {
        case scalar(String)
        /// A key with no value, `~` or `null`.
        case nothing
        case list([YamlNode])
        case mapping([Entry])
        /// Already reported; whoever meets it has nothing to add.
        case refused
    }

    struct Entry: Sendable {
        let key: String
        let position: PlanPosition
        let value: YamlNode
    }

    let position: PlanPosition
    let content: Content

    /// For sentences: "this is a list".
    var kind: String {
        switch content {
        case .scalar: "text"
        case .nothing: "nothing"
        case .list: "a list"
        case .mapping: "a mapping of keys"
        case .refused: "refused"
        }
    }

    var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    /// Of a mapping.
    var keys: [String] {
        if case .mapping(let entries) = content { entries.map(\.key) } else { [] }
    }

    /// Of a list.
    var items: [YamlNode] {
        if case .list(let items) = content { items } else { [] }
    }

    subscript(key: String) -> YamlNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}
