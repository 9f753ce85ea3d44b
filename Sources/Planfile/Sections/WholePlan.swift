import Night

private enum Key: String, CaseIterable { case night, poll, clusters, bridge, budget, files, classes, waves }
private enum FilesKey: String, CaseIterable { case hold, panic }

// Where a value is missing or wrong a stand-in takes its place, so that the rest is still checked. None gets out: what
// is missing or wrong was reported, and a plan with an error is not handed on.
extension PlanReader {
    func plan(_ node: YamlNode) -> Plan? {
        guard let fields = Fields(node, Key.self, of: "a plan", by: self) else { return nil }
        let night = fields.required(.night, nightName)
        let poll = fields.optional(.poll, pollInterval)
        let clusters = fields.required(.clusters, clusters)
        let bridges = fields.optional(.bridge, bridges)
        let budget = budget(in: fields[.budget], at: fields.position(of: .budget), of: fields[.clusters])
        let files = fields.optional(.files, signalFiles)
        let classes = fields.optional(.classes, topicClasses)
        let estate = Estate(
            clusters: fields[.clusters], bridges: fields.has(.bridge) ? bridges : [],
            lineNames: Set(fields[.budget]?.keys ?? []), lines: budget)
        let waves = fields.optional(.waves) { self.waves($0, on: estate) }
        guard let night, let clusters else { return nil }
        return Plan(
            night: night, poll: poll ?? .seconds(1), source: clusters.source, target: clusters.target,
            bridges: bridges ?? [], budget: budget, files: files ?? SignalFiles(), classes: classes ?? [],
            waves: waves ?? [])
    }

    /// It names the night file too.
    private func nightName(_ node: YamlNode) -> String? {
        guard let name = line(node) else { return nil }
        let isFileName =
            name.utf8.count <= 100 && name.utf8.allSatisfy(isNameByte) && !name.hasPrefix(".") && !name.hasPrefix("-")
        if isFileName { return name }
        report(node, "the night's name is a file's name too: at most 100 letters, digits, '.', '_' and '-'")
        return nil
    }

    private func pollInterval(_ node: YamlNode) -> Duration? {
        guard let poll = duration(node) else { return nil }
        guard poll >= .milliseconds(100) else {
            report(node, "polling more often than every 100ms is a load of its own")
            return nil
        }
        return poll
    }

    private func signalFiles(_ node: YamlNode) -> SignalFiles? {
        guard let fields = Fields(node, FilesKey.self, of: "files", by: self) else { return nil }
        let files = SignalFiles(
            hold: fields.optional(.hold, absolutePath), panic: fields.optional(.panic, absolutePath))
        if let panic = fields[.panic], files.panic != nil, files.panic == files.hold {
            report(panic, "the hold file and the panic file must be two files")
        }
        return files
    }

    private func topicClasses(_ node: YamlNode) -> [TopicClass]? {
        guard case .mapping(let entries) = node.content else {
            mismatch(node, expected: "topics and their classes, such as ledger-*: [transactional, ordered]")
            return nil
        }
        return entries.compactMap { entry in
            let key = YamlNode(position: entry.position, content: .scalar(entry.key))
            let topics = topicPattern(key)
            guard let labels = lines(of: "classes")(entry.value), let topics else { return nil }
            return TopicClass(topics: topics, labels: labels)
        }
    }
}
