/// The reds that earlier commanders of a night have left.
struct PastReds {
    struct Red: Sendable {
        let wave: String
        let trigger: String
        let since: Moment
        let why: String
    }

    private(set) var unacknowledged: [Red] = []

    init(_ history: [(at: Stamp, event: NightEvent)]) {
        for (at, event) in history {
            switch event {
            case .trigger(let wave, let trigger, .red, let why):
                // Told again after a gap in the record, it is the same red.
                let isKnown = unacknowledged.contains { $0.wave == wave && $0.trigger == trigger }
                if !isKnown {
                    unacknowledged.append(Red(wave: wave, trigger: trigger, since: at.moment, why: why))
                }
            case .acknowledged(let wave, let trigger):
                unacknowledged.removeAll { $0.wave == wave && $0.trigger == trigger }
            case .trigger, .opened, .left, .key, .prompt, .refused, .wave, .gate, .attested, .held, .released,
                .panicked, .planChanged, .said, .gateRan, .probe, .shown, .clockSet, .thinned, .gap, .kept:
                continue
            }
        }
    }
}
