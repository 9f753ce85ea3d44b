import Glibc
import Night
import SampleNights
import Testing

@testable import Cockpit

private let sizes = [(80, 24), (100, 30), (120, 36), (200, 60), (250, 70)]

/// A screen as somebody gets to it.
private enum Shot: String, CaseIterable {
    case lag, partitions, groups, bridge, gates, log, help, frozen, filtering

    var keys: [Key] {
        switch self {
        case .lag: [.character("2"), .down, .down]
        case .partitions: [.character("2"), .down, .enter, .down]
        case .groups: [.character("3"), .character("s")]
        case .bridge: [.character("4")]
        case .gates: [.character("5"), .right]
        case .log: [.character("7"), .up, .up, .up]
        case .help: [.character("?")]
        case .frozen: [.character(" ")]
        case .filtering: [.character("2"), .character("/")] + "led".unicodeScalars.map { .character($0) }
        }
    }
}

@Test("the night looks as it was last looked at", arguments: sizes)
func night(size: (Int, Int)) {
    let size = Size(columns: size.0, rows: size.1)
    for (name, glyphs) in [("unicode", Glyphs.unicode), ("ascii", .ascii)] {
        let picture = frame(of: SampleNight.snapshot(), view: CockpitView(), size: size, glyphs: glyphs)
        expectGolden(picture.text, "night-\(size.columns)x\(size.rows)-\(name)")
    }
}

@Test("every other screen looks as it was last looked at", arguments: Shot.allCases)
fileprivate func screens(shot: Shot) {
    var view = CockpitView()
    for key in shot.keys { #expect(view.press(key, snapshot: SampleNight.snapshot()).isEmpty) }
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let size = Size(columns: columns, rows: rows)
        let picture = frame(of: SampleNight.snapshot(ticks: 4), view: view, size: size, glyphs: .unicode)
        expectGolden(picture.text, "\(shot.rawValue)-\(columns)x\(rows)-unicode")
    }
}

@Test("before the first reading the night is drawn, and unknown")
func nothingRead() {
    let size = Size(columns: 120, rows: 36)
    let picture = frame(of: SampleNight.empty(), view: CockpitView(), size: size, glyphs: .unicode)
    expectGolden(picture.text, "night-unread-120x36-unicode")
}

@Test("a cluster that answers nothing is red wherever it is shown, and nothing of it looks fresh")
func silent() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let picture = frame(
            of: SampleNight.silentTarget(), view: CockpitView(), size: Size(columns: columns, rows: rows),
            glyphs: .unicode)
        expectGolden(picture.text, "night-silent-\(columns)x\(rows)-unicode")
        #expect(picture.text.contains("NO ANSWER since 02:13:36Z") || picture.text.contains("NO ANSWER 02:13:36Z"))
    }
}

@Test(
    "a bridge that carries, a failed task, a dead path and a silent Connect look unlike each other",
    arguments: MirrorSample.allCases)
func mirrors(sample: MirrorSample) {
    var view = CockpitView()
    _ = view.press(.character("4"), snapshot: sample.snapshot)
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let size = Size(columns: columns, rows: rows)
        let picture = frame(of: sample.snapshot, view: view, size: size, glyphs: .unicode)
        expectGolden(picture.text, "bridge-\(sample.rawValue)-\(columns)x\(rows)-unicode")
    }
    let night = frame(
        of: sample.snapshot, view: CockpitView(), size: Size(columns: 120, rows: 36), glyphs: .unicode)
    expectGolden(night.text, "night-bridge-\(sample.rawValue)-120x36-unicode")
}

@Test("a terminal too small says so and keeps the essentials", arguments: [(79, 24), (80, 23), (40, 6), (30, 3)])
func tooSmall(size: (Int, Int)) {
    let picture = frame(
        of: SampleNight.snapshot(), view: CockpitView(), size: Size(columns: size.0, rows: size.1), glyphs: .unicode)
    #expect(picture.text.contains("3 red"))
    #expect(picture.text.contains("? phase unknown price ?"))
    #expect(picture.text.contains("too small, 80x24"))
}

@Test("a terminal too small says first that a wave goes back by itself, and when", arguments: [(79, 24), (40, 3)])
func countdownInAnySize(size: (Int, Int)) {
    let picture = frame(
        of: SampleNight.red(countdown: true), view: CockpitView(), size: Size(columns: size.0, rows: size.1),
        glyphs: .unicode)
    #expect(picture.text.hasPrefix("ledger goes back by itself in 14s"))
}

/// A moment of a night with its keys held, and what its commander has pressed.
private enum Scene: String, CaseIterable {
    case armed, typed, advancing, red, stuck, interrupted, back, abort, skip, runbook, redGates, vetoed, followed, thin

    var snapshot: Snapshot {
        switch self {
        case .armed: SampleNight.commanded(SampleNight.armed, after: 3, executes: false)
        case .typed: SampleNight.commanded(SampleNight.armed, after: 9)
        case .advancing: SampleNight.advancing()
        case .runbook: SampleNight.advancing()
        case .red, .redGates: SampleNight.red(countdown: true)
        case .stuck, .skip: SampleNight.stuckNight()
        case .interrupted: SampleNight.interruptedNight()
        case .back: SampleNight.goingBack()
        case .abort: SampleNight.commanded(.settled(.consumersMoved))
        case .vetoed: vetoed
        case .followed: followed
        case .thin: thin
        }
    }

    private var thin: Snapshot {
        var snapshot = SampleNight.advancing()
        snapshot.command?.recording = .thin(to: .events, why: "disk slow", since: SampleNight.at(-20))
        return snapshot
    }

    private var vetoed: Snapshot {
        var snapshot = SampleNight.commanded()
        let veto = Snapshot.Command.Veto(by: "ben", why: "waiting for the database people", since: SampleNight.at(-300))
        snapshot.command?.hold = veto
        snapshot.command?.recording = .failing(why: "disk full", since: SampleNight.at(-20))
        snapshot.command?.planChanged = "payments.yaml, 02:12:40Z"
        return snapshot
    }

    private var followed: Snapshot {
        var snapshot = SampleNight.red(countdown: true)
        snapshot.command?.isHere = false
        return snapshot
    }

    /// With the second wave looked at, at the moment itself.
    var view: CockpitView {
        var view = CockpitView()
        let keys: [Key] =
            switch self {
            case .armed, .typed: [.right, .character("a")]
            case .abort: [.right, .character("X")]
            case .skip: [.right, .character("u")]
            case .runbook: [.right, .character("6"), .down]
            case .redGates: [.right, .character("5")] + Array(repeating: .down, count: 13)
            default: [.right]
            }
        let earlier = self == .armed || self == .typed ? SampleNight.commanded(SampleNight.armed, after: 0) : snapshot
        for key in keys { _ = view.press(key, snapshot: earlier) }
        if self == .typed {
            for key in "Ledg".unicodeScalars { _ = view.press(.character(key), snapshot: snapshot) }
        }
        return view
    }
}

@Test("a night on the move looks as it was last looked at", arguments: Scene.allCases)
fileprivate func commanded(scene: Scene) {
    for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
        let size = Size(columns: columns, rows: rows)
        let picture = frame(of: scene.snapshot, view: scene.view, size: size, glyphs: .unicode)
        expectGolden(picture.text, "\(scene.rawValue)-\(columns)x\(rows)-unicode")
    }
    let ascii = frame(
        of: scene.snapshot, view: scene.view, size: Size(columns: 80, rows: 24), glyphs: .ascii)
    expectGolden(ascii.text, "\(scene.rawValue)-80x24-ascii")
}
