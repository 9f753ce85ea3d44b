import Night
import Probes

/// Something that makes a night to be shown: a plan's clusters, or the demo's.
protocol NightSource: AnyObject {
    var live: LiveNight { get }
    var descriptors: [Int32] { get }
    /// Takes in what has come. Throws when the night cannot go on.
    func turn(at now: Stamp) throws -> [ProbeProcess.Report]
    func end()
}

/// The clusters a plan names.
final class PlannedNight: NightSource {
    let live: LiveNight

    init(_ plan: Plan) {
        live = LiveNight(plan, program: runningProgram(), at: SystemClock.now())
    }

    var descriptors: [Int32] { live.descriptors }
    func turn(at now: Stamp) -> [ProbeProcess.Report] { live.turn(at: now) }
    func end() { live.end() }
}
