/// What a night file tells a new commander.
struct PastNight {
    /// By wave, oldest first.
    private(set) var events: [[(at: Stamp, event: WaveEvent)]]
    /// By wave: who held the night when its way back was last run to its end.
    private(set) var rehearsedBy: [String]
    private(set) var holders = 0

    /// Throws where the plan does not fit what was done and is not undone.
    init(_ history: [(at: Stamp, event: NightEvent)], plan: Plan) throws(PlanMismatch) {
        let waves = plan.waves.map(\.name)
        events = waves.map { _ in [] }
        rehearsedBy = waves.map { _ in "" }
        // Of waves the plan does not have, too: what was done is done.
        var sums: [String: WaveSum] = [:]
        var holder = ""
        for (at, event) in history {
            switch event {
            case .opened(let by, _, _):
                holders += 1
                holder = by.name
            case .wave(let name, let event):
                var sum = sums[name] ?? WaveSum(at: at)
                let before = sum.rehearsal?.at.wall
                sum.take(event, at: at)
                sums[name] = sum
                guard let wave = waves.firstIndex(of: name) else { continue }
                events[wave].append((at, event))
                if sum.rehearsal?.at.wall != before { rehearsedBy[wave] = holder }
            case .left, .key, .prompt, .refused, .gate, .trigger, .acknowledged, .attested, .held, .released,
                .panicked, .planChanged, .said, .gateRan, .probe, .shown, .clockSet, .thinned, .gap, .kept:
                continue
            }
        }
        for (name, sum) in sums.sorted(by: { $0.key < $1.key }) {
            if let mismatch = PlanMismatch(of: plan, wave: name, sum) { throw mismatch }
        }
    }
}
