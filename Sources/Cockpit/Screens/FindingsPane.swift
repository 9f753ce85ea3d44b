import Night

/// What must be known now, worst first: as much as fits on the night, all of it with the log.
extension Painter {
    /// A line each, behind the label that the lines around it have too.
    mutating func paintFindings(in area: Area) {
        let hidden = snapshot.findings.count - area.height
        for (offset, row) in area.rows.enumerated() {
            var pen = Pen(row: row, columns: area.inset(by: 1).columns)
            let isLast = offset > 0 && offset == area.height - 1
            write(offset == 0 ? "findings" : isLast && hidden > 0 ? "+\(hidden) on 7" : "", .dim, width: 10, with: &pen)
            guard snapshot.findings.indices.contains(offset) else {
                if offset == 0 { write(nothingFound, with: &pen) }
                continue
            }
            paint(snapshot.findings[offset], aboutWidth: aboutWidth(rows: area.height), with: &pen)
        }
    }

    mutating func paintFindingsList(in area: Area) {
        let lines = area.dropping(1)
        let shown = min(snapshot.findings.count, lines.height)
        let note =
            shown < snapshot.findings.count ? "\(shown) of \(snapshot.findings.count), worst first" : "worst first"
        paintTitle("FINDINGS", note: note, row: area.rows.lowerBound, in: area.columns)
        for (offset, row) in lines.rows.enumerated() {
            var pen = Pen(row: row, columns: area.inset(by: 2).columns)
            guard snapshot.findings.indices.contains(offset) else {
                if offset == 0 { write(nothingFound, with: &pen) }
                continue
            }
            paint(snapshot.findings[offset], aboutWidth: aboutWidth(rows: lines.height), with: &pen)
        }
    }

    private func aboutWidth(rows: Int) -> Int {
        let widest = snapshot.findings.prefix(rows).map(\.about.cellWidth).max() ?? 0
        return min(widest, 30)
    }

    private mutating func paint(_ finding: Snapshot.Finding, aboutWidth: Int, with pen: inout Pen) {
        let standing = Standing(finding)
        write(standing.glyph(glyphs) + " " + standing.word, standing.role, width: 9, with: &pen)
        write(" ", with: &pen)
        write(finding.about, .dim, width: aboutWidth, with: &pen)
        write("  ", with: &pen)
        let clock = finding.since.map { Spelling.clock($0.wall) + "Z" } ?? ""
        let words = clock.isEmpty ? "" : "  since " + clock
        let since = finding.text.cellWidth + words.cellWidth <= pen.room || clock.isEmpty ? words : "  " + clock
        var field = Pen(row: pen.row, columns: pen.column..<max(pen.column, pen.end - since.cellWidth))
        write(finding.text, standing.level == .red ? .title : .text, with: &field)
        pen.column = field.column
        write(since, .dim, with: &pen)
    }

    /// Good news only where everything was looked at: what cannot be seen may be anything.
    private var nothingFound: Standing {
        let bridge = snapshot.bridge.lag.records.reading.map { !snapshot.isOld($0) } ?? false
        let probes = ClusterRole.allCases.allSatisfy { Standing(snapshot.cluster($0).probe, in: snapshot).level == .ok }
        let endpoints = ClusterRole.allCases.compactMap { snapshot.cluster($0).endpoints }
            .allSatisfy { Standing($0, in: snapshot).level == .ok }
        let lines = snapshot.budget.allSatisfy { line in
            let level = Standing(line, in: snapshot).level
            return level != .unknown && level != .stale
        }
        return bridge && probes && endpoints && lines
            ? Standing(.ok, "nothing found") : Standing(.unknown, "nothing found, but not everything can be seen")
    }
}
