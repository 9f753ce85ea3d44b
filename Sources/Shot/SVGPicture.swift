public import Cockpit
import Night

/// A frame as one SVG that needs nothing else: no font of its own, no style sheet, no script. Every cell is where it is
/// on a terminal, whatever font the viewer has: text is stretched to its cells, a glyph that fonts disagree about stands
/// in the middle of its own, and what has to touch its neighbours is drawn.
public struct SVGPicture: Sendable {
    public let text: String

    /// `caption`: what the picture is of, for people who do not see it.
    public init(_ frame: Frame, theme: Theme, depth: ColourDepth, caption: String) {
        var drawing = Drawing(frame, theme: theme, depth: depth)
        drawing.draw()
        text = drawing.document(caption: caption)
    }

    /// Around the cells.
    static let margin = CellBox.width
}

private struct Drawing {
    private let frame: Frame
    private let theme: Theme
    private let depth: ColourDepth
    private let palette: Palette
    private var grounds = ""
    private var outlines = Outlines()
    private var texts = ""
    private var run: TextRun?

    init(_ frame: Frame, theme: Theme, depth: ColourDepth) {
        self.frame = frame
        self.theme = theme
        self.depth = depth
        palette = Palette(for: theme)
    }

    mutating func draw() {
        for row in 0..<frame.size.rows {
            let paints = paints(of: row)
            drawGrounds(paints, row: row)
            for column in 0..<frame.size.columns where frame[row, column].scalar != 0 {
                draw(frame[row, column], paints[column], row: row, column: column)
            }
            endRun()
        }
    }

    /// A wide glyph is painted as one, as a terminal does.
    private func paints(of row: Int) -> [CellPaint] {
        var paints: [CellPaint] = []
        for column in 0..<frame.size.columns {
            let cell = frame[row, column]
            if cell.scalar == 0, let left = paints.last {
                paints.append(left)
            } else {
                paints.append(CellPaint(theme.look(of: cell, at: depth), on: palette))
            }
        }
        return paints
    }

    private mutating func drawGrounds(_ paints: [CellPaint], row: Int) {
        var column = 0
        while column < paints.count {
            let ground = paints[column].ground
            let start = column
            while column < paints.count, paints[column].ground == ground { column += 1 }
            guard ground != palette.background else { continue }
            let place = Place(row: row, column: start)
            grounds += """
                <rect x="\(place.x.short)" y="\(place.y.short)" width="\((Double(column - start) * CellBox.width).short)" \
                height="\(CellBox.height.short)" fill="\(ground.hex)"/>

                """
        }
    }

    private mutating func draw(_ cell: Cell, _ paint: CellPaint, row: Int, column: Int) {
        let place = Place(row: row, column: column)
        let isWide = column + 1 < frame.size.columns && frame[row, column + 1].scalar == 0
        let width = (isWide ? 2 : 1) * CellBox.width
        if paint.isUnderlined { outlines.underline(at: place, width: width, paint.ink) }
        if cell.scalar == 0x20 { return }
        if cell.mark == 0, let shape = CellShape(cell.scalar) {
            outlines.add(shape, at: place, paint.ink.mixed(shape.cover, with: paint.ground))
        } else if cell.mark == 0, cell.scalar < 0x7f, let scalar = Unicode.Scalar(cell.scalar) {
            if run?.take(scalar, paint, at: place) != true {
                endRun()
                run = TextRun(scalar, paint, at: place)
            }
        } else {
            let glyph = [cell.scalar, UInt32(cell.mark)].compactMap { $0 == 0 ? nil : Unicode.Scalar($0) }
            texts += """
                <text x="\((place.x + width / 2).short)" y="\((place.y + CellBox.baseline).short)" \
                text-anchor="middle"\(paint.attributes)>\(String(String.UnicodeScalarView(glyph)).escapedForXML)</text>

                """
        }
    }

    private mutating func endRun() {
        if let run { texts += run.element }
        run = nil
    }

    func document(caption: String) -> String {
        let margin = SVGPicture.margin
        let width = (Double(frame.size.columns) * CellBox.width + 2 * margin).short
        let height = (Double(frame.size.rows) * CellBox.height + 2 * margin).short
        let corner = (-margin).short
        return """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="\(width)" height="\(height)" \
            viewBox="\(corner) \(corner) \(width) \(height)">
            <title>\(caption.madeVisible.escapedForXML)</title>
            <desc>\(frame.text.escapedForXML)</desc>
            <rect x="\(corner)" y="\(corner)" width="\(width)" height="\(height)" fill="\(palette.background.hex)"/>
            <g shape-rendering="crispEdges">
            \(grounds)\(outlines.elements)</g>
            <g font-family="&quot;DejaVu Sans Mono&quot;, Menlo, Consolas, monospace" font-size="\(CellBox.fontSize)">
            \(texts)</g>
            </svg>

            """
    }
}
