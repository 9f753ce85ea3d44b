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
        let loaded = Planfile.load(path: path)
        let (plan, found) = PlanLoading.checked(loaded)
        let problems = (found + PlanLoading.forewarnings(of: loaded, in: NightPlace.folder(of: path)))
            .sorted { $0.position < $1.position }
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
        let deadline = SystemClock.moment() + max(patience, plan.poll * 3)
        var preflight = Preflight(plan)
        while SystemClock.moment() < deadline, !preflight.isComplete {
            wait(for: source.descriptors, until: min(deadline, source.nextTick(after: SystemClock.moment())))
            for report in source.turn(at: SystemClock.now()) { preflight.take(report) }
        }
        let snapshot = source.snapshot(at: SystemClock.now())
        for cluster in ClusterRole.allCases { say(snapshot.cluster(cluster)) }
        let judgement = Judgement(preflight.findings(in: snapshot))
        for finding in judgement.findings {
            Output.line("\(finding.severity.word): \(finding.about.madeVisible): \(finding.text.madeVisible)")
        }
        return judgement.exitCode
    }

    private static func say(_ cluster: Snapshot.Cluster) {
        guard let brokers = cluster.brokers.value, let totals = cluster.totals.value else { return }
        Output.line(
            "\(cluster.role.rawValue): \(count(brokers.count, "broker")), \(count(totals.topics, "topic")), "
                + totals.partitions.partitions)
    }

    private static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
