import Cockpit
import Night

/// A chart as inline SVG. Colours and dashes come from the page's style sheet, so that it follows light, dark and print.
struct ChartDrawing {
    let chart: Chart

    private static let width = 960.0
    private static let height = 220.0
    private static let left = 64.0
    private static let right = 12.0
    private static let top = 22.0
    private static let bottom = 30.0
    /// As many as the style sheet tells apart.
    static let styles = 8

    private var plotWidth: Double { Self.width - Self.left - Self.right }
    private var plotHeight: Double { Self.height - Self.top - Self.bottom }
    private var ceiling: Double {
        let most = chart.series.map(\.curve.most).max() ?? 0
        return Self.nice(max(most, chart.limit.map { $0 * 1.1 } ?? 0, chart.dimension == .count ? 4 : 0.001))
    }

    func svg() -> String {
        let ceiling = ceiling
        var parts = ["<svg viewBox=\"0 0 960 220\" role=\"img\" aria-label=\"\(Markup.escaped(chart.title))\">"]
        parts += gaps() + grid(ceiling) + ticks()
        if let limit = chart.limit {
            let y = vertical(limit, ceiling)
            parts.append(
                "<line class=\"limit\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>")
        }
        for (place, series) in chart.series.enumerated() {
            parts += lines(of: series.curve, style: place % Self.styles, ceiling)
        }
        parts += unknown() + marks()
        return parts.joined(separator: "\n") + "\n</svg>"
    }

    private func gaps() -> [String] {
        chart.gaps.map { gap in
            let from = horizontal(gap.lowerBound)
            let width = max(2, horizontal(gap.upperBound) - from)
            return "<rect class=\"gap\" x=\"\(Self.short(from))\" y=\"\(Self.top)\" width=\"\(Self.short(width))\" "
                + "height=\"\(plotHeight)\"><title>not recorded</title></rect>"
        }
    }

    private func grid(_ ceiling: Double) -> [String] {
        (0...4).flatMap { step -> [String] in
            let value = ceiling * Double(step) / 4
            let y = Self.short(vertical(value, ceiling))
            return [
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>",
                "<text class=\"tick\" x=\"\(Self.left - 6)\" y=\"\(y)\" dy=\"0.32em\" text-anchor=\"end\">"
                    + Markup.escaped(Spelling.value(value, of: chart.dimension).short) + "</text>",
            ]
        }
    }

    private func ticks() -> [String] {
        let whole = (chart.span.upperBound - chart.span.lowerBound).inSeconds
        let step = Self.steps.first { whole / $0 <= 9 } ?? 86_400
        let start = Double(chart.wallAtStart.milliseconds) / 1_000
        var at = (start / step).rounded(.up) * step
        var parts: [String] = []
        while at <= start + whole, parts.count < 20 {
            let x = Self.short(Self.left + (whole > 0 ? (at - start) / whole : 0) * plotWidth)
            let clock = Spelling.clock(Int64(exactly: at * 1_000).map(WallTime.init) ?? chart.wallAtStart)
            let label = step < 60 ? clock : String(clock.prefix(5))
            parts.append(
                "<text class=\"tick\" x=\"\(x)\" y=\"\(Self.height - 10)\" text-anchor=\"middle\">\(label)Z</text>")
            at += step
        }
        return parts
    }

    /// What a tick may stand for, in seconds.
    private static let steps: [Double] = [
        1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600,
    ]

    /// The most of each stretch as a line, and the band down to the least.
    private func lines(of curve: Curve, style: Int, _ ceiling: Double) -> [String] {
        var parts: [String] = []
        var run: [(x: Double, stretch: Curve.Stretch)] = []
        func flush() {
            guard !run.isEmpty else { return }
            if run.count == 1 { run.append((run[0].x + plotWidth / Double(Curve.finest), run[0].stretch)) }
            let upper = run.map { "\(Self.short($0.x)),\(Self.short(vertical($0.stretch.most, ceiling)))" }
            if run.contains(where: { $0.stretch.least < $0.stretch.most }) {
                let lower = run.reversed().map {
                    "\(Self.short($0.x)),\(Self.short(vertical($0.stretch.least, ceiling)))"
                }
                parts.append("<polygon class=\"band s\(style)\" points=\"\((upper + lower).joined(separator: " "))\"/>")
            }
            parts.append("<polyline class=\"line s\(style)\" points=\"\(upper.joined(separator: " "))\"/>")
            run = []
        }
        for (place, stretch) in curve.stretches.enumerated() {
            guard let stretch else {
                flush()
                continue
            }
            run.append((Self.left + (Double(place) + 0.5) / Double(Curve.finest) * plotWidth, stretch))
        }
        flush()
        return parts
    }

    /// A strip along the bottom where any of the curves was not known.
    private func unknown() -> [String] {
        var parts: [String] = []
        var start: Int?
        for place in 0...Curve.finest {
            let isUnknown = place < Curve.finest && chart.series.contains { $0.curve.unknown[place] }
            if isUnknown {
                start = start ?? place
            } else if let from = start {
                let x = Self.left + Double(from) / Double(Curve.finest) * plotWidth
                let width = Double(place - from) / Double(Curve.finest) * plotWidth
                parts.append(
                    "<rect class=\"unknown\" x=\"\(Self.short(x))\" y=\"\(Self.top + plotHeight)\" "
                        + "width=\"\(Self.short(width))\" height=\"5\"><title>unknown</title></rect>")
                start = nil
            }
        }
        return parts
    }

    private func marks() -> [String] {
        chart.marks.map { mark in
            let x = Self.short(horizontal(mark.at))
            let (kind, sign) =
                switch mark.kind {
                case .red: ("red", "●")
                case .transition: ("transition", "▸")
                case .goingBack: ("back", "◂")
                }
            return "<g class=\"mark \(kind)\"><line x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.top)\" "
                + "y2=\"\(Self.top + plotHeight)\"/><text x=\"\(x)\" y=\"\(Self.top - 6)\" text-anchor=\"middle\">\(sign)</text>"
                + "<title>\(Markup.escaped(mark.words))</title></g>"
        }
    }

    private func horizontal(_ moment: Moment) -> Double {
        let whole = (chart.span.upperBound - chart.span.lowerBound).inSeconds
        guard whole > 0 else { return Self.left }
        let share = (moment - chart.span.lowerBound).inSeconds / whole
        return Self.left + min(max(share, 0), 1) * plotWidth
    }

    private func vertical(_ value: Double, _ ceiling: Double) -> Double {
        Self.top + plotHeight * (1 - min(max(value / ceiling, 0), 1))
    }

    /// The next of 1, 2, 4, 6, 8, 10 times a power of ten: two digits say a quarter of it.
    private static func nice(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return 1 }
        var power = 1e-3
        while power * 10 <= value, power < 1e18 { power *= 10 }
        return ([1, 2, 4, 6, 8, 10].first { $0 * power >= value } ?? 10) * power
    }

    /// A tenth of a unit is finer than a screen shows.
    private static func short(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
