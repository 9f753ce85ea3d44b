import Night

/// How many rows and columns a picture has.
public struct Size: Hashable, Sendable {
    /// A terminal that claims more than this is not believed.
    public static let largest = 1_000

    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = min(max(columns, 1), Self.largest)
        self.rows = min(max(rows, 1), Self.largest)
    }
}

public struct Emphasis: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let bold = Emphasis(rawValue: 1)
    public static let dim = Emphasis(rawValue: 2)
    public static let underline = Emphasis(rawValue: 4)
    public static let reverse = Emphasis(rawValue: 8)
}

/// One place on the screen: eight bytes. Only a frame makes one, and only out of what `Drawable` lets through.
public struct Cell: Equatable, Sendable {
    /// 0 is the right half of the wide glyph before it.
    public fileprivate(set) var scalar: UInt32
    /// One combining mark on the glyph; 0 is none.
    public fileprivate(set) var mark: UInt16
    public fileprivate(set) var role: Role
    public fileprivate(set) var emphasis: Emphasis

    fileprivate static let blank = Cell(scalar: 0x20, mark: 0, role: .text, emphasis: [])

    public static func == (left: Cell, right: Cell) -> Bool {
        left.scalar == right.scalar && left.mark == right.mark && left.role == right.role
            && left.emphasis == right.emphasis
    }
}

/// A stretch of one row.
public struct Run: Equatable, Sendable {
    public let row: Int
    public let columns: Range<Int>
}

/// A finished picture: a grid of cells. Text gets in through `write` and `put` alone, which let nothing through that
/// a terminal would obey.
public struct Frame: Equatable, Sendable {
    public let size: Size
    public private(set) var cells: [Cell]
    private let asciiOnly: Bool

    public init(size: Size, asciiOnly: Bool = false) {
        self.size = size
        self.asciiOnly = asciiOnly
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    public subscript(row: Int, column: Int) -> Cell {
        cells[row * size.columns + column]
    }

    /// The rows as text, without trailing blanks, for pipes and tests.
    public var text: String {
        var text = ""
        text.reserveCapacity(cells.count + size.rows)
        for row in 0..<size.rows {
            var pendingBlanks = 0
            for cell in cells[row * size.columns..<(row + 1) * size.columns] where cell.scalar != 0 {
                if cell.scalar == 0x20 {
                    pendingBlanks += 1
                    continue
                }
                for _ in 0..<pendingBlanks { text.unicodeScalars.append(" ") }
                pendingBlanks = 0
                for code in [cell.scalar, UInt32(cell.mark)] where code != 0 {
                    if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
                }
            }
            text.unicodeScalars.append("\n")
        }
        return text
    }

    /// Where this picture differs from what is on the screen; all of it when that is nothing or of another size.
    public func changes(since shown: Frame?) -> [Run] {
        guard let shown, shown.size == size else {
            return (0..<size.rows).map { Run(row: $0, columns: 0..<size.columns) }
        }
        var runs: [Run] = []
        cells.withUnsafeBufferPointer { new in
            shown.cells.withUnsafeBufferPointer { old in
                for row in 0..<size.rows {
                    let base = row * size.columns
                    var column = 0
                    while column < size.columns {
                        if new[base + column] == old[base + column] {
                            column += 1
                            continue
                        }
                        // A wide glyph is redrawn from its left half.
                        let start = new[base + column].scalar == 0 ? max(0, column - 1) : column
                        while column < size.columns, new[base + column] != old[base + column] { column += 1 }
                        runs.append(Run(row: row, columns: start..<column))
                    }
                }
            }
        }
        return runs
    }
}

extension Frame {
    /// Writes text from `column` on and never at or past `end`; what does not fit ends in an ellipsis. Returns the
    /// column after the last one written.
    @discardableResult
    mutating func write(
        _ text: String, row: Int, column: Int, end: Int, role: Role = .text, emphasis: Emphasis = []
    ) -> Int {
        let end = min(end, size.columns)
        guard row >= 0, row < size.rows, column >= 0, column < end else { return max(column, 0) }
        var place = column
        var markable = false
        for scalar in text.unicodeScalars {
            let drawable = Drawable(scalar, asciiOnly: asciiOnly, markable: markable)
            markable = drawable.takesMark
            switch drawable {
            case .mark(let mark):
                let base = cells[row * size.columns + place - 1].scalar == 0 ? place - 2 : place - 1
                cells[row * size.columns + base].mark = mark
            case .glyph(let glyph, let width):
                guard place + width <= end else {
                    truncate(row: row, from: column, at: place, end: end, role: role, emphasis: emphasis)
                    return end
                }
                set(row, place, Cell(scalar: glyph, mark: 0, role: role, emphasis: emphasis))
                if width == 2 { set(row, place + 1, Cell(scalar: 0, mark: 0, role: role, emphasis: emphasis)) }
                place += width
            }
        }
        return place
    }

    /// Puts one of our own glyphs.
    mutating func put(_ scalar: Unicode.Scalar, row: Int, column: Int, role: Role, emphasis: Emphasis = []) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        guard case .glyph(let glyph, 1) = Drawable(scalar, asciiOnly: asciiOnly, markable: false) else { return }
        set(row, column, Cell(scalar: glyph, mark: 0, role: role, emphasis: emphasis))
    }

    mutating func fill(_ scalar: Unicode.Scalar, row: Int, columns: Range<Int>, role: Role) {
        for column in columns.clamped(to: 0..<size.columns) { put(scalar, row: row, column: column, role: role) }
    }

    /// Lays a role and an emphasis over what is written, as a selection bar does.
    mutating func highlight(row: Int, columns: Range<Int>, role: Role, emphasis: Emphasis = []) {
        guard row >= 0, row < size.rows else { return }
        for column in columns.clamped(to: 0..<size.columns) {
            cells[row * size.columns + column].role = role
            cells[row * size.columns + column].emphasis.formUnion(emphasis)
        }
    }

    private mutating func set(_ row: Int, _ column: Int, _ cell: Cell) {
        cells[row * size.columns + column] = cell
    }

    private mutating func truncate(
        row: Int, from start: Int, at place: Int, end: Int, role: Role, emphasis: Emphasis
    ) {
        var column = min(place, end - 1)
        // Half a wide glyph cannot stay.
        if column > start, self[row, column].scalar == 0, column < place { column -= 1 }
        let ellipsis: UInt32 = asciiOnly ? 0x7e : 0x2026
        set(row, column, Cell(scalar: ellipsis, mark: 0, role: role, emphasis: emphasis))
        for rest in column + 1..<max(end, column + 1) {
            set(row, rest, Cell(scalar: 0x20, mark: 0, role: role, emphasis: emphasis))
        }
    }
}
