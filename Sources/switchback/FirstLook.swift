import Night
import Probes

/// What has come in so far of what one look at a night needs.
struct FirstLook {
    private let sweepsWanted: Int
    private let probes: [ProbeName]
    private var sweeps: [ProbeName: Int] = [:]
    private var untimed: Set<ProbeName>

    /// So many sweeps that read something, and a produced record timed where the plan has one timed.
    init(sweeps wanted: Int, of plan: Plan) {
        sweepsWanted = wanted
        probes = ProbeOrder.all(of: plan).map(\.name)
        untimed = Set(ClusterRole.allCases.filter { plan.cluster($0).probeTopic != nil }.map(ProbeName.cluster))
    }

    var isComplete: Bool {
        untimed.isEmpty && probes.allSatisfy { sweeps[$0, default: 0] >= sweepsWanted }
    }

    mutating func take(_ report: ProbeProcess.Report) {
        guard case .observed(let observed) = report else { return }
        switch observed.what {
        case .sweepEnded(let cost) where isSeen(cost, of: observed.by): sweeps[observed.by, default: 0] += 1
        case .produced, .unproduced: untimed.remove(observed.by)
        default: break
        }
    }

    /// A cluster has to have answered. What is to be said of an endpoint that does not is said of its first call.
    private func isSeen(_ cost: SweepCost, of probe: ProbeName) -> Bool {
        if case .endpoints = probe {
            // Some of them rest for a while after the first.
            cost.requests > 0 || sweeps[probe] != nil
        } else {
            cost.failed < cost.requests
        }
    }
}
