import Night

/// The bridge by every way it is measured, what its own machinery says, and the topics furthest behind over it.
extension Painter {
    /// Below this the charts give way, and below the next the tables do.
    private static let roomForCharts = 30
    private static let leastTable = 3

    mutating func paintBridge(in area: Area) {
        let bridge = snapshot.bridge
        paintTitle("BRIDGE", note: "all waves, \(bridge.kind)", row: area.rows.lowerBound, in: area.columns)
        let columns = area.inset(by: 2).columns
        var row = area.rows.lowerBound + 1
        if let mirror = bridge.mirror { row = paintMirror(mirror, row: row, in: columns) }
        if let service = bridge.service { row = paintLink(service, row: row, in: columns) }
        if let gaps = bridge.gaps { row = paintGaps(gaps, row: row, in: columns) }
        for measured in [Snapshot.MeasuredLag(way: "behind", lag: bridge.lag)] + bridge.lags.prefix(4) {
            paintMeasured(measured, row: row, in: columns)
            row += 1
        }
        paintAgreement(row: row, in: columns)
        paintStuck(row: row + 1, in: columns)
        paintWorst(bridge.worst, row: row + 2, in: columns)
        row += 3
        if bridge.mirror == nil || area.height >= Self.roomForCharts { row = paintCharts(row: row, in: columns) }
        var rest = area.dropping(row - area.rows.lowerBound)
        if let mirror = bridge.mirror { rest = paintMachinery(of: mirror, in: rest) }
        guard rest.height >= Self.leastTable else { return }
        paintTitle("TOPICS", note: "by time behind over the bridge", row: rest.rows.lowerBound, in: rest.columns)
        paint(
            lagTable(order: .bridgeTime, descending: true), rows: CockpitView().topicRows(of: snapshot),
            empty: "no topic of the plan seen yet", in: rest.dropping(1))
    }

    private mutating func paintCharts(row: Int, in columns: Range<Int>) -> Int {
        let bridge = snapshot.bridge
        for (offset, chart) in [("lag", bridge.lagHistory), ("moves", bridge.recordsHistory)].enumerated() {
            let (label, history) = chart
            frame.write(label, row: row + offset, column: columns.lowerBound, end: columns.upperBound, role: .dim)
            let room = columns.lowerBound + 8..<max(columns.lowerBound + 8, columns.upperBound)
            paintSpark(history, row: row + offset, columns: room.suffix(120))
        }
        return row + 2
    }

    /// Its connectors, and where its checkpoints would have groups begin; what is left below them.
    private mutating func paintMachinery(of mirror: Snapshot.Mirror, in area: Area) -> Area {
        let connectors = (mirror.connectors.value?.count ?? 1) + mirror.missingConnectors.count
        var rest = paintBlock(height: connectors + 1, in: area) { painter, block in
            painter.paintConnectors(of: mirror, in: block)
        }
        if mirror.translations.isEmpty { return rest }
        rest = paintBlock(height: min(mirror.translations.count, 8) + 2, in: rest) { painter, block in
            painter.paintTranslations(mirror.translations, in: block)
        }
        return rest
    }

    private mutating func paintBlock(
        height: Int, in area: Area, _ paint: (inout Painter, Area) -> Void
    ) -> Area {
        guard area.height >= Self.leastTable else { return area }
        let used = min(height, area.height)
        paint(&self, Area(rows: area.rows.prefix(used), columns: area.columns))
        return area.dropping(used)
    }

    private mutating func paintMeasured(_ measured: Snapshot.MeasuredLag, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let (records, time) = figure(measured.lag)
        write(measured.way, .dim, width: 28, with: &pen)
        write(records, width: 16, with: &pen)
        write(time, width: 12, with: &pen)
        writeReason(records, with: &pen)
        guard let reading = measured.lag.records.reading, !snapshot.isOld(reading) else { return }
        writeWhole("  \(Spelling.span(snapshot.age(of: reading)).full) old", .dim, with: &pen)
    }
}
