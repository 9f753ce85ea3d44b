import Night
import SampleNights
import Testing

@testable public import Cockpit

private let night = SampleNight.snapshot()

/// Presses keys one after the other; letters stand for themselves.
private func after(_ keys: Key..., from start: CockpitView = CockpitView()) -> CockpitView {
    var view = start
    for key in keys { _ = view.press(key, snapshot: night) }
    return view
}

extension Key: ExpressibleByUnicodeScalarLiteral {
    public init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        self = .character(scalar)
    }
}

private func text(_ view: CockpitView, of snapshot: Snapshot = night) -> String {
    frame(of: snapshot, view: view, size: Size(columns: 120, rows: 36), glyphs: .unicode).text
}

@Test("numbers and tab choose the screen, escape comes back to the night")
func screens() {
    #expect(after("2").screen == .lag)
    #expect(after(.tab, .tab).screen == .groups)
    #expect(after(.backTab).screen == .log)
    #expect(after("5", .escape).screen == .night)
    #expect(after("3", "?").screen == .help)
    #expect(after("3", "?", "?").screen == .groups)
    #expect(after("3", "?", .escape).screen == .groups)
    #expect(after("6").screen == .runbook)
}

@Test("keys that act say why they do not, on the screen, and nothing else changes", arguments: ["a", "X"] as [Key])
func refused(key: Key) {
    var view = CockpitView()
    #expect(view.press(key, snapshot: night).isEmpty)
    #expect(view.flash?.contains("watch is read-only") == true)
    #expect(text(view).contains("watch is read-only"))
    #expect(text(CockpitView()).contains("a advance  X abort  (off: read-only)"))
    view.flash = nil
    #expect(view == CockpitView())
}

@Test("the keys that leave do so from anywhere, even while typing")
func leaving() {
    for start in [after(), after("2", "/"), after("?"), after(" ")] {
        var view = start
        #expect(view.press(.control("c"), snapshot: night) == [.quit])
        #expect(view.press(.control("z"), snapshot: night) == [.suspend])
        #expect(view.press(.control("l"), snapshot: night) == [.repaint])
    }
    var view = CockpitView()
    #expect(view.press("q", snapshot: night) == [.quit])
    var typing = after("2", "/")
    #expect(typing.press("q", snapshot: night).isEmpty)
    #expect(typing.editedFilter == "q")
}

@Test("a paste outside the filter does nothing at all")
func pasteOutside() {
    var view = after("3")
    #expect(view.press(.pasted("qXa2"), snapshot: night).isEmpty)
    #expect(view.screen == .groups)
    #expect(view.flash?.contains("pasted") == true)
}

@Test("a filter narrows as it is typed, is kept by enter, dropped by escape, and cleared by the next escape")
func filters() {
    let typing = after("2", "/", "L", "e", "d")
    #expect(typing.topicRows(of: night).count { $0.name.hasPrefix("ledger") } == 3)
    #expect(typing.topicRows(of: night).allSatisfy { $0.name.contains("led") || $0.wave == "ledger" })
    let kept = after(.enter, from: typing)
    #expect(kept.filter == "Led")
    #expect(kept.editedFilter == nil)
    #expect(after(.escape, from: typing).filterInEffect == "")
    #expect(after(.escape, from: kept).filter == "")
    let pasted = after("3", "/", .pasted("settle\u{1b}[2Jment\n"))
    #expect(pasted.editedFilter == "settle[2Jment")
    let flood = after("3", "/", .pasted(String(repeating: "x", count: 10_000)))
    #expect(flood.editedFilter?.count == CockpitView.longestFilter)
}

@Test("the cursor stays on its row when the order turns under it")
func cursor() {
    let order = after("2").topicRows(of: night).map(\.name)
    let moved = after("2", "j", "j")
    #expect(moved.lag.selected == order[2])
    let turned = after("s", "S", from: moved)
    #expect(turned.lag.selected == order[2])
    #expect(turned.lag.order == .consumerLag)
    #expect(!turned.lag.descending)
    #expect(after("2", "G").lag.selected == order.last)
    #expect(after("2", "G", "g").lag.selected == order.first)
    #expect(after("2", .pageDown, .pageUp, .up).lag.selected == order.first)
    #expect(after("2", .control("d")).lag.selected == order[10])
    #expect(after("2", .end, .pageDown, .down).lag.selected == order.last)
}

@Test("what has no value is last in either order")
func unknownLast() {
    for view in [after("2"), after("2", "S")] {
        #expect(view.topicRows(of: night).last?.bridgeLag.time.value == nil)
    }
    for view in [after("3"), after("3", "S")] {
        #expect(view.groupRows(of: night).last?.worseSide.lag.time.value == nil)
    }
}

@Test("enter opens a topic's partitions and escape closes them; a topic that goes away says so")
func drillDown() {
    let open = after("2", "j", .enter)
    #expect(open.openTopic == after("2").topicRows(of: night)[1].name)
    #expect(after("j", from: open).partitions.selected != nil)
    #expect(text(open).contains("PARTITIONS"))
    var gone = night
    gone.topics.removeAll { $0.name == open.openTopic }
    #expect(text(open, of: gone).contains("no longer has it"))
    #expect(after(.escape, from: open).openTopic == nil)
    #expect(after(.escape, from: open).screen == .lag)
}

@Test("a frozen picture stands still, loudly, while the night goes on; keys still look around in it")
func freeze() {
    let later = SampleNight.snapshot(ticks: 75)
    let frozen = after(" ")
    #expect(text(frozen, of: later).contains("FROZEN 02:14:07Z, 1m15s ago"))
    #expect(text(frozen, of: later).contains("02:15:22Z"))
    let body: (String) -> [Substring] = {
        Array($0.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2))
    }
    #expect(body(text(frozen, of: later)) == body(text(CockpitView(), of: night)))
    #expect(body(text(CockpitView(), of: later)) != body(text(CockpitView(), of: night)))
    var lag = frozen
    _ = lag.press("2", snapshot: later)
    #expect(body(text(lag, of: later)) == body(text(after("2"), of: night)))
    #expect(after(" ", from: frozen).past == nil)
}

@Test("left and right turn to the wave before and after, and stop at the ends")
func waves() {
    #expect(after("l").wave == 1)
    #expect(after("l", .right, .right, .right).wave == 2)
    #expect(after("h", .left).wave == 0)
    #expect(text(after("l")).contains("wave 2/3 ledger"))
}

@Test("scrolling back in the log holds the place while lines arrive")
func logPlace() {
    let held = after("7", "k", "k", "k")
    let rows = held.logRows(of: night)
    #expect(held.logIndex(in: rows) == rows.count - 4)
    var grown = night
    grown.log.append(Snapshot.LogEntry(at: SampleNight.at(1), severity: .info, about: "night", text: "another"))
    #expect(held.logIndex(in: grown.log) == rows.count - 4)
    #expect(after("G", from: held).logPlace == nil)
    #expect(after("g", from: held).logIndex(in: rows) == 0)
    // Two lines of one moment are two places.
    #expect(after("7", "k", "k", "k", "j", "j").logIndex(in: rows) == rows.count - 2)
}

@Test("the log's first page is a full one, and the line at the cursor is there in full")
func logPage() {
    var long = night
    for second in 1...40 as ClosedRange<Int64> {
        let text = "line \(second) " + String(repeating: "goes on and ", count: 20) + "ends"
        long.log.append(
            Snapshot.LogEntry(at: SampleNight.at(second), severity: .info, about: "night", text: text))
    }
    let picture = text(after("7", "g"), of: long)
    #expect(picture.contains("▸01:58:27"))
    #expect(picture.contains("line 1 "))
    #expect(text(after("7"), of: long).contains("and ends"))
}

@Test("the order turns only to columns that are on the screen, and names start at their first")
func sortedByWhatIsSeen() {
    var view = after("3")
    var orders: [GroupColumn] = []
    for _ in 0..<5 {
        _ = view.press("s", snapshot: night, columns: 80)
        orders.append(view.groups.order)
        #expect(view.groups.descending != (view.groups.order == .group))
    }
    #expect(orders == [.rate, .growth, .group, .lag, .time])
}

@Test("rows that look alike keep the order of their names while their numbers move unseen")
func steadyRows() {
    var snapshot = night
    for (index, time) in zip(snapshot.topics.indices, [18.21, 18.44, 17.9, 18.3]) {
        snapshot.topics[index].bridgeLag.time = .known(
            Reading(time, takenAt: snapshot.at.moment, origin: .both))
    }
    let order = after("2").topicRows(of: snapshot).prefix(4).map(\.name)
    #expect(order == order.sorted())
}

@Test("no key traps on an empty night, on any screen")
func emptyNight() {
    let empty = SampleNight.empty()
    let keys: [Key] = [
        "j", "k", "g", "G", .pageUp, .pageDown, .home, .end, .enter, "s", "S", "l", "h", " ", "/", "x", .backspace,
        .enter, .escape, .other, .control("x"),
    ]
    for screen in "1234567?".unicodeScalars {
        var view = after(.character(screen))
        for key in keys { _ = view.press(key, snapshot: empty) }
    }
}
