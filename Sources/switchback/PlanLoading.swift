import Night
import Planfile
import Probes

enum PlanLoading {
    /// The plan, or everything that is wrong with it on standard error.
    static func load(_ path: String, warn: Bool) throws(ExitCode) -> Plan {
        let loaded = checked(Planfile.load(path: path))
        let shown = warn ? loaded.problems : loaded.problems.filter { $0.severity == .error }
        for problem in shown { Output.error(problem.rendered(file: path)) }
        guard let plan = loaded.plan else { throw .bad }
        return plan
    }

    /// A plan and its problems, with what librdkafka says of the properties where they stand.
    static func checked(_ loaded: LoadedPlan) -> (plan: Plan?, problems: [PlanProblem]) {
        guard let plan = loaded.plan else { return (nil, loaded.problems) }
        let refused = ClusterRole.allCases.flatMap { cluster in
            ProbeOrder(of: plan, cluster: cluster).refusedProperties().map { refused in
                PlanProblem(
                    at: loaded.locations.position(of: "clusters", cluster.rawValue, "properties", refused.name),
                    text: refused.name, message: refused.reason, suggestion: refused.suggestion)
            }
        }
        let problems = (loaded.problems + refused).sorted { $0.position < $1.position }
        return (refused.isEmpty ? plan : nil, problems)
    }
}
