import Night
import SampleNights

@testable import Cockpit

/// Who looks back: a keyboard, and a record that answers what the past is asked for.
struct Onlooker {
    var view: CockpitView
    var live: Snapshot
    var size = Size(columns: 120, rows: 36)
    var glyphs = Glyphs.unicode
    /// The record, oldest first.
    var pictures: [Snapshot]
    var marks: [Timeline.Mark]
    private(set) var actions: [CockpitAction] = []

    /// A night of which `pictures` are recorded and that goes on with `live`; or a recording of them.
    init(live: Snapshot, pictures: [Snapshot], marks: [Timeline.Mark] = []) {
        (self.live, self.pictures, self.marks) = (live, pictures, marks)
        view = CockpitView(hasRecord: true)
    }

    init(replaying pictures: [Snapshot], marks: [Timeline.Mark] = []) {
        (live, self.pictures, self.marks) = (pictures[0], pictures, marks)
        view = CockpitView()
        view = CockpitView(replaying: timeline)
        answer(view.tick(at: SampleNight.moment(50_000)))
    }

    var timeline: Timeline {
        Timeline(first: pictures[0].at, last: pictures[pictures.count - 1].at, marks: marks)
    }

    mutating func press(_ keys: Key...) {
        for key in keys {
            answer(view.press(key, snapshot: live, columns: size.columns, rows: size.rows))
        }
    }

    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { press(.character(scalar)) }
    }

    mutating func answer(_ actions: [CockpitAction]) {
        for action in actions {
            guard case .look(let request) = action else {
                self.actions.append(action)
                continue
            }
            switch request {
            case .timeline: view.learn(timeline)
            case .picture(let moment): view.showPast(pictures.last { $0.at.moment <= moment }, for: request)
            case .pictureBefore(let moment): view.showPast(pictures.last { $0.at.moment < moment }, for: request)
            case .pictureAfter(let moment): view.showPast(pictures.first { $0.at.moment > moment }, for: request)
            }
        }
    }

    mutating func forget() { actions = [] }

    var acts: [Act] { actions.compactMap { if case .act(let act) = $0 { act } else { nil } } }
    var frame: Frame { Cockpit.frame(of: live, view: view, size: size, glyphs: glyphs) }
    var text: String { frame.text }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// Five minutes of the sample's advance, a picture each ten seconds, and what happened in them.
enum PastSample {
    static let pictures = (0...30).map { picture(Double($0) * 10) }

    static let marks: [Timeline.Mark] = [
        Timeline.Mark(.event, at: SampleNight.at(40), "anna pressed a"),
        Timeline.Mark(.transition, at: SampleNight.at(80), "ledger begins consumers-moved"),
        Timeline.Mark(.gap, at: SampleNight.at(130), until: SampleNight.moment(170), "the disk was slow"),
        Timeline.Mark(.restart, at: SampleNight.at(170), "anna@ops1 came back"),
        Timeline.Mark(.red, at: SampleNight.at(201), "settlement does not converge"),
        Timeline.Mark(.red, at: SampleNight.at(203), "evil\u{1b}[2J\u{202e}name\r\n"),
    ]

    /// The night goes on, six minutes in.
    static func live(isRed: Bool = false) -> Snapshot {
        let live = SampleNight.commanded(.settled(.consumersMoved), after: 360)
        return isRed ? SampleNight.red(live, countdown: true) : live
    }

    private static func picture(_ seconds: Double) -> Snapshot {
        let then = SampleNight.snapshot(ticks: Int64(seconds))
        var picture = SampleNight.commanded(
            seconds < 80 ? .settled(.proven) : SampleNight.advancing().waves[SampleNight.ledger].state ?? .closed,
            after: seconds)
        (picture.source, picture.target, picture.bridge) = (then.source, then.target, then.bridge)
        (picture.topics, picture.groups, picture.budget) = (then.topics, then.groups, then.budget)
        (picture.pressure, picture.log) = (then.pressure, then.log)
        picture.source.recordsIn = .known(
            Reading(9_000 + seconds, takenAt: picture.at.moment, origin: .cluster(.source)))
        for topic in picture.topics.indices { picture.topics[topic].partitions = [] }
        return seconds > 201 ? SampleNight.red(picture) : picture
    }
}
