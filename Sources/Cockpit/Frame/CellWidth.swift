import Night

extension String {
    /// In lines of at most so many cells, broken at blanks where there are any.
    func wrapped(at width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            let longer = line.isEmpty ? String(word) : line + " " + word
            if longer.cellWidth <= width {
                line = longer
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = ""
            for character in word {
                if line.cellWidth + String(character).cellWidth > width {
                    lines.append(line)
                    line = ""
                }
                line.append(character)
            }
        }
        return lines + [line]
    }

    /// How many cells it takes.
    var cellWidth: Int {
        var width = 0
        var markable = false
        for scalar in unicodeScalars {
            let drawable = Drawable(scalar, asciiOnly: false, markable: markable)
            if case .glyph(_, let cells) = drawable { width += cells }
            markable = drawable.takesMark
        }
        return width
    }
}
