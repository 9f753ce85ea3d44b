import Archive
import BlackBox
import Cockpit
import Night
import Shot

/// A recorded night for other tools: its tables, or the night itself as a terminal recording.
enum ExportCommand {
    static let options = [
        Arguments.Option(name: "as", value: "csv, jsonl or asciicast"),
        Arguments.Option(name: "of", value: "a table's name"), Arguments.Option(name: "speed", value: "0.25 to 256"),
        RecordedFile.wave, OutputFile.option, RecordedFile.anonymise,
    ]

    static let viewNames = RecordedView.allCases.map(\.rawValue).joined(separator: ", ")

    private enum Form: String { case csv, jsonl, asciicast }

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let options = try ScreenOptions(arguments)
        guard let form = try arguments.value("as", "csv, jsonl or asciicast", Form.init) else {
            throw UsageError(message: "say --as csv, jsonl or asciicast", command: "export")
        }
        let view = try arguments.value("of", "one of \(viewNames)", RecordedView.init)
        let speed = try arguments.value("speed", "0.25 to 256", Self.speed) ?? 1
        if form == .csv, view == nil {
            throw UsageError(message: "a CSV is of one table: say --of \(viewNames)", command: "export")
        }
        let file = try RecordedFile(arguments)
        let output = try OutputFile(arguments.text("output"))
        switch form {
        case .csv: try tables([view ?? .timeline], of: file, to: output, CSVRows.self)
        case .jsonl: try tables(view.map { [$0] } ?? RecordedView.allCases, of: file, to: output, JSONLines.self)
        case .asciicast: try cast(file, options, speed, to: output)
        }
        return .good
    }

    private static func speed(_ word: String) -> Double? {
        Double(word).flatMap { (0.25...256).contains($0) ? $0 : nil }
    }

    /// Written together, so that a night is not as many system calls as it has rows.
    private static let rowsAtOnce = 500

    private static func tables(
        _ views: [RecordedView], of file: RecordedFile, to output: OutputFile, _ form: any RowForm.Type
    ) throws {
        for view in views {
            let rows = form.init(view: view.rawValue, columns: try file.night.columns(of: view))
            if let head = rows.head { try output.write(head) }
            var pending: [String] = []
            var problem: (any Error)?
            try file.night.rows(of: view) { cells in
                pending.append(rows.line(of: cells.map { file.shown($0) }))
                guard pending.count >= rowsAtOnce else { return true }
                do { try output.write(pending.joined()) } catch { problem = error }
                pending = []
                return problem == nil
            }
            if let problem { throw problem }
            try output.write(pending.joined())
        }
    }

    private static func cast(
        _ file: RecordedFile, _ options: ScreenOptions, _ speed: Double, to output: OutputFile
    ) throws {
        var cast = Asciicast(
            size: options.size, began: file.timeline.first.wall, title: "night \(file.shown(file.night.night))",
            theme: options.theme, depth: .full)
        try output.write(cast.header)
        var marks = file.timeline.marks[...]
        var at = file.timeline.first.moment
        func since(_ moment: Moment) -> Duration {
            defer { at = max(at, moment) }
            return max(.zero, moment - at) / speed
        }
        func writeMarks(until moment: Moment?) throws {
            while let mark = marks.first, moment.map({ mark.at.moment <= $0 }) ?? true {
                try output.write(cast.marker(file.shown(mark.words), after: since(mark.at.moment)))
                marks = marks.dropFirst()
            }
        }
        try file.eachPicture { stamp, picture in
            try writeMarks(until: stamp.moment)
            try output.write(cast.frame(try file.frame(of: picture, options), after: since(stamp.moment)))
        }
        try writeMarks(until: nil)
        try output.write(cast.end(after: .zero))
    }
}

extension RecordedFile {
    fileprivate func shown(_ cell: RecordedCell) -> RecordedCell {
        guard let anonymiser, case .text(let text) = cell else { return cell }
        return .text(anonymiser.anonymised(document: text) ?? anonymiser.anonymised(text))
    }
}

/// How a table's rows are written down.
protocol RowForm {
    init(view: String, columns: [String])
    var head: String? { get }
    func line(of cells: [RecordedCell]) -> String
}

/// As RFC 4180 has it; what is not known is empty.
struct CSVRows: RowForm {
    let head: String?

    init(view: String, columns: [String]) {
        head = columns.map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    func line(of cells: [RecordedCell]) -> String {
        cells.map { cell in
            switch cell {
            case .integer(let number): "\(number)"
            case .number(let number): "\(number)"
            case .text(let text): Self.quoted(text)
            case .none: ""
            }
        }.joined(separator: ",") + "\r\n"
    }

    /// A name that a spreadsheet would take for a formula is made text. By scalars: a quote is one, whatever combines
    /// with it.
    private static func quoted(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let text = isFormula ? "'" + text : text
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

/// An object a line, with the table's name in it.
struct JSONLines: RowForm {
    let head: String? = nil
    private let view: String
    private let columns: [String]

    init(view: String, columns: [String]) {
        (self.view, self.columns) = (view, columns)
    }

    func line(of cells: [RecordedCell]) -> String {
        let fields = zip(columns, cells).map { name, cell in "\(Self.text(name)):\(Self.value(cell))" }
        return "{\"table\":\(Self.text(view)),\(fields.joined(separator: ","))}\n"
    }

    private static func value(_ cell: RecordedCell) -> String {
        switch cell {
        case .integer(let number): "\(number)"
        case .number(let number): number.isFinite ? "\(number)" : "null"
        case .text(let text): Self.text(text)
        case .none: "null"
        }
    }

    private static func text(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
                let code = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
