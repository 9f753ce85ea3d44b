/// Some words and what they mean; a line of the screen is a few of them.
struct Phrase: Equatable {
    var text: String
    var role: Role

    init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }
}

extension [Phrase] {
    var cellWidth: Int { reduce(0) { $0 + $1.text.cellWidth } }
}

extension Painter {
    mutating func write(_ phrases: [Phrase], with pen: inout Pen) {
        for phrase in phrases { write(phrase.text, phrase.role, with: &pen) }
    }

    mutating func write(_ phrases: [Phrase], row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write(phrases, with: &pen)
    }
}
