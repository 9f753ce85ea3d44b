import Cockpit
import Night
import Probes

/// One look at the clusters, long enough for rates, then an answer for people or programs.
enum StatusCommand {
    static let options = [Arguments.Option(name: "json", value: nil)]

    /// Two sweeps give a rate; a cluster that has not managed them by then is unknown.
    private static let sweepsWanted = 3
    private static let patience = Duration.seconds(15)

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let source = PlannedNight(try PlanLoading.load(arguments.operands[0]))
        defer { source.end() }
        let snapshot = look(source)
        let judgement = Judgement(of: snapshot)
        if arguments.has("json") {
            Output.line(try StatusDocument(snapshot, judgement).text())
        } else {
            say(judgement, of: snapshot)
        }
        return judgement.exitCode
    }

    private static func look(_ source: PlannedNight) -> Snapshot {
        let plan = source.live.night.plan
        let deadline = SystemClock.moment() + max(patience, plan.poll * (sweepsWanted + 2))
        var seen = Seen(plan)
        while SystemClock.moment() < deadline, !seen.isEnough {
            wait(for: source.descriptors, until: min(deadline, source.live.nextTick(after: SystemClock.moment())))
            for report in source.turn(at: SystemClock.now()) { seen.take(report) }
        }
        return source.live.night.snapshot(at: SystemClock.now())
    }

    /// What has come in so far of what a look needs.
    private struct Seen {
        private var sweeps: [ClusterRole: Int] = [:]
        private var untimed: Set<ClusterRole>

        init(_ plan: Plan) {
            untimed = Set(ClusterRole.allCases.filter { plan.cluster($0).probeTopic != nil })
        }

        var isEnough: Bool {
            untimed.isEmpty && ClusterRole.allCases.allSatisfy { sweeps[$0, default: 0] >= sweepsWanted }
        }

        mutating func take(_ report: ProbeProcess.Report) {
            guard case .observed(let observed) = report else { return }
            switch observed.what {
            case .sweepEnded: sweeps[observed.cluster, default: 0] += 1
            case .produced: untimed.remove(observed.cluster)
            default: break
            }
        }
    }

    private static func say(_ judgement: Judgement, of snapshot: Snapshot) {
        Output.line("\(snapshot.night.madeVisible): \(judgement.standing.rawValue)")
        for finding in judgement.findings {
            Output.line("  \(finding.standing.rawValue): \(finding.about.madeVisible): \(finding.text.madeVisible)")
        }
    }
}
