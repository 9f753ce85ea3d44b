import Night
import Runbook

/// The site's own checks: each run gate of each wave, every so often and whenever it is to be measured again.
final class GateHooks {
    struct Result {
        let wave: Int
        let gate: String
        let verdict: Verdict
        let evidence: String
        /// The end of what it said.
        let output: String
    }

    private struct Check {
        let wave: Int
        let gate: String
        let arguments: [String]
        let every: Duration
        var due: Moment
        var run: GateRun?
    }

    private let plan: Plan
    private let directory: String
    private var checks: [Check]

    private static let every = Duration.seconds(60)
    private static let deadline = Duration.seconds(30)

    init(_ plan: Plan, directory: String, at now: Moment) {
        self.plan = plan
        self.directory = directory
        checks = plan.waves.indices.flatMap { wave in
            plan.waves[wave].gates.compactMap { gate -> Check? in
                guard case .run(let arguments) = gate.evidence else { return nil }
                return Check(
                    wave: wave, gate: gate.name, arguments: arguments, every: gate.every ?? Self.every, due: now)
            }
        }
    }

    var descriptors: [Int32] { checks.flatMap { $0.run?.descriptors ?? [] } }

    func nextTick(after now: Moment) -> Moment {
        checks.map { $0.run?.nextTick(after: now) ?? $0.due }.min() ?? now + Self.every
    }

    /// A check that is on its way already was begun before now: it is run once more after it.
    func runNow(_ wave: Int, at now: Moment) {
        for index in checks.indices where checks[index].wave == wave { checks[index].due = now }
    }

    func turn(at now: Moment) -> [Result] {
        checks.indices.compactMap { turn(&checks[$0], at: now) }
    }

    func end() {
        for check in checks { check.run?.end() }
    }

    private func turn(_ check: inout Check, at now: Moment) -> Result? {
        if let run = check.run {
            guard let answer = run.turn(at: now) else { return nil }
            check.run = nil
            return Result(
                wave: check.wave, gate: check.gate, verdict: answer.verdict, evidence: answer.evidence,
                output: answer.output)
        }
        guard now >= check.due else { return nil }
        check.due = now + check.every
        do throws(GateRunError) {
            check.run = try GateRun(
                check.arguments, gate: check.gate, ofWave: check.wave, of: plan, directory: directory,
                deadline: now + Self.deadline)
            return nil
        } catch {
            return Result(
                wave: check.wave, gate: check.gate, verdict: .unknown(error.why), evidence: error.why, output: "")
        }
    }
}
