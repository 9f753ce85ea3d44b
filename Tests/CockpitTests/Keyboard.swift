import Night
import SampleNights

@testable import Cockpit

private let ledger = SampleNight.ledger

/// A commander at the keyboard: a view, and a night that goes on between the keys.
struct Keyboard {
    var view = CockpitView()
    var night: Snapshot
    var size = Size(columns: 120, rows: 36)
    private(set) var acts: [Act] = []
    /// What goes on record beside them.
    private(set) var recorded: [NightEvent] = []
    private var record = PressRecord()
    private var clock = 0.0

    init(_ night: Snapshot, wave: Int = SampleNight.ledger) {
        self.night = night
        for _ in 0..<wave { press(.right) }
    }

    /// A key, so many seconds after the last.
    mutating func press(_ keys: Key..., after seconds: Double = 0.15) {
        for key in keys {
            wait(seconds)
            let before = view
            let actions = view.press(key, snapshot: night, columns: size.columns, rows: size.rows)
            for case .act(let act) in actions { acts.append(act) }
            recorded += record.events(key, before, view, actions, in: night)
        }
    }

    mutating func type(_ text: String, after seconds: Double = 0.15) {
        for scalar in text.unicodeScalars { press(.character(scalar), after: seconds) }
    }

    mutating func wait(_ seconds: Double) {
        clock += seconds
        night.at = Stamp(moment: SampleNight.moment(clock), wall: night.at.wall)
    }

    /// Opens a dialog and waits until it listens.
    mutating func open(_ key: Key) {
        press(key)
        wait(0.6)
    }

    mutating func set(_ state: WaveState) { night.waves[ledger].state = state }

    mutating func forget() { (acts, recorded) = ([], []) }

    var text: String { frame(of: night, view: view, size: size, glyphs: .unicode).text }
    var says: String? { view.dialog?.says }
}

/// With the advance of ledger armed, and its dialog listening.
func armed() -> Keyboard {
    var commander = Keyboard(SampleNight.commanded())
    commander.press("a")
    commander.set(.armed(from: .proven, to: .consumersMoved, until: SampleNight.moment(30)))
    commander.wait(0.6)
    return commander
}
