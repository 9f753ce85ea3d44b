import Night

/// What was seen and done, oldest at the top.
extension Painter {
    mutating func paintLog(in area: Area) {
        let rows = view.logRows(of: snapshot)
        let lines = area.dropping(1)
        let last = view.logIndex(in: rows) ?? -1
        let newer = rows.count - 1 - last
        let following = view.logPlace == nil ? "following" : "\(newer) newer below, G follows"
        paintTitle("LOG", note: "\(rows.count) lines, \(following)", row: area.rows.lowerBound, in: area.columns)
        guard last >= 0 else {
            var pen = Pen(row: lines.rows.lowerBound, columns: area.inset(by: 2).columns)
            write(snapshot.log.isEmpty ? "nothing yet" : "no line matches the filter", .dim, with: &pen)
            return
        }
        for (row, entry) in zip(lines.rows, rows[...last].suffix(lines.height)) {
            paint(entry, row: row, in: area.columns)
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
