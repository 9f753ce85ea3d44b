import Night
import Planfile
import Probes

enum PlanLoading {
    /// The plan, or everything that is wrong with it on standard error.
    static func load(_ path: String) throws(ExitCode) -> Plan { try read(path).plan }

    /// With the text it was made from.
    static func read(_ path: String) throws(ExitCode) -> (plan: Plan, text: [UInt8]) {
        let (loaded, text) = Planfile.read(path: path)
        let (plan, problems) = checked(loaded)
        for problem in problems where problem.severity == .error { Output.error(problem.rendered(file: path)) }
        guard let plan else { throw .bad }
        return (plan, text)
    }

    /// A plan and its problems, with what librdkafka says of the properties.
    static func checked(_ loaded: LoadedPlan) -> (plan: Plan?, problems: [PlanProblem]) {
        guard let draft = loaded.draft else { return (nil, loaded.problems) }
        let refused = ClusterRole.allCases.flatMap { refusedProperties(of: $0, in: draft, loaded.locations) }
        return (refused.isEmpty ? loaded.plan : nil, (loaded.problems + refused).sorted { $0.position < $1.position })
    }

    /// What a plan that can be run would meet: what this version does not do, and hooks that are not there. Only for who
    /// asks: a start does not wait for the file system the hooks are on.
    static func forewarnings(of loaded: LoadedPlan, in folder: String) -> [PlanProblem] {
        guard let draft = loaded.draft else { return [] }
        return Unbuilt(draft, loaded.locations).problems + NoWayBack(draft, loaded.locations).problems
            + Hooks(draft, in: folder, loaded.locations).problems
    }

    private static func refusedProperties(
        of cluster: ClusterRole, in plan: Plan, _ locations: PlanLocations
    ) -> [PlanProblem] {
        ClusterOrder(of: plan, cluster: cluster).refusedProperties().map { refused in
            PlanProblem(
                at: locations.position(of: "clusters", cluster.rawValue, "properties", refused.name),
                text: refused.name, message: refused.reason, suggestion: refused.suggestion)
        }
    }
}
