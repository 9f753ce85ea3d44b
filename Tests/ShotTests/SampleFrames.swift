import SampleNights

@testable import Cockpit

/// Frames with something of everything that a picture has to get right.
enum SampleFrames {
    /// The night screen, a second on with each tick.
    static func night(tick: Int64 = 0, columns: Int = 120, rows: Int = 36) -> Frame {
        frame(
            of: SampleNight.snapshot(ticks: tick), view: CockpitView(), size: Size(columns: columns, rows: rows),
            glyphs: .unicode)
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
