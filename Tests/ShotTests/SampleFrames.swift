import Night
import Testing

@testable import Cockpit

/// Frames with something of everything that a picture has to get right.
enum SampleFrames {
    /// The night screen, a second on with each tick.
    static func night(tick: Int64 = 0, columns: Int = 120, rows: Int = 36) -> Frame {
        frame(
            of: snapshot(tick), view: CockpitView(), size: Size(columns: columns, rows: rows), glyphs: .unicode)
    }

    static let hostileText = #"</text><script>alert("1")</script>&amp; ]]> 'x'"#

    /// Wide glyphs, marks, every role, every emphasis, shapes and text meant to do harm.
    static let everything: Frame = {
        var frame = Frame(size: Size(columns: 60, rows: 30))
        frame.write("请求-グループ cafe\u{301} е\u{301} 🚀 x", row: 0, column: 1, end: 60)
        frame.write(hostileText, row: 1, column: 0, end: 60, role: .warning)
        frame.write(
            "┌─┬┐├┼┤└┴┘│━┃╔═╦╗╬║╭╮╯╰╱╲╳┄╎ ▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▐░▒▓▔▕▖▗▘▙▚▛▜▝▞▟", row: 2, column: 0, end: 60, role: .chart)
        frame.write("⠁⠿⣿⢸ ─\u{301} ✓•▲✗?◷≥≈…→▸●", row: 3, column: 0, end: 60, role: .critical)
        for (index, role) in Role.allCases.enumerated() {
            let emphasis = Emphasis(rawValue: UInt8(index % 16))
            frame.write(
                "a b  \(role.word) ─█ 请", row: 4 + index, column: index, end: 60, role: role, emphasis: emphasis)
        }
        // Half of a wide glyph is under the bar, and the text runs to the last cell.
        frame.write(String(repeating: "z请", count: 20), row: 29, column: 0, end: 60, role: .source)
        frame.highlight(row: 29, columns: 5..<14, role: .selected, emphasis: .reverse)
        return frame
    }()

    private static func at(_ second: Int64) -> Stamp {
        Stamp(
            moment: Moment(nanoseconds: (5_000 + second) * 1_000_000_000),
            wall: WallTime(milliseconds: 1_794_968_047_000 + second * 1_000))
    }

    private static func snapshot(_ tick: Int64) -> Snapshot {
        func known<Value>(_ value: Value) -> Known<Value> {
            .known(Reading(value, takenAt: at(tick).moment, method: .measured, origin: .cluster(.source)))
        }
        let history = (0..<90).map { step -> Double? in
            (step + Int(tick)) % 37 == 5 ? nil : Double((step + Int(tick)) * 13 % 24)
        }
        func cluster(_ role: ClusterRole) -> Snapshot.Cluster {
            Snapshot.Cluster(
                role: role, bootstrap: "kafka-<\(role)>:9092", probe: Snapshot.Probe(state: .sweeping),
                recordsIn: known(12_043 + Double(tick)), recordsInHistory: history)
        }
        let lines = [(0.41, Snapshot.Line.Standing.inside), (0.92, .warning), (3.64, .breached)].enumerated()
        return Snapshot(
            at: at(tick), night: "payments & ledger", poll: .seconds(1), staleAfter: .seconds(3),
            source: cluster(.source), target: cluster(.target),
            bridge: Snapshot.Bridge(
                kind: "link", lag: Snapshot.Lag(records: known(52_431 + tick), time: known(18.2)),
                records: known(310)),
            budget: lines.map { index, line in
                Snapshot.Line(
                    plan: BudgetLine(
                        name: "line-\(index)-请求", metric: .builtIn(.bridgeLagTime), limit: Limit(5, .time)),
                    standing: line.1, value: known(line.0 * 5), used: known(line.0), history: history,
                    slope: known(0.02))
            },
            pressure: Snapshot.PressureMap(producers: known(12_043), stages: [], finding: .unknown("one stage")),
            findings: [
                Snapshot.Finding(.red, "budget line-2", "364% of <5s>", since: at(-60)),
                Snapshot.Finding(.unknown, "group cafe\u{301}", "never committed"),
                Snapshot.Finding(.warning, "bridge", "ways \"disagree\"", since: at(-121)),
            ],
            log: (0..<12).map {
                Snapshot.LogEntry(at: at(tick - 12 + $0), severity: .info, about: "night", text: "entry & \($0) 请求")
            })
    }
}

extension Frame {
    /// The right half of a wide glyph is drawn with its left one.
    func isRightHalf(_ row: Int, _ column: Int) -> Bool { self[row, column].scalar == 0 }

    /// A glyph with its mark, as text.
    func glyph(_ row: Int, _ column: Int) -> String {
        let cell = self[row, column]
        let scalars = [cell.scalar, UInt32(cell.mark)].compactMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        return String(String.UnicodeScalarView(scalars))
    }
}
