import Night

/// Which names any of some patterns matches. Each name is judged once.
struct NameFilter {
    private let matchers: [NameMatcher]
    private let prefix: String
    private var judged: [String: Bool] = [:]

    /// Names that come and go must not grow the memory of them without end.
    private static let mostJudged = 200_000

    init(_ patterns: [NamePattern], alsoBehind prefix: String) {
        matchers = Set(patterns).map(\.matcher)
        self.prefix = prefix
    }

    mutating func wants(_ name: String) -> Bool {
        if let known = judged[name] { return known }
        if judged.count >= Self.mostJudged { judged.removeAll() }
        let bare = !prefix.isEmpty && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
        let wanted = matchers.contains { matcher in
            matcher.matches(name) || (bare.map(matcher.matches) ?? false)
        }
        judged[name] = wanted
        return wanted
    }
}
