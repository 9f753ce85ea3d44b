import CYaml

/// libyaml's complaints in the words of a plan.
enum YamlWords {
    static func alias(_ name: String, at position: PlanPosition) -> PlanProblem {
        PlanProblem(
            at: position, text: "*\(name)",
            message: "a plan has no aliases; a pattern that begins with * stands in quotes: \"*\(name)\"")
    }

    static let noMemory = PlanProblem(at: .start, text: "", message: "not enough memory to read the plan")

    static func problem(of parser: yaml_parser_t, in bytes: UnsafeBufferPointer<UInt8>) -> PlanProblem {
        let source = SourceText(bytes: bytes)
        let said = parser.problem.map { String(cString: $0) } ?? ""
        switch parser.error {
        case YAML_READER_ERROR:
            let position = source.position(ofByte: Int(parser.problem_offset))
            return PlanProblem(at: position, text: "", message: unreadableCharacter(said, parser.problem_value))
        case YAML_MEMORY_ERROR:
            return noMemory
        default:
            return syntaxProblem(
                Complaint(
                    said: said, context: parser.context.map { String(cString: $0) } ?? "",
                    began: PlanPosition(parser.context_mark), noticed: PlanPosition(parser.problem_mark)), in: source)
        }
    }

    private struct Complaint {
        let said: String
        /// What libyaml was reading, and where that began.
        let context: String
        let began: PlanPosition
        let noticed: PlanPosition

        var opening: Character? {
            switch said {
            case "found unexpected end of stream", "found unexpected document indicator": "\""
            case "did not find expected ',' or ']'": "["
            case "did not find expected ',' or '}'": "{"
            default: nil
            }
        }
    }

    private static func syntaxProblem(_ complaint: Complaint, in source: SourceText) -> PlanProblem {
        // What is never closed is noticed far below the place to mend.
        let isFarBelow = complaint.opening != nil && complaint.noticed.line > complaint.began.line
        let position = isFarBelow ? complaint.began : complaint.noticed
        return PlanProblem(
            at: position, text: source.nameable(at: position), message: explanation(of: complaint, in: source))
    }

    private static func unreadableCharacter(_ said: String, _ value: Int32) -> String {
        if said.hasPrefix("control characters") {
            return value == 0
                ? "a NUL byte; a plan is text"
                : "the control character U+\(hexadecimal(value)) cannot stand in a plan; remove it"
        }
        return "not UTF-8 here; save the file as UTF-8"
    }

    private static func hexadecimal(_ value: Int32) -> String {
        let digits = String(UInt32(bitPattern: value), radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func explanation(of complaint: Complaint, in source: SourceText) -> String {
        let here = source.character(at: complaint.noticed)
        let strayColon = "a ':' where no key can be; check the indentation, and quote text that holds ': '"
        if here == "\t" || complaint.said.contains("tab character") { return "a tab cannot indent YAML; use spaces" }
        if complaint.context.hasSuffix("scanning an alias") {
            return "a plan has no aliases; a pattern that begins with * stands in quotes"
        }
        if complaint.opening == "\"" { return "the quote that opens here is never closed" }
        if let bracket = complaint.opening {
            if here == ":" { return strayColon }
            if source.line(complaint.noticed.line).contains("${") || source.line(complaint.began.line).contains("${") {
                return "inside { } and [ ] a ${…} stands in quotes: \"${env:NAME}\""
            }
            let (line, column) = (complaint.began.line, complaint.began.column)
            return "the \(bracket) opened on line \(line), column \(column) lacks a comma or its end"
        }
        switch complaint.said {
        case "mapping values are not allowed in this context": return strayColon
        case "could not find expected ':'": return "a key needs a ':' after it"
        case "did not find expected key", "did not find expected '-' indicator",
            "did not find expected <document start>",
            "did not find expected node content":
            return "this does not fit what stands above it; check the indentation, and quotes and brackets before it"
        case "found character that cannot start any token":
            return "no value begins with this character; put the value in quotes"
        default:
            return "not YAML: \(complaint.said) \(complaint.context)"
        }
    }
}

/// The file, for pointing into it.
private struct SourceText {
    let bytes: UnsafeBufferPointer<UInt8>

    func position(ofByte offset: Int) -> PlanPosition {
        let before = bytes.prefix(max(0, offset))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let isFirstByte: (UInt8) -> Bool = { $0 & 0b1100_0000 != 0b1000_0000 }
        return PlanPosition(line: line, column: before[lineStart...].count(where: isFirstByte) + 1)
    }

    func line(_ number: Int) -> String {
        var start = 0
        for _ in 1..<max(1, number) {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return "" }
            start = end + 1
        }
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    func character(at position: PlanPosition) -> Character? {
        line(position.line).dropFirst(position.column - 1).first
    }

    /// What may be shown of a line that could not be read: its key, for what follows may be a secret; or else the one
    /// character the trouble is at.
    func nameable(at position: PlanPosition) -> String {
        let words = line(position.line).drop { $0 == " " || $0 == "-" }
        if let colon = words.firstIndex(of: ":"),
            words[..<colon].allSatisfy({ $0.isLetter || "-._0123456789".contains($0) })
        {
            return String(words[...colon])
        }
        return character(at: position).map { String($0) } ?? ""
    }
}
