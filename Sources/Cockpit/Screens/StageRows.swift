import Night

/// The four stages as four lines, where there is no room for columns.
extension Painter {
    private static let nameWidth = 10

    mutating func paintStageRows(in area: Area) {
        let top = area.rows.lowerBound
        let columns = area.inset(by: 1).columns
        paintClusterRow(snapshot.source, row: top, in: columns)
        paintBridgeRow(row: top + 1, in: columns)
        paintClusterRow(snapshot.target, row: top + 2, in: columns)
        paintConsumersRow(row: top + 3, in: columns)
    }

    private mutating func paintClusterRow(_ cluster: Snapshot.Cluster, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let isSource = cluster.role == .source
        write(isSource ? "SOURCE" : "TARGET", isSource ? .source : .target, width: Self.nameWidth, with: &pen)
        let standing = Standing(cluster.probe, in: snapshot)
        let silent = cluster.probe.silentSince != nil
        let words = silent ? [standing.word, standing.detail ?? ""].joined(separator: " ") : standing.word
        write(standing.glyph(glyphs) + " " + words, standing.role, width: silent ? 28 : 16, with: &pen)
        write(" in", .dim, with: &pen)
        write(figure(cluster.recordsIn) { .rate($0) }, width: 12, with: &pen)
        write(isSource ? "     out" : "  p99 1m", .dim, with: &pen)
        let second =
            isSource ? figure(cluster.recordsOut) { .rate($0) } : figure(cluster.produceP99) { .latency($0) }
        write(second, width: 12, with: &pen)
        if !silent {
            write("  ", with: &pen)
            write(health(of: cluster), detailed: false, with: &pen)
        }
        paintTrail(cluster.recordsInHistory, after: pen)
    }

    private mutating func paintBridgeRow(row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let bridge = snapshot.bridge
        let (records, time) = figure(bridge.lag)
        write("BRIDGE", .bridge, width: Self.nameWidth, with: &pen)
        if let why = records.why {
            write("? behind: \(why)", .unknown, with: &pen)
            return
        }
        write("behind", .dim, with: &pen)
        write(records, width: 14, with: &pen)
        write(time, width: 9, with: &pen)
        write("  moves", .dim, with: &pen)
        write(figure(bridge.records) { .rate($0) }, width: 11, with: &pen)
        if let health = bridge.mirror.map({ Standing($0.health) }), health.level != .ok {
            write("  \(health.glyph(glyphs)) \(health.word)", health.role, with: &pen)
        }
        if bridge.stuckPartitions > 0 {
            write("  \(glyphs.warning) \(bridge.stuckPartitions) stuck", .warning, with: &pen)
        }
        if bridge.disagreement != nil { writeWhole("  \(glyphs.warning) ways disagree", .warning, with: &pen) }
        paintTrail(bridge.lagHistory, after: pen)
    }

    private mutating func paintConsumersRow(row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("CONSUMERS", .consumers, width: Self.nameWidth, with: &pen)
        let groups = CockpitView().groupRows(of: snapshot)
        guard let worst = groups.first else {
            write("no group of the plan seen yet", .dim, with: &pen)
            return
        }
        let (records, time) = figure(worst.worseSide.lag)
        write("worst ", .dim, with: &pen)
        write(worst.name, width: 14, with: &pen)
        write(records, width: 12, with: &pen)
        write(time, width: 9, with: &pen)
        let both = groups.count(where: \.activeOnBoth)
        let unknown = groups.count { $0.worseSide.lag.records.whyUnknown != nil }
        if both > 0 { write("  \(glyphs.critical) \(both) on BOTH", .critical, with: &pen) }
        if unknown > 0 { writeWhole("  ? \(unknown) unknown", .unknown, with: &pen) }
    }

    private mutating func paintTrail(_ history: Snapshot.History, after pen: Pen) {
        // The lines take eighty columns; what is more belongs to the charts.
        let width = size.columns - NightLayout.smallest.columns
        guard width >= 6, pen.room > 1 else { return }
        paintSpark(history, row: pen.row, columns: max(pen.column + 1, pen.end - width)..<pen.end)
    }
}
