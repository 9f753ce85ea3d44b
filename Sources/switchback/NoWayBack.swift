import Links
import Night
import Planfile

/// Steps of a plan that going back would stop at: better known to its author than found out at night.
struct NoWayBack {
    private let plan: Plan
    private let locations: PlanLocations

    init(_ plan: Plan, _ locations: PlanLocations) {
        self.plan = plan
        self.locations = locations
    }

    var problems: [PlanProblem] {
        plan.waves.indices.flatMap { wave in
            plan.waves[wave].steps.flatMap { steps in
                steps.steps.indices.filter { steps.steps[$0].promotesForGood }.map { place in
                    PlanProblem(
                        .warning,
                        at: locations.position(
                            of: "waves", "\(wave)", "steps", steps.phase.rawValue, "\(place)", "link"),
                        text: "promote", message: message)
                }
            }
        }
    }

    private var message: String {
        let byHand = plan.bridges.first?.linkService.map { "; \($0.manners.afterPromotion)" } ?? ""
        return "this program cannot take a promotion back: a wave that goes back stops here\(byHand)"
    }
}
