import Foundation
import FoundationXML

@testable import Shot

/// Reads one of our SVGs back into cells, by nothing but the elements in it.
final class PictureReader: NSObject, XMLParserDelegate {
    struct Ink: Equatable {
        let glyph: String
        /// How many cells it is in the middle of, or one of a run.
        let cells: Int
        let colour: String
        let isBold: Bool
    }

    private(set) var names: [String: Int] = [:]
    private(set) var root: [String: String] = [:]
    private(set) var title = ""
    private(set) var frameText = ""
    /// By row and column: what text says there.
    private(set) var inks: [[Int]: [Ink]] = [:]
    private(set) var grounds: [(colour: String, x: Double, y: Double, width: Double, height: Double)] = []
    /// The colours of the outlines that begin in each cell.
    private(set) var outlines: [[Int]: [String]] = [:]

    private var attributes: [String: String] = [:]
    private var said = ""

    /// Nil when it is not well-formed.
    static func read(_ text: String) -> PictureReader? {
        let reader = PictureReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        return parser.parse() ? reader : nil
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        names[name, default: 0] += 1
        self.attributes = attributes
        said = ""
        switch name {
        case "svg": root = attributes
        case "rect":
            grounds.append(
                (attributes["fill"] ?? "", number("x"), number("y"), number("width"), number("height")))
        case "path": readOutlines()
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { said += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        switch name {
        case "title": title = said
        case "desc": frameText = said
        case "text": readText()
        default: break
        }
    }

    private func number(_ name: String) -> Double { Double(attributes[name] ?? "") ?? .nan }

    private func readText() {
        let row = Int((number("y") - 14) / 18)
        var column = Int(number("x") / 9)
        var glyphs = [said]
        var cells = 1
        if attributes["text-anchor"] == "middle" {
            // In the middle of one cell, or between two.
            if number("x") == Double(column) * 9 { (column, cells) = (column - 1, 2) }
        } else {
            glyphs = said.map(String.init)
            if number("textLength") != Double(glyphs.count) * 9 { glyphs = [] }
        }
        for (index, glyph) in glyphs.enumerated() where glyph != " " {
            inks[[row, column + index], default: []].append(
                Ink(
                    glyph: glyph, cells: cells, colour: attributes["fill"] ?? "",
                    isBold: attributes["font-weight"] == "bold"))
        }
    }

    private func readOutlines() {
        for outline in (attributes["d"] ?? "").split(separator: "z") {
            let start = outline.dropFirst().prefix { "-.0123456789 ".contains($0) }.split(separator: " ")
            guard start.count == 2, let x = Double(start[0]), let y = Double(start[1]) else { continue }
            outlines[[Int(y / 18), Int(x / 9)], default: []].append(attributes["fill"] ?? "")
        }
    }

    /// The colour behind the middle of a cell.
    func ground(_ row: Int, _ column: Int) -> String {
        let (x, y) = (Double(column) * 9 + 4.5, Double(row) * 18 + 9)
        return grounds.last { $0.x <= x && x < $0.x + $0.width && $0.y <= y && y < $0.y + $0.height }?.colour ?? ""
    }
}
