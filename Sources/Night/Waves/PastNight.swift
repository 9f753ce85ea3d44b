/// What a night file tells a new commander.
struct PastNight {
    /// By wave, oldest first.
    private(set) var events: [[(at: Stamp, event: WaveEvent)]]
    /// By wave: who held the night when its way back was last run to its end.
    private(set) var rehearsedBy: [String]
    private(set) var holders = 0

    init(_ history: [(at: Stamp, event: NightEvent)], waves: [String]) {
        events = waves.map { _ in [] }
        rehearsedBy = waves.map { _ in "" }
        var holder = ""
        for (at, event) in history {
            switch event {
            case .opened(let by, _, _):
                holders += 1
                holder = by.name
            case .wave(let name, let event):
                guard let wave = waves.firstIndex(of: name) else { continue }
                events[wave].append((at, event))
                if event == .rolledBack { rehearsedBy[wave] = holder }
            case .left, .key, .prompt, .refused, .gate, .trigger, .acknowledged, .attested, .held, .released,
                .panicked, .planChanged, .said:
                continue
            }
        }
    }
}
