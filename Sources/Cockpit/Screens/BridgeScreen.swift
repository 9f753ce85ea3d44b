import Night

/// The bridge by every way it is measured, and the topics furthest behind over it.
extension Painter {
    mutating func paintBridge(in area: Area) {
        let bridge = snapshot.bridge
        paintTitle("BRIDGE", note: "all waves, \(bridge.kind)", row: area.rows.lowerBound, in: area.columns)
        let columns = area.inset(by: 2).columns
        var row = area.rows.lowerBound + 1
        for measured in [Snapshot.MeasuredLag(way: "behind", lag: bridge.lag)] + bridge.lags.prefix(4) {
            paintMeasured(measured, row: row, in: columns)
            row += 1
        }
        paintAgreement(row: row, in: columns)
        paintStuck(row: row + 1, in: columns)
        paintWorst(bridge.worst, row: row + 2, in: columns)
        row += 3
        for (label, history) in [("lag", bridge.lagHistory), ("moves", bridge.recordsHistory)] {
            frame.write(label, row: row, column: columns.lowerBound, end: columns.upperBound, role: .dim)
            let chart = columns.lowerBound + 8..<max(columns.lowerBound + 8, columns.upperBound)
            paintSpark(history, row: row, columns: chart.suffix(120))
            row += 1
        }
        let rest = area.dropping(row - area.rows.lowerBound)
        paintTitle("TOPICS", note: "by time behind over the bridge", row: rest.rows.lowerBound, in: rest.columns)
        paint(
            lagTable(order: .bridgeTime, descending: true), rows: CockpitView().topicRows(of: snapshot),
            empty: "no topic of the plan seen yet", in: rest.dropping(1))
    }

    private mutating func paintMeasured(_ measured: Snapshot.MeasuredLag, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let (records, time) = figure(measured.lag)
        write(measured.way, .dim, width: 28, with: &pen)
        write(records, width: 16, with: &pen)
        write(time, width: 12, with: &pen)
        writeReason(records, with: &pen)
    }
}
