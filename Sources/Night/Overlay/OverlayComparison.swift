/// What another plan would have said of a night, beside what was said and done in it.
public struct OverlayComparison: Sendable, Equatable {
    public struct Fired: Sendable, Equatable {
        public let firing: PlanOverlay.Firing
        /// When the same trigger was red that night, for as many times; nil: it was not.
        public let recordedAt: Stamp?
    }

    /// A red of that night that the plan has none for.
    public struct Missed: Sendable, Equatable {
        public let wave: String
        public let trigger: String
        public let at: Stamp
    }

    public struct WayBack: Sendable, Equatable {
        public let wave: String
        public let began: Stamp
        public let why: TurnBack
        /// When the wave had set out; nil: that is not on record.
        public let since: Stamp?
        /// The wave's first since then, where it came before the way back.
        public let firing: PlanOverlay.Firing?
    }

    public private(set) var fired: [Fired] = []
    public private(set) var missed: [Missed] = []
    public private(set) var waysBack: [WayBack] = []

    /// Both in the order in which they came.
    public init(_ firings: [PlanOverlay.Firing], over events: [(at: Stamp, event: NightEvent)]) {
        pair(firings, with: RecordedReds(events))
        var since: [String: Stamp] = [:]
        var moving: Set<String> = []
        for (at, event) in events {
            guard case .wave(let wave, let event) = event else { continue }
            switch event {
            case .confirmed: if moving.insert(wave).inserted { since[wave] = at }
            case .rolledBack:
                moving.remove(wave)
                since[wave] = at
            case .turnedBack(let why):
                let firing = firings.first { $0.isTrigger(of: wave, since: since[wave], before: at) }
                waysBack.append(WayBack(wave: wave, began: at, why: why, since: since[wave], firing: firing))
            default: break
            }
        }
    }

    private mutating func pair(_ firings: [PlanOverlay.Firing], with recorded: RecordedReds) {
        var times: [PlanOverlay.Firing.What: Int] = [:]
        for firing in firings {
            let time = times[firing.what, default: 0]
            times[firing.what] = time + 1
            fired.append(Fired(firing: firing, recordedAt: recorded.times[firing.what]?.dropFirst(time).first))
        }
        for (what, stamps) in recorded.times {
            guard case .trigger(let wave, let name) = what else { continue }
            missed += stamps.dropFirst(times[what] ?? 0).map { Missed(wave: wave, trigger: name, at: $0) }
        }
        missed.sort { ($0.at.moment, $0.wave, $0.trigger) < ($1.at.moment, $1.wave, $1.trigger) }
    }
}

/// When each trigger turned red that night.
private struct RecordedReds {
    private(set) var times: [PlanOverlay.Firing.What: [Stamp]] = [:]

    init(_ events: [(at: Stamp, event: NightEvent)]) {
        var burning: Set<PlanOverlay.Firing.What> = []
        for (at, event) in events {
            switch event {
            case .trigger(let wave, let name, .red, _):
                let what = PlanOverlay.Firing.What.trigger(wave: wave, name: name)
                // Told again after a gap in the record, it is the same red.
                if burning.insert(what).inserted { times[what, default: []].append(at) }
            case .trigger(let wave, let name, _, _), .acknowledged(let wave, let name):
                burning.remove(.trigger(wave: wave, name: name))
            default: break
            }
        }
    }
}

extension PlanOverlay.Firing {
    fileprivate func isTrigger(of wave: String, since: Stamp?, before: Stamp) -> Bool {
        guard case .trigger(wave, _) = what else { return false }
        return at.moment < before.moment && since.map { at.moment >= $0.moment } ?? true
    }
}
