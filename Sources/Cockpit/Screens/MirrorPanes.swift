import Night

extension Standing {
    init(_ health: Snapshot.Mirror.Health) {
        switch health {
        case .carrying: self.init(.ok, "CARRIES", "tasks run, and heartbeats come over")
        case .failing(let why): self.init(.red, "FAILS", why)
        case .resting(let why): self.init(.warning, "RESTS", why)
        case .unknown(let why): self.init(.unknown, "unknown", why)
        }
    }

    init(_ state: ConnectorState) {
        let level: Level =
            switch state {
            case .running: .ok
            case .failed: .red
            case .paused, .stopped, .restarting, .unassigned: .warning
            case .other: .unknown
            }
        self.init(level, state.word.madeVisible)
    }
}

/// MirrorMaker 2's machinery: whether it carries, by what proof, and what it would have groups read again.
extension Painter {
    /// Two lines that tell a stalled task, a dead path and a healthy bridge apart. The next free row.
    mutating func paintMirror(_ mirror: Snapshot.Mirror, row: Int, in columns: Range<Int>) -> Int {
        var pen = Pen(row: row, columns: columns)
        write("health", .dim, width: 8, with: &pen)
        write(Standing(mirror.health), with: &pen)
        paintPath(of: mirror, row: row + 1, in: columns)
        guard let warning = mirror.versionWarning else { return row + 2 }
        var version = Pen(row: row + 2, columns: columns)
        write("version", .dim, width: 8, with: &version)
        write("\(glyphs.warning) \(warning)", .warning, with: &version)
        return row + 3
    }

    mutating func paintPath(of mirror: Snapshot.Mirror, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("path", .dim, width: 8, with: &pen)
        let path = figure(mirror.pathAge) { .span($0) }
        write(path, with: &pen)
        write(
            path.why == nil ? " since a heartbeat left the source" : " no heartbeat from the source", .dim, with: &pen)
        if mirror.roundTripP99.reading != nil {
            let trip = figure(mirror.roundTripP99) { .latency($0) }
            write("  round trip p99 1m ", .dim, with: &pen)
            write(trip, with: &pen)
        }
        guard let plain = mirror.plainAge.reading else { return }
        let age = Spelling.span(plain.value).full
        writeWhole("  target's own heartbeats \(age), which prove no path", .dim, with: &pen)
    }

    mutating func paintConnectors(of mirror: Snapshot.Mirror, in area: Area) {
        paintTitle("CONNECTORS", note: source(of: mirror), row: area.rows.lowerBound, in: area.columns)
        let columns = area.inset(by: 2).columns
        var rows = area.dropping(1).rows
        for name in mirror.missingConnectors {
            guard let row = rows.popFirst() else { return }
            var pen = Pen(row: row, columns: columns)
            write(name.madeVisible, .text, width: 28, with: &pen)
            write(Standing(.red, "MISSING", "not on this Connect"), with: &pen)
        }
        guard let reading = mirror.connectors.reading else {
            guard let row = rows.first else { return }
            var pen = Pen(row: row, columns: columns)
            return write(Standing(.unknown, "unknown", mirror.connectors.whyUnknown), with: &pen)
        }
        for (row, connector) in zip(rows, reading.value) {
            paint(connector, isOld: snapshot.isOld(reading), row: row, in: columns)
        }
    }

    private func source(of mirror: Snapshot.Mirror) -> String {
        guard let worker = mirror.worker else { return "no REST: as its status topic has them" }
        let age = mirror.connectors.reading.map { ", \(Spelling.span(snapshot.age(of: $0)).full) ago" } ?? ""
        guard let version = worker.value?.version else { return "as Connect says\(age)" }
        return "as Connect \(version.madeVisible) says\(age)"
    }

    private mutating func paint(_ connector: ConnectorReading, isOld: Bool, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write(connector.name.madeVisible, .text, width: 28, with: &pen)
        let standing = Standing(connector.state)
        // What Connect said before it fell silent is not how things are.
        let role: Role = isOld ? .stale : standing.role
        write("\(standing.glyph(glyphs)) \(standing.word)", role, width: 14, with: &pen)
        let failed = connector.tasks.filter { $0.state == .failed }
        let others = connector.tasks.filter { $0.state != .running && $0.state != .failed }
        if !failed.isEmpty {
            let count = "\(glyphs.critical) \(failed.count) of \(connector.tasks.count) tasks FAILED"
            write(count, isOld ? .stale : .critical, with: &pen)
        } else if let other = others.first {
            write(
                "\(others.count) of \(connector.tasks.count) tasks \(other.state.word.madeVisible)", .warning,
                with: &pen)
        } else {
            let count = connector.tasks.count
            write(
                count == 0 ? "no task" : "\(count) \(count == 1 ? "task runs" : "tasks run")", isOld ? .stale : .dim,
                with: &pen)
        }
        if let trace = failed.first?.trace ?? connector.trace {
            write("  " + trace.withoutPackage.madeVisible, .text, with: &pen)
        }
    }

    mutating func paintTranslations(_ translations: [Snapshot.Translation], in area: Area) {
        paintTitle(
            "WHERE GROUPS WOULD BEGIN", note: "by MirrorMaker 2's checkpoints", row: area.rows.lowerBound,
            in: area.columns)
        let table = Table<Snapshot.Translation>(
            columns: [
                TableColumn("group", width: 24, .leading) { row, _ in Figure(row.group.madeVisible) },
                TableColumn("translated", width: 11) { row, _ in
                    let isWhole = row.partitions > 0 && row.translated == row.partitions
                    return Figure("\(row.translated)/\(row.partitions)", role: isWhole ? .text : .unknown)
                },
                TableColumn("age", width: 9) { row, painter in painter.figure(row.age) { .span($0) } },
                TableColumn("reads again", width: 12) { row, painter in painter.figure(row.reread) { .count($0) } },
                TableColumn("", width: nil, .leading) { row, _ in
                    Figure(row.blocked ?? row.whyNot ?? "", role: row.blocked == nil ? .unknown : .warning)
                },
            ], descending: true, widestName: 120)
        paint(
            table, rows: translations.sorted { $0.group < $1.group }, empty: "no group of the plan seen yet",
            in: area.dropping(1))
    }
}

extension String {
    /// Java names an exception by where it lives before it names what it is.
    fileprivate var withoutPackage: String {
        let place = prefix { $0 == "." || $0 == "_" || $0.isLetter || $0.isNumber }
        guard let dot = place.lastIndex(of: ".") else { return self }
        return String(self[index(after: dot)...])
    }
}
