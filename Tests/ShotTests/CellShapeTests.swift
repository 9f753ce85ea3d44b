import Testing

@testable import Shot

/// Where a shape meets an edge of its cell: the edge, and where along it.
private func meetings(_ glyph: Unicode.Scalar) throws -> Set<String> {
    var meetings: Set<String> = []
    for part in try #require(CellShape(glyph.value)).parts {
        switch part {
        case .rectangle(let x, let y, let width, let height):
            if x == 0 { meetings.insert("left \(y)-\(y + height)") }
            if x + width == CellBox.width { meetings.insert("right \(y)-\(y + height)") }
            if y == 0 { meetings.insert("up \(x)-\(x + width)") }
            if y + height == CellBox.height { meetings.insert("down \(x)-\(x + width)") }
        case .arc(let isRight, let isDown):
            meetings.insert(isRight ? "right 9.0-10.0" : "left 9.0-10.0")
            meetings.insert(isDown ? "down 4.0-5.0" : "up 4.0-5.0")
        case .diagonal: break
        }
    }
    return meetings
}

@Test(
    "lines beside each other and above each other meet, light, heavy and double",
    arguments: [
        ["┌─┬─┐", "│ │ │", "├─┼─┤", "│ │ │", "└─┴─┘"], ["╭──╮", "│  │", "├──┤", "╰──╯"],
        ["┏━┳━┓", "┃ ┃ ┃", "┣━╋━┫", "┗━┻━┛"], ["╔═╦═╗", "║ ║ ║", "╠═╬═╣", "╚═╩═╝"],
        ["╒═╤═╕", "│ │ │", "╞═╪═╡", "╘═╧═╛"], ["╓─╥─╖", "║ ║ ║", "╟─╫─╢", "╙─╨─╜"],
        ["┎─┰─┒", "┃ ┃ ┃", "┠─╂─┨", "┖─┸─┚"],
    ])
func joined(rows: [String]) throws {
    let grid = try rows.map { try $0.unicodeScalars.map { $0 == " " ? [] : try meetings($0) } }
    func along(_ meetings: Set<String>, _ edge: String) -> [String] {
        meetings.filter { $0.hasPrefix(edge) }.map { String($0.dropFirst(edge.count)) }.sorted()
    }
    for row in grid.indices {
        for column in grid[row].indices {
            let right = column + 1 < grid[row].count ? grid[row][column + 1] : []
            #expect(along(grid[row][column], "right") == along(right, "left"), "row \(row), column \(column)")
            let below = row + 1 < grid.count ? grid[row + 1][column] : []
            #expect(along(grid[row][column], "down") == along(below, "up"), "row \(row), column \(column)")
        }
    }
}

@Test(
    "where arms meet they close the corner, and nothing is drawn between the rails of a double line",
    arguments: [
        ("┼", ["....#....", "....#....", "....#....", "#########", "....#....", "....#....", "....#...."]),
        ("┏", [".........", ".........", "...######", "...######", "...######", "...###...", "...###..."]),
        ("╔", [".........", "..#######", "..#......", "..#......", "..#......", "..#...###", "..#...#.."]),
        ("╬", ["..#...#..", "###...###", ".........", ".........", ".........", "###...###", "..#...#.."]),
        ("╟", ["..#...#..", "..#...#..", "..#...#..", "..#...###", "..#...#..", "..#...#..", "..#...#.."]),
        ("╪", ["....#....", "#########", "....#....", "....#....", "....#....", "#########", "....#...."]),
        ("╙", ["..#...#..", "..#...#..", "..#...#..", "..#######", ".........", ".........", "........."]),
        ("╼", [".........", ".........", "....#####", "#########", "....#####", ".........", "........."]),
    ] as [(Unicode.Scalar, [String])])
func middle(glyph: Unicode.Scalar, rows: [String]) throws {
    let parts = try #require(CellShape(glyph.value)).parts
    let drawn = (6...12).map { row in
        String((0..<9).map { column in parts.contains { covers($0, column, row) } ? "#" : "." as Character })
    }
    #expect(drawn == rows)
}

/// Whether the middle of a pixel is inside.
private func covers(_ part: CellShape.Part, _ column: Int, _ row: Int) -> Bool {
    guard case .rectangle(let left, let top, let width, let height) = part else { return false }
    let (x, y) = (Double(column) + 0.5, Double(row) + 0.5)
    return left <= x && x < left + width && top <= y && y < top + height
}

@Test("every shape has something to draw, and draws it inside its cell")
func inside() throws {
    for scalar in Array(0x2500...0x259f) + Array(0x2801...0x28ff) as [UInt32] {
        let shape = try #require(CellShape(scalar))
        #expect(!shape.parts.isEmpty, "\(String(scalar, radix: 16))")
        for case .rectangle(let x, let y, let width, let height) in shape.parts {
            #expect(x >= 0 && y >= 0 && width > 0 && height > 0, "\(String(scalar, radix: 16))")
            #expect(x + width <= CellBox.width && y + height <= CellBox.height, "\(String(scalar, radix: 16))")
        }
    }
    #expect(CellShape(0x41) == nil && CellShape(0x25b2) == nil)
}

@Test("a sparkline climbs by eighths of a cell, and the end of a bar grows by them")
func eighths() throws {
    for (index, glyph) in "▁▂▃▄▅▆▇█".unicodeScalars.enumerated() {
        let height = 2.25 * Double(index + 1)
        let part = CellShape.Part.rectangle(x: 0, y: 18 - height, width: 9, height: height)
        #expect(try #require(CellShape(glyph.value)).parts == [part])
    }
    for (index, glyph) in "▏▎▍▌▋▊▉".unicodeScalars.enumerated() {
        let part = CellShape.Part.rectangle(x: 0, y: 0, width: 1.125 * Double(index + 1), height: 18)
        #expect(try #require(CellShape(glyph.value)).parts == [part])
    }
}
