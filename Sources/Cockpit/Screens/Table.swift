import Night

/// One column of a table.
struct TableColumn<Row> {
    enum Alignment { case leading, trailing }

    let title: String
    /// In cells; nil takes what the others leave.
    let width: Int?
    /// The column is left out of a table narrower than this.
    let from: Int
    let alignment: Alignment
    let sorted: Bool
    let figure: (Row, Painter) -> Figure

    init(
        _ title: String, width: Int?, from: Int = 0, _ alignment: Alignment = .trailing, sorted: Bool = false,
        figure: @escaping (Row, Painter) -> Figure
    ) {
        self.title = title
        self.width = width
        self.from = from
        self.alignment = alignment
        self.sorted = sorted
        self.figure = figure
    }
}

struct Table<Row> {
    /// A name column gets no wider than this, so that the numbers stay near their names.
    private static var usualWidestName: Int { 44 }
    private static var narrowestName: Int { 8 }

    var columns: [TableColumn<Row>]
    var descending = true
    /// Where the column that takes the rest is words and not a name.
    var widestName = Self.usualWidestName
    /// Drawn at the right where there is room.
    var history: ((Row) -> Snapshot.History)?

    fileprivate func layout(in width: Int) -> [(column: TableColumn<Row>, width: Int)] {
        let kept = columns.filter { $0.from <= width }
        let fixed = kept.reduce(0) { $0 + ($1.width ?? 0) + 1 }
        let name = min(max(width - fixed, Self.narrowestName), widestName)
        return kept.map { ($0, $0.width ?? name) }
    }
}

extension Painter {
    /// A header and as many rows as fit: the page the selected row is on. Pages rather than scrolling, so that the
    /// picture stands still while the eye is on it.
    mutating func paint<Row>(
        _ table: Table<Row>, rows: some RandomAccessCollection<Row>, selected: Int? = nil, empty: String, in area: Area
    ) {
        guard area.height > 1 else { return }
        let layout = table.layout(in: area.width - 2)
        paintTitles(layout, descending: table.descending, row: area.rows.lowerBound, in: area.columns)
        let visible = area.height - 1
        guard !rows.isEmpty else {
            var pen = Pen(row: area.rows.lowerBound + 1, columns: area.inset(by: 2).columns)
            write(empty, .dim, with: &pen)
            return
        }
        let first = (selected ?? 0) / visible * visible
        let used = layout.reduce(2) { $0 + $1.width + 1 }
        for (offset, row) in rows.dropFirst(first).prefix(visible).enumerated() {
            let line = area.rows.lowerBound + 1 + offset
            paint(row, layout, row: line, in: area.columns)
            let trail =
                area.columns.lowerBound + used
                + 1..<max(area.columns.lowerBound + used + 1, area.columns.upperBound - 1)
            if let history = table.history, trail.count >= 12 {
                paintSpark(history(row), row: line, columns: trail.lowerBound..<trail.lowerBound + min(trail.count, 60))
            }
            if first + offset == selected {
                frame.highlight(row: line, columns: area.columns, role: .selected, emphasis: .bold)
                frame.write(
                    glyphs.pointer, row: line, column: area.columns.lowerBound, end: size.columns, role: .selected)
            }
        }
    }

    private mutating func paintTitles<Row>(
        _ layout: [(column: TableColumn<Row>, width: Int)], descending: Bool, row: Int, in columns: Range<Int>
    ) {
        var column = columns.lowerBound + 2
        for (spec, width) in layout {
            let arrow = spec.sorted ? (descending ? glyphs.sortedDown : glyphs.sortedUp) : ""
            // The sign of the order is worth more than the title's last letter.
            let title = String(spec.title.prefix(max(0, width - arrow.cellWidth))) + arrow
            let end = min(column + width, columns.upperBound)
            // A title as wide as its column lends its arrow the blank before it.
            let first = spec.sorted ? column - 1 : column
            let start = spec.alignment == .leading ? column : max(first, end - title.cellWidth)
            frame.write(title, row: row, column: start, end: end, role: spec.sorted ? .key : .dim)
            column += width + 1
        }
    }

    private mutating func paint<Row>(
        _ content: Row, _ layout: [(column: TableColumn<Row>, width: Int)], row: Int, in columns: Range<Int>
    ) {
        var column = columns.lowerBound + 2
        for (spec, width) in layout {
            let end = min(column + width, columns.upperBound)
            let figure = spec.figure(content, self)
            if spec.alignment == .leading {
                frame.write(figure.number.full, row: row, column: column, end: end, role: figure.role)
            } else {
                let text = figure.text(fitting: width, glyphs)
                writeRight(text, figure.role, row: row, end: end, from: column)
            }
            column += width + 1
        }
    }

    /// "rows 21 to 40 of 132", for a title.
    func pageNote(rows: Int, all: Int, selected: Int?, visible: Int) -> String {
        guard visible > 0, rows > 0 else { return all > 0 ? "0 of \(all)" : "" }
        let first = (selected ?? 0) / visible * visible
        let last = min(first + visible, rows)
        let filtered = rows == all ? "" : " (\(all) without the filter)"
        return "\(first + 1) to \(last) of \(rows)\(filtered)"
    }
}
