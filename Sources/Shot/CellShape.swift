/// The size of one cell in a picture, and where its lines run. All are whole pixels, so that lines are sharp.
enum CellBox {
    static let width = 9.0
    static let height = 18.0
    /// Where text stands.
    static let baseline = 14.0
    /// The advance of DejaVu Sans Mono and of Menlo is 0.602 of their size: this one makes it a cell wide.
    static let fontSize = 14.95
    static let centre = (x: 4.5, y: 9.5)
    static let underline = (y: 16.0, height: 1.0)
}

/// What is drawn of a glyph that has to fill its cell or meet its neighbours, which no font can be trusted with:
/// block elements, braille and box drawing.
struct CellShape: Equatable {
    enum Part: Equatable {
        case rectangle(x: Double, y: Double, width: Double, height: Double)
        /// A line from one edge of the cell to another, round the corner between them: right or left, down or up.
        case arc(isRight: Bool, isDown: Bool)
        case diagonal(rising: Bool)
    }

    private(set) var parts: [Part]
    /// How much of the ink covers the ground.
    private(set) var cover = 1.0

    /// Nil for a glyph that is left to the font.
    init?(_ scalar: UInt32) {
        switch scalar {
        case 0x2580...0x259f: self.init(block: scalar)
        case 0x2801...0x28ff: self.init(parts: Self.dots(scalar - 0x2800))
        case 0x2571: self.init(parts: [.diagonal(rising: true)])
        case 0x2572: self.init(parts: [.diagonal(rising: false)])
        case 0x2573: self.init(parts: [.diagonal(rising: true), .diagonal(rising: false)])
        case 0x256d...0x2570:
            self.init(
                parts: [.arc(isRight: scalar == 0x256d || scalar == 0x2570, isDown: scalar <= 0x256e)])
        case 0x2500...0x257f:
            guard let arms = BoxArms(scalar) else { return nil }
            self.init(parts: arms.parts)
        default: return nil
        }
    }

    private init(parts: [Part], cover: Double = 1) {
        self.parts = parts
        self.cover = cover
    }

    // MARK: Blocks

    private init(block scalar: UInt32) {
        let eighths = Double(scalar & 0xf)
        switch scalar {
        case 0x2580: self.init(parts: [Self.part(height: 0.5)])
        case 0x2581...0x2588: self.init(parts: [Self.part(y: 1 - eighths / 8, height: eighths / 8)])
        case 0x2589...0x258f: self.init(parts: [Self.part(width: (16 - eighths) / 8)])
        case 0x2590: self.init(parts: [Self.part(x: 0.5, width: 0.5)])
        case 0x2591...0x2593: self.init(parts: [Self.part()], cover: eighths / 4)
        case 0x2594: self.init(parts: [Self.part(height: 1.0 / 8)])
        case 0x2595: self.init(parts: [Self.part(x: 7.0 / 8, width: 1.0 / 8)])
        default:
            let quarters = Self.quarters[Int(scalar - 0x2596)]
            self.init(
                parts: (0..<4).filter { quarters & 1 << $0 != 0 }.map { quarter in
                    Self.part(x: Double(quarter % 2) / 2, y: Double(quarter / 2) / 2, width: 0.5, height: 0.5)
                })
        }
    }

    /// From U+2596 on: the lowest bit is the quarter at the upper left, then upper right, lower left, lower right.
    private static let quarters: [UInt8] = [
        0b0100, 0b1000, 0b0001, 0b1101, 0b1001, 0b0111, 0b1011, 0b0010, 0b0110, 0b1110,
    ]

    /// In shares of the cell.
    private static func part(x: Double = 0, y: Double = 0, width: Double = 1, height: Double = 1) -> Part {
        .rectangle(
            x: x * CellBox.width, y: y * CellBox.height, width: width * CellBox.width, height: height * CellBox.height)
    }

    // MARK: Braille

    /// By the bit of each dot: column, row.
    private static let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]

    private static func dots(_ bits: UInt32) -> [Part] {
        places.enumerated().filter { bits & 1 << $0.offset != 0 }.map { _, place in
            .rectangle(x: 1.25 + 4.5 * Double(place.0), y: 1.25 + 4.5 * Double(place.1), width: 2, height: 2)
        }
    }
}
