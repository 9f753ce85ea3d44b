import Cockpit
import Foundation
import Night
import Testing

@testable import Shot

/// What a terminal shows that was sent the whole of a frame.
private func terminal(showing frame: Frame, depth: ColourDepth) -> TinyTerminal {
    var terminal = TinyTerminal(size: frame.size)
    terminal.take(TerminalText(frame, theme: .standard, depth: depth).text)
    return terminal
}

@Test("a terminal that is sent a frame shows that frame", arguments: ColourDepth.allCases)
func whole(depth: ColourDepth) {
    for frame in [SampleFrames.night(), SampleFrames.everything] {
        let shown = terminal(showing: frame, depth: depth)
        #expect(shown.complaints.isEmpty)
        #expect(!shown.showsCursor && shown.codes == [0])
        for row in 0..<frame.size.rows {
            for column in 0..<frame.size.columns {
                let spot = shown.spots[row][column]
                #expect(spot.isRightHalf == frame.isRightHalf(row, column), "\(row) \(column)")
                if spot.isRightHalf { continue }
                #expect(spot.glyph == frame.glyph(row, column), "\(row) \(column)")
                let look = Theme.standard.look(of: frame[row, column], at: depth)
                #expect(spot.codes == codes(of: look, depth), "\(row) \(column)")
            }
        }
    }
}

private func codes(of look: Look, _ depth: ColourDepth) -> [Int] {
    let emphases = [(Emphasis.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
    var codes = [0] + emphases.filter { look.emphasis.contains($0.0) }.map(\.1)
    switch depth {
    case .mono: break
    case .sixteen:
        if let ink = look.foreground { codes.append(Int(ink) + (ink < 8 ? 30 : 82)) }
        if let ground = look.background { codes.append(Int(ground) + (ground < 8 ? 40 : 92)) }
    case .full:
        if let ink = look.foreground { codes += [38, 5, Int(ink)] }
        if let ground = look.background { codes += [48, 5, Int(ground)] }
    }
    return codes
}

@Test("every line of a cast is JSON, and played it shows each frame in turn, through a change of size")
func played() throws {
    let frames =
        (0..<6).map { SampleFrames.night(tick: $0) } + [
            SampleFrames.night(tick: 6, columns: 60, rows: 30), SampleFrames.everything,
            SampleFrames.night(tick: 7, columns: 60, rows: 30), SampleFrames.everything, SampleFrames.night(tick: 8),
        ]
    var cast = Asciicast(
        size: frames[0].size, began: WallTime(milliseconds: 1_794_968_047_999), title: "night", theme: .standard,
        depth: .full)
    var played = TinyTerminal(size: frames[0].size)
    for frame in frames {
        for line in cast.frame(frame, after: .seconds(1)).split(separator: "\n") {
            let event = try Event(line)
            if event.code == "r" {
                let size = event.data.split(separator: "x").compactMap { Int($0) }
                played = TinyTerminal(size: Size(columns: size[0], rows: size[1]))
            } else {
                #expect(event.code == "o")
                played.take(event.data)
            }
        }
        #expect(played.complaints.isEmpty)
        #expect(played.spots == terminal(showing: frame, depth: .full).spots)
    }
}

@Test("a picture that has not changed is no line, a changed one a short line, and the time between is not lost")
func intervals() throws {
    let night = SampleFrames.night()
    var cast = Asciicast(
        size: night.size, began: WallTime(milliseconds: 0), title: "", theme: .standard, depth: .full)
    let first = cast.frame(night, after: .milliseconds(250))
    #expect(try Event(first[...].dropLast()).seconds == 0.25)
    #expect(cast.frame(night, after: .seconds(2)).isEmpty)
    let next = cast.frame(SampleFrames.night(tick: 1), after: .milliseconds(1))
    #expect(try Event(next[...].dropLast()).seconds == 2.001)
    #expect(next.utf8.count < first.utf8.count / 2)
    // What rounding takes, the next interval gives back.
    var sum = 0.0
    for _ in 0..<1_000 { sum += try Event(cast.marker("m", after: .microseconds(333))[...].dropLast()).seconds }
    #expect(abs(sum - 0.333) < 0.000_1)
    #expect(try Event(cast.end(after: .seconds(-1))[...].dropLast()).seconds == 0)
}

@Test("a cast begins with what players need to know, and its markers are safe to print")
func header() throws {
    var cast = Asciicast(
        size: Size(columns: 120, rows: 36), began: WallTime(milliseconds: 1_794_968_047_999),
        title: "payments \"2026\"\u{1b}[2J", theme: .standard, depth: .sixteen)
    #expect(cast.header.hasSuffix("}\n") && !cast.header.dropLast().contains("\n"))
    let header = try #require(JSONSerialization.jsonObject(with: Data(cast.header.utf8)) as? [String: Any])
    #expect(header["version"] as? Int == 3)
    #expect(header["timestamp"] as? Int == 1_794_968_047)
    #expect(header["title"] as? String == "payments \"2026\"␛[2J")
    let terminal = try #require(header["term"] as? [String: Any])
    #expect(terminal["cols"] as? Int == 120 && terminal["rows"] as? Int == 36)
    #expect(terminal["type"] as? String == "xterm-16color")
    let colours = try #require(terminal["theme"] as? [String: String])
    #expect(colours["bg"] == Palette(for: .standard).background.hex)
    #expect(colours["palette"]?.split(separator: ":").count == 16)
    let marker = try Event(cast.marker("red: \u{202e}lag\n", after: .seconds(3))[...].dropLast())
    #expect(marker == Event(seconds: 3, code: "m", data: "red: \u{fffd}lag␊"))
    #expect(try Event(cast.end(after: .zero)[...].dropLast()) == Event(seconds: 0, code: "x", data: "0"))
}

private struct Event: Equatable {
    let seconds: Double
    let code: String
    let data: String

    init(seconds: Double, code: String, data: String) {
        (self.seconds, self.code, self.data) = (seconds, code, data)
    }

    init(_ line: Substring) throws {
        let values = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
        try #require(values.count == 3)
        seconds = try #require(values[0] as? Double)
        code = try #require(values[1] as? String)
        data = try #require(values[2] as? String)
    }
}
