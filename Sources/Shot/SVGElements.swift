/// The upper left corner of a cell.
struct Place {
    let row: Int
    let column: Int

    var x: Double { Double(column) * CellBox.width }
    var y: Double { Double(row) * CellBox.height }
}

/// Letters of one look with never more than one cell between them, which the run passes over. ASCII alone: every
/// monospaced font has it, and has it of one width.
struct TextRun {
    private let start: Place
    private let paint: CellPaint
    private var text: String
    private var end: Int

    init(_ scalar: Unicode.Scalar, _ paint: CellPaint, at place: Place) {
        start = place
        self.paint = paint
        text = String(scalar)
        end = place.column + 1
    }

    /// False when it does not belong to this run.
    mutating func take(_ scalar: Unicode.Scalar, _ paint: CellPaint, at place: Place) -> Bool {
        guard paint.writes(like: self.paint), place.column - end <= 1 else { return false }
        if place.column > end { text.unicodeScalars.append(" ") }
        text.unicodeScalars.append(scalar)
        end = place.column + 1
        return true
    }

    var element: String {
        """
        <text x="\(start.x.short)" y="\((start.y + CellBox.baseline).short)" \
        textLength="\((Double(end - start.column) * CellBox.width).short)" lengthAdjust="spacingAndGlyphs"\
        \(paint.attributes)>\(text.escapedForXML)</text>

        """
    }
}

/// What is drawn and not written, gathered by colour: edges that meet inside one path leave no seam at any zoom.
struct Outlines {
    private var paths: [Colour: String] = [:]
    private var colours: [Colour] = []

    var elements: String {
        colours.map { "<path fill=\"\($0.hex)\" d=\"\(paths[$0] ?? "")\"/>\n" }.joined()
    }

    mutating func add(_ shape: CellShape, at place: Place, _ colour: Colour) {
        for part in shape.parts { add(part.path(x: place.x, y: place.y), colour) }
    }

    mutating func underline(at place: Place, width: Double, _ colour: Colour) {
        let line = CellShape.Part.rectangle(
            x: 0, y: CellBox.underline.y, width: width, height: CellBox.underline.height)
        add(line.path(x: place.x, y: place.y), colour)
    }

    private mutating func add(_ path: String, _ colour: Colour) {
        if paths[colour] == nil { colours.append(colour) }
        paths[colour, default: ""] += path
    }
}

extension CellShape.Part {
    /// As an outline to be filled, for a cell whose upper left corner is here.
    fileprivate func path(x: Double, y: Double) -> String {
        switch self {
        case .rectangle(let left, let top, let width, let height):
            return "M\((x + left).short) \((y + top).short)h\(width.short)v\(height.short)h\((-width).short)z"
        case .arc(let isRight, let isDown):
            let (across, along) = (isRight ? 1.0 : -1, isDown ? 1.0 : -1)
            let (middleX, middleY) = (x + CellBox.centre.x, y + CellBox.centre.y)
            let (edgeX, edgeY) = (x + (isRight ? CellBox.width : 0), y + (isDown ? CellBox.height : 0))
            let bendY = middleY + along * CellBox.centre.x
            /// One side of the line: outside the corner at -0.5, inside at 0.5.
            func side(_ offset: Double) -> (x: Double, y: Double) {
                (middleX + across * offset, middleY + along * offset)
            }
            let (outer, inner) = (side(-0.5), side(0.5))
            return "M\(outer.x.short) \(bendY.short)V\(edgeY.short)H\(inner.x.short)V\(bendY.short)"
                + "Q\(inner.x.short) \(inner.y.short) \(edgeX.short) \(inner.y.short)V\(outer.y.short)"
                + "Q\(outer.x.short) \(outer.y.short) \(outer.x.short) \(bendY.short)z"
        case .diagonal(let rising):
            let (top, bottom) = rising ? (x + CellBox.width - 1, x + 1) : (x, x + CellBox.width)
            return "M\(top.short) \(y.short)h1L\(bottom.short) \((y + CellBox.height).short)h-1z"
        }
    }
}

extension CellPaint {
    /// Whether letters of both look the same; grounds and underlines are drawn apart from them.
    fileprivate func writes(like other: CellPaint) -> Bool {
        ink == other.ink && isBold == other.isBold
    }

    var attributes: String {
        " fill=\"\(ink.hex)\"" + (isBold ? " font-weight=\"bold\"" : "")
    }
}

extension Double {
    /// To a thousandth of a pixel, as briefly as it can be said.
    var short: String {
        let rounded = (self * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension String {
    var escapedForXML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
