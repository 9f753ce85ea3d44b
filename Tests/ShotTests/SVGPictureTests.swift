import Cockpit
import Night
import Testing

@testable import Shot

private let frames = [SampleFrames.night(), SampleFrames.night(columns: 80, rows: 24), SampleFrames.everything]

@Test(
    "every glyph of a busy frame stands once, in its own cell or two, in its own colours",
    arguments: frames.indices, ColourDepth.allCases)
func everyCell(of index: Int, depth: ColourDepth) throws {
    let frame = frames[index]
    let picture = SVGPicture(frame, theme: .standard, depth: depth, caption: "busy")
    let read = try #require(PictureReader.read(picture.text), "it is not well-formed")
    var written = 0
    for row in 0..<frame.size.rows {
        for column in 0..<frame.size.columns {
            if frame.isRightHalf(row, column) {
                #expect(read.ground(row, column) == read.ground(row, column - 1))
                continue
            }
            expectCell(of: frame, row, column, depth, in: read)
            written += read.inks[[row, column]]?.count ?? 0
        }
    }
    #expect(written == read.inks.values.reduce(0) { $0 + $1.count }, "nothing stands outside the frame")
}

private func expectCell(
    of frame: Frame, _ row: Int, _ column: Int, _ depth: ColourDepth, in read: PictureReader
) {
    let cell = frame[row, column]
    let paint = CellPaint(Theme.standard.look(of: cell, at: depth), on: Palette(for: .standard))
    #expect(read.ground(row, column) == paint.ground.hex, "\(row) \(column)")
    let shape = cell.mark == 0 ? CellShape(cell.scalar) : nil
    let isWide = column + 1 < frame.size.columns && frame.isRightHalf(row, column + 1)
    let ink = PictureReader.Ink(
        glyph: frame.glyph(row, column), cells: isWide ? 2 : 1, colour: paint.ink.hex, isBold: paint.isBold)
    #expect(read.inks[[row, column]] ?? [] == (cell.scalar == 0x20 || shape != nil ? [] : [ink]), "\(row) \(column)")
    let drawn = (shape?.parts ?? []).map { _ in paint.ink.mixed(shape?.cover ?? 1, with: paint.ground).hex }
    let expected = drawn + (paint.isUnderlined ? [paint.ink.hex] : [])
    #expect((read.outlines[[row, column]] ?? []).sorted() == expected.sorted(), "\(row) \(column)")
}

@Test("text meant to do harm is text: no element and no attribute comes of it")
func hostile() throws {
    let picture = SVGPicture(
        SampleFrames.everything, theme: .standard, depth: .full,
        caption: "night \"</title><script>x</script>\u{1b}[2J\u{202e}\" & more")
    let read = try #require(PictureReader.read(picture.text))
    #expect(Set(read.names.keys) == ["svg", "title", "desc", "rect", "g", "path", "text"])
    #expect(read.title == "night \"</title><script>x</script>␛[2J\u{fffd}\" & more")
    let row = (0..<60).map { SampleFrames.everything.glyph(1, $0) }.joined()
    #expect(row.hasPrefix(SampleFrames.hostileText))
    #expect(!picture.text.contains("href") && !picture.text.contains("url(") && !picture.text.contains("<style"))
}

@Test("whoever does not see the picture is told what it is of and what stands in it")
func described() throws {
    let caption = "night payments-2026-11 at 02:14:07Z, screen night"
    let frame = SampleFrames.night()
    let read = try #require(
        PictureReader.read(SVGPicture(frame, theme: .standard, depth: .full, caption: caption).text))
    #expect(read.title == caption)
    #expect(read.frameText == frame.text)
    #expect(read.root["role"] == "img")
}

@Test("a cell is nine by eighteen, and a margin of nine is around them all")
func measures() throws {
    let read = try #require(
        PictureReader.read(
            SVGPicture(SampleFrames.night(), theme: .standard, depth: .full, caption: "").text))
    #expect(read.root["width"] == "1098" && read.root["height"] == "666")
    #expect(read.root["viewBox"] == "-9 -9 1098 666")
}

@Test("a look is settled into colours as a terminal settles it")
func paints() {
    let palette = Palette(for: .standard)
    func paint(_ look: Look) -> CellPaint { CellPaint(look, on: palette) }
    let plain = paint(Look())
    #expect(plain.ink == palette.foreground && plain.ground == palette.background)
    let reverse = paint(Look(foreground: 208, emphasis: [.reverse, .bold]))
    #expect(reverse.ink == palette.background && reverse.ground.hex == "#ff8700" && reverse.isBold)
    let dim = paint(Look(foreground: 231, background: 16, emphasis: [.dim, .underline]))
    #expect(dim.ink.hex == "#aaaaaa" && dim.ground.hex == "#000000" && dim.isUnderlined && !dim.isBold)
}

@Test(
    "the numbers of 256 colours are a cube and a row of greys after the first sixteen",
    arguments: [
        (16, "#000000"), (21, "#0000ff"), (67, "#5f87af"), (208, "#ff8700"), (231, "#ffffff"), (232, "#080808"),
        (244, "#808080"), (255, "#eeeeee"), (0, "#101418"), (15, "#ffffff"),
    ] as [(UInt8, String)])
func palette(number: UInt8, hex: String) {
    #expect(Palette.colour(number).hex == hex)
}

@Test("the paper is the one a theme's inks are made for")
func paper() throws {
    for (name, isLight) in [("colour-blind-safe", false), ("dark", false), ("light", true), ("mono", false)] {
        let theme = try ThemeFile.parse(contents(of: "\(checkout)/themes/\(name).theme"), file: name)
        let palette = Palette(for: theme)
        #expect((palette.background.lightness > 128) == isLight, "\(name)")
        #expect((palette.foreground.lightness < 128) == isLight, "\(name)")
    }
}
