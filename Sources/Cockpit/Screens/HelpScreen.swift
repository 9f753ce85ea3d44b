/// What the keys do and what the signs mean.
extension Painter {
    private typealias Entry = (sign: String, meaning: String, role: Role)

    mutating func paintHelp(in area: Area) {
        let middle = area.columns.lowerBound + area.width / 2
        paintTitle("HELP", note: "esc goes back", row: area.rows.lowerBound, in: area.columns)
        let lists = area.dropping(1)
        paint(Self.keys, in: Area(rows: lists.rows, columns: lists.columns.lowerBound..<middle))
        paint(signs, in: Area(rows: lists.rows, columns: middle..<lists.columns.upperBound))
    }

    private mutating func paint(_ entries: [Entry], in area: Area) {
        for (row, entry) in zip(area.rows, entries) {
            var pen = Pen(row: row, columns: area.inset(by: 2).columns)
            write(entry.sign, entry.role, width: 14, with: &pen)
            write(entry.meaning, .text, with: &pen)
        }
    }

    private static let keys: [Entry] = [
        ("1 to 7, tab", "screens", .key),
        ("up down j k", "move", .key),
        ("g G", "first, last", .key),
        ("ctrl-u ctrl-d", "half a page", .key),
        ("page up, down", "a page", .key),
        ("left right h l", "the wave before, after", .key),
        ("enter", "partitions of the topic", .key),
        ("esc", "back", .key),
        ("/", "filter by name", .key),
        ("s S", "sort by the next column, reverse", .key),
        ("space", "freeze the picture, go on", .key),
        ("ctrl-l", "paint again", .key),
        ("ctrl-z", "to the shell; fg comes back", .key),
        ("q ctrl-c", "quit: nothing is left behind", .key),
        ("a", "advance: off in watch", .keyOff),
        ("X", "abort: off in watch", .keyOff),
    ]

    private var signs: [Entry] {
        [
            (glyphs.ok, "measured, fresh and inside its limit", .ok),
            (glyphs.warning, "needs an eye on it", .warning),
            (glyphs.critical, "red: past a limit, down, or failed", .critical),
            (glyphs.unknown, "unknown: never the same as fine", .unknown),
            ("\(glyphs.stale)8s  12\(glyphs.staleSign)", "stale: it was so, 8 seconds ago", .stale),
            ("\(glyphs.atLeast)90s", "at least: history goes no further", .text),
            ("\(glyphs.interpolated)18s", "interpolated between readings", .text),
            ("\(glyphs.extrapolated)4m", "extrapolated beyond the readings", .text),
            ("\(glyphs.reported)12", "said by somebody else, not checked", .text),
            ("\(glyphs.rising) \(glyphs.level) \(glyphs.falling)", "rises, level, falls", .text),
            ("S  T", "on the source, on the target", .text),
            ("Z", "times are UTC", .dim),
            ("in/s, /s", "records a second", .dim),
            ("behind, lag", "records and seconds not yet passed on", .dim),
        ]
    }
}
