public import Cockpit
import FoundationEssentials
public import Night

/// A night's frames as an asciicast, version 3, line by line as they come. The caller writes `header` first and then
/// what each call returns. What a terminal is told is only what has changed since the frame before.
public struct Asciicast: Sendable {
    public let header: String
    private let theme: Theme
    private let depth: ColourDepth
    private var size: Size
    private var shown: Frame?
    /// How far the recording is, and how much of that its lines have said, which is in whole milliseconds: what
    /// rounding takes from one interval the next one gives back.
    private var elapsed = Duration.zero
    private var written: Int64 = 0

    public init(size: Size, began: WallTime, title: String, theme: Theme, depth: ColourDepth) {
        self.size = size
        self.theme = theme
        self.depth = depth
        header = Self.line(Header(size: size, began: began, title: title, palette: Palette(for: theme), depth: depth))
    }

    /// `interval`: since the call before, of whatever kind. Nothing to write when the picture is the same.
    public mutating func frame(_ frame: Frame, after interval: Duration) -> String {
        elapsed += interval
        var lines = ""
        if frame.size != size {
            lines = event("r", "\(frame.size.columns)x\(frame.size.rows)")
            size = frame.size
        }
        let text = TerminalText(frame, since: shown, theme: theme, depth: depth).text
        shown = frame
        return text.isEmpty ? lines : lines + event("o", text)
    }

    /// A place that players can jump to.
    public mutating func marker(_ label: String, after interval: Duration) -> String {
        elapsed += interval
        return event("m", label.madeVisible)
    }

    /// The end: how long the last picture stood.
    public mutating func end(after interval: Duration) -> String {
        elapsed += interval
        return event("x", "0")
    }

    private mutating func event(_ code: String, _ data: String) -> String {
        let now = elapsed.inNanoseconds / 1_000_000
        let interval = max(0, now - written)
        written += interval
        return Self.line(Event(seconds: Double(interval) / 1_000, code: code, data: data))
    }

    private static func line(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
        } catch {
            // Only a number that is none can fail, and every number here is made of an integer.
            preconditionFailure("\(error)")
        }
    }
}

private struct Event: Encodable {
    let seconds: Double
    let code: String
    let data: String

    func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        try values.encode(seconds)
        try values.encode(code)
        try values.encode(data)
    }
}

private struct Header: Encodable {
    struct Terminal: Encodable {
        let cols: Int
        let rows: Int
        let type: String
        let theme: Colours
    }

    struct Colours: Encodable {
        let fg: String
        let bg: String
        let palette: String
    }

    let version = 3
    let term: Terminal
    let timestamp: Int64
    let title: String

    init(size: Size, began: WallTime, title: String, palette: Palette, depth: ColourDepth) {
        let type =
            switch depth {
            case .mono: "xterm-mono"
            case .sixteen: "xterm-16color"
            case .full: "xterm-256color"
            }
        term = Terminal(
            cols: size.columns, rows: size.rows, type: type,
            theme: Colours(
                fg: palette.foreground.hex, bg: palette.background.hex,
                palette: Palette.first.map(\.hex).joined(separator: ":")))
        timestamp = began.milliseconds / 1_000
        self.title = title.madeVisible
    }
}
