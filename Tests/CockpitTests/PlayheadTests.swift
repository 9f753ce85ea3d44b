import Night
import SampleNights
import Testing

@testable import Cockpit

private typealias Mark = Timeline.Mark

private func stamp(_ seconds: Double) -> Stamp {
    Stamp(
        moment: SampleNight.moment(seconds),
        wall: WallTime(milliseconds: SampleNight.start.wall.milliseconds + Int64(seconds * 1_000)))
}

private func mark(_ kind: Mark.Kind, _ seconds: Double, until: Double? = nil, _ words: String = "") -> Mark {
    Mark(kind, at: stamp(seconds), until: until.map { stamp($0).moment }, words)
}

/// Ten minutes, a picture a second, two reds a blink apart and one at the very end.
private let night = Timeline(
    first: stamp(0), last: stamp(600),
    marks: [
        mark(.red, 600, "end"), mark(.event, 60), mark(.red, 120.2, "first"), mark(.red, 120.4, "second"),
        mark(.transition, 300), mark(.gap, 400, until: 450), mark(.restart, 450),
    ])

/// A playhead whose requests are answered as the record would: a picture each whole second, none in the gap.
private struct Player {
    var head = Playhead(night)
    private(set) var asked: [PastRequest] = []

    init(_ inputs: Playhead.Input...) {
        put(.tick(stamp(10_000).moment))
        for input in inputs { put(input) }
    }

    mutating func put(_ input: Playhead.Input) {
        guard let request = head.input(input) else { return }
        asked.append(request)
        let answer = picture(for: request)
        // What it came to is said by the request unless the answer has something to say.
        let says = head.says
        #expect(head.input(.found(answer, request)) == nil)
        self.says = head.says ?? says
    }

    var says: String?

    private func picture(for request: PastRequest) -> Stamp? {
        let seconds = (0...600).filter { !(400..<450).contains($0) }.map { stamp(Double($0)) }
        return switch request {
        case .timeline: nil
        case .picture(let moment): seconds.last { $0.moment <= moment }
        case .pictureBefore(let moment): seconds.last { $0.moment < moment }
        case .pictureAfter(let moment): seconds.first { $0.moment > moment }
        }
    }

    /// Where it stands and what is shown there, in seconds of the night.
    var place: Double { (head.moment - SampleNight.start.moment).inSeconds }
    var shown: Double? { head.shown.map { ($0.moment - SampleNight.start.moment).inSeconds } }
}

@Test("each input goes where it says, and the picture shown is the last one known there")
func moves() {
    let there = Playhead.Input.jump("200s")
    let table: [(inputs: [Playhead.Input], place: Double, shown: Double)] = [
        ([], 0, 0),
        ([there], 200, 200),
        ([there, .step(.forward)], 201, 201),
        ([there, .step(.back), .step(.back)], 198, 198),
        ([there, .skip(.seconds(-10))], 190, 190),
        ([there, .skip(.milliseconds(60_500))], 260.5, 260),
        ([there, .skip(.milliseconds(500)), .step(.forward)], 201, 201),
        ([there, .skip(.milliseconds(500)), .step(.back)], 199, 199),
        ([.skip(.seconds(-10))], 0, 0),
        ([.step(.back)], 0, 0),
        ([there, .skip(.seconds(900))], 600, 600),
        ([.jump("end"), .step(.forward)], 600, 600),
        ([.jump("420s")], 420, 399),
        ([.jump("420s"), .step(.forward)], 450, 450),
        ([.jump("420s"), .step(.back)], 398, 398),
        ([there, .jump("start")], 0, 0),
        ([there, .jump("+1m")], 260, 260),
        ([there, .jump("nonsense")], 200, 200),
    ]
    for row in table {
        var player = Player()
        for input in row.inputs { player.put(input) }
        #expect(player.place == row.place && player.shown == row.shown, "\(row.inputs)")
    }
}

@Test("an input that moves nothing says why")
func says() {
    let table: [(inputs: [Playhead.Input], says: String)] = [
        ([.step(.back)], "no earlier picture"), ([.jump("end"), .step(.forward)], "no later picture"),
        ([.skip(.seconds(-1))], "this is the start of the record"),
        ([.skip(.seconds(601))], "this is the end of the record"),
        ([.mark(.back, redsOnly: true)], "no earlier red"),
        ([.jump("end"), .mark(.forward, redsOnly: false)], "no later event"),
        ([.jump("end"), .playOrPause], "nothing follows: this is the end of the record"),
        (Array(repeating: .faster, count: 9), "256x is the fastest"),
        (Array(repeating: .slower, count: 3), "0.25x is the slowest"),
    ]
    for row in table {
        var player = Player()
        for input in row.inputs {
            player.says = nil
            player.put(input)
        }
        #expect(player.says ?? player.head.says == row.says)
    }
}

@Test("it plays by the onlooker's clock times the speed, and who did not look on has missed nothing")
func plays() {
    var player = Player(.playOrPause)
    var clock = 20_000.0
    /// Looks on for so long, a beat of 0.1 s at a time.
    func watch(_ seconds: Double) {
        for _ in 0..<Int(seconds * 10) {
            clock += 0.1
            player.put(.tick(stamp(clock).moment))
        }
    }
    player.put(.tick(stamp(clock).moment))
    #expect(player.place == 0)
    watch(4)
    #expect(abs(player.place - 4) < 0.001)
    player.put(.faster)
    player.put(.faster)
    watch(4)
    #expect(abs(player.place - 20) < 0.001)
    for _ in 0..<4 { player.put(.slower) }
    watch(4)
    #expect(abs(player.place - 21) < 0.001)
    clock += 3_600
    player.put(.tick(stamp(clock).moment))
    #expect(player.place < 22)
    // A clock that stands still or goes back moves nothing.
    let place = player.place
    clock -= 5
    player.put(.tick(stamp(clock).moment))
    #expect(player.place == place)
    player.put(.playOrPause)
    watch(2)
    #expect(player.place == place)
    player.put(.playOrPause)
    player.put(.step(.forward))
    #expect(!player.head.isPlaying)
}

@Test("at 256x it stops at the end, says so, and shows the last picture; it asks for no moment outside the night")
func playsToTheEnd() {
    var player = Player(.playOrPause)
    for _ in 0..<8 { player.put(.faster) }
    #expect(player.head.speed.words == "256x")
    var beats = 0
    while player.head.isPlaying, beats < 1_000 {
        player.put(.tick(stamp(30_000 + Double(beats) / 10).moment))
        beats += 1
    }
    // 25.6 s of the night in each beat after the first.
    #expect(beats == 25)
    #expect(player.says == "this is the end of the record")
    #expect(player.shown == 600)
    for case .picture(let moment) in player.asked {
        #expect(night.first.moment <= moment && moment <= night.last.moment)
    }
    player.put(.tick(stamp(40_000).moment))
    #expect(player.head.nextTick(after: stamp(40_000).moment) == nil)
}

@Test("reds and events are gone to one by one, however near; what is shown is the first picture after each")
func marks() {
    var player = Player()
    var seen: [String] = []
    for _ in 0..<4 {
        player.put(.mark(.forward, redsOnly: true))
        seen.append("\(player.head.mark?.words ?? "") \(player.shown ?? -1)")
    }
    #expect(seen == ["first 121.0", "second 121.0", "end 600.0", "end 600.0"])
    for _ in 0..<3 { player.put(.mark(.back, redsOnly: true)) }
    #expect(player.head.mark?.words == "first")

    var events = Player()
    var kinds: [Mark.Kind] = []
    for _ in night.marks {
        events.put(.mark(.forward, redsOnly: false))
        if let kind = events.head.mark?.kind { kinds.append(kind) }
    }
    #expect(kinds == [.event, .red, .red, .transition, .gap, .restart, .red])
    // From where one went by oneself it is the place that counts.
    var stepped = Player(.mark(.forward, redsOnly: true), .step(.forward), .mark(.back, redsOnly: true))
    #expect(stepped.head.mark?.words == "second")
    stepped.put(.playOrPause)
    stepped.put(.mark(.forward, redsOnly: false))
    #expect(!stepped.head.isPlaying)
}

@Test("of what happened at one moment the most telling is gone to, and each press goes on from there")
func marksAtOneMoment() {
    let crowded = Timeline(
        first: stamp(0), last: stamp(600),
        marks: [
            mark(.event, 60, "said"), mark(.event, 60, "said"), mark(.red, 90, "red"), mark(.event, 90, "key"),
            mark(.event, 90, "key"), mark(.event, 120, "late"),
        ])
    var head = Playhead(crowded)
    func press(_ direction: Playhead.Direction, _ times: Int, redsOnly: Bool = false) -> [String] {
        (0..<times).map { _ in
            if let request = head.input(.mark(direction, redsOnly: redsOnly)) {
                _ = head.input(.found(head.mark?.at, request))
            }
            return head.says ?? head.mark?.words ?? ""
        }
    }
    #expect(press(.forward, 4) == ["said", "red", "late", "no later event"])
    #expect(press(.back, 3) == ["red", "said", "no earlier event"])
    #expect(press(.forward, 2, redsOnly: true) == ["red", "no later red"])
}

@Test("where nobody recorded the picture is not of that moment, and it says so")
func gap() {
    var player = Player(.jump("410s"))
    #expect(!player.head.isWithoutPicture)
    player.put(.jump("440s"))
    #expect(player.head.isWithoutPicture)
    #expect(night.mark(nearest: player.head.moment)?.kind == .gap)
    #expect(night.mark(nearest: stamp(120.31).moment)?.words == "second")
    #expect(night.mark(nearest: stamp(90.0).moment)?.kind == .event)
    #expect(night.mark(nearest: stamp(-5).moment)?.kind == .event)
    #expect(Timeline(first: stamp(0), last: stamp(1)).mark(nearest: stamp(0).moment) == nil)
}

@Test("a record that grows keeps the place, and what is shown before it is recorded is its end")
func grows() {
    let young = Timeline(first: stamp(0), last: stamp(10))
    var head = Playhead(young, shown: stamp(11.5))
    #expect(head.moment == stamp(11.5).moment)
    #expect(head.input(.step(.back)) == .pictureBefore(stamp(11.5).moment))
    _ = head.input(.found(stamp(10), .pictureBefore(stamp(11.5).moment)))
    _ = head.input(.learned(Timeline(first: stamp(0), last: stamp(40), marks: [mark(.red, 20)])))
    #expect(head.moment == stamp(10).moment)
    #expect(head.timeline.last == stamp(40))
    #expect(head.input(.mark(.forward, redsOnly: true)) == .pictureAfter(stamp(20).moment - .nanoseconds(1)))
    for end in [45.0, 50] {
        _ = head.input(.learned(Timeline(first: stamp(0), last: stamp(end), marks: [mark(.gap, 40, until: end)])))
        if end == 45 { _ = head.input(.mark(.forward, redsOnly: false)) }
    }
    #expect(head.mark?.until == stamp(50).moment, "a gap that was gone to and has grown")
}

@Test("no stamp of a broken record traps")
func brokenStamps() {
    let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    let stamps = extremes.flatMap { moment in
        extremes.map { Stamp(moment: Moment(nanoseconds: moment), wall: WallTime(milliseconds: $0)) }
    }
    for (first, last) in zip(stamps, stamps.reversed()) {
        let marks = stamps.map { Mark(.gap, at: $0, until: last.moment, "") }
        var head = Playhead(Timeline(first: first, last: last, marks: marks))
        for input in [
            .tick(first.moment), .playOrPause, .tick(last.moment), .tick(first.moment), .skip(.seconds(60)),
            .skip(.seconds(-60)), .jump("02:14"), .jump("+99999999h"), .jump("99999999h"), .jump("-99999999h"),
            .step(.back), .found(last, .pictureBefore(first.moment)), .mark(.forward, redsOnly: false),
            .mark(.back, redsOnly: false), .jump("end"),
        ] as [Playhead.Input] {
            _ = head.input(input)
            #expect(head.timeline.clamped(head.moment) == head.moment)
        }
        #expect(TimelineBar(head.timeline, place: head.moment, width: 9).cells.count == 9)
        _ = head.isWithoutPicture
    }
}

@Test("a record with more marks than a night has keeps the telling ones")
func tooManyMarks() {
    let flood = (0..<Timeline.mostMarks).map { mark(.event, Double($0) / 100) } + [mark(.red, 1)]
    #expect(Timeline(first: stamp(0), last: stamp(600), marks: flood).marks.map(\.kind) == [.red])
}
