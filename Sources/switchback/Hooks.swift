import Night
import Planfile
import Runbook

/// The site's own executables that could not be started from here: better said before the night than when a phase is
/// armed.
struct Hooks {
    private let plan: Plan
    private let folder: String
    private let locations: PlanLocations

    /// `folder`: the plan file's; hooks run there.
    init(_ plan: Plan, in folder: String, _ locations: PlanLocations) {
        self.plan = plan
        self.folder = folder
        self.locations = locations
    }

    var problems: [PlanProblem] {
        plan.waves.enumerated().flatMap { number, wave in gates(of: wave, number) + steps(of: wave, number) }
    }

    private func gates(of wave: WavePlan, _ number: Int) -> [PlanProblem] {
        wave.gates.enumerated().compactMap { place, gate in
            guard case .run(let arguments) = gate.evidence else { return nil }
            return problem(
                arguments, at: locations.position(of: "waves", "\(number)", "gates", "\(place)", "run"),
                "this gate would stay unknown")
        }
    }

    private func steps(of wave: WavePlan, _ number: Int) -> [PlanProblem] {
        // Closing a wave runs no steps.
        wave.steps.filter { $0.phase != .closed }.flatMap { steps in
            steps.steps.enumerated().flatMap { place, step in
                problems(of: step, place, into: steps.phase, of: number)
            }
        }
    }

    private func problems(of step: StepPlan, _ place: Int, into phase: Phase, of wave: Int) -> [PlanProblem] {
        let ways = [
            ("run", step.act, "the wave would stop here"), ("undo", step.undo, "the way back would be stuck here"),
        ]
        return ways.compactMap { key, act, effect in
            guard case .run(let arguments)? = act else { return nil }
            let position = locations.position(of: "waves", "\(wave)", "steps", phase.rawValue, "\(place)", key)
            return problem(arguments, at: position, effect)
        }
    }

    private func problem(_ arguments: [String], at position: PlanPosition, _ effect: String) -> PlanProblem? {
        HookCommand(arguments: arguments, directory: folder).obstacle.map { obstacle in
            PlanProblem(.warning, at: position, text: arguments.first ?? "", message: "\(obstacle): \(effect)")
        }
    }
}
