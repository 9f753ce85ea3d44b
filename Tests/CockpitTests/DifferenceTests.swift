import Night
import SampleNights
import Testing

@testable import Cockpit

@Suite("The differences a gate found")
struct DifferenceTests {
    private let snapshot: Snapshot = {
        var snapshot = SampleNight.snapshot()
        for wave in snapshot.waves.indices {
            guard let gate = snapshot.waves[wave].gates.firstIndex(where: { $0.plan.name == "topic parity" }) else {
                continue
            }
            snapshot.waves[wave].gates[gate].differences = [
                Difference(
                    "orders", "retention.ms", source: "7d (604800000 ms)", target: "1d (86400000 ms)", .fails,
                    "records expire sooner"),
                Difference("orders", "compression.type", source: "producer", target: "zstd\u{1b}[2J", .harmless),
            ]
        }
        return snapshot
    }()

    private func text(_ view: CockpitView, _ columns: Int = 120, _ rows: Int = 36) -> String {
        frame(of: snapshot, view: view, size: Size(columns: columns, rows: rows), glyphs: .unicode).text
    }

    private func opened() -> CockpitView {
        var view = CockpitView()
        _ = view.press(.character("5"), snapshot: snapshot)
        while view.standingRow(in: snapshot) != .gate("topic parity") { _ = view.press(.down, snapshot: snapshot) }
        return view
    }

    @Test("are one enter away, each with what it is here and there, at every size; esc goes back")
    func open() {
        var view = opened()
        #expect(text(view).contains("enter shows 2 differences"))
        #expect(view.press(.enter, snapshot: snapshot).isEmpty)
        for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
            let text = text(view, columns, rows)
            #expect(text.contains("DIFFERENCES") && text.contains("retention.ms"))
            #expect(text.contains("✗ fails") && text.contains("✓ harmless"))
            #expect(text.contains("source 7d (604800000 ms), target 1d (86400000 ms)"), "\(columns) columns")
            #expect(!text.unicodeScalars.contains("\u{1b}"))
        }
        _ = view.press(.down, snapshot: snapshot)
        #expect(text(view).contains("orders compression.type: source producer"))
        _ = view.press(.escape, snapshot: snapshot)
        #expect(view.screen == .gates && text(view).contains("TRIGGERS"))
    }

    @Test("that are gone leave the gates in their place, and no key behind them acts")
    func gone() {
        var view = opened()
        _ = view.press(.enter, snapshot: snapshot)
        let without = SampleNight.snapshot()
        let text = frame(of: without, view: view, size: Size(columns: 120, rows: 36), glyphs: .unicode).text
        #expect(text.contains("TRIGGERS"))
        #expect(view.press(.enter, snapshot: without).isEmpty)
    }
}
