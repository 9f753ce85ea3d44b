import BlackBox
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
        if !arguments.has("connect") { Output.line(leastCost(of: plan)) }
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
        Output.line(cost(of: plan, snapshot))
        let judgement = Judgement(preflight.findings(in: snapshot))
        for finding in judgement.findings {
            Output.line("\(finding.severity.word): \(finding.about.madeVisible): \(finding.text.madeVisible)")
        }
        return judgement.exitCode
    }

    /// What the plan names outright, with one partition each.
    private static func leastCost(of plan: Plan) -> String {
        let topics = plan.waves.reduce(0) { $0 + $1.topics.count { $0.kind == .name } }
        let groups = plan.waves.reduce(0) { $0 + $1.groups.count { $0.group.kind == .name } }
        let cost = NightCost(
            partitions: topics * 2, commits: groups, topics: topics, groups: groups, lines: plan.budget.count,
            poll: plan.poll)
        return "night file: at least \(cost.words) for \(count(topics, "topic")) and \(count(groups, "group")) by "
            + "name; --connect counts partitions"
    }

    private static func cost(of plan: Plan, _ snapshot: Snapshot) -> String {
        let partitions = snapshot.topics.reduce(0) { $0 + ($1.onSource.value ?? 0) + ($1.onTarget.value ?? 0) }
        let cost = NightCost(
            partitions: partitions,
            commits: snapshot.groups.reduce(0) { $0 + $1.source.partitions + $1.target.partitions },
            topics: snapshot.topics.count, groups: snapshot.groups.count, lines: plan.budget.count, poll: plan.poll)
        let known = snapshot.topics.contains { $0.onSource.value == nil } ? "at least " : ""
        return "night file: \(known)\(cost.words) for \(partitions.partitions) of \(count(cost.topics, "topic")) and "
            + count(cost.groups, "group")
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

extension NightCost {
    /// "14 MB an hour".
    fileprivate var words: String {
        let megabytes = bytesAnHour / 1e6
        return megabytes < 10
            ? "\((megabytes * 10).rounded(.up) / 10) MB an hour" : "\(Int(megabytes.rounded(.up))) MB an hour"
    }
}
