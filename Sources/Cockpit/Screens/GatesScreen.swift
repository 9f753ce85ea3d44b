import Night

/// The gates and triggers of the focused wave: what each wants, and what is known of it.
extension Painter {
    private typealias Item = (name: String, standing: Standing, wants: String, owner: String?)

    mutating func paintGates(in area: Area) {
        guard let wave else {
            paintTitle("GATES", note: "no wave in the plan", row: area.rows.lowerBound, in: area.columns)
            return
        }
        let triggerRows = min(wave.triggers.count + 2, max(4, area.height / 3))
        let upper = Area(rows: area.rows.lowerBound..<area.rows.upperBound - triggerRows, columns: area.columns)
        let gates: [Item] = wave.gates.map {
            ($0.plan.name, Standing($0.verdict), Self.wants($0.plan), $0.plan.owner ?? wave.plan.owner)
        }
        let triggers: [Item] = wave.triggers.map {
            ($0.name, Standing($0.state), Self.wants($0.origin), $0.origin.owner ?? wave.plan.owner)
        }
        paintList("GATES", gates, none: "the plan has no gate for this wave", in: upper)
        paintList("TRIGGERS", triggers, none: "the plan has no trigger for this wave", in: area.dropping(upper.height))
    }

    private mutating func paintList(_ title: String, _ items: [Item], none: String, in area: Area) {
        let note = items.count > area.height - 2 && area.height > 2 ? "\(area.height - 2) of \(items.count)" : ""
        paintTitle(title, note: note, row: area.rows.lowerBound, in: area.columns)
        paint(
            Table<Item>(columns: [
                TableColumn("verdict", width: 10, .leading) { item, painter in
                    Figure(item.standing.glyph(painter.glyphs) + " " + item.standing.word, role: item.standing.role)
                },
                TableColumn("name", width: 26, .leading) { item, _ in Figure(item.name) },
                TableColumn("wants", width: size.columns >= 120 ? 52 : 34, .leading) { item, _ in
                    Figure(item.wants, role: .dim)
                },
                TableColumn("owner", width: 16, from: 110, .leading) { item, _ in
                    Figure(item.owner ?? "", role: .dim)
                },
                TableColumn("why", width: nil, from: 128, .leading) { item, _ in
                    Figure(item.standing.detail ?? "", role: item.standing.role)
                },
            ]), rows: items, empty: none, in: area.dropping(1))
    }

    private static func wants(_ gate: GatePlan) -> String {
        var words: String =
            switch gate.evidence {
            case .builtIn(let gate): gate.evidence
            case .run(let command): "runs " + command.joined(separator: " ")
            case .ask(let question): "asks: " + question
            }
        if let limit = gate.limit { words += ", at most \(Spelling.value(limit.value, of: limit.dimension).full)" }
        if let samples = gate.samplesPerPartition { words += ", \(samples) records a partition" }
        if let hold = gate.hold { words += ", for \(Spelling.span(hold).full)" }
        return words
    }

    private static func wants(_ origin: Snapshot.Trigger.Origin) -> String {
        switch origin {
        case .plan(let plan): wants(plan)
        case .builtIn(let trigger): trigger.condition
        }
    }

    private static func wants(_ trigger: TriggerPlan) -> String {
        var words = trigger.metric.words
        if let of = trigger.of { words += " of \(of)" }
        words += " above \(Spelling.value(trigger.above.value, of: trigger.above.dimension).full)"
        if trigger.hold > .zero { words += " for \(Spelling.span(trigger.hold).full)" }
        if let after = trigger.abortsAfter { words += ", aborts after \(Spelling.span(after).full)" }
        return words
    }
}

extension BuiltInGate {
    /// What must be seen, in the width of a column.
    fileprivate var evidence: String {
        switch self {
        case .inventory: "all of the wave exists and has an owner"
        case .topicParity: "topics alike on both sides"
        case .aclParity: "the wave's principals have the same rights on both sides"
        case .schemaParity: "subjects alike in both registries"
        case .replication: "bridge lag inside its limit, heartbeat fresh"
        case .offsets: "a target position for every group partition"
        case .records: "sampled records equal on both sides"
        case .consumers: "the wave's groups seen to read from the target"
        case .headroom: "every budget line under its reserve"
        case .sourceReady: "source healthy, retention covers the way back"
        case .rehearsed: "the way back was run, when and by whom"
        }
    }
}

extension Snapshot.Trigger.Origin {
    fileprivate var owner: String? {
        if case .plan(let plan) = self { plan.owner } else { nil }
    }
}

extension BuiltInTrigger {
    /// What must not be seen, in the width of a column.
    fileprivate var condition: String {
        switch self {
        case .sourceWrittenAfterFence: "the source grows although it is fenced"
        case .bothWritten: "records on the target that no bridge brought"
        case .groupOnBoth: "a group of the wave commits on both sides"
        case .blindness: "no fresh reading of a cluster"
        case .lagDoesNotConverge: "lag behind its limit and not shrinking"
        }
    }
}

extension Metric {
    var words: String {
        switch self {
        case .builtIn(let metric): metric.rawValue
        case .prometheus(let expression): "prometheus \(expression)"
        case .sample(let sample): sample
        }
    }
}
