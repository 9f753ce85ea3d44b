import Cockpit
import Night

/// Understands what `TerminalText` says and nothing else: anything more is kept as a complaint.
struct TinyTerminal {
    struct Spot: Equatable {
        var glyph = " "
        var codes = [0]
        var isRightHalf = false
    }

    let size: Size
    private(set) var spots: [[Spot]]
    private(set) var complaints: [String] = []
    private(set) var showsCursor = true
    private var row = 0
    private var column = 0
    private(set) var codes = [0]

    init(size: Size) {
        self.size = size
        spots = Array(repeating: Array(repeating: Spot(), count: size.columns), count: size.rows)
    }

    mutating func take(_ text: String) {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1b}" else {
                write(scalar)
                continue
            }
            let arguments = rest.dropFirst().prefix { !("@"..."~").contains($0) }
            let command = String(rest.prefix(1)) + String(rest.dropFirst(1 + arguments.count).prefix(1))
            rest = rest.dropFirst(arguments.count + 2)
            obey(command, String(arguments))
        }
    }

    private mutating func obey(_ command: String, _ arguments: String) {
        let numbers = arguments.split(separator: ";").compactMap { Int($0) }
        switch (command, arguments) {
        case ("[l", "?25"): showsCursor = false
        case ("[J", "2"): self = cleared()
        case ("[m", _): codes = numbers
        case ("[H", _) where numbers.count == 2: (row, column) = (numbers[0] - 1, numbers[1] - 1)
        default: complaints.append("\(command) \(arguments)")
        }
    }

    private func cleared() -> TinyTerminal {
        var new = TinyTerminal(size: size)
        new.complaints = complaints
        new.showsCursor = showsCursor
        return new
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch Drawable(scalar, asciiOnly: false, markable: true) {
        case .mark:
            let base = spots[row][column - 1].isRightHalf ? column - 2 : column - 1
            spots[row][base].glyph.unicodeScalars.append(scalar)
        case .glyph(let code, let width):
            guard code == scalar.value, row < size.rows, column + width <= size.columns else {
                complaints.append("\(scalar.value) at \(row) \(column)")
                return
            }
            spots[row][column] = Spot(glyph: String(scalar), codes: codes)
            if width == 2 { spots[row][column + 1] = Spot(glyph: "", codes: codes, isRightHalf: true) }
            column += width
        }
    }
}
