import Night

/// What is found now; below it what was seen and done, oldest at the top, and the line at the cursor in full.
extension Painter {
    mutating func paintLog(in area: Area) {
        let findings = 1 + min(max(snapshot.findings.count, 1), area.height / 3)
        paintFindingsList(in: Area(rows: area.rows.prefix(findings), columns: area.columns))
        let rest = area.dropping(findings)
        let full = 1 + min(4, Self.longestLine / max(1, area.width - 4) + 1)
        let list = Area(rows: rest.rows.dropLast(full), columns: rest.columns)

        let rows = view.logRows(of: snapshot)
        let cursor = view.logIndex(in: rows) ?? -1
        let newer = rows.count - 1 - cursor
        let following = view.logPlace == nil ? "following" : "\(newer) newer below, G follows"
        paintTitle("LOG", note: "\(rows.count) lines, \(following)", row: list.rows.lowerBound, in: list.columns)
        let lines = list.dropping(1)
        guard cursor >= 0 else {
            var pen = Pen(row: lines.rows.lowerBound, columns: area.inset(by: 2).columns)
            write(snapshot.log.isEmpty ? "nothing yet" : "no line matches the filter", .dim, with: &pen)
            return
        }
        // A full page, even at the start of the log.
        let last = max(cursor, min(lines.height, rows.count) - 1)
        let first = max(0, last + 1 - lines.height)
        for (row, place) in zip(lines.rows, first...last) {
            paint(rows[place], row: row, in: area.columns)
            guard place == cursor else { continue }
            frame.highlight(row: row, columns: area.columns, role: .selected, emphasis: .bold)
            frame.write(glyphs.pointer, row: row, column: area.columns.lowerBound, end: size.columns, role: .selected)
        }
        paintWhole(rows[cursor], in: rest.dropping(list.height))
    }

    /// In cells; no line of the log is much longer.
    private static let longestLine = 300

    private mutating func paintWhole(_ entry: Snapshot.LogEntry, in area: Area) {
        let note = "\(Spelling.clock(entry.at.wall))Z \(entry.about)"
        paintTitle("LINE", note: note, row: area.rows.lowerBound, in: area.columns)
        let columns = area.inset(by: 2).columns
        for (row, text) in zip(area.dropping(1).rows, entry.text.wrapped(at: columns.count)) {
            frame.write(text, row: row, column: columns.lowerBound, end: columns.upperBound)
        }
    }

    mutating func paint(_ entry: Snapshot.LogEntry, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns.lowerBound + 1..<columns.upperBound - 1)
        write(Spelling.clock(entry.at.wall) + "  ", .dim, with: &pen)
        let (glyph, role): (String, Role) =
            switch entry.severity {
            case .info: (" ", .text)
            case .good: (glyphs.ok, .ok)
            case .warning: (glyphs.warning, .warning)
            case .bad: (glyphs.critical, .critical)
            }
        write(glyph, role, with: &pen)
        write(" ", with: &pen)
        write(entry.about, .dim, width: 12, with: &pen)
        write(" ", with: &pen)
        write(entry.text, entry.severity == .info || entry.severity == .good ? .text : .title, with: &pen)
    }
}
