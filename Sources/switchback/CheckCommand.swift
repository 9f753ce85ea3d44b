import Cockpit
import Night
import Planfile
import Probes

/// Says everything that is wrong with a plan; with `--connect`, also with the clusters it names.
enum CheckCommand {
    static let options = [Arguments.Option(name: "connect", value: nil)]

    private static let patience = Duration.seconds(20)

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let path = arguments.operands[0]
        let (plan, problems) = PlanLoading.checked(Planfile.load(path: path))
        for problem in problems { Output.line(problem.rendered(file: path)) }
        guard let plan else {
            Output.line("\(count(problems.count { $0.severity == .error }, "error")): this plan would not be run")
            return .bad
        }
        Output.line(summary(of: plan))
        let offline: ExitCode = problems.isEmpty ? .good : .warning
        guard arguments.has("connect") else { return offline }
        let connected = connect(plan)
        return connected == .good ? offline : connected
    }

    private static func summary(of plan: Plan) -> String {
        let topics = plan.waves.reduce(0) { $0 + $1.topics.count }
        let groups = plan.waves.reduce(0) { $0 + $1.groups.count }
        return "\(plan.night.madeVisible): \(count(plan.waves.count, "wave")), \(count(topics, "topic pattern")), "
            + "\(count(groups, "group")), \(count(plan.budget.count, "budget line"))"
    }

    private static func connect(_ plan: Plan) -> ExitCode {
        let source = PlannedNight(plan)
        defer { source.end() }
        let deadline = SystemClock.moment() + patience
        var preflight = Preflight(plan)
        while SystemClock.moment() < deadline, !preflight.isComplete {
            wait(for: source.descriptors, until: min(deadline, source.live.nextTick(after: SystemClock.moment())))
            for report in source.turn(at: SystemClock.now()) { preflight.take(report) }
        }
        let findings = preflight.findings()
        for finding in findings { Output.line("\(finding.standing.rawValue): \(finding.about): \(finding.text)") }
        if findings.contains(where: { $0.standing == .red }) { return .bad }
        if findings.contains(where: { $0.standing == .unknown }) { return .unknown }
        return findings.contains { $0.standing == .warning } ? .warning : .good
    }

    private static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
