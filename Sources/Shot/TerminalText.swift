public import Cockpit

/// A frame as what a terminal is sent: cursor places, looks and letters. It leaves the terminal's look as it found it,
/// plain, so that each stands by itself.
public struct TerminalText: Sendable {
    public let text: String

    /// Changes alone where `shown` is on the screen; all of it, on a cleared screen with no cursor, where nothing is or
    /// something of another size. Empty when nothing has changed.
    public init(_ frame: Frame, since shown: Frame? = nil, theme: Theme, depth: ColourDepth) {
        let isWhole = shown?.size != frame.size
        var text = isWhole ? "\u{1b}[?25l\u{1b}[0m\u{1b}[2J" : ""
        var look = Look()
        for run in frame.changes(since: shown) {
            text += "\u{1b}[\(run.row + 1);\(run.columns.lowerBound + 1)H"
            for column in run.columns {
                let cell = frame[run.row, column]
                guard cell.scalar != 0 else { continue }
                let next = theme.look(of: cell, at: depth)
                if next != look { text += next.sequence(at: depth) }
                look = next
                for code in [cell.scalar, UInt32(cell.mark)] where code != 0 {
                    if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
                }
            }
        }
        self.text = look == Look() ? text : text + Look().sequence(at: depth)
    }
}

extension Look {
    /// What makes a terminal write in this look, whatever it wrote in before.
    fileprivate func sequence(at depth: ColourDepth) -> String {
        var codes = [0]
        for (part, code) in [(Emphasis.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
        where emphasis.contains(part) {
            codes.append(code)
        }
        for (colour, base) in [(foreground, 30), (background, 40)] {
            guard let number = colour.map(Int.init) else { continue }
            switch depth {
            case .mono: break
            case .sixteen: codes.append(number < 8 ? base + number : base + 60 + number - 8)
            case .full: codes += [base + 8, 5, number]
            }
        }
        return "\u{1b}[" + codes.map(String.init).joined(separator: ";") + "m"
    }
}
