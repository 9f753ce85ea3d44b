import Night

/// The line that takes the place of the screens' names while the past is looked at: how far in, how fast, what lies where
/// in the night, and the mark that is nearest.
extension Painter {
    /// No bar is shorter: it would say nothing.
    private static let shortestBar = 12
    private static let stateWidth = 18

    mutating func paintTimeline(of playhead: Playhead, row: Int) {
        var pen = Pen(row: row, columns: 1..<size.columns - 1)
        write(state(of: playhead), with: &pen)
        pen.column = max(pen.column + 1, 1 + Self.stateWidth)
        let answer = view.answer(at: live.at.moment).map { [Phrase(glyphs.notice + " " + $0, .notice)] }
        let words = answer ?? filterWords + words(at: playhead)
        let room = pen.room - 2 - Self.shortestBar
        guard answer == nil || words.cellWidth <= room else {
            // The answer to a key is read whole, or as much of it as there is room for.
            write(words, with: &pen)
            return
        }
        let width = min(room, max(size.columns * 2 / 5, answer == nil ? 0 : words.cellWidth))
        var right = Pen(row: row, columns: pen.end - width..<pen.end)
        write(words, with: &right)
        paintSpan(of: playhead.timeline, place: playhead.moment, row: row, columns: pen.column..<pen.end - width - 2)
    }

    private func state(of playhead: Playhead) -> [Phrase] {
        let sign = playhead.isPlaying ? glyphs.forward : glyphs.paused
        let far = Spelling.span(max(.zero, playhead.moment - playhead.timeline.first.moment)).full
        return [
            Phrase("\(sign) \(playhead.speed.words)", playhead.isPlaying ? .focus : .title), Phrase(" +\(far)", .dim),
        ]
    }

    /// The bar, between the times it goes from and to where there is room for them.
    private mutating func paintSpan(of timeline: Timeline, place: Moment, row: Int, columns: Range<Int>) {
        var columns = columns
        if columns.count >= 50 {
            frame.write(
                Spelling.clock(timeline.first.wall) + "Z", row: row, column: columns.lowerBound,
                end: columns.upperBound, role: .dim)
            frame.write(
                Spelling.clock(timeline.last.wall) + "Z", row: row, column: columns.upperBound - 9,
                end: columns.upperBound, role: .dim)
            columns = columns.lowerBound + 10..<columns.upperBound - 10
        }
        let bar = TimelineBar(timeline, place: place, width: columns.count)
        for (column, cell) in zip(columns, bar.cells) {
            let (glyph, role) = sign(of: cell)
            frame.write(glyph, row: row, column: column, end: column + 1, role: role)
        }
    }

    private func sign(of cell: TimelineBar.Cell) -> (String, Role) {
        switch cell {
        case .place: (glyphs.place, .focus)
        case .mark(let kind): (sign(of: kind), role(of: kind))
        case .behind: (glyphs.behind, .chart)
        case .ahead: (String(glyphs.horizontal), .border)
        }
    }

    func sign(of kind: Timeline.Mark.Kind) -> String {
        switch kind {
        case .red: glyphs.critical
        case .transition: glyphs.transition
        case .restart: glyphs.restart
        case .gap: String(glyphs.barEmpty)
        case .event: glyphs.event
        }
    }

    private func role(of kind: Timeline.Mark.Kind) -> Role {
        switch kind {
        case .red: .critical
        case .transition: .notice
        case .restart: .warning
        case .gap: .unknown
        case .event: .text
        }
    }

    private var filterWords: [Phrase] {
        view.filter.isEmpty ? [] : [Phrase("filter ", .key), Phrase(view.filter, .input), Phrase("  ")]
    }

    /// Where nothing was recorded it says so; else the mark gone to, or the nearest.
    private func words(at playhead: Playhead) -> [Phrase] {
        let mark = playhead.mark ?? playhead.timeline.mark(nearest: playhead.moment)
        if playhead.isWithoutPicture, mark?.kind != .gap, let shown = playhead.shown {
            return [Phrase("\(glyphs.unknown) no picture since \(Spelling.clock(shown.wall))Z", .unknown)]
        }
        guard let mark else { return [Phrase("nothing is marked", .dim)] }
        return [
            Phrase("\(sign(of: mark.kind)) \(mark.kind.word) ", role(of: mark.kind)),
            Phrase("\(Spelling.clock(mark.at.wall))Z ", .dim), Phrase(mark.words),
        ]
    }

    /// A time to go to, being typed.
    mutating func paintTypedTime(_ typed: String, row: Int) {
        var pen = Pen(row: row, columns: 1..<size.columns - 1)
        write("go to ", .key, with: &pen)
        write(typed + "_", .input, with: &pen)
        write("  \(TypedTime.understood)", .dim, with: &pen)
    }
}

extension Timeline.Mark.Kind {
    var word: String {
        switch self {
        case .red: "RED"
        case .transition: "phase"
        case .restart: "restart"
        case .gap: "gap"
        case .event: "event"
        }
    }
}

/// What lies in each cell of the bar.
struct TimelineBar: Equatable {
    enum Cell: Equatable {
        case place
        case mark(Timeline.Mark.Kind)
        case behind, ahead
    }

    private(set) var cells: [Cell] = []

    init(_ timeline: Timeline, place: Moment, width: Int) {
        guard width > 0 else { return }
        let first = timeline.first.moment
        let span = Double(timeline.last.moment.nanoseconds) - Double(first.nanoseconds)
        func cell(of moment: Moment) -> Int {
            guard span > 0 else { return width - 1 }
            let share = (Double(moment.nanoseconds) - Double(first.nanoseconds)) / span
            return Int((min(max(share, 0), 1) * Double(width - 1)).rounded())
        }
        let here = cell(of: place)
        cells = (0..<width).map { $0 < here ? .behind : .ahead }
        for mark in timeline.marks {
            let from = cell(of: mark.at.moment)
            for place in from...max(from, mark.until.map(cell) ?? from) {
                // The more telling lies over the less: a long gap hides no red in it.
                if case .mark(let kind) = cells[place], kind.rawValue > mark.kind.rawValue { continue }
                cells[place] = .mark(mark.kind)
            }
        }
        cells[here] = .place
    }
}
