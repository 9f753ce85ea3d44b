/// What the events of a wave add up to, whatever a plan says of it. It goes on record as a whole where events that led to
/// it were lost.
public struct WaveSum: Sendable, Equatable, Codable {
    enum Standing: Sendable, Equatable, Codable {
        /// Settled or rolled back: see `rest`.
        case resting
        case armed(to: Phase)
        case advancing(to: Phase)
        case stopped(to: Phase, at: StepID, why: String)
        case goingBack
        case stuck(at: StepID, why: String)
        /// `to`: the phase it was on its way to; nil: on the way back.
        case interrupted(at: StepID?, to: Phase?)
        case closed
    }

    enum Rest: Sendable, Equatable, Codable {
        case settled(Phase)
        case rolledBack
    }

    /// A step that was intended, and so may have happened, and is not undone.
    struct Deed: Sendable, Equatable, Codable {
        let id: StepID
        /// As the plan had it then: its undo takes back what it did, and no other.
        let plan: StepPlan
        /// What was there before the first attempt: this is what going back restores.
        let found: StepFound
        var intendedAt: Stamp
        var isSeen = false
        var isBeingUndone = false
    }

    /// The way back, run once to its end with nothing skipped.
    struct WayBack: Sendable, Equatable, Codable {
        var at: Stamp
        let took: Duration
    }

    private(set) var standing = Standing.resting
    /// Since when it stands so.
    private(set) var since: Stamp
    private(set) var rest = Rest.settled(.planned)
    /// Oldest first.
    private(set) var deeds: [Deed] = []
    /// How many steps there were to undo when the wave turned back.
    private(set) var toUndo = 0
    private(set) var rehearsal: WayBack?

    private var turnedBackAt: Stamp?
    private var ranAnUndo = false
    private var skippedAnUndo = false

    init(at: Stamp) {
        since = at
    }

    /// Where a wave last came to rest, as a phase.
    var phase: Phase {
        switch rest {
        case .settled(let phase): phase
        case .rolledBack: .planned
        }
    }

    /// The phase it is on its way to, moving or not.
    var heading: Phase? {
        switch standing {
        case .armed(let to), .advancing(let to), .stopped(let to, _, _): to
        case .interrupted(_, let to): to
        case .resting, .goingBack, .stuck, .closed: nil
        }
    }

    var goesBack: Bool {
        switch standing {
        case .goingBack, .stuck, .interrupted(_, nil): true
        case .resting, .armed, .advancing, .stopped, .interrupted, .closed: false
        }
    }
}

extension WaveSum {
    mutating func take(_ event: WaveEvent, at: Stamp) {
        switch event {
        case .armed(let to): stand(.armed(to: to), at)
        case .disarmed: stand(.resting, at)
        case .confirmed(let to): stand(.advancing(to: to), at)
        case .stepIntended(let step, let plan, let found): intended(step, plan, found, at)
        case .stepEnded, .undoSeen(_, .notSeen), .undoSeen(_, .unknown): break
        case .stepSeen(let step, let sight): if case .seen = sight { edit(step) { $0.isSeen = true } }
        case .stopped(let step, let why): stand(.stopped(to: heading ?? step.phase, at: step, why: why), at)
        case .settled(let phase):
            rest = .settled(phase)
            stand(.resting, at)
        case .turnedBack:
            toUndo = deeds.count
            turnedBackAt = at
            (ranAnUndo, skippedAnUndo) = (false, false)
            stand(.goingBack, at)
        case .undoIntended(let step):
            edit(step) { $0.isBeingUndone = true }
            stand(.goingBack, at)
        case .undoEnded: ranAnUndo = true
        case .undoSeen(let step, .seen): undone(step, at)
        case .undoSkipped(let step, _):
            skippedAnUndo = true
            undone(step, at)
        case .stuck(let step, let why): stand(.stuck(at: step, why: why), at)
        case .rolledBack: rolledBack(at)
        case .interrupted(let step): stand(.interrupted(at: step, to: heading), at)
        case .closed: stand(.closed, at)
        case .stands(let sum, _, let writtenAt): self = sum.moved(by: at.moment - writtenAt.moment)
        }
    }

    private mutating func stand(_ standing: Standing, _ at: Stamp) {
        self.standing = standing
        since = at
    }

    private mutating func intended(_ step: StepID, _ plan: StepPlan, _ found: StepFound, _ at: Stamp) {
        stand(.advancing(to: step.phase), at)
        guard deeds.contains(where: { $0.id == step }) else {
            return deeds.append(Deed(id: step, plan: plan, found: found, intendedAt: at))
        }
        // Whatever was seen of it before, it may be half done again.
        edit(step) { $0.isSeen = false }
    }

    private mutating func undone(_ step: StepID, _ at: Stamp) {
        stand(.goingBack, at)
        deeds.removeAll { $0.id == step }
    }

    private mutating func rolledBack(_ at: Stamp) {
        if let turnedBackAt, ranAnUndo, !skippedAnUndo {
            rehearsal = WayBack(at: at, took: at.moment - turnedBackAt.moment)
        }
        rest = .rolledBack
        deeds = []
        stand(.resting, at)
    }

    private mutating func edit(_ step: StepID, _ change: (inout Deed) -> Void) {
        guard let deed = deeds.lastIndex(where: { $0.id == step }) else { return }
        change(&deeds[deed])
    }

    /// On another clock, where it was read after a restart of the machine.
    private func moved(by shift: Duration) -> WaveSum {
        guard shift != .zero else { return self }
        let moved = { (stamp: Stamp) in Stamp(moment: stamp.moment + shift, wall: stamp.wall) }
        var sum = self
        sum.since = moved(since)
        for deed in deeds.indices { sum.deeds[deed].intendedAt = moved(deeds[deed].intendedAt) }
        if let rehearsal { sum.rehearsal?.at = moved(rehearsal.at) }
        sum.turnedBackAt = turnedBackAt.map(moved)
        return sum
    }
}
