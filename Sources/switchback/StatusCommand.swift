import Cockpit
import Night
import Probes

/// One look at the clusters, long enough for rates, then an answer for people or programs.
enum StatusCommand {
    static let options = [
        Arguments.Option(name: "json", value: nil), Arguments.Option(name: "for", value: "seconds to look"),
        NightPlace.option,
    ]

    /// Two sweeps give a rate; a cluster that has not managed them by then is unknown.
    private static let sweepsWanted = 3
    private static let patience = Duration.seconds(15)
    private static let longestLook = 3_600

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let looking = try arguments.value("for", "a number of seconds from 1 to \(longestLook)") { word in
            Int(word.hasSuffix("s") ? String(word.dropLast()) : word).flatMap {
                (1...longestLook).contains($0) ? Duration.seconds($0) : nil
            }
        }
        let path = arguments.operands[0]
        let plan = try PlanLoading.load(path)
        let place = NightPlace(of: plan, at: path, asked: arguments.text("night"))
        let source = PlannedNight(plan, following: place.nightFile)
        defer { source.end() }
        let snapshot = look(source, for: looking)
        let judgement = Judgement(snapshot.findings)
        if arguments.has("json") {
            Output.line(try StatusDocument(snapshot, judgement).text())
        } else {
            say(judgement, of: snapshot)
        }
        return judgement.exitCode
    }

    /// Until enough has been read for an answer; where a time was asked for, all of it, so that hold times can fill.
    private static func look(_ source: PlannedNight, for looking: Duration?) -> Snapshot {
        let plan = source.plan
        let began = SystemClock.moment()
        let deadline = began + (looking ?? max(patience, plan.poll * (sweepsWanted + 2)))
        var seen = FirstLook(sweeps: sweepsWanted, of: plan)
        while SystemClock.moment() < deadline, looking != nil || !seen.isComplete || !source.isCaughtUp {
            wait(for: source.descriptors, until: min(deadline, source.nextTick(after: SystemClock.moment())))
            for report in source.turn(at: SystemClock.now()) { seen.take(report) }
        }
        return source.snapshot(at: SystemClock.now())
    }

    private static func say(_ judgement: Judgement, of snapshot: Snapshot) {
        Output.line("\(snapshot.night.madeVisible): \(judgement.standing.rawValue)")
        for wave in snapshot.waves {
            Output.line("  wave \(wave.plan.name.madeVisible): \(wave.standingWords.madeVisible)")
        }
        for finding in judgement.findings {
            Output.line("  \(finding.severity.word): \(finding.about.madeVisible): \(finding.text.madeVisible)")
        }
    }
}
