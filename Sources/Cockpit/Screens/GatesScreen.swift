import Night

/// The gates and triggers of the focused wave: what each wants, and what is known of it.
extension Painter {
    /// A row of either list.
    private struct Item {
        let row: StandingRow
        let name: String
        let standing: Standing
        /// How full its time is; nil: it has none.
        let filled: Double?
        let takenAt: Moment?
        let says: String
        let blocks: Bool
        let owner: String
    }

    mutating func paintGates(in area: Area) {
        guard let wave else {
            paintTitle("GATES", note: "no wave in the plan", row: area.rows.lowerBound, in: area.columns)
            return
        }
        if let gate = openGate { return paintDifferences(of: gate, in: area) }
        let detailRows = area.height >= 26 ? 7 : 4
        let triggerRows = min(wave.triggers.count + 2, max(4, (area.height - detailRows) / 3))
        let gateRows = max(0, area.height - detailRows - triggerRows)
        let rest = area.dropping(gateRows)
        let gates = wave.gates.map { item($0, wave) }
        let triggers = wave.triggers.map { item($0, wave) }
        paintList(
            "GATES", gates, tally(wave.gates), none: "the plan has no gate for this wave",
            in: Area(rows: area.rows.prefix(gateRows), columns: area.columns))
        paintList(
            "TRIGGERS", triggers, "", none: "the plan has no trigger for this wave",
            in: Area(rows: rest.rows.prefix(triggerRows), columns: area.columns))
        paintDetail(wave, in: rest.dropping(triggerRows))
    }

    private func item(_ gate: Snapshot.Gate, _ wave: Snapshot.Wave) -> Item {
        let standing = Standing(gate.verdict)
        let says = [standing.detail ?? "", gate.evidence].filter { !$0.isEmpty }.joined(separator: "; ")
        return Item(
            row: .gate(gate.plan.name), name: gate.plan.name, standing: standing,
            filled: gate.plan.hold.map { _ in gate.filled }, takenAt: gate.takenAt,
            says: says.isEmpty ? Self.wants(gate.plan) : says, blocks: gate.blocks,
            owner: gate.plan.owner ?? wave.plan.owner)
    }

    private func item(_ trigger: Snapshot.Trigger, _ wave: Snapshot.Wave) -> Item {
        let standing = Standing(trigger.state)
        let countdown = trigger.state.abortsAt.map {
            "GOES BACK BY ITSELF IN \(Spelling.span(max(.zero, $0 - snapshot.at.moment)).full); "
        }
        let says = trigger.state.says.isEmpty ? Self.wants(trigger.origin) : trigger.state.says
        return Item(
            row: .trigger(trigger.name), name: trigger.name, standing: standing, filled: trigger.state.filled,
            takenAt: trigger.state.since, says: (countdown ?? "") + says, blocks: true,
            owner: trigger.origin.owner ?? wave.plan.owner)
    }

    private func tally(_ gates: [Snapshot.Gate]) -> String {
        let levels = gates.map { Standing($0.verdict).level }
        let red = levels.count { $0 == .red }
        let ok = levels.count { $0 == .ok }
        return "\(red) fail, \(levels.count - red - ok) unknown, \(ok) pass"
    }

    private mutating func paintList(_ title: String, _ items: [Item], _ tally: String, none: String, in area: Area) {
        let cursor = view.standingRow(in: snapshot)
        let selected = items.firstIndex { $0.row == cursor }
        let page =
            items.count > area.height - 2
            ? pageNote(rows: items.count, all: items.count, selected: selected, visible: area.height - 2) : ""
        let note = [tally, page].filter { !$0.isEmpty }.joined(separator: "; ")
        paintTitle(title, note: note, row: area.rows.lowerBound, in: area.columns)
        paint(
            Table<Item>(
                columns: [
                    TableColumn("verdict", width: 10, .leading) { item, painter in
                        Figure(item.standing.glyph(painter.glyphs) + " " + item.standing.word, role: item.standing.role)
                    },
                    TableColumn("name", width: size.columns >= 120 ? 27 : 20, .leading) { item, _ in Figure(item.name)
                    },
                    TableColumn("for", width: 6, .leading) { item, painter in painter.bar(of: item) },
                    TableColumn(title == "GATES" ? "age" : "since", width: 7) { item, painter in painter.age(of: item)
                    },
                    TableColumn("", width: 8, from: 98, .leading) { item, _ in
                        Figure(item.blocks ? "" : "advises", role: .dim)
                    },
                    TableColumn("owner", width: 14, from: 110, .leading) { item, _ in Figure(item.owner, role: .dim) },
                    TableColumn("evidence", width: nil, .leading) { item, _ in
                        Figure(item.says, role: item.standing.level == .red ? .title : .dim)
                    },
                ], widestName: 120), rows: items, selected: selected, empty: none, in: area.dropping(1))
    }

    private func bar(of item: Item) -> Figure {
        guard let filled = item.filled, filled > 0, filled.isFinite else { return Figure("") }
        let cells = min(6, max(0, Int((min(filled, 1) * 6).rounded(.down))))
        let text =
            String(repeating: Character(glyphs.barFull), count: cells)
            + String(repeating: Character(glyphs.barEmpty), count: 6 - cells)
        return Figure(text, role: item.standing.level == .ok ? .chart : item.standing.role.inkOfBars)
    }

    private func age(of item: Item) -> Figure {
        guard let takenAt = item.takenAt else { return Figure(glyphs.none, role: .dim) }
        return Figure(Spelling.span(max(.zero, snapshot.at.moment - takenAt)).full, role: .dim)
    }

    /// The row at the cursor in full: what it wants, what was seen, whose it is, what comes of it.
    private mutating func paintDetail(_ wave: Snapshot.Wave, in area: Area) {
        guard let row = view.standingRow(in: snapshot) else { return }
        let (title, said): (String, [Phrase]) =
            switch row {
            case .gate(let name): ("GATE", wave.gates.first { $0.plan.name == name }.map { sentences($0, wave) } ?? [])
            case .trigger(let name):
                ("TRIGGER", wave.triggers.first { $0.name == name }.map { sentences($0, wave) } ?? [])
            }
        paintTitle(title, note: row.name, row: area.rows.lowerBound, in: area.columns)
        let columns = area.inset(by: 2).columns
        let lines = said.flatMap { phrase in
            phrase.text.wrapped(at: columns.count).map { Phrase($0, phrase.role) }
        }
        for (line, row) in zip(lines, area.dropping(1).rows) { write([line], row: row, in: columns) }
    }

    private func sentences(_ gate: Snapshot.Gate, _ wave: Snapshot.Wave) -> [Phrase] {
        let item = item(gate, wave)
        var ends = "owner \(item.owner), \(gate.blocks ? "blocks" : "only advises") the next advance"
        if let expires = gate.plan.expires { ends += ", expires after \(Spelling.span(expires).full)" }
        if let abort = gate.plan.abortTrigger { ends += "; go back when: \(abort)" }
        let count = gate.differences.count
        let more = count == 0 ? [] : [Phrase("enter shows \(count) difference\(count == 1 ? "" : "s")", .key)]
        return [
            Phrase("\(item.standing.glyph(glyphs)) \(item.standing.word): \(item.says)", item.standing.role)
        ] + more + [Phrase("wants \(Self.wants(gate.plan))"), Phrase(ends, .dim)]
    }

    private func sentences(_ trigger: Snapshot.Trigger, _ wave: Snapshot.Wave) -> [Phrase] {
        let item = item(trigger, wave)
        let latched = trigger.state.kind == .red ? ", latched until acknowledged" : ""
        return [
            Phrase("\(item.standing.glyph(glyphs)) \(item.standing.word): \(item.says)", item.standing.role),
            Phrase("red when \(Self.wants(trigger.origin))\(latched)"), Phrase("owner \(item.owner)", .dim),
        ]
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

extension StandingRow {
    fileprivate var name: String {
        switch self {
        case .gate(let name), .trigger(let name): name
        }
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
        case .connectorsSingleSided: "no connector of the wave at work on both sides"
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
        case .connectorOnBoth: "a connector of the wave at work on both sides"
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
