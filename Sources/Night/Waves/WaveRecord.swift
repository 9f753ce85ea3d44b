/// What the events of a wave add up to, on its plan. Events alone change it, so whoever has them knows where the wave
/// stands.
struct WaveRecord: Sendable {
    /// A deed, and which of the plan's steps it is.
    @dynamicMemberLookup
    struct Deed: Sendable {
        let step: Int
        fileprivate let deed: WaveSum.Deed

        subscript<Value>(dynamicMember member: KeyPath<WaveSum.Deed, Value>) -> Value { deed[keyPath: member] }
    }

    let phases: [Phase]
    private(set) var steps: [StepStanding] = []
    private(set) var sum: WaveSum

    private var places: [(phase: Phase, steps: Range<Int>)] = []

    init(plan: WavePlan, at: Stamp) {
        phases = plan.pattern.phases
        sum = WaveSum(at: at)
        for phase in phases {
            let first = steps.count
            for step in plan.steps.lazy.filter({ $0.phase == phase }).flatMap(\.steps) {
                steps.append(StepStanding(id: StepID(phase, steps.count - first + 1), plan: step))
            }
            places.append((phase, first..<steps.count))
        }
    }

    var standing: WaveSum.Standing { sum.standing }
    var since: Stamp { sum.since }
    var rest: WaveSum.Rest { sum.rest }
    var phase: Phase { sum.phase }
    var heading: Phase? { sum.heading }
    var goesBack: Bool { sum.goesBack }
    var toUndo: Int { sum.toUndo }
    var rehearsal: WaveSum.WayBack? { sum.rehearsal }

    /// Oldest first.
    var deeds: [Deed] {
        sum.deeds.compactMap { deed in index(of: deed.id).map { Deed(step: $0, deed: deed) } }
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
        deeds.last { $0.isBeingUndone || !$0.isSeen }
    }

    /// The producers' fence on the source, unless a later step took it away.
    var fence: Deed? {
        for deed in deeds.reversed() {
            let plan = steps[deed.step].plan
            if plan.fences == .source { return deed }
            if plan.act == .unfence(.source), deed.isSeen { return nil }
        }
        return nil
    }

    func index(of step: StepID) -> Int? {
        let place = steps(into: step.phase)
        let index = place.lowerBound + step.number - 1
        return place.contains(index) ? index : nil
    }
}

extension WaveRecord {
    mutating func take(_ event: WaveEvent, at: Stamp) {
        switch event {
        case .armed: if rest == .rolledBack { for step in steps.indices { steps[step].fate = .planned } }
        case .stepIntended(let step, _, _):
            set(step, .running, at)
            forgetOutput(of: step)
        case .stepEnded(let step, let end): set(step, end.fate(whenDone: .running) { .failed($0) }, at)
        case .stepSeen(let step, let sight): set(step, sight.fate({ .done($0) }, otherwise: { .failed($0) }), at)
        case .undoIntended(let step):
            set(step, .undoing, at)
            forgetOutput(of: step)
        case .undoEnded(let step, let end): set(step, end.fate(whenDone: .undoing) { .undoFailed($0) }, at)
        case .undoSeen(let step, let sight):
            set(step, sight.fate({ .undone($0) }, otherwise: { .undoFailed($0) }), at)
        case .undoSkipped(let step, let reason): set(step, .undoSkipped(reason), at)
        case .stopped(let step, let why), .stuck(let step, let why): fail(step, why, at)
        case .interrupted(let step): if let step { fail(step, "interrupted", at) }
        case .stands(_, let fates, _): take(fates)
        case .disarmed, .confirmed, .settled, .turnedBack, .rolledBack, .closed: break
        }
        sum.take(event, at: at)
    }

    /// All of it, as one event: whoever has that needs none before it.
    func whole(at: Stamp) -> WaveEvent { .stands(sum, steps: fates, at: at) }

    /// What a look said is no event, and is not among them.
    var fates: [StepFate] {
        steps.compactMap { step in
            switch step.fate {
            case .planned, .looked: nil
            case .running, .done, .failed, .undoing, .undone, .undoFailed, .undoSkipped:
                StepFate(step: step.id, fate: step.fate)
            }
        }
    }

    private mutating func take(_ fates: [StepFate]) {
        for step in steps.indices { steps[step].fate = .planned }
        for fate in fates { index(of: fate.step).map { steps[$0].fate = fate.fate } }
    }

    /// What a look said. Not an event: it changes nothing, and is taken again before anything acts on it.
    mutating func take(_ look: StepLook, of step: Int, at: Stamp) {
        steps[step].fate = .looked(look)
        steps[step].at = at
    }

    mutating func take(line: String, of step: Int) {
        steps[step].take(line: line)
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
