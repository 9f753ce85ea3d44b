/// Another plan laid over a night that was: the same readings and the same acts, judged by its budget and its triggers.
public struct PlanOverlay: Sendable {
    /// A trigger or a budget line that would have turned red.
    public struct Firing: Sendable, Equatable {
        public enum What: Sendable, Hashable {
            case trigger(wave: String, name: String)
            case line(String)
        }

        public var what: What
        public var at: Stamp
        /// What was measured then.
        public var says: String
    }

    private var night: Night
    private var follower: CommandFollower
    /// Up to when the night has been told that time passed.
    private var beatAt: Moment
    private var gaps: ArraySlice<(from: Stamp, to: Stamp)>
    private var isInGap = false
    private var burning: Set<Firing.What> = []
    /// As good as red when the night's own trigger was, and not calm since.
    private var asGoodAsRed: Set<Firing.What> = []
    /// What a commander who takes over finds on record: what would have been red, and what was acknowledged.
    private var past: [(at: Stamp, event: NightEvent)] = []
    public private(set) var firings: [Firing] = []
    /// What was once known.
    private var known: Set<Firing.What> = []
    /// Of the last look.
    private var unknown: [(what: Firing.What, why: String)] = []

    /// No night fires more often than somebody can read.
    static let mostFirings = 10_000

    /// `gaps`: from when to when no readings were kept. What nobody recorded may have been seen all the same, so of that
    /// time nothing is judged, and what comes after it is judged from the beginning.
    public init(plan: Plan, at start: Stamp, gaps: [(from: Stamp, to: Stamp)] = []) {
        night = Night(plan: plan, at: start)
        follower = CommandFollower(plan: plan, at: start)
        beatAt = start.moment
        self.gaps = gaps.sorted { $0.from.moment < $1.from.moment }[...]
    }

    public mutating func take(_ observed: Observed) {
        pass(to: observed.at)
        guard !isInGap else { return }
        night.take(observed)
        if case .sweepEnded = observed.what { look(at: observed.at) }
    }

    public mutating func take(_ event: NightEvent, at stamp: Stamp) {
        pass(to: stamp)
        follower.take(event, at: stamp)
        night.take(contexts: follower.contexts)
        switch event {
        case .opened: beginAnew(at: stamp)
        case .trigger(let wave, let name, .red, _): compare(wave, name, at: stamp)
        case .probe(let probe, let event): night.take(event, of: probe, at: stamp)
        case .acknowledged(let wave, let trigger):
            past.append((stamp, event))
            place(of: wave).map { night.acknowledge(trigger: trigger, ofWave: $0, at: stamp) }
        case .attested(let wave, let gate, let by, let note, let artifact):
            place(of: wave).map {
                night.attest(gate: gate, ofWave: $0, by: by, note: note, artifact: artifact, at: stamp)
            }
        default: break
        }
    }

    /// Time passes as it did for the night itself, which was told so whatever came in.
    public mutating func pass(to stamp: Stamp) {
        while let gap = gaps.first, gap.from.moment < stamp.moment {
            if !isInGap { beat(until: gap.from) }
            isInGap = gap.to.moment > stamp.moment
            if isInGap { return }
            gaps.removeFirst()
            beginAnew(at: gap.to)
        }
        beat(until: stamp)
    }

    private mutating func beat(until end: Stamp) {
        let beats = (end.moment - beatAt).inNanoseconds / Night.checkEvery.inNanoseconds
        for _ in 0..<min(max(beats, 0), mostBeats) {
            beatAt = beatAt + Night.checkEvery
            let left = (end.moment - beatAt).inNanoseconds / 1_000_000
            let stamp = Stamp(moment: beatAt, wall: WallTime(milliseconds: end.wall.milliseconds &- left))
            if night.take(tick: stamp) { look(at: stamp) }
        }
        if beats > mostBeats { beatAt = end.moment }
    }

    /// Where nothing comes in for longer, all is stale and has been judged so.
    private var mostBeats: Int64 {
        let pace = Pace(poll: night.plan.poll)
        return (pace.blindAfter + pace.poll * 3).inNanoseconds / Night.checkEvery.inNanoseconds
    }

    /// As a commander does who takes the night over.
    private mutating func beginAnew(at stamp: Stamp) {
        night = Night(plan: night.plan, at: stamp)
        night.take(contexts: follower.contexts)
        night.take(past: past, at: stamp)
        beatAt = max(beatAt, stamp.moment)
    }

    /// A reading has the clock of when it was taken, an event that of when it was judged: what came to be known in
    /// between may be taken one or two sweeps apart here. A trigger that lacks no more than that is as good as red.
    private mutating func compare(_ wave: String, _ name: String, at stamp: Stamp) {
        guard let place = place(of: wave),
            let state = night.snapshot(at: stamp).waves[place].triggers.first(where: { $0.name == name })?.state
        else { return }
        let hold = night.plan.waves[place].triggers.first { $0.name == name }?.hold ?? .zero
        let left = hold * (1 - state.filled)
        guard state.kind == .secondLook || state.kind == .smouldering && left <= night.plan.poll * 2 else { return }
        let what = Firing.What.trigger(wave: wave, name: name)
        asGoodAsRed.insert(what)
        note(what, burns: true, says: state.says, at: stamp)
    }

    private func place(of wave: String) -> Int? { night.plan.waves.firstIndex { $0.name == wave } }

    /// Of the plan's own triggers and lines those that could not be judged at any time, and why not.
    public var unjudged: [(what: Firing.What, why: String)] { unknown.filter { !known.contains($0.what) } }

    private mutating func look(at stamp: Stamp) {
        let snapshot = night.snapshot(at: stamp)
        unknown = []
        for wave in snapshot.waves {
            for trigger in wave.triggers {
                let what = Firing.What.trigger(wave: wave.plan.name, name: trigger.name)
                note(what, burns: burns(what, trigger.state.kind), says: trigger.state.says, at: stamp)
                guard case .plan = trigger.origin else { continue }
                note(what, unknown: trigger.state.kind == .unknown ? trigger.state.says : nil)
            }
        }
        for line in snapshot.budget {
            let (what, limit) = (Firing.What.line(line.plan.name), line.plan.limit)
            let value = line.value.value.map { limit.dimension.inWords($0) } ?? ""
            note(what, burns: line.standing == .breached, says: "\(value), limit \(limit.inWords)", at: stamp)
            note(what, unknown: line.standing.whyUnknown)
        }
    }

    private mutating func burns(_ what: Firing.What, _ kind: TriggerState.Kind) -> Bool {
        switch kind {
        case .red: return true
        case .smouldering, .secondLook: return asGoodAsRed.contains(what)
        case .calm, .acknowledged, .unknown:
            asGoodAsRed.remove(what)
            return false
        }
    }

    private mutating func note(_ what: Firing.What, unknown why: String?) {
        if let why { unknown.append((what, why)) } else { known.insert(what) }
    }

    private mutating func note(_ what: Firing.What, burns: Bool, says: String, at stamp: Stamp) {
        guard burns else {
            burning.remove(what)
            return
        }
        guard burning.insert(what).inserted, firings.count < Self.mostFirings else { return }
        firings.append(Firing(what: what, at: stamp, says: says))
        if case .trigger(let wave, let name) = what {
            past.append((stamp, .trigger(wave: wave, trigger: name, .red, why: says)))
        }
    }
}

extension Snapshot.Line.Standing {
    fileprivate var whyUnknown: String? {
        if case .unknown(let why) = self { why } else { nil }
    }
}
