import Night
import Probes

/// The night as it happens: its probes, and what is made of their reports.
final class LiveNight {
    var night: Night
    private let probes: [ProbeProcess]

    init(_ plan: Plan, program: String, at now: Stamp) {
        night = Night(plan: plan, at: now)
        probes = ProbeOrder.all(of: plan).map {
            ProbeProcess($0, executable: program, arguments: [Subcommand.probe], at: now.moment)
        }
    }

    var descriptors: [Int32] { probes.flatMap(\.descriptors) }

    func nextTick(after now: Moment) -> Moment {
        probes.map { $0.nextTick(after: now) }.min() ?? now + .seconds(1)
    }

    /// Takes in what has come; what it was, in order.
    @discardableResult
    func turn(at now: Stamp) -> [ProbeProcess.Report] {
        let reports = probes.flatMap { $0.turn(at: now) }
        for report in reports {
            switch report {
            case .observed(let observed): night.take(observed)
            case .probe(let event, let name, let stamp): night.take(event, of: name, at: stamp)
            }
        }
        return reports
    }

    /// For what is known beside the probes: the demo's script.
    func note(_ text: String, about: String, at now: Stamp) {
        night.take(note: text, about: about, at: now)
    }

    func end() {
        probes.forEach { $0.end() }
    }
}
