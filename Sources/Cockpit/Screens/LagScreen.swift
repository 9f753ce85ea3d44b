import Night

/// Topics, and the partitions of one.
extension Painter {
    mutating func paintLag(in area: Area) {
        if let open = view.openTopic {
            paintPartitions(of: open, in: area)
            return
        }
        let rows = view.topicRows(of: snapshot)
        let selected = rows.firstIndex { $0.name == view.lag.selected } ?? (rows.isEmpty ? nil : 0)
        let note = pageNote(
            rows: rows.count, all: snapshot.topics.count, selected: selected, visible: area.height - 2)
        paintTitle("LAG BY TOPIC", note: note, row: area.rows.lowerBound, in: area.columns)
        paint(
            lagTable(order: view.lag.order, descending: view.lag.descending), rows: rows, selected: selected,
            empty: snapshot.topics.isEmpty ? "no topic of the plan seen yet" : "no topic matches the filter",
            in: area.dropping(1))
    }

    func lagTable(order: LagColumn, descending: Bool) -> Table<Snapshot.Topic> {
        Table(
            columns: [
                TableColumn("topic", width: nil, .leading, sorted: order == .topic) { topic, _ in
                    Figure(topic.name, role: topic.offline > 0 ? .critical : .text)
                },
                TableColumn("wave", width: 12, from: LagColumn.wave.from, .leading, sorted: order == .wave) {
                    topic, _ in
                    Figure(topic.wave ?? "none", role: .dim)
                },
                TableColumn("parts", width: 9, from: 88) { topic, painter in painter.partitionCounts(of: topic) },
                TableColumn("in/s", width: 9, sorted: order == .rate) { topic, painter in
                    painter.figure(topic.sourceRate) { .rate($0) }
                },
                TableColumn("to target", width: 9, from: 116) { topic, painter in
                    painter.figure(topic.targetRate) { .rate($0) }
                },
                TableColumn("bridge lag", width: 12, sorted: order == .bridgeLag) { topic, painter in
                    painter.topicFigure(topic.bridgeLag).records
                },
                TableColumn("time", width: 8, sorted: order == .bridgeTime) { topic, painter in
                    painter.topicFigure(topic.bridgeLag).time
                },
                TableColumn("consumer lag", width: 12, sorted: order == .consumerLag) { topic, painter in
                    painter.topicFigure(topic.consumerLag).records
                },
                TableColumn("time", width: 8, sorted: order == .consumerTime) { topic, painter in
                    painter.topicFigure(topic.consumerLag).time
                },
                TableColumn("health", width: 24, from: 140, .leading) { topic, painter in painter.health(of: topic) },
                TableColumn("labels", width: 22, from: 166, .leading) { topic, _ in
                    Figure(topic.labels.joined(separator: ", "), role: .dim)
                },
            ], descending: descending)
    }

    /// "12", or "12 > 6" where the target has another number.
    private func partitionCounts(of topic: Snapshot.Topic) -> Figure {
        let source = figure(topic.onSource) { .count($0) }
        guard let onSource = topic.onSource.value, let onTarget = topic.onTarget.value else { return source }
        if onSource == onTarget { return source }
        return Figure("\(onSource) \(glyphs.flow) \(onTarget)", role: .warning)
    }

    /// A lag that nobody has is none, and one of a topic that is not there says so; only the rest is unknown.
    private func topicFigure(_ lag: Snapshot.Lag) -> (records: Figure, time: Figure) {
        guard let absence = lag.records.whyUnknown.flatMap(Absence.init) else { return figure(lag) }
        let none = Figure(glyphs.none, role: .dim)
        return absence == .unread ? (none, none) : (Figure(absence.word, role: .unknown), none)
    }

    private func health(of topic: Snapshot.Topic) -> Figure {
        if topic.offline > 0 { return Figure("\(glyphs.critical) \(topic.offline) offline", role: .critical) }
        if topic.underReplicated > 0 {
            return Figure("\(glyphs.warning) \(topic.underReplicated) under-replicated", role: .warning)
        }
        if let why = topic.onSource.whyUnknown { return Figure("? \(why)", role: .unknown) }
        if let why = topic.onTarget.whyUnknown { return Figure("? on target: \(why)", role: .unknown) }
        return Figure("")
    }

    // MARK: One topic

    private mutating func paintPartitions(of name: String, in area: Area) {
        guard let topic = snapshot.topics.first(where: { $0.name == name }) else {
            paintTitle("TOPIC", note: name, row: area.rows.lowerBound, in: area.columns)
            var pen = Pen(row: area.rows.lowerBound + 1, columns: area.inset(by: 2).columns)
            write("\(glyphs.warning) gone: the cluster no longer has it. esc goes back", .warning, with: &pen)
            return
        }
        let rows = view.partitionRows(of: topic)
        let selected = rows.firstIndex { "\($0.number)" == view.partitions.selected } ?? (rows.isEmpty ? nil : 0)
        let note = pageNote(rows: rows.count, all: rows.count, selected: selected, visible: area.height - 3)
        paintTitle("PARTITIONS", note: note, row: area.rows.lowerBound, in: area.columns)
        var pen = Pen(row: area.rows.lowerBound + 1, columns: area.inset(by: 2).columns)
        write(topic.name, .header, with: &pen)
        if topic.twin != topic.name { write("  on target as \(topic.twin)", .dim, with: &pen) }
        if let wave = topic.wave { write("  wave \(wave)", .dim, with: &pen) }
        paint(
            partitionTable(), rows: rows, selected: selected,
            empty: view.past == nil ? "its partitions are not known yet" : "the record's pictures keep no partitions",
            in: area.dropping(2))
    }

    private func partitionTable() -> Table<Snapshot.Partition> {
        let order = view.partitions.order
        let leader: (Int32?) -> Figure = { $0.map { Figure("\($0)") } ?? Figure("none", role: .critical) }
        return Table(
            columns: [
                TableColumn("part", width: 6, sorted: order == .number) { row, _ in Figure("\(row.number)") },
                TableColumn("leaders", width: 8, from: 100) { row, _ in leader(row.sourceLeader) },
                TableColumn("target", width: 7, from: 100) { row, _ in leader(row.targetLeader) },
                TableColumn("source start", width: 15, from: 150) { row, painter in
                    painter.figure(row.sourceStart) { .count($0) }
                },
                TableColumn("source end", width: 15, from: PartitionColumn.sourceEnd.from, sorted: order == .sourceEnd)
                {
                    row, painter in
                    painter.figure(row.sourceEnd) { .count($0) }
                },
                TableColumn("target start", width: 15, from: 170) { row, painter in
                    painter.figure(row.targetStart) { .count($0) }
                },
                TableColumn("target end", width: 15, from: 118) { row, painter in
                    painter.figure(row.targetEnd) { .count($0) }
                },
                TableColumn("bridge lag", width: 12, sorted: order == .bridgeLag) { row, painter in
                    painter.topicFigure(row.bridgeLag).records
                },
                TableColumn("time", width: 8, sorted: order == .bridgeTime) { row, painter in
                    painter.topicFigure(row.bridgeLag).time
                },
                TableColumn("gap", width: 10, from: 130) { row, painter in painter.gapFigure(row.gap) },
                TableColumn("consumer lag", width: 12, sorted: order == .consumerLag) { row, painter in
                    painter.topicFigure(row.consumerLag).records
                },
                TableColumn("time", width: 8, sorted: order == .consumerTime) { row, painter in
                    painter.topicFigure(row.consumerLag).time
                },
                TableColumn("worst group", width: nil, .leading) { row, _ in
                    if let group = row.worstGroup { return Figure(group, role: .dim) }
                    let unread = row.consumerLag.records.whyUnknown.flatMap(Absence.init) == .unread
                    return unread ? Figure("no group reads it", role: .dim) : Figure("? none committed", role: .unknown)
                },
            ], descending: view.partitions.descending)
    }
}

/// Why there can be no lag, where it is more than not knowing it.
enum Absence {
    case unread, notThere, gone

    init?(_ why: String) {
        switch why {
        case "no group reads it": self = .unread
        case "not on the source", "not on the target": self = .notThere
        case "topic is gone": self = .gone
        default: return nil
        }
    }

    var word: String { self == .gone ? "gone" : "not there" }
}
