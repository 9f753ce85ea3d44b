import Night
import SampleNights
import Testing

@testable import Cockpit

/// Every screen, reached by keys, live, frozen, and with a record to look back in.
private let views: [CockpitView] = {
    let snapshot = SampleNight.snapshot()
    let screens: [Unicode.Scalar] = ["1", "2", "3", "4", "5", "7", "?"]
    return screens.flatMap { screen -> [CockpitView] in
        var view = CockpitView()
        _ = view.press(.character(screen), snapshot: snapshot)
        var further = view
        for key in [Key.down, .enter, .right, .character(" "), .character("X")] {
            _ = further.press(key, snapshot: snapshot)
        }
        var onlooker = Onlooker(
            replaying: [SampleNight.snapshot(), SampleNight.snapshot(ticks: 60)], marks: PastSample.marks)
        onlooker.press(.character(screen), .right, "e")
        return [view, further, onlooker.view]
    }
}()

private let sizes: [Size] = {
    let columns = [1, 2, 7, 40, 79, 80, 97, 111, 112, 141, 170, 250]
    let rows = [1, 2, 5, 23, 24, 25, 30, 70]
    return columns.flatMap { column in rows.map { Size(columns: column, rows: $0) } }
}()

@Test("every screen fits every size: no trap, a whole grid, nothing a terminal would obey", arguments: views.indices)
func everySize(of index: Int) {
    let view = views[index]
    let snapshots = [SampleNight.snapshot(), SampleNight.empty()]
    for size in sizes {
        for (snapshot, glyphs) in zip(snapshots, [Glyphs.unicode, .ascii]) {
            let picture = frame(of: snapshot, view: view, size: size, glyphs: glyphs)
            #expect(picture.cells.count == size.columns * size.rows)
            #expect(picture.cells.allSatisfy { isHarmless($0, asciiOnly: glyphs.asciiOnly) }, "at \(size)")
            #expect(halvesBelong(picture), "at \(size)")
        }
    }
}

private func isHarmless(_ cell: Cell, asciiOnly: Bool) -> Bool {
    if cell.scalar == 0 { return true }
    if cell.scalar < 0x20 || (0x7f...0x9f).contains(cell.scalar) { return false }
    if asciiOnly { return cell.scalar < 0x7f && cell.mark == 0 }
    guard let scalar = Unicode.Scalar(cell.scalar) else { return false }
    let forbidden: [Unicode.GeneralCategory] = [
        .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
    ]
    return !forbidden.contains(scalar.properties.generalCategory) && !scalar.properties.isDefaultIgnorableCodePoint
}

/// No right half without its left one, none at the start of a row.
private func halvesBelong(_ frame: Frame) -> Bool {
    (0..<frame.size.rows).allSatisfy { row in
        (0..<frame.size.columns).allSatisfy { column in
            guard frame[row, column].scalar == 0 else { return true }
            return column > 0 && frame[row, column - 1].scalar > 0x10ff
        }
    }
}

@Test("a night on the move fits every size too, whatever is open over it")
func everySizeOnTheMove() {
    let nights = [
        SampleNight.commanded(SampleNight.armed), SampleNight.red(countdown: true), SampleNight.stuckNight(),
        SampleNight.interruptedNight(), SampleNight.goingBack(), SampleNight.commanded(.settled(.observing)),
    ]
    for night in nights {
        for key in ["6", "5", "a", "X", "r", "u", "c"] as [Key] {
            var view = CockpitView()
            _ = view.press(.right, snapshot: night)
            _ = view.press(key, snapshot: night)
            for (columns, rows) in [(1, 1), (40, 5), (80, 24), (87, 25), (120, 36), (171, 60)] {
                let size = Size(columns: columns, rows: rows)
                let picture = frame(of: night, view: view, size: size, glyphs: .unicode)
                #expect(picture.cells.allSatisfy { isHarmless($0, asciiOnly: false) }, "at \(size)")
                #expect(halvesBelong(picture), "at \(size)")
            }
        }
    }
}

@Test("no width is without a picture, where the rows of the stages are just full or not quite", arguments: 80...112)
func everyWidth(columns: Int) {
    for night in [SampleNight.snapshot(), SampleNight.red(countdown: true)] {
        let picture = frame(
            of: night, view: CockpitView(), size: Size(columns: columns, rows: 24), glyphs: .unicode)
        #expect(picture.text.contains("BUDGET"))
    }
}

@Test("the same moment makes the same picture")
func pure() {
    for view in views {
        let draw = {
            frame(of: SampleNight.snapshot(), view: view, size: Size(columns: 120, rows: 36), glyphs: .unicode)
        }
        #expect(draw() == draw())
    }
}

@Test("the changes since the last picture are all that is needed to make the next one")
func changes() {
    let size = Size(columns: 120, rows: 36)
    let old = frame(of: SampleNight.snapshot(), view: CockpitView(), size: size, glyphs: .unicode)
    let new = frame(of: SampleNight.snapshot(ticks: 9), view: views[2], size: size, glyphs: .unicode)
    var screen = old.cells
    for run in new.changes(since: old) {
        for column in run.columns { screen[run.row * size.columns + column] = new[run.row, column] }
    }
    #expect(screen == new.cells)
    #expect(new.changes(since: new).isEmpty)
    #expect(new.changes(since: nil).count == size.rows)
}

@Test("a little news is a little change")
func smallChanges() {
    let size = Size(columns: 200, rows: 60)
    let old = frame(of: SampleNight.snapshot(), view: CockpitView(), size: size, glyphs: .unicode)
    let new = frame(of: SampleNight.snapshot(ticks: 1), view: CockpitView(), size: size, glyphs: .unicode)
    let changed = new.changes(since: old).reduce(0) { $0 + $1.columns.count }
    #expect(changed > 0)
    #expect(changed < size.columns * size.rows / 10)
}

// MARK: Text from outside

@Test(
    "what a terminal would obey, hide or reorder shows as a sign",
    arguments: [
        ("a\u{1b}[31mb", "a␛[31mb"), ("tab\tnew\nline\r", "tab␉new␊line␍"), ("\u{9b}31m", "\u{fffd}31m"),
        ("\u{202e}gnp\u{2069}", "\u{fffd}gnp\u{fffd}"), ("zero\u{200b}\u{feff}width", "zero\u{fffd}\u{fffd}width"),
        ("del\u{7f}", "del␡"), ("\u{2028}", "\u{fffd}"), ("\u{e000}\u{e0041}", "\u{fffd}\u{fffd}"),
        ("cafe\u{301}", "cafe\u{301}"), ("a\u{301}\u{302}\u{303}", "a\u{301}\u{fffd}\u{fffd}"),
        ("\u{301}x", "\u{fffd}x"), ("a\u{a0}b\u{3164}", "a\u{fffd}b\u{fffd}"), ("请求", "请求"),
    ])
func hostileText(said: String, shown: String) {
    #expect(Array(said.madeVisible.unicodeScalars) == Array(shown.unicodeScalars))
    var picture = Frame(size: Size(columns: 40, rows: 1))
    picture.write(said, row: 0, column: 0, end: 40)
    #expect(Array(picture.text.unicodeScalars) == Array((shown + "\n").unicodeScalars))
}

@Test("text never leaves its field, and says where it was cut", arguments: 0...12)
func clipped(width: Int) {
    let names = [
        "plain-old-topic-name", "请求-グループ-请求", "cafe\u{301}s-cafe\u{301}s-caf", "a请b求c请d求e请", SampleNight.hostileGroup,
    ]
    for name in names {
        var picture = Frame(size: Size(columns: 20, rows: 1))
        picture.fill("#", row: 0, columns: 0..<20, role: .dim)
        let end = picture.write(name, row: 0, column: 3, end: 3 + width)
        #expect(end == 3 + width)
        for column in [0, 1, 2] + Array(3 + width..<20) { #expect(picture[0, column].scalar == 0x23) }
        if width > 0 { #expect((3..<3 + width).contains { picture[0, $0].scalar == 0x2026 }) }
        #expect(halvesBelong(picture))
    }
}

@Test("a wide glyph takes two cells and is redrawn from its left half")
func wide() {
    var old = Frame(size: Size(columns: 6, rows: 1))
    old.write("请x", row: 0, column: 0, end: 6)
    var new = old
    new.write("ab", row: 0, column: 1, end: 6)
    #expect(old[0, 1].scalar == 0)
    #expect("请求".cellWidth == 4)
    #expect(old.changes(since: new).first?.columns.lowerBound == 0)
}

// MARK: Unknown is never green

@Test("nothing stale or unknown is drawn as fine")
func neverGreen() {
    var snapshot = SampleNight.snapshot()
    // Two minutes without a reading: whatever the lines said then, none of it is fine now.
    let later = Stamp(
        moment: snapshot.at.moment + .seconds(120),
        wall: WallTime(milliseconds: snapshot.at.wall.milliseconds + 120_000))
    snapshot.at = later
    snapshot.log = []
    snapshot.source.probe.state = .late
    snapshot.pressure.finding = .level
    for view in views where view.screen != .help && view.past == nil {
        for size in [Size(columns: 80, rows: 24), Size(columns: 120, rows: 36), Size(columns: 200, rows: 60)] {
            let picture = frame(of: snapshot, view: view, size: size, glyphs: .unicode)
            #expect(!picture.cells.contains { $0.role == .ok }, "\(view.screen) at \(size)")
        }
    }
}

@Test("before the first reading nothing is drawn as fine, and every why is there")
func neverGreenUnread() {
    for view in views where view.screen != .help && view.past == nil {
        let picture = frame(
            of: SampleNight.empty(), view: view, size: Size(columns: 120, rows: 36), glyphs: .unicode)
        #expect(!picture.cells.contains { $0.role == .ok }, "\(view.screen)")
    }
    let night = frame(
        of: SampleNight.empty(), view: CockpitView(), size: Size(columns: 120, rows: 36), glyphs: .unicode)
    #expect(night.text.contains("? unknown"))
    #expect(night.text.contains("no reading yet"))
    #expect(night.text.contains("not established"))
}

@Test("every word that is fine, red or unknown has its glyph beside it")
func neverColourAlone() {
    let picture = frame(
        of: SampleNight.snapshot(), view: CockpitView(), size: Size(columns: 120, rows: 36), glyphs: .unicode)
    for words in ["✗ 3 red", "✗ BREACHED", "▲ over", "? unknown", "◷ stale", "✓ inside", "✓ sweeping", "✗ restart"] {
        #expect(picture.text.contains(words))
    }
}

@Test("on a small screen the log takes the rows that a short budget leaves")
func logTakesTheRest() {
    let contents = NightLayout.Contents(findings: 7, budgetLines: 2, topics: 24, waves: 3)
    let rows = NightLayout(size: NightLayout.smallest, contents: contents).rows
    #expect(rows[.log] == 6)
    #expect(rows[.findings] == 3)
    #expect(rows[.topics] == nil)
    #expect(rows.values.reduce(0, +) == 19)
}

@Test("the night screen drops its panes in the declared order")
func dropped() {
    func layout(_ columns: Int, _ rows: Int) -> NightLayout {
        NightLayout(
            size: Size(columns: columns, rows: rows),
            contents: NightLayout.Contents(findings: 7, budgetLines: 7, topics: 24, waves: 3))
    }
    func panes(_ columns: Int, _ rows: Int) -> Set<NightLayout.Pane> {
        Set(layout(columns, rows).rows.keys)
    }
    let all: [NightLayout.Pane] = [.stages, .findings, .budget, .pressure, .standing, .log, .topics, .waves]
    for columns in [80, 100, 120, 160] {
        for rows in 24...70 {
            let kept = panes(columns, rows)
            #expect(kept.isSuperset(of: all.prefix(6)), "\(columns)x\(rows)")
            // A row more never costs a pane, but where the stages unfold into columns.
            let unfolds = rows + 1 == NightLayout.columnsFrom.rows
            #expect(kept.isSubset(of: panes(columns, rows + 1)) || unfolds, "\(columns)x\(rows)")
        }
    }
    #expect(panes(120, 70) == Set(all))
    for rows in 24...70 {
        #expect(layout(120, rows).rows.values.reduce(0, +) == rows - 5)
    }
}

@Test("the pressure pane gives the numbers of a group that its stage's sum hides, and says what the bridge is without")
func pressureParts() throws {
    var snapshot = SampleNight.snapshot()
    let consumers = snapshot.pressure.stages[1]
    snapshot.pressure.stages[1].hidden = Snapshot.PressureMap.Stage.Part(
        group: "order-router", inflow: consumers.inflow, outflow: consumers.outflow, growth: consumers.growth,
        backlog: consumers.backlog)
    snapshot.pressure.finding = .accumulating(.sourceConsumers)
    snapshot.pressure.stages[0].leftOut = "ledger, written on the target"
    snapshot.bridge.leftOut = "ledger, written on the target"
    let lines = frame(of: snapshot, view: CockpitView(), size: Size(columns: 200, rows: 60), glyphs: .unicode).text
        .split(separator: "\n")
    #expect(lines.contains { $0.contains("SOURCE CONSUMERS  order-router in 24 310/s") })
    #expect(lines.contains { $0.contains("52 431 behind  without ledger, written on the target") })
    #expect(lines.contains { $0.contains("without ledger") && !$0.contains("behind  without") })
}
