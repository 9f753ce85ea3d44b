import Night

/// The four stages side by side: source, bridge, target, consumers.
extension Painter {
    private static let stages: [(title: String, note: String, role: Role)] = [
        ("SOURCE", "", .source), ("BRIDGE", "all waves ", .bridge), ("TARGET", "", .target),
        ("CONSUMERS", "all waves ", .consumers),
    ]

    mutating func paintStageColumns(in area: Area) {
        let edges = (0...4).map { area.columns.lowerBound + $0 * (area.width - 1) / 4 }
        paintFrames(at: edges, rows: area.rows)
        let inside = area.rows.lowerBound + 1..<area.rows.upperBound - 1
        let columns = zip(edges, edges.dropFirst()).map { Area(rows: inside, columns: $0 + 2..<$1 - 1) }
        paintCluster(snapshot.source, in: columns[0])
        paintBridgeColumn(in: columns[1])
        paintCluster(snapshot.target, in: columns[2])
        paintWorstGroups(in: columns[3])
    }

    private mutating func paintFrames(at edges: [Int], rows: Range<Int>) {
        let (top, bottom) = (rows.lowerBound, rows.upperBound - 1)
        for row in [top, bottom] {
            frame.fill(glyphs.horizontal, row: row, columns: edges[0]..<edges[4] + 1, role: .border)
        }
        for (index, edge) in edges.enumerated() {
            let (upper, lower) =
                switch index {
                case 0: (glyphs.topLeft, glyphs.bottomLeft)
                case 4: (glyphs.topRight, glyphs.bottomRight)
                default: (glyphs.teeDown, glyphs.teeUp)
                }
            frame.put(upper, row: top, column: edge, role: .border)
            frame.put(lower, row: bottom, column: edge, role: .border)
            for row in top + 1..<bottom { frame.put(glyphs.vertical, row: row, column: edge, role: .border) }
        }
        for (edge, stage) in zip(edges, Self.stages) {
            let end = frame.write(" \(stage.title) ", row: top, column: edge + 2, end: size.columns, role: stage.role)
            frame.write(stage.note, row: top, column: end, end: size.columns, role: .dim)
        }
    }

    // MARK: A cluster

    /// One line of a stage, which needs no more than its row.
    private typealias StageLine = (_ painter: inout Painter, _ row: Int, _ columns: Range<Int>) -> Void

    private mutating func paintLines(_ lines: [StageLine], in area: Area) {
        for (row, line) in zip(area.rows, lines) { line(&self, row, area.columns) }
    }

    private mutating func paintCluster(_ cluster: Snapshot.Cluster, in area: Area) {
        var lines: [StageLine] = [
            { $0.paintProbe(cluster.probe, row: $1, in: $2) },
            { $0.paintTrend("in", cluster.recordsIn, cluster.recordsInHistory, row: $1, in: $2) { .rate($0) } },
            { $0.paintTrend("out", cluster.recordsOut, cluster.recordsOutHistory, row: $1, in: $2) { .rate($0) } },
        ]
        if cluster.role == .target {
            lines.append {
                $0.paintTrend("p99 1m", cluster.produceP99, cluster.produceHistory, row: $1, in: $2) { .latency($0) }
            }
        }
        lines += [
            { $0.paintBrokers(of: cluster, row: $1, in: $2) },
            { $0.paintReplicas(of: cluster, row: $1, in: $2) },
        ]
        if let endpoints = cluster.endpoints { lines.append { $0.paintEndpoints(endpoints, row: $1, in: $2) } }
        lines += [
            { $0.paintCost(of: cluster.probe, row: $1, in: $2) },
            { $0.paintRestarts(of: cluster.probe, row: $1, in: $2) },
        ]
        if let last = cluster.probe.trouble { lines.append { $0.paintTrouble(last, row: $1, in: $2) } }
        lines.append { painter, row, columns in
            painter.paintFact("at", cluster.bootstrap, row: row, in: columns)
        }
        paintLines(lines, in: area)
    }

    private mutating func paintFact(_ label: String, _ fact: String, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write(label, .dim, width: 8, with: &pen)
        write(fact, .dim, with: &pen)
    }

    private mutating func paintProbe(_ probe: Snapshot.Probe, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let standing = Standing(probe, in: snapshot)
        if let since = probe.silentSince {
            write("\(standing.glyph(glyphs)) \(standing.word)", standing.role, with: &pen)
            let clock = "\(Spelling.clock(since.wall))Z"
            write(pen.room >= clock.count + 7 ? " since \(clock)" : " \(clock)", .title, with: &pen)
            return
        }
        write("probe", .dim, width: 8, with: &pen)
        write(standing, with: &pen)
        if let sweep = probe.lastSweep.reading, standing.detail == nil {
            let age = Spelling.span(snapshot.age(of: sweep)).full
            write(pen.room > 10 ? " \(age) ago" : " \(age)", .dim, with: &pen)
        }
    }

    private mutating func paintTrend(
        _ label: String, _ known: Known<Double>, _ history: Snapshot.History, row: Int, in columns: Range<Int>,
        spell: (Double) -> Spelling
    ) {
        var pen = Pen(row: row, columns: columns)
        write(label, .dim, width: 8, with: &pen)
        let figure = figure(known, spell: spell)
        if figure.why != nil {
            write(figure, with: &pen)
            writeReason(figure, with: &pen)
            return
        }
        write(figure, width: figure.age == nil ? 10 : 14, with: &pen)
        let room = min(pen.room - 1, 40)
        if room >= 4 {
            let role: Role = figure.age == nil ? .chart : .stale
            paintSpark(history, row: row, columns: pen.column + 1..<pen.column + 1 + room, role: role)
        }
    }

    private mutating func paintBrokers(of cluster: Snapshot.Cluster, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("brokers", .dim, width: 8, with: &pen)
        let brokers = figure(cluster.brokers) { .count($0.count) }
        write(brokers, with: &pen)
        writeReason(brokers, with: &pen)
        if let totals = cluster.totals.reading, pen.room > 14 {
            let role: Role = snapshot.isOld(totals) ? .stale : .dim
            let count = Spelling.count(totals.value.partitions).full
            write(pen.room > 20 ? "  \(count) partitions" : "  \(count) parts", role, with: &pen)
        }
    }

    private mutating func paintReplicas(of cluster: Snapshot.Cluster, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("health", .dim, width: 8, with: &pen)
        write(health(of: cluster), with: &pen)
    }

    /// What the cluster says of its partitions.
    func health(of cluster: Snapshot.Cluster) -> Standing {
        guard let totals = cluster.totals.reading else {
            return Standing(.unknown, "unknown", cluster.totals.whyUnknown)
        }
        let value = totals.value
        if snapshot.isOld(totals) {
            return Standing(.stale, "stale", "\(value.offline) offline")
        }
        if value.offline > 0 { return Standing(.red, "\(value.offline) offline") }
        if value.underReplicated > 0 { return Standing(.warning, "\(value.underReplicated) out of sync") }
        return Standing(.ok, "all in sync")
    }

    private mutating func paintCost(of probe: Snapshot.Probe, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("cost", .dim, width: 8, with: &pen)
        let rate = figure(probe.requestRate) { Spelling("\(Spelling.count(Int64($0.rounded())).full) req/s") }
        write(rate, with: &pen)
        guard let sweep = probe.lastSweep.value else { return }
        let slowest = "slowest \(Spelling.latency(sweep.slowestTook.inSeconds).full)"
        guard slowest.cellWidth + 2 <= pen.room else { return }
        write("  " + slowest, .dim, with: &pen)
        writeWhole(" " + sweep.slowest, .dim, with: &pen)
    }

    private mutating func paintRestarts(of probe: Snapshot.Probe, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("polls", .dim, width: 8, with: &pen)
        let plural = probe.restarts == 1 ? "restart" : "restarts"
        write("\(probe.restarts) \(plural)", probe.restarts > 0 ? .warning : .dim, with: &pen)
        write(", \(probe.skipped) late", probe.skipped > 0 ? .warning : .dim, with: &pen)
    }

    private mutating func paintTrouble(_ last: Snapshot.LastTrouble, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let age = Spelling.span(max(0, (snapshot.at.moment - last.at.moment).inSeconds)).full
        write("trouble", .dim, width: 8, with: &pen)
        write(pen.room > 30 ? "\(age) ago " : "\(age) ", .dim, with: &pen)
        write("\(last.trouble.asked): \(last.trouble.said)", .warning, with: &pen)
    }

    // MARK: The bridge

    private mutating func paintBridgeColumn(in area: Area) {
        let bridge = snapshot.bridge
        var lines: [StageLine] = [
            { $0.paintLag("lag", bridge.lag, row: $1, in: $2) },
            { $0.paintTrend("moves", bridge.records, bridge.recordsHistory, row: $1, in: $2) { .rate($0) } },
            { painter, row, columns in
                painter.frame.write("trend", row: row, column: columns.lowerBound, end: columns.upperBound, role: .dim)
                let chart = columns.lowerBound + 8..<max(columns.lowerBound + 8, columns.upperBound)
                painter.paintSpark(bridge.lagHistory, row: row, columns: chart.suffix(48))
            },
        ]
        for measured in bridge.lags.prefix(3) {
            lines.append { $0.paintLag(measured.way, measured.lag, row: $1, in: $2) }
        }
        if let leftOut = bridge.leftOut {
            lines.insert({ $0.paintFact("without", leftOut, row: $1, in: $2) }, at: 2)
        }
        if let mirror = bridge.mirror {
            lines.insert({ $0.paintHealth(of: mirror, row: $1, in: $2) }, at: 0)
            lines.append { $0.paintBeat(of: mirror, row: $1, in: $2) }
        }
        lines += [
            { $0.paintAgreement(row: $1, in: $2) },
            { $0.paintStuck(row: $1, in: $2) },
            { $0.paintWorst(bridge.worst, row: $1, in: $2) },
            { $0.paintFact("kind", bridge.kind, row: $1, in: $2) },
        ]
        paintLines(lines, in: area)
    }

    private mutating func paintHealth(of mirror: Snapshot.Mirror, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("health", .dim, width: 8, with: &pen)
        write(Standing(mirror.health), with: &pen)
    }

    private mutating func paintBeat(of mirror: Snapshot.Mirror, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("path", .dim, width: 8, with: &pen)
        let age = figure(mirror.pathAge) { .span($0) }
        write(age, with: &pen)
        age.why == nil ? writeWhole(" heartbeat", .dim, with: &pen) : writeReason(age, with: &pen)
    }

    private mutating func paintLag(_ label: String, _ lag: Snapshot.Lag, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let (records, time) = figure(lag)
        let (recordsWidth, timeWidth) = columns.count >= 40 ? (15, 13) : (8, 8)
        write(label, .dim, width: records.why == nil ? columns.count - recordsWidth - timeWidth : 8, with: &pen)
        write(records, width: records.why == nil ? recordsWidth : nil, with: &pen)
        writeReason(records, with: &pen)
        if records.why == nil { write(time, width: timeWidth, with: &pen) }
    }

    mutating func paintAgreement(row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let bridge = snapshot.bridge
        write("ways", .dim, width: 8, with: &pen)
        if let disagreement = bridge.disagreement {
            write("\(glyphs.warning) disagree ", .warning, with: &pen)
            write(disagreement, .text, with: &pen)
        } else if bridge.lags.count < 2 {
            write("\(glyphs.unknown) only one way to measure", .unknown, with: &pen)
        } else if bridge.lags.contains(where: { ($0.lag.records.reading.map { snapshot.isOld($0) }) ?? true }) {
            write("\(glyphs.unknown) cannot compare", .unknown, with: &pen)
        } else {
            write("\(glyphs.ok) agree", .ok, with: &pen)
        }
    }

    mutating func paintStuck(row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        let bridge = snapshot.bridge
        write("stuck", .dim, width: 8, with: &pen)
        guard let behind = bridge.lag.records.reading else {
            write("? unknown", .unknown, with: &pen)
            return
        }
        let stale = snapshot.isOld(behind)
        let role: Role = stale ? .stale : bridge.stuckPartitions > 0 ? .warning : .dim
        write(bridge.stuckPartitions.partitions + (stale ? " " + glyphs.staleSign : ""), role, with: &pen)
        if bridge.aheadPartitions > 0 { write("  \(bridge.aheadPartitions) ahead", .warning, with: &pen) }
    }

    mutating func paintWorst(_ worst: Snapshot.WorstPartition?, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write("worst", .dim, width: 8, with: &pen)
        guard let worst else {
            let known = snapshot.bridge.lag.records.reading != nil
            write(known ? "none behind" : "? unknown", known ? .dim : .unknown, with: &pen)
            return
        }
        let old = snapshot.bridge.lag.records.reading.map { snapshot.isOld($0) } ?? true
        let role: Role = old ? .stale : .text
        let lag = Spelling.count(worst.lag).full + (old ? glyphs.staleSign : "")
        let nameEnd = max(pen.column, pen.end - lag.cellWidth - 1)
        let place = " p\(worst.partition)"
        frame.write(
            worst.topic, row: row, column: pen.column, end: max(pen.column, nameEnd - place.cellWidth), role: role)
        pen.column = min(pen.column + worst.topic.cellWidth, max(pen.column, nameEnd - place.cellWidth))
        write("\(place) \(lag)", role, with: &pen)
    }

    // MARK: Consumers

    private mutating func paintWorstGroups(in area: Area) {
        let rows = CockpitView().groupRows(of: snapshot).sorted { $0.activeOnBoth && !$1.activeOnBoth }
        guard !rows.isEmpty else {
            frame.write(
                "no group of the plan seen yet", row: area.rows.lowerBound, column: area.columns.lowerBound,
                end: area.columns.upperBound, role: .dim)
            return
        }
        let (lagWidth, timeWidth) = area.width >= 40 ? (13, 10) : (6, 7)
        let nameWidth = max(4, area.width - lagWidth - timeWidth - 4)
        for (row, group) in zip(area.rows, rows) {
            var pen = Pen(row: row, columns: area.columns)
            let side = group.worseSide
            let (records, time) = figure(side.lag)
            write(group.name, group.activeOnBoth ? .critical : .text, width: nameWidth, with: &pen)
            write(" ", with: &pen)
            paintSide(group, with: &pen)
            if let why = records.why {
                write(" ? " + why, .unknown, width: lagWidth + timeWidth, with: &pen)
            } else {
                write(records, width: lagWidth, with: &pen)
                write(group.activeOnBoth ? Figure("BOTH", role: .critical) : time, width: timeWidth, with: &pen)
                write(" " + growthArrow(side), .dim, with: &pen)
            }
        }
    }

    /// S, T or both, in the colour of the cluster.
    private mutating func paintSide(_ group: Snapshot.Group, with pen: inout Pen) {
        let role = group.worseRole
        write(role == .source ? "S" : "T", role == .source ? .source : .target, with: &pen)
    }

    /// Whether the group falls behind or catches up.
    func growthArrow(_ side: Snapshot.GroupSide) -> String {
        guard let growth = side.lagGrowth.reading, !snapshot.isOld(growth) else { return " " }
        return switch growth.value {
        case 1...: glyphs.rising
        case ...(-1): glyphs.falling
        default: glyphs.level
        }
    }
}
