import Night
import SampleNights
import Testing

@testable import Cockpit

/// A way into the past, as somebody gets there.
private enum PastShot: String, CaseIterable {
    case back, backRed, backLag, backHelp, replay, replayPlays, replayGap, replayRed, replayTime, replayRefused,
        replayHelp

    var onlooker: Onlooker {
        var onlooker =
            rawValue.hasPrefix("replay")
            ? Onlooker(replaying: PastSample.pictures, marks: PastSample.marks)
            : Onlooker(live: PastSample.live(isRed: self == .backRed), pictures: recorded, marks: PastSample.marks)
        onlooker.press("l")
        for key in keys { onlooker.press(key) }
        if self == .replayPlays {
            for second in 0...9 { onlooker.answer(onlooker.view.tick(at: SampleNight.moment(Double(second) / 4))) }
        }
        return onlooker
    }

    /// As far as the disk has it.
    private var recorded: [Snapshot] { PastSample.pictures }

    private var keys: [Key] {
        switch self {
        case .back, .backRed: [" ", .left, .left, .left]
        case .backLag: [" ", "E", "2", .down]
        case .backHelp: [" ", .left, "?"]
        case .replay: []
        case .replayPlays: [" ", ".", ".", ".", ".", "."]
        case .replayGap: [":", "1", "6", "5", "s", .enter]
        case .replayRed: ["n", "n", "5"]
        case .replayTime: ["e", ":", "0", "2", ":", "1"]
        case .replayRefused: ["e", "X"]
        case .replayHelp: ["e", "?"]
        }
    }
}

@Test("the past looks as it was last looked at", arguments: PastShot.allCases)
fileprivate func past(shot: PastShot) {
    var onlooker = shot.onlooker
    for (name, glyphs) in [("unicode", Glyphs.unicode), ("ascii", .ascii)] {
        for (columns, rows) in [(80, 24), (120, 36), (200, 60)] {
            (onlooker.size, onlooker.glyphs) = (Size(columns: columns, rows: rows), glyphs)
            expectGolden(onlooker.text, "past-\(shot.rawValue)-\(columns)x\(rows)-\(name)")
        }
    }
}
