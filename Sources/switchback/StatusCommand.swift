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
        let deadline = SystemClock.moment() + max(patience, source.live.night.plan.poll * (sweepsWanted + 2))
        var sweeps: [ClusterRole: Int] = [:]
        while SystemClock.moment() < deadline,
            ClusterRole.allCases.contains(where: { sweeps[$0, default: 0] < sweepsWanted })
        {
            wait(
                for: source.descriptors, until: min(deadline, source.live.nextTick(after: SystemClock.moment())))
            for case .observed(let observed) in source.turn(at: SystemClock.now()) {
                if case .sweepEnded = observed.what { sweeps[observed.cluster, default: 0] += 1 }
            }
        }
        return source.live.night.snapshot(at: SystemClock.now())
    }

    private static func say(_ judgement: Judgement, of snapshot: Snapshot) {
        Output.line("\(snapshot.night.madeVisible): \(judgement.standing.rawValue)")
        for finding in judgement.findings {
            Output.line("  \(finding.standing.rawValue): \(finding.about.madeVisible): \(finding.text.madeVisible)")
        }
    }
}
