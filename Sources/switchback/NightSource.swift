import Night
import Probes

/// Something that makes a night to be shown: a plan's clusters, or the demo's, with or without the keys.
protocol NightSource: AnyObject {
    var live: LiveNight { get }
    var descriptors: [Int32] { get }
    func nextTick(after now: Moment) -> Moment
    /// Takes in what has come. Throws when the night cannot go on.
    func turn(at now: Stamp) throws -> [ProbeProcess.Report]
    func snapshot(at now: Stamp) -> Snapshot
    /// A picture that somebody now has before their eyes.
    func shown(_ snapshot: Snapshot)
    /// Something for the record that happened at the terminal.
    func record(_ event: NightEvent, at now: Stamp)
    /// Does what a key asked for; the reasons where it does not.
    func act(_ act: Act, at now: Stamp) -> [String]
    /// Nobody sits at the keys any more.
    func commanderIsLost(at now: Stamp)
    /// Keys act in this night.
    var holdsKeys: Bool { get }
    /// Why leaving now would leave a wave between its steps, or what is to go back by itself where it is.
    var mayNotLeave: String? { get }
    func end()
}

extension NightSource {
    var plan: Plan { live.night.plan }
    func note(_ text: String, about: String, at now: Stamp) { live.note(text, about: about, at: now) }
}

/// A night that is only watched: nothing of it is recorded here.
extension NightSource {
    func shown(_ snapshot: Snapshot) {}
    func record(_ event: NightEvent, at now: Stamp) {}
    func act(_ act: Act, at now: Stamp) -> [String] { ["watch is read-only"] }
    func commanderIsLost(at now: Stamp) {}
    var holdsKeys: Bool { false }
    var mayNotLeave: String? { nil }
}

/// The clusters a plan names, and what their commander's night file says, where there is one.
final class PlannedNight: NightSource {
    let live: LiveNight
    private let commander: FollowedCommander?

    init(_ plan: Plan, following nightFile: String? = nil) {
        let now = SystemClock.now()
        live = LiveNight(plan, program: runningProgram(), at: now)
        commander = nightFile.map { FollowedCommander(plan, nightFile: $0, at: now) }
    }

    var descriptors: [Int32] { live.descriptors }

    /// What its commander did before now is known.
    var isCaughtUp: Bool { commander?.isCaughtUp ?? true }

    func nextTick(after now: Moment) -> Moment {
        min(live.nextTick(after: now), commander?.nextLook ?? now + .seconds(1))
    }

    func turn(at now: Stamp) -> [ProbeProcess.Report] {
        commander?.look(at: now, telling: live)
        return live.turn(at: now)
    }

    func snapshot(at now: Stamp) -> Snapshot {
        var snapshot = live.night.snapshot(at: now)
        commander?.fill(&snapshot)
        return snapshot
    }

    func end() { live.end() }
}
