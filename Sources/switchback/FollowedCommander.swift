import BlackBox
import Night
import Probes

/// The commander of a night that this process only watches, by the night file that is being written.
final class FollowedCommander {
    private let reader: NightFileReader
    private var follower: CommandFollower
    private var isHeld = false
    private var trouble: String?
    private(set) var nextLook: Moment

    private static let lookEvery = Duration.milliseconds(500)

    init(_ plan: Plan, nightFile: String, at now: Stamp) {
        reader = NightFileReader(path: nightFile)
        follower = CommandFollower(plan: plan, at: now)
        nextLook = now.moment
    }

    func look(at now: Stamp, telling live: LiveNight) {
        guard now.moment >= nextLook else { return }
        nextLook = now.moment + Self.lookEvery
        isHeld = reader.holding != nil
        do throws(NightFileError) {
            for stored in try reader.newEvents() {
                follower.take(stored.event, at: stored.at)
                live.night.take(stored.event, at: stored.at)
            }
            trouble = nil
        } catch {
            if trouble != "\(error)" { live.note("\(error)", about: "night file", at: now) }
            trouble = "\(error)"
        }
        live.night.take(contexts: follower.contexts)
    }

    func fill(_ snapshot: inout Snapshot) { follower.fill(&snapshot, isHeld: isHeld) }
}
