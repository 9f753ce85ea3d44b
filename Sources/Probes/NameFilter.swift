import Night
import Synchronization

/// Which names any of some patterns matches. Each name is judged once.
final class NameFilter: Sendable {
    private struct Judge {
        let patterns: Set<NamePattern>
        let prefix: String
        var judged: [String: Bool] = [:]
    }

    private let judge: Mutex<Judge>

    /// Names that come and go must not grow the memory of them without end.
    private static let mostJudged = 200_000

    init(_ patterns: [NamePattern], alsoBehind prefix: String) {
        judge = Mutex(Judge(patterns: Set(patterns), prefix: prefix))
    }

    func wants(_ name: String) -> Bool {
        judge.withLock { judge in
            if let known = judge.judged[name] { return known }
            if judge.judged.count >= Self.mostJudged { judge.judged.removeAll() }
            let prefix = judge.prefix
            let bare = !prefix.isEmpty && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
            let wanted = judge.patterns.contains { pattern in
                pattern.matches(name) || (bare.map(pattern.matches) ?? false)
            }
            judge.judged[name] = wanted
            return wanted
        }
    }
}
