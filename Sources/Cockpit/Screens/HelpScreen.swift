/// What the keys do and what the signs mean.
extension Painter {
    private typealias Entry = (sign: String, meaning: String, role: Role)

    mutating func paintHelp(in area: Area) {
        let middle = area.columns.lowerBound + 39
        paintTitle("HELP", note: "esc goes back", row: area.rows.lowerBound, in: area.columns)
        let lists = area.dropping(1)
        let isPast = view.past?.playhead != nil
        let keys = isPast ? pastKeys : Self.keys + words
        paint(keys, signWidth: 16, in: Area(rows: lists.rows, columns: lists.columns.lowerBound..<middle))
        let signs = isPast ? timelineSigns + signs : signs
        paint(signs, signWidth: 12, in: Area(rows: lists.rows, columns: middle..<lists.columns.upperBound))
    }

    private mutating func paint(_ entries: [Entry], signWidth: Int, in area: Area) {
        for (row, entry) in zip(area.rows, entries) {
            var pen = Pen(row: row, columns: area.columns.lowerBound + 2..<area.columns.upperBound)
            write(entry.sign, entry.role, width: signWidth, with: &pen)
            write(entry.meaning, .text, with: &pen)
        }
    }

    private var words: [Entry] {
        [
            ("not established", "phase not yet known", .text),
            ("\(glyphs.none)  not there", "unread; no topic", .text),
        ]
    }

    /// Those that act first: they are the last to be cut.
    private static let keys: [Entry] = [
        ("X", "go back: RED, at once", .key),
        ("a", "advance, by its name", .key),
        ("r  u", "retry, skip an undo", .key),
        ("y  c", "answer, close a wave", .key),
        ("enter on 5", "attest, acknowledge", .key),
        ("1 to 7, tab", "screens", .key),
        ("j k g G", "move, first, last", .key),
        ("ctrl-u ctrl-d", "half a page", .key),
        ("page up, down", "a page", .key),
        ("left right h l", "wave before, after", .key),
        ("enter  esc", "partitions, back", .key),
        ("/", "filter by name", .key),
        ("s S", "next order, reverse", .key),
        ("space", "freeze, go on", .key),
        ("[ ] { } : n e p", "the past, once frozen", .key),
        ("ctrl-l ctrl-z", "paint again, shell", .key),
        ("q ctrl-c", "quit", .key),
    ]

    private var pastKeys: [Entry] {
        let own: [Entry] =
            view.isReplay
            ? [("space  p", "play, pause", .key)]
            : [
                ("X", "go back: of LIVE", .key), ("space", "return to live", .key),
                ("p", "play, pause", .key),
            ]
        return own + Self.pastKeys
    }

    private static let pastKeys: [Entry] = [
        (",  .", "slower, faster", .key),
        ("left right", "picture before, after", .key),
        ("[ ]  { }", "by 10s, by a minute", .key),
        ("n N", "next red, before", .key),
        ("e E", "next event, before", .key),
        (":", "go to a time", .key),
        ("1 to 7, tab", "screens", .key),
        ("j k g G", "move, first, last", .key),
        ("page up, down", "a page", .key),
        ("h l", "wave before, after", .key),
        ("enter  esc", "partitions, back", .key),
        ("/", "filter by name", .key),
        ("s S", "next order, reverse", .key),
        ("ctrl-l ctrl-z", "paint again, shell", .key),
        ("q ctrl-c", "quit", .key),
    ]

    /// What the timeline is drawn with.
    private var timelineSigns: [Entry] {
        let places: [Entry] = [(glyphs.place, "here, in the whole night", .focus)]
        return places
            + [
                (.red, "it turned red"), (.transition, "a wave moved"), (.restart, "the program began again"),
                (.gap, "nobody recorded"), (.event, "something else happened"),
            ].map { (kind: Timeline.Mark.Kind, meaning) in (sign(of: kind), meaning, .text) }
    }

    private var signs: [Entry] {
        [
            (glyphs.ok, "fresh, inside its limit", .ok),
            (glyphs.warning, "needs an eye on it", .warning),
            (glyphs.critical, "red: over, down or failed", .critical),
            (glyphs.unknown, "unknown: never fine", .unknown),
            ("\(glyphs.stale)8s  12\(glyphs.staleSign)", "stale: so it was, 8s ago", .stale),
            ("\(glyphs.atLeast)90s", "at least this much", .text),
            ("\(glyphs.interpolated)18s", "between two readings", .text),
            ("\(glyphs.extrapolated)4m", "if it goes on like this", .text),
            ("\(glyphs.reported)12", "said by others, unchecked", .text),
            ("\(glyphs.rising) \(glyphs.level) \(glyphs.falling)", "rises, level, falls", .text),
            ("S  T", "on the source, the target", .text),
            ("in, out, /s", "records a second", .text),
            ("behind, lag", "not passed on yet", .text),
            ("sweeping", "polled, and it answers", .text),
            ("authority", "which side takes the writes", .text),
            ("price", "what going back would cost", .text),
            ("full, empty", "when, at this slope", .text),
            ("14:02:07Z", "times are UTC", .text),
        ]
    }
}
