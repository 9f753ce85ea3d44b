public import Night

/// The picture of one moment. Pure: the same moment, view, size and glyphs make the same frame, whether it is live,
/// frozen, replayed or in a test.
public func frame(of snapshot: Snapshot, view: CockpitView, size: Size, glyphs: Glyphs) -> Frame {
    var painter = Painter(live: snapshot, view: view, size: size, glyphs: glyphs)
    painter.paint()
    return painter.frame
}

/// A frame being painted, with everything that goes into it.
struct Painter {
    /// What is shown: the picture of the past, if one is looked at.
    let snapshot: Snapshot
    /// What goes on; in a recording nothing does but what is shown.
    let live: Snapshot
    let view: CockpitView
    let glyphs: Glyphs
    var frame: Frame

    init(live: Snapshot, view: CockpitView, size: Size, glyphs: Glyphs) {
        snapshot = view.shown(live)
        self.live = view.isReplay ? snapshot : live
        self.view = view
        self.glyphs = glyphs
        frame = Frame(size: size, asciiOnly: glyphs.asciiOnly)
    }

    var size: Size { frame.size }
    var wave: Snapshot.Wave? {
        snapshot.waves.indices.contains(view.wave) ? snapshot.waves[view.wave] : snapshot.waves.last
    }

    mutating func paint() {
        guard size.columns >= NightLayout.smallest.columns, size.rows >= NightLayout.smallest.rows else {
            paintTooSmall()
            return
        }
        paintHeader()
        paintLadder(row: 1)
        paintAuthority(row: 2)
        let banners = view.screen == .help && openDialog == nil ? [] : banners
        for (offset, line) in banners.enumerated() { write(line, row: 3 + offset, in: 1..<size.columns - 1) }
        let body = body(in: size, banners: banners.count)
        paintScreen(in: body)
        if let dialog = openDialog { paintDialog(dialog, in: body) }
        paintTimelineOrTabs(row: size.rows - 2)
        paintKeys(row: size.rows - 1)
    }

    private mutating func paintTimelineOrTabs(row: Int) {
        if let typed = view.past?.typedTime {
            paintTypedTime(typed, row: row)
        } else if let playhead = view.past?.playhead, view.editedFilter == nil {
            paintTimeline(of: playhead, row: row)
        } else {
            paintTabs(row: row)
        }
    }

    /// What is left between what stands around every screen.
    func body(in size: Size, banners: Int) -> Area {
        Area(rows: min(3 + banners, size.rows - 2)..<size.rows - 2, columns: 0..<size.columns)
    }

    private mutating func paintScreen(in body: Area) {
        switch view.screen {
        case .night: paintNight(in: body)
        case .lag: paintLag(in: body)
        case .groups: paintGroups(in: body)
        case .bridge: paintBridge(in: body)
        case .gates: paintGates(in: body)
        case .runbook: paintRunbook(in: body)
        case .log: paintLog(in: body)
        case .help: paintHelp(in: body)
        }
    }
}

/// A rectangle of the screen.
struct Area: Equatable {
    var rows: Range<Int>
    var columns: Range<Int>

    var width: Int { columns.count }
    var height: Int { rows.count }

    /// The area below its first `count` rows.
    func dropping(_ count: Int) -> Area {
        Area(rows: min(rows.lowerBound + count, rows.upperBound)..<rows.upperBound, columns: columns)
    }

    func inset(by margin: Int) -> Area {
        let left = min(columns.lowerBound + margin, columns.upperBound)
        return Area(rows: rows, columns: left..<max(left, columns.upperBound - margin))
    }
}

/// Where the next words of a line go.
struct Pen {
    let row: Int
    var column: Int
    let end: Int

    init(row: Int, columns: Range<Int>) {
        self.row = row
        column = columns.lowerBound
        end = columns.upperBound
    }

    var room: Int { max(0, end - column) }
}

extension Painter {
    mutating func write(_ text: String, _ role: Role = .text, with pen: inout Pen) {
        pen.column = frame.write(text, row: pen.row, column: pen.column, end: pen.end, role: role)
    }

    /// Writes all of it or nothing.
    mutating func writeWhole(_ text: String, _ role: Role = .text, with pen: inout Pen) {
        guard text.cellWidth <= pen.room else { return }
        write(text, role, with: &pen)
    }

    /// Writes in a field of its own, so that what follows stays in line.
    mutating func write(_ text: String, _ role: Role = .text, width: Int, with pen: inout Pen) {
        let end = min(pen.column + width, pen.end)
        frame.write(text, row: pen.row, column: pen.column, end: end, role: role)
        pen.column = end
    }

    /// At the right of its field, whose first cell stays blank: no number touches its neighbour.
    mutating func write(_ figure: Figure, width: Int? = nil, with pen: inout Pen) {
        let text = figure.text(fitting: min(width.map { $0 - 1 } ?? pen.room, pen.room), glyphs)
        if let width { pen.column += max(0, width - text.cellWidth) }
        write(text, figure.role, with: &pen)
    }

    /// A figure with its label before it and, when it is unknown, the reason after it.
    mutating func write(_ label: String, _ figure: Figure, labelWidth: Int, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write(label, .dim, width: labelWidth, with: &pen)
        write(figure, with: &pen)
        writeReason(figure, with: &pen)
    }

    mutating func writeReason(_ figure: Figure, with pen: inout Pen) {
        if let why = figure.why, pen.room > 4 { write(" " + why, .unknown, with: &pen) }
    }

    mutating func write(_ standing: Standing, detailed: Bool = true, with pen: inout Pen) {
        write(standing.glyph(glyphs) + " " + standing.word, standing.role, with: &pen)
        if detailed, let detail = standing.detail, pen.room > 4 {
            write(" " + detail, standing.level == .red ? .text : standing.role, with: &pen)
        }
    }

    mutating func writeRight(_ text: String, _ role: Role = .text, row: Int, end: Int, from: Int) {
        let start = max(from, end - text.cellWidth)
        frame.write(text, row: row, column: start, end: end, role: role)
    }

    /// A rule across the area with a title in it.
    mutating func paintTitle(_ title: String, note: String = "", row: Int, in columns: Range<Int>) {
        frame.fill(glyphs.horizontal, row: row, columns: columns, role: .border)
        var pen = Pen(row: row, columns: min(columns.lowerBound + 1, columns.upperBound)..<columns.upperBound)
        write(" " + title + " ", .title, with: &pen)
        if !note.isEmpty, note.cellWidth + 2 <= pen.room { write(note + " ", .dim, with: &pen) }
    }

    /// A small chart of recent values, newest at the right; a gap where nothing was read.
    mutating func paintSpark(_ history: Snapshot.History, row: Int, columns: Range<Int>, role: Role = .chart) {
        guard !columns.isEmpty, !history.isEmpty else { return }
        let shown = history.suffix(columns.count)
        let top = shown.reduce(0.0) { max($0, $1.map { $0.isFinite ? $0 : 0 } ?? 0) }
        var column = columns.upperBound - shown.count
        for value in shown {
            if let value, value.isFinite {
                let share = top > 0 ? max(0, value) / top : 0
                let step = min(glyphs.spark.count - 1, Int(share * Double(glyphs.spark.count)))
                frame.put(glyphs.spark[step], row: row, column: column, role: role)
            } else {
                frame.put(glyphs.gap, row: row, column: column, role: .unknown)
            }
            column += 1
        }
    }

    /// How much of a limit is used: the whole width is all of it.
    mutating func paintBar(_ share: Double?, role: Role, row: Int, columns: Range<Int>) {
        frame.fill(glyphs.barEmpty, row: row, columns: columns, role: .border)
        guard let share, share.isFinite, share > 0 else { return }
        let parts = glyphs.barParts.count + 1
        let filled = Int((min(share, 1) * Double(columns.count * parts)).rounded())
        let whole = columns.lowerBound + filled / parts
        frame.fill(glyphs.barFull, row: row, columns: columns.lowerBound..<whole, role: role.inkOfBars)
        if filled % parts > 0 {
            frame.put(glyphs.barParts[filled % parts - 1], row: row, column: whole, role: role.inkOfBars)
        }
    }

    func figure<Value>(
        _ known: Known<Value>, role: Role = .text, spell: (Value) -> Spelling
    ) -> Figure {
        Figure(known, in: snapshot, glyphs: glyphs, role: role, spell: spell)
    }

    func figure(_ lag: Snapshot.Lag) -> (records: Figure, time: Figure) {
        (figure(lag.records) { .count($0) }, figure(lag.time) { .span($0) })
    }
}
