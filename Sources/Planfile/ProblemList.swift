/// Problems as they are found, up to a number of each severity: the thousandth helps nobody, and each costs time and
/// memory. Warnings have a number of their own, so that they never crowd out an error.
struct ProblemList {
    static let most = 200

    private var problems: [PlanProblem] = []
    private var errors = 0
    private var warnings = 0

    /// Once it is, there is no use in looking for suggestions.
    var isFull: Bool { errors >= Self.most }

    static func only(_ problem: PlanProblem) -> ProblemList {
        var list = ProblemList()
        list.add(problem)
        return list
    }

    mutating func add(_ problem: PlanProblem) {
        switch problem.severity {
        case .error:
            errors += 1
            if errors <= Self.most { problems.append(problem) }
        case .warning:
            warnings += 1
            if warnings <= Self.most { problems.append(problem) }
        }
    }

    /// In file order; what is at one place stays in the order it was found.
    func merged(with other: ProblemList) -> [PlanProblem] {
        let all = (problems + other.problems).enumerated()
            .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
        let unlisted = errors + warnings + other.errors + other.warnings - all.count
        guard unlisted > 0 else { return all }
        // An error was left out only where errors are listed, so this one may be a warning.
        let more = PlanProblem(
            .warning, at: all.last?.position ?? .start, text: "", message: "and \(unlisted) more problems")
        return all + [more]
    }
}
