import CYaml

/// libyaml's events made into a tree. What a plan has no use for (anchors, aliases, merge keys, tags, a second
/// document) is refused where it stands, so a small file cannot grow into a large tree.
struct YamlParser {
    /// More than any plan needs, little enough to read at once.
    enum Limits {
        static let bytes = 1024 * 1024
        static let depth = 16
        static let nodes = 50_000
        static let scalar = 16 * 1024
        static let key = 256
    }

    private var problems = ProblemList()
    private let events: YamlEvents
    private var nodes = 0

    private init(_ events: YamlEvents) {
        self.events = events
    }

    /// The tree, if the bytes are YAML at all, and what was refused in it.
    static func parse(_ bytes: [UInt8]) -> (tree: YamlNode?, problems: ProblemList) {
        let marked = bytes.starts(with: utf8Mark)
        let bytes = marked ? Array(bytes.dropFirst(utf8Mark.count)) : bytes
        if let problem = unreadable(bytes) { return (nil, .only(problem)) }
        return bytes.withUnsafeBufferPointer { buffer in
            do throws(PlanProblem) {
                var parser = YamlParser(try YamlEvents(over: buffer))
                return parser.documentAndProblems()
            } catch {
                return (nil, .only(error))
            }
        }
    }

    private mutating func documentAndProblems() -> (tree: YamlNode?, problems: ProblemList) {
        do throws(PlanProblem) {
            let tree = try document()
            return (tree, problems)
        } catch {
            problems.add(error)
            return (nil, problems)
        }
    }

    private static let empty = PlanProblem(
        at: .start, text: "", message: "the file is empty; a plan begins with night: NAME")

    private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func unreadable(_ bytes: [UInt8]) -> PlanProblem? {
        if bytes.isEmpty { return empty }
        if bytes.count > Limits.bytes {
            return PlanProblem(
                at: .start, text: "", message: "the file is longer than \(Limits.bytes / 1024) KiB; a plan is not")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return PlanProblem(at: .start, text: "", message: "the file is UTF-16; save it as UTF-8")
        }
        return nil
    }

    private mutating func document() throws(PlanProblem) -> YamlNode {
        _ = try events.next()
        guard case .documentStart = try events.next().what else { throw Self.empty }
        let first = try events.next()
        let tree = try node(from: first, depth: 1)
        if case .nothing = tree.content { throw Self.empty }
        _ = try events.next()
        let last = try events.next()
        if case .documentStart = last.what {
            throw PlanProblem(
                at: last.position, text: "---", message: "a second document begins here; one file holds one plan")
        }
        return tree
    }

    private mutating func node(from event: YamlEvents.Event, depth: Int) throws(PlanProblem) -> YamlNode {
        nodes += 1
        guard nodes <= Limits.nodes else {
            throw PlanProblem(
                at: event.position, text: "", message: "more than \(Limits.nodes) values; a plan is smaller than that")
        }
        guard depth <= Limits.depth else {
            throw PlanProblem(
                at: event.position, text: "", message: "nested deeper than \(Limits.depth) levels; a plan is not")
        }
        refuseDecoration(of: event)
        switch event.what {
        case .scalar(let text, let plain): return scalar(text, plain: plain, at: event.position)
        case .listStart: return try list(at: event.position, depth: depth)
        case .mappingStart: return try mapping(at: event.position, depth: depth)
        case .alias(let name):
            problems.add(YamlWords.alias(name, at: event.position))
            return YamlNode(position: event.position, content: .refused)
        case .documentStart, .end:
            return YamlNode(position: event.position, content: .nothing)
        }
    }

    private mutating func refuseDecoration(of event: YamlEvents.Event) {
        if let anchor = event.anchor {
            problems.add(
                PlanProblem(
                    at: event.position, text: "&\(anchor)",
                    message: "a plan has no anchors and aliases; write the value out where it is used"))
        }
        if let tag = event.tag {
            problems.add(
                PlanProblem(at: event.position, text: tag, message: "a plan has no YAML tags; leave it out"))
        }
    }

    private mutating func scalar(_ text: String, plain: Bool, at position: PlanPosition) -> YamlNode {
        if plain, ["", "~", "null", "Null", "NULL"].contains(text) {
            return YamlNode(position: position, content: .nothing)
        }
        if text.utf8.count > Limits.scalar {
            problems.add(
                PlanProblem(at: position, text: "", message: "a value longer than \(Limits.scalar / 1024) KiB"))
            return YamlNode(position: position, content: .refused)
        }
        if text.utf8.contains(0) {
            problems.add(PlanProblem(at: position, text: "", message: "a value cannot hold a NUL character"))
            return YamlNode(position: position, content: .refused)
        }
        return YamlNode(position: position, content: .scalar(text))
    }

    private mutating func list(at position: PlanPosition, depth: Int) throws(PlanProblem) -> YamlNode {
        var items: [YamlNode] = []
        while true {
            let event = try events.next()
            if case .end = event.what { return YamlNode(position: position, content: .list(items)) }
            items.append(try node(from: event, depth: depth + 1))
        }
    }

    private mutating func mapping(at position: PlanPosition, depth: Int) throws(PlanProblem) -> YamlNode {
        var entries: [YamlNode.Entry] = []
        var seen: [String: PlanPosition] = [:]
        while true {
            let event = try events.next()
            if case .end = event.what { return YamlNode(position: position, content: .mapping(entries)) }
            let key = try node(from: event, depth: depth + 1)
            let following = try events.next()
            let value = try node(from: following, depth: depth + 1)
            guard let name = name(of: key) else { continue }
            if let first = seen[name] {
                problems.add(
                    PlanProblem(
                        at: key.position, text: name,
                        message: "written twice; first on line \(first.line), column \(first.column)"))
            } else {
                seen[name] = key.position
                entries.append(YamlNode.Entry(key: name, position: key.position, value: value))
            }
        }
    }

    private mutating func name(of key: YamlNode) -> String? {
        if case .refused = key.content { return nil }
        let problem: PlanProblem
        switch key.scalar {
        case "<<":
            problem = PlanProblem(
                at: key.position, text: "<<", message: "a plan has no merge keys; write the values out here")
        case let name? where name.utf8.count > Limits.key:
            problem = PlanProblem(
                at: key.position, text: name, message: "a key longer than \(Limits.key) bytes")
        case let name?: return name
        case nil:
            problem = PlanProblem(
                at: key.position, text: "", message: "a key is a word; this is \(key.kind)")
        }
        problems.add(problem)
        return nil
    }
}
