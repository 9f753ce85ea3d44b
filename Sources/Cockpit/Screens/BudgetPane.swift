import Night

/// The backpressure budget: how much of each limit is used, where it is going, and when it gets there.
extension Painter {
    mutating func paintBudget(in area: Area) {
        let breached = snapshot.budget.count { $0.standing == .breached }
        let note = breached > 0 ? "\(breached) breached" : "share of each limit in use"
        paintTitle("BUDGET", note: note, row: area.rows.lowerBound, in: area.columns)
        let lines = area.dropping(1)
        guard !snapshot.budget.isEmpty else {
            var pen = Pen(row: lines.rows.lowerBound, columns: area.inset(by: 1).columns)
            write("the plan sets no budget", .warning, with: &pen)
            return
        }
        // With more lines than rows, those in trouble are the ones to see.
        let shown = snapshot.budget.count <= lines.height ? snapshot.budget : snapshot.budget.sorted(by: worseFirst)
        for (row, line) in zip(lines.rows, shown) { paint(line, row: row, in: area.inset(by: 1).columns) }
    }

    private func worseFirst(_ left: Snapshot.Line, _ right: Snapshot.Line) -> Bool {
        let order: (Snapshot.Line) -> Int = { line in
            switch Standing(line, in: self.snapshot).level {
            case .red: 0
            case .warning: 1
            case .unknown, .stale: 2
            case .ok: 3
            }
        }
        return order(left) < order(right)
    }

    private mutating func paint(_ line: Snapshot.Line, row: Int, in columns: Range<Int>) {
        let standing = Standing(line, in: snapshot)
        let nameWidth = columns.count >= 100 ? 26 : 20
        let barWidth = columns.count >= 140 ? 24 : columns.count >= 100 ? 16 : 8
        var pen = Pen(row: row, columns: columns)
        write(standing.glyph(glyphs) + " " + standing.word, standing.role, width: 10, with: &pen)
        write(" ", with: &pen)
        write(line.plan.name, standing.level == .ok ? .text : .title, width: nameWidth, with: &pen)
        write(" ", with: &pen)
        let bar = pen.column..<min(pen.column + barWidth, pen.end)
        let role: Role = standing.level == .ok ? .chart : standing.level == .red ? .warning : standing.role
        paintBar(line.used.value, role: role, row: row, columns: bar)
        pen.column += barWidth
        write(figure(line.used, role: standing.role) { .share($0) }, width: 7, with: &pen)
        write(" " + trend(line.slope) + " ", standing.role, with: &pen)
        guard line.value.reading != nil else {
            write(standing.detail ?? line.value.whyUnknown ?? "no reading", .unknown, with: &pen)
            return
        }
        paintValue(line, with: &pen)
        let outlook = outlook(of: line, standing)
        let outlookWidth = 16
        write(outlook.text, outlook.role, width: min(outlookWidth, pen.room), with: &pen)
        let spark = pen.column + 1..<max(pen.column + 1, columns.upperBound)
        if spark.count >= 10 {
            paintSpark(line.history, row: row, columns: spark.lowerBound..<spark.lowerBound + min(spark.count, 60))
        }
    }

    /// "231ms of 250ms".
    private mutating func paintValue(_ line: Snapshot.Line, with pen: inout Pen) {
        let dimension = line.plan.limit.dimension
        let end = min(pen.column + (size.columns >= 100 ? 20 : 17), pen.end)
        var field = Pen(row: pen.row, columns: pen.column..<end)
        write(figure(line.value) { .value($0, of: dimension) }, width: size.columns >= 100 ? 10 : 7, with: &field)
        write(" of \(Spelling.value(line.plan.limit.value, of: dimension).full)", .dim, with: &field)
        pen.column = end
    }

    private func outlook(of line: Snapshot.Line, _ standing: Standing) -> (text: String, role: Role) {
        if case .filling = line.standing, let detail = standing.detail { return (detail, .warning) }
        let worse = standing.level == .red || standing.level == .warning
        if let breachesIn = line.breachesIn {
            let figure = figure(breachesIn, role: worse ? .warning : .text) { .span($0) }
            return figure.why == nil ? ("full in " + figure.text(fitting: 9, staleMark: glyphs.stale), figure.role) : ("", .dim)
        }
        if let drainsIn = line.drainsIn {
            let figure = figure(drainsIn, role: .text) { .span($0) }
            return figure.why == nil ? ("empty in " + figure.text(fitting: 8, staleMark: glyphs.stale), figure.role) : ("", .dim)
        }
        return ("", .dim)
    }

    /// How fast the used share changes, by the steepness of an arrow.
    private func trend(_ slope: Known<Double>) -> String {
        guard let reading = slope.reading, !snapshot.isStale(reading) else { return " " }
        return switch reading.value {
        case 0.005...: glyphs.rising
        case 0.0005...: glyphs.climbing
        case ...(-0.005): glyphs.falling
        case ...(-0.0005): glyphs.sinking
        default: glyphs.level
        }
    }
}
