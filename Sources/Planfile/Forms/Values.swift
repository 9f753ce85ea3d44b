import Night

/// The forms a single value may have.
extension PlanReader {
    private static let longestLine = 1000

    /// Text of any number of lines. Secrets have no place in it: it is shown, recorded or handed on.
    func prose(_ node: YamlNode) -> String? {
        guard let text = node.scalar, !text.trimmed.isEmpty else {
            mismatch(node, expected: "text")
            return nil
        }
        guard !SecretReference.appears(in: text) else {
            report(
                node,
                "a secret cannot stand here; only cluster properties, the Prometheus token and a link's user and "
                    + "password take one")
            return nil
        }
        return text
    }

    func line(_ node: YamlNode) -> String? {
        guard let text = prose(node) else { return nil }
        guard text.utf8.count <= Self.longestLine else {
            report(node, "longer than \(Self.longestLine) bytes")
            return nil
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            report(node, "control characters and line breaks have no place here")
            return nil
        }
        return text
    }

    func list<Item>(
        _ node: YamlNode, of what: String, atMost limit: Int = 5000, _ read: (YamlNode) -> Item?
    ) -> [Item]? {
        guard case .list(let items) = node.content else {
            mismatch(node, expected: "a list of \(what): [first, second]")
            return nil
        }
        guard items.count <= limit else {
            report(node, "\(items.count) \(what); at most \(limit) can stand here")
            return nil
        }
        return items.compactMap(read)
    }

    func lines(of what: String) -> (YamlNode) -> [String]? {
        { self.list($0, of: what, self.line) }
    }

    /// An executable and its arguments. There is no shell, so one string is not enough.
    func arguments(_ node: YamlNode) -> [String]? {
        guard case .list(let items) = node.content, !items.isEmpty else {
            mismatch(node, expected: "an executable and its arguments, [./scale.sh, ledger, \"0\"]; no shell reads it")
            return nil
        }
        guard items.count <= 100 else {
            report(node, "more than 100 arguments")
            return nil
        }
        return items.compactMap(prose)
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_ words: Word.Type) -> (YamlNode) -> Word? {
        { node in
            let names = Word.allCases.map(\.rawValue)
            if let word = node.scalar.flatMap(Word.init) { return word }
            let expected = names.count == 1 ? names[0] : "one of " + names.joined(separator: ", ")
            self.mismatch(
                node, expected: expected, suggestion: node.scalar.flatMap { self.suggestion(for: $0, among: names) })
            return nil
        }
    }

    /// YAML 1.1 spells a bool in many ways; elsewhere those words are text.
    func bool(_ node: YamlNode) -> Bool? {
        switch node.scalar?.lowercased() {
        case "yes", "true", "on", "y": return true
        case "no", "false", "off", "n": return false
        default:
            mismatch(node, expected: "yes or no")
            return nil
        }
    }

    func duration(_ node: YamlNode) -> Duration? {
        if let duration = node.scalar.flatMap(Quantity.duration) { return duration }
        let respelt = node.scalar.flatMap(Quantity.respelt)
        mismatch(
            node, expected: "a time with its unit, such as 250ms, 5s, 1m, 2h or 1d, and no longer than a year",
            suggestion: respelt.flatMap { Quantity.duration($0) == nil ? nil : $0 })
        return nil
    }

    /// A time that would mean nothing if it were none.
    func period(_ node: YamlNode) -> Duration? {
        guard let duration = duration(node) else { return nil }
        guard duration > .zero else {
            report(node, "must be longer than nothing")
            return nil
        }
        return duration
    }

    func share(_ node: YamlNode) -> Double? {
        if let share = node.scalar.flatMap(Quantity.share), share > 0, share < 1 { return share }
        mismatch(node, expected: "a share between 0% and 100%, such as 70%")
        return nil
    }

    func limit(_ node: YamlNode) -> Limit? {
        if let limit = node.scalar.flatMap(Quantity.limit) { return limit }
        mismatch(
            node, expected: "a number with its unit, such as 250ms, 80 MB/s, 5/s, 60% or 200",
            suggestion: node.scalar.flatMap(Quantity.respelt))
        return nil
    }

    func pattern(_ node: YamlNode) -> NamePattern? {
        guard let text = line(node) else { return nil }
        do { return try NamePattern(text) } catch {
            report(node, error.reason)
            return nil
        }
    }

    func topicPattern(_ node: YamlNode) -> NamePattern? {
        guard let pattern = pattern(node) else { return nil }
        if pattern.kind == .name && !isTopicName(pattern.text) {
            reportTopicName(node)
            return nil
        }
        return pattern
    }

    func topicName(_ node: YamlNode) -> String? {
        guard let name = line(node) else { return nil }
        if isTopicName(name) { return name }
        reportTopicName(node)
        return nil
    }

    private func reportTopicName(_ node: YamlNode) {
        report(node, "Kafka has no such topic names: at most 249 letters, digits, '.', '_' and '-'")
    }

    private func isTopicName(_ name: String) -> Bool {
        name.utf8.count <= 249 && name != "." && name != ".."
            && name.utf8.allSatisfy { isNameByte($0) }
    }

    func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "._-".utf8.contains(byte)
        }
    }

    func url(_ node: YamlNode) -> String? {
        guard let text = line(node) else { return nil }
        guard let problem = Self.problem(ofURL: text) else { return text }
        // One with a password in it is not shown here either.
        if text.contains("@") { report(at: node.position, problem) } else { report(node, problem) }
        return nil
    }

    static func problem(ofURL text: String) -> String? {
        let expected = "expected a URL, http://HOST:PORT or https://HOST:PORT"
        guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else { return expected }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") {
            return "a URL with a user and password in it would be shown on the screen; take them out"
        }
        let isOne = !authority.isEmpty && !authority.hasPrefix(":") && !rest.contains(where: \.isWhitespace)
        return isOne ? nil : expected
    }

    func absolutePath(_ node: YamlNode) -> String? {
        guard let path = line(node) else { return nil }
        if path.hasPrefix("/") { return path }
        report(node, "expected a path from the root, so that it is the same file from every shell")
        return nil
    }
}
