/// What the events of a wave add up to. Events alone change it, so whoever has them knows where the wave stands.
struct WaveRecord: Sendable {
    enum Standing: Sendable, Equatable {
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

    enum Rest: Sendable, Equatable {
        case settled(Phase)
        case rolledBack
    }

    /// A step that was intended, and so may have happened, and is not undone.
    struct Deed: Sendable {
        let step: Int
        /// What was there before the first attempt: this is what going back restores.
        let found: StepFound
        let intendedAt: Stamp
        var isSeen = false
        var isBeingUndone = false
    }

    /// The way back, run once to its end with nothing skipped.
    struct WayBack: Sendable, Equatable {
        let at: Stamp
        let took: Duration
    }

    let phases: [Phase]
    private(set) var steps: [StepStanding] = []
    private(set) var standing = Standing.resting
    /// Since when it stands so.
    private(set) var since: Stamp
    private(set) var rest: Rest
    /// Oldest first.
    private(set) var deeds: [Deed] = []
    /// How many steps there were to undo when the wave turned back.
    private(set) var toUndo = 0
    private(set) var rehearsal: WayBack?

    private var places: [(phase: Phase, steps: Range<Int>)] = []
    private var turnedBackAt: Stamp?
    private var ranAnUndo = false
    private var skippedAnUndo = false

    init(plan: WavePlan, at: Stamp) {
        phases = plan.pattern.phases
        since = at
        rest = .settled(.planned)
        for phase in phases {
            let first = steps.count
            for step in plan.steps.lazy.filter({ $0.phase == phase }).flatMap(\.steps) {
                steps.append(StepStanding(id: StepID(phase, steps.count - first + 1), plan: step))
            }
            places.append((phase, first..<steps.count))
        }
    }

    /// Where a wave last came to rest, as a phase.
    var phase: Phase {
        switch rest {
        case .settled(let phase): phase
        case .rolledBack: .planned
        }
    }

    var nextPhase: Phase? { phases.drop { $0 != phase }.dropFirst().first }

    func isSettled(_ other: Phase) -> Bool {
        phases.prefix { $0 != phase }.contains(other) || other == phase
    }

    func steps(into phase: Phase) -> Range<Int> {
        places.first { $0.phase == phase }?.steps ?? 0..<0
    }

    /// The first step on the way into a phase whose effect was not seen.
    func nextStep(into phase: Phase) -> Int? {
        steps(into: phase).first { step in !deeds.contains { $0.step == step && $0.isSeen } }
    }

    func deed(of step: Int) -> Deed? { deeds.last { $0.step == step } }

    /// The step that may be half done.
    var inFlight: Deed? {
        guard let deed = deeds.last, deed.isBeingUndone || !deed.isSeen else { return nil }
        return deed
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

    private func index(of step: StepID) -> Int? {
        let place = steps(into: step.phase)
        let index = place.lowerBound + step.number - 1
        return place.contains(index) ? index : nil
    }
}

extension WaveRecord {
    mutating func take(_ event: WaveEvent, at: Stamp) {
        switch event {
        case .armed(let to):
            if rest == .rolledBack { for step in steps.indices { steps[step].fate = .planned } }
            stand(.armed(to: to), at)
        case .disarmed: stand(.resting, at)
        case .confirmed(let to): stand(.advancing(to: to), at)
        case .stepIntended(let step, let found): intended(step, found, at)
        case .stepEnded(let step, let end): set(step, end.fate(whenDone: .running) { .failed($0) }, at)
        case .stepSeen(let step, let sight):
            set(step, sight.fate({ .done($0) }, otherwise: { .failed($0) }), at)
            if case .seen = sight { edit(step) { $0.isSeen = true } }
        case .stopped(let step, let why):
            fail(step, why, at)
            stand(.stopped(to: heading ?? step.phase, at: step, why: why), at)
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
            set(step, .undoing, at)
            forgetOutput(of: step)
            stand(.goingBack, at)
        case .undoEnded(let step, let end):
            ranAnUndo = true
            set(step, end.fate(whenDone: .undoing) { .undoFailed($0) }, at)
        case .undoSeen(let step, let sight):
            set(step, sight.fate({ .undone($0) }, otherwise: { .undoFailed($0) }), at)
            if case .seen = sight { undone(step, at) }
        case .undoSkipped(let step, let reason):
            skippedAnUndo = true
            set(step, .undoSkipped(reason), at)
            undone(step, at)
        case .stuck(let step, let why):
            fail(step, why, at)
            stand(.stuck(at: step, why: why), at)
        case .rolledBack: rolledBack(at)
        case .interrupted(let step):
            let to = heading
            if let step { fail(step, "interrupted", at) }
            stand(.interrupted(at: step, to: to), at)
        case .closed: stand(.closed, at)
        }
    }

    /// What a look said. Not an event: it changes nothing, and is taken again before anything acts on it.
    mutating func take(_ look: StepLook, of step: Int, at: Stamp) {
        steps[step].fate = .looked(look)
        steps[step].at = at
    }

    mutating func take(line: String, of step: Int) {
        steps[step].take(line: line)
    }

    private mutating func stand(_ standing: Standing, _ at: Stamp) {
        self.standing = standing
        since = at
    }

    private mutating func intended(_ step: StepID, _ found: StepFound, _ at: Stamp) {
        stand(.advancing(to: step.phase), at)
        set(step, .running, at)
        forgetOutput(of: step)
        guard let index = index(of: step), deed(of: index) == nil else { return }
        deeds.append(Deed(step: index, found: found, intendedAt: at))
    }

    private mutating func undone(_ step: StepID, _ at: Stamp) {
        stand(.goingBack, at)
        guard let index = index(of: step) else { return }
        deeds.removeAll { $0.step == index }
    }

    private mutating func rolledBack(_ at: Stamp) {
        if let turnedBackAt, ranAnUndo, !skippedAnUndo {
            rehearsal = WayBack(at: at, took: at.moment - turnedBackAt.moment)
        }
        rest = .rolledBack
        deeds = []
        stand(.resting, at)
    }

    private mutating func set(_ step: StepID, _ fate: StepStanding.Fate, _ at: Stamp) {
        guard let index = index(of: step) else { return }
        steps[index].fate = fate
        steps[index].at = at
    }

    /// What was said before belongs to another run.
    private mutating func forgetOutput(of step: StepID) {
        if let index = index(of: step) { steps[index].output = [] }
    }

    /// A step that was under way is no longer.
    private mutating func fail(_ step: StepID, _ why: String, _ at: Stamp) {
        guard let index = index(of: step) else { return }
        switch steps[index].fate {
        case .running: set(step, .failed(why), at)
        case .undoing: set(step, .undoFailed(why), at)
        case .planned, .looked, .done, .failed, .undone, .undoFailed, .undoSkipped: break
        }
    }

    private mutating func edit(_ step: StepID, _ change: (inout Deed) -> Void) {
        guard let index = index(of: step), let deed = deeds.lastIndex(where: { $0.step == index }) else { return }
        change(&deeds[deed])
    }
}

extension StepEnd {
    fileprivate func fate(
        whenDone: StepStanding.Fate, otherwise: (String) -> StepStanding.Fate
    ) -> StepStanding.Fate {
        if case .done = self { whenDone } else { otherwise(why) }
    }

    /// What it says of itself.
    var why: String {
        switch self {
        case .done(let why): why
        case .failed(let why): "failed: \(why)"
        case .outOfTime(let why): "out of time: \(why)"
        case .stopped(let why): "stopped: \(why)"
        case .lost(let why): "lost: \(why)"
        }
    }
}

extension StepSight {
    fileprivate func fate(
        _ seen: (String) -> StepStanding.Fate, otherwise: (String) -> StepStanding.Fate
    ) -> StepStanding.Fate {
        if case .seen(let what) = self { seen(what) } else { otherwise(why) }
    }

    var why: String {
        switch self {
        case .seen(let what): what
        case .notSeen(let why): "not seen: \(why)"
        case .unknown(let why): "unknown whether it is there: \(why)"
        }
    }
}

extension StepStanding {
    static let mostLines = 20
    static let longestLine = 200

    /// Only what can be shown: a line may hold anything a site's executable prints.
    mutating func take(line: String) {
        if output.count >= Self.mostLines { output.removeFirst(output.count - Self.mostLines + 1) }
        output.append(String(line.unicodeScalars.prefix(Self.longestLine)).madeVisible)
    }
}
