import Night

/// The whole night on one screen.
extension Painter {
    mutating func paintNight(in area: Area) {
        let layout = NightLayout(
            size: size,
            contents: NightLayout.Contents(
                findings: snapshot.findings.count, budgetLines: snapshot.budget.count, topics: snapshot.topics.count,
                waves: snapshot.waves.count), banners: size.rows - 5 - area.height)
        var rest = area
        for pane in [NightLayout.Pane.stages, .pressure, .findings, .standing] {
            paint(pane, rows: layout.rows[pane], from: &rest)
        }
        if size.columns >= NightLayout.pairsFrom {
            paintBeside(in: &rest)
        }
        for pane in [NightLayout.Pane.budget, .topics, .waves, .log] {
            paint(pane, rows: layout.rows[pane], from: &rest)
        }
    }

    /// Topics and waves at the right; leaves the left for what follows.
    private mutating func paintBeside(in rest: inout Area) {
        let middle = rest.columns.lowerBound + rest.width * 23 / 40
        var right = Area(rows: rest.rows, columns: middle + 1..<rest.columns.upperBound)
        rest.columns = rest.columns.lowerBound..<middle
        let waveRows = 1 + min(max(snapshot.waves.count, 1), 6)
        right.rows = right.rows.lowerBound..<max(right.rows.lowerBound, right.rows.upperBound - waveRows)
        paintWorstTopics(in: right)
        paintWaves(in: Area(rows: right.rows.upperBound..<rest.rows.upperBound, columns: right.columns))
    }

    private mutating func paint(_ pane: NightLayout.Pane, rows: Int?, from rest: inout Area) {
        guard let rows else { return }
        let top = rest.rows.lowerBound
        let area = Area(rows: top..<min(top + rows, rest.rows.upperBound), columns: rest.columns)
        rest = rest.dropping(rows)
        switch pane {
        case .stages: area.height > 4 ? paintStageColumns(in: area) : paintStageRows(in: area)
        case .pressure: paintPressure(in: area)
        case .findings: paintFindings(in: area)
        case .budget: paintBudget(in: area)
        case .standing: paintStandings(in: area)
        case .topics: paintWorstTopics(in: area)
        case .waves: paintWaves(in: area)
        case .log: paintLogTail(in: area)
        }
    }

    // MARK: Pressure

    /// First the stage where pressure builds, with its sum; below it, where there is room, every stage.
    private mutating func paintPressure(in area: Area) {
        var pen = Pen(row: area.rows.lowerBound, columns: area.inset(by: 1).columns)
        write("pressure  ", .dim, with: &pen)
        switch snapshot.pressure.finding {
        case .unknown(let why):
            write("\(glyphs.unknown) unknown ", .unknown, with: &pen)
            write(why, .unknown, with: &pen)
        case .level:
            let stale = snapshot.pressure.stages.contains { isStale($0.growth) }
            write(stale ? Standing(.stale, "was level") : Standing(.ok, "level, nothing piles up"), with: &pen)
        case .accumulating(let name):
            write("\(glyphs.warning) \(name.rawValue.uppercased())", .warning, with: &pen)
            write("  ", with: &pen)
            if let stage = snapshot.pressure.stages.first(where: { $0.name == name }) {
                if let part = stage.hidden {
                    write("\(part.group) ", with: &pen)
                    paintSum(part.inflow, part.outflow, part.growth, part.backlog, with: &pen)
                } else {
                    paintSum(stage.inflow, stage.outflow, stage.growth, stage.backlog, with: &pen)
                }
            }
        case .standing(let name):
            write("\(glyphs.warning) \(name.rawValue.uppercased())", .warning, with: &pen)
            write("  ", with: &pen)
            if let stage = snapshot.pressure.stages.first(where: { $0.name == name }) {
                write(figure(stage.backlog) { .count($0) }, with: &pen)
                write(" behind and nothing moves", .warning, with: &pen)
            }
        }
        let producers = figure(snapshot.pressure.producers) { .rate($0) }
        if producers.why == nil, pen.room > 30 {
            write("   producers ", .dim, with: &pen)
            write(producers, with: &pen)
        }
        for (offset, stage) in snapshot.pressure.stages.prefix(max(0, area.height - 1)).enumerated() {
            var pen = Pen(row: area.rows.lowerBound + 1 + offset, columns: area.inset(by: 1).columns)
            let here = snapshot.pressure.finding == .accumulating(stage.name)
            write("          ", with: &pen)
            write(here ? glyphs.warning : " ", here ? .warning : .text, with: &pen)
            write(" ", with: &pen)
            write(stage.name.rawValue, here ? .text : .dim, width: 18, with: &pen)
            paintSum(stage.inflow, stage.outflow, stage.growth, stage.backlog, width: 12, with: &pen)
            if let leftOut = stage.leftOut {
                write("  ", with: &pen)
                // What the bridge does not carry is known to be elsewhere; a group that is left out is not known.
                write("without \(leftOut)", stage.name == .bridge ? .dim : .unknown, with: &pen)
            }
        }
    }

    private func isStale<Value>(_ known: Known<Value>) -> Bool {
        known.reading.map { snapshot.isOld($0) } ?? true
    }

    /// The arithmetic: in, out, what that leaves, and what has piled up.
    private mutating func paintSum(
        _ inflow: Known<Double>, _ outflow: Known<Double>, _ growth: Known<Double>, _ backlog: Known<Int64>,
        width: Int? = nil, with pen: inout Pen
    ) {
        // A field of its own begins with a blank.
        let blank = width == nil ? " " : ""
        write("in" + blank, .dim, with: &pen)
        write(figure(inflow) { .rate($0) }, width: width, with: &pen)
        write(", out" + blank, .dim, with: &pen)
        write(figure(outflow) { .rate($0) }, width: width, with: &pen)
        write("," + blank, .dim, with: &pen)
        write(figure(growth) { .growth($0) }, width: width, with: &pen)
        write("," + blank, .dim, with: &pen)
        write(figure(backlog) { .count($0) }, width: width, with: &pen)
        writeWhole(" behind", .dim, with: &pen)
    }

    // MARK: Gates and triggers of the focused wave

    private mutating func paintStandings(in area: Area) {
        let gates = wave?.gates.map { ($0.plan.name, Standing($0.verdict)) } ?? []
        let triggers = wave?.triggers.map { ($0.name, Standing($0.state)) } ?? []
        paintCounts("gates", gates, okWord: "pass", redWord: "fail", row: area.rows.lowerBound)
        paintCounts("triggers", triggers, okWord: "quiet", redWord: "red", row: area.rows.lowerBound + 1)
    }

    private mutating func paintCounts(
        _ label: String, _ standings: [(name: String, standing: Standing)], okWord: String, redWord: String, row: Int
    ) {
        var pen = Pen(row: row, columns: 1..<size.columns - 1)
        write(label, .dim, width: 10, with: &pen)
        guard !standings.isEmpty else {
            write("none in the plan", .dim, with: &pen)
            return
        }
        let red = standings.filter { $0.standing.level == .red }
        let ok = standings.filter { $0.standing.level == .ok }
        let unknown = standings.filter { $0.standing.level != .red && $0.standing.level != .ok }
        write("\(glyphs.critical) \(red.count) \(redWord)", red.isEmpty ? .dim : .critical, with: &pen)
        write("  ", with: &pen)
        write("? \(unknown.count) unknown", unknown.isEmpty ? .dim : .unknown, with: &pen)
        write("  ", with: &pen)
        write("\(glyphs.ok) \(ok.count) \(okWord)  ", ok.isEmpty ? .dim : .ok, with: &pen)
        let names = (red + unknown).map(\.name).joined(separator: ", ")
        write(names, red.isEmpty ? .dim : .text, with: &pen)
    }

    // MARK: Topics, waves, log

    private mutating func paintWorstTopics(in area: Area) {
        let rows = CockpitView().topicRows(of: snapshot)
        let note = "worst \(min(rows.count, area.height - 2)) of \(rows.count) by time behind over the bridge"
        paintTitle("TOPICS", note: note, row: area.rows.lowerBound, in: area.columns)
        paint(
            lagTable(order: .bridgeTime, descending: true), rows: rows, empty: "no topic of the plan seen yet",
            in: area.dropping(1))
    }

    private mutating func paintWaves(in area: Area) {
        paintTitle("WAVES", row: area.rows.lowerBound, in: area.columns)
        for (index, wave) in snapshot.waves.prefix(area.height - 1).enumerated() {
            let here = index == min(view.wave, snapshot.waves.count - 1)
            var pen = Pen(row: area.rows.lowerBound + 1 + index, columns: area.inset(by: 1).columns)
            write(here ? glyphs.pointer + " " : "  ", .focus, with: &pen)
            write(wave.plan.name, here ? .focus : .text, width: min(18, area.width / 4), with: &pen)
            write(" ", with: &pen)
            write(wave.plan.pattern.rawValue, .dim, width: 15, with: &pen)
            let standing = wave.standing(glyphs)
            write(standing.text, standing.role, width: 20, with: &pen)
            let topics = snapshot.topics.count { $0.wave == wave.plan.name }
            let groups = snapshot.groups.count { $0.wave == wave.plan.name }
            write("\(topics.counted("topic")), \(groups.counted("group"))", .dim, width: 21, with: &pen)
            let after = wave.plan.after.isEmpty ? "" : ", after \(wave.plan.after.joined(separator: ", "))"
            write("owner \(wave.plan.owner)\(after)", .dim, with: &pen)
        }
    }

    private mutating func paintLogTail(in area: Area) {
        paintTitle("LOG", note: "newest last", row: area.rows.lowerBound, in: area.columns)
        let lines = area.dropping(1)
        if snapshot.log.isEmpty {
            frame.write("nothing yet", row: lines.rows.lowerBound, column: 2, end: area.columns.upperBound, role: .dim)
        }
        for (row, entry) in zip(lines.rows, snapshot.log.suffix(lines.height)) {
            paint(entry, row: row, in: area.columns)
        }
    }
}
