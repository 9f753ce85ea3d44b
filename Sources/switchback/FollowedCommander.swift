import BlackBox
import Night
import Probes

/// The commander of a night that this process only watches, by the night file that is being written.
final class FollowedCommander {
    private let reader: NightFileReader
    private var follower: CommandFollower
    private var isHeld = false
    private var trouble: (says: String, since: Stamp)?
    private(set) var nextLook: Moment
    /// Everything on record has been read, or cannot be.
    private(set) var isCaughtUp = false

    private static let lookEvery = Duration.milliseconds(500)

    init(_ plan: Plan, nightFile: String, at now: Stamp) {
        reader = NightFileReader(path: nightFile)
        follower = CommandFollower(plan: plan, at: now)
        nextLook = now.moment
    }

    func look(at now: Stamp, telling live: LiveNight) {
        guard now.moment >= nextLook else { return }
        isHeld = reader.holding != nil
        do throws(NightFileError) {
            let events = try reader.newEvents()
            for stored in events {
                follower.take(stored.event, at: stored.at)
                live.night.take(stored.event, at: stored.at)
            }
            trouble = nil
            // A long record comes in parts.
            isCaughtUp = events.isEmpty
        } catch {
            let says = "\(error)"
            if trouble?.says != says {
                live.note(says, about: Self.subject, at: now)
                trouble = (says, since: now)
            }
            isCaughtUp = true
        }
        nextLook = isCaughtUp ? now.moment + Self.lookEvery : now.moment
        live.night.take(contexts: follower.contexts)
    }

    func fill(_ snapshot: inout Snapshot) {
        follower.fill(&snapshot, isHeld: isHeld)
        guard let trouble else { return }
        // Where the waves stand cannot be seen, and that is never green.
        snapshot.add(Snapshot.Finding(.unknown, Self.subject, trouble.says, since: trouble.since))
    }

    private static let subject = "night file"
}
