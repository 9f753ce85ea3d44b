public import Night

/// A plan file, read: the plan if nothing is wrong with it, and everything that is.
public struct LoadedPlan: Sendable {
    /// Nil when a problem is an error.
    public let plan: Plan?
    /// What could be read, fit to be run or not: for checks of its parts beside the errors there are already.
    public let draft: Plan?
    /// In file order.
    public let problems: [PlanProblem]
    /// For problems only others can see, such as a property librdkafka does not know.
    public let locations: PlanLocations

    public var errors: [PlanProblem] { problems.filter { $0.severity == .error } }
    public var warnings: [PlanProblem] { problems.filter { $0.severity == .warning } }
}

public enum Planfile {
    public static func load(path: String, secrets: SecretSource = .system) -> LoadedPlan {
        read(path: path, secrets: secrets).loaded
    }

    /// With the text the plan was made from, which may be another in the file by now.
    public static func read(
        path: String, secrets: SecretSource = .system
    ) -> (loaded: LoadedPlan, text: [UInt8]) {
        do {
            let bytes = try readFile(path, atMost: YamlParser.Limits.bytes)
            return (parse(bytes: bytes, secrets: secrets), bytes)
        } catch {
            return (finished(nil, nil, [PlanProblem(at: .start, text: "", message: "cannot be read: \(error)")]), [])
        }
    }

    public static func parse(bytes: [UInt8], secrets: SecretSource = .system) -> LoadedPlan {
        let (tree, refused) = YamlParser.parse(bytes)
        guard let tree else { return finished(nil, nil, refused.merged(with: ProblemList())) }
        let reader = PlanReader(secrets: secrets)
        let plan = reader.plan(tree)
        return finished(plan, tree, refused.merged(with: reader.problems))
    }

    private static func finished(_ plan: Plan?, _ tree: YamlNode?, _ problems: [PlanProblem]) -> LoadedPlan {
        LoadedPlan(
            plan: problems.contains { $0.severity == .error } ? nil : plan, draft: plan, problems: problems,
            locations: PlanLocations(tree ?? YamlNode(position: .start, content: .nothing)))
    }
}
