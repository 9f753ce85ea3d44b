import Night

/// What a gate that compares both sides did not find alike: each with what it is here, what there, and what comes of it.
extension Painter {
    /// The gate whose differences are open, if it still has any.
    var openGate: Snapshot.Gate? {
        guard let open = view.openGate else { return nil }
        return wave?.gates.first { $0.plan.name == open && !$0.differences.isEmpty }
    }

    mutating func paintDifferences(of gate: Snapshot.Gate, in area: Area) {
        let standing = Standing(gate.verdict)
        let selected = min(view.difference, gate.differences.count - 1)
        let page = pageNote(
            rows: gate.differences.count, all: gate.differences.count, selected: selected, visible: area.height - 5)
        paintTitle(
            "DIFFERENCES", note: "\(gate.plan.name) \(standing.word); \(page)", row: area.rows.lowerBound,
            in: area.columns)
        paint(
            Table<Difference>(
                columns: [
                    TableColumn("comes to", width: 10, .leading) { difference, painter in
                        let standing = Standing(difference.weight)
                        return Figure(
                            standing.glyph(painter.glyphs) + " " + standing.word, role: standing.role)
                    },
                    TableColumn("of", width: size.columns >= 120 ? 30 : 18, .leading) { difference, _ in
                        Figure(difference.subject)
                    },
                    TableColumn("what", width: size.columns >= 120 ? 30 : 16, .leading) { difference, _ in
                        Figure(difference.what)
                    },
                    TableColumn("source", width: size.columns >= 120 ? 22 : 14, .leading) { difference, _ in
                        Figure(difference.source)
                    },
                    TableColumn("target", width: nil, .leading) { difference, _ in Figure(difference.target) },
                ], widestName: 60), rows: gate.differences, selected: selected, empty: "",
            in: Area(rows: area.rows.dropFirst().dropLast(3), columns: area.columns))
        paintDifference(gate.differences[selected], in: area.dropping(max(0, area.height - 3)))
    }

    /// The one at the cursor in full, whatever did not fit its column.
    private mutating func paintDifference(_ difference: Difference, in area: Area) {
        let columns = area.inset(by: 2).columns
        let lines = difference.inWords.wrapped(at: columns.count)
        for (line, row) in zip(lines, area.rows) { write([Phrase(line)], row: row, in: columns) }
    }
}

extension Standing {
    fileprivate init(_ weight: Difference.Weight) {
        switch weight {
        case .fails: self.init(.red, "fails")
        case .unknown: self.init(.unknown, "unknown")
        case .harmless: self.init(.ok, "harmless")
        }
    }
}
