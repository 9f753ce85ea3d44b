import Night

/// The backpressure budget: how much of each limit is used, where it is going, and when it gets there.
extension Painter {
    mutating func paintBudget(in area: Area) {
        let breached = snapshot.budget.count { Standing($0, in: snapshot).level == .red }
        let note = breached > 0 ? "all waves, \(breached) breached" : "all waves, share of each limit in use"
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
        let roomy = columns.count >= 98
        let nameWidth = roomy ? 25 : 22
        let barWidth = columns.count >= 140 ? 24 : roomy ? 14 : 4
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
        write(" " + trend(line.slope), standing.role, with: &pen)
        guard line.value.reading != nil else {
            write(" " + (standing.detail ?? line.value.whyUnknown ?? "no reading"), .unknown, with: &pen)
            return
        }
        paintValue(line, width: roomy ? 11 : 8, with: &pen)
        if standing.level == .unknown, let why = standing.detail {
            write(why, .unknown, with: &pen)
            return
        }
        let outlook = outlook(of: line, standing, room: pen.room)
        write(outlook.text, outlook.role, width: min(16, pen.room), with: &pen)
        if roomy, line.plan.metric == .builtIn(.targetProduceP99) { write(" worst of 1m", .dim, with: &pen) }
        if roomy, let series = line.series, series > 1 { write(" of \(series) series", .dim, with: &pen) }
        let spark = pen.column + 1..<max(pen.column + 1, columns.upperBound)
        if spark.count >= 6 {
            paintSpark(line.history, row: row, columns: spark.lowerBound..<spark.lowerBound + min(spark.count, 60))
        }
    }

    /// "231ms of 250ms".
    private mutating func paintValue(_ line: Snapshot.Line, width: Int, with pen: inout Pen) {
        let dimension = line.plan.limit.dimension
        let end = min(pen.column + width + 12, pen.end)
        var field = Pen(row: pen.row, columns: pen.column..<end)
        write(figure(line.value) { .value($0, of: dimension) }, width: width, with: &field)
        write(" of \(Spelling.value(line.plan.limit.value, of: dimension).full)", .dim, with: &field)
        pen.column = end
    }

    /// When the limit is reached, or the use is down to nothing, at the present slope.
    private func outlook(of line: Snapshot.Line, _ standing: Standing, room: Int) -> (text: String, role: Role) {
        if case .filling = line.standing, let detail = standing.detail { return (detail, .warning) }
        let worse = standing.level == .red || standing.level == .warning
        for (word, known, role) in [
            ("full", line.breachesIn, worse ? Role.warning : .text), ("empty", line.drainsIn, .text),
        ] {
            guard let known, known.reading != nil else { continue }
            let figure = figure(known, role: role) { .span($0) }
            let time = figure.text(fitting: min(10, room - word.count - 1), glyphs)
            return ("\(word) \(time)", figure.role)
        }
        return ("", .dim)
    }

    /// How fast the used share changes, by the steepness of an arrow.
    private func trend(_ slope: Known<Double>) -> String {
        guard let reading = slope.reading, !snapshot.isOld(reading) else { return " " }
        return switch reading.value {
        case 0.005...: glyphs.rising
        case 0.0005...: glyphs.climbing
        case ...(-0.005): glyphs.falling
        case ...(-0.0005): glyphs.sinking
        default: glyphs.level
        }
    }
}
