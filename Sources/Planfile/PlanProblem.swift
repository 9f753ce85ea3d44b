/// A place in the plan file, counted as an editor does: both from 1, columns in characters.
public struct PlanPosition: Sendable, Hashable, Comparable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static let start = PlanPosition(line: 1, column: 1)

    public static func < (left: PlanPosition, right: PlanPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// Something wrong with a plan: where, what stands there, what was expected.
public struct PlanProblem: Error, Sendable, Equatable {
    public enum Severity: Sendable, Equatable { case error, warning }

    public let position: PlanPosition
    /// What stands there, shortened and safe for a terminal. Empty where nothing does, or where it may be a secret.
    public let text: String
    public let message: String
    public let suggestion: String?
    public let severity: Severity

    public init(
        _ severity: Severity = .error, at position: PlanPosition, text: String, message: String,
        suggestion: String? = nil
    ) {
        self.severity = severity
        self.position = position
        self.text = Excerpt.of(text)
        self.message = Excerpt.visible(message, atMost: 400)
        self.suggestion = suggestion.map { Excerpt.visible($0, atMost: 100) }
    }

    public var line: Int { position.line }
    public var column: Int { position.column }

    /// One line, in the form editors and terminals can jump to.
    public func rendered(file: String) -> String {
        var line = "\(Excerpt.visible(file, atMost: 400)):\(position.line):\(position.column): "
        if severity == .warning { line += "warning: " }
        if !text.isEmpty { line += "\"\(text)\": " }
        line += message
        if let suggestion { line += "; did you mean \"\(suggestion)\"?" }
        return line
    }
}
