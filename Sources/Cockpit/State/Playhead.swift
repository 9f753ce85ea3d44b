public import Night

/// What the past is asked for. Whoever has the record answers.
public enum PastRequest: Sendable, Equatable {
    /// How far the record goes by now, and what is marked in it. Answered by `learn`.
    case timeline
    /// The last picture at or before a moment. Answered, like the next two, by `showPast`.
    case picture(at: Moment)
    /// The last one before it.
    case pictureBefore(Moment)
    /// The first one after it.
    case pictureAfter(Moment)
}

/// Where in a night one stands, and how fast one goes on. It owns no pictures and no clock: it asks for the ones, and is
/// told how the other goes on.
struct Playhead: Sendable, Equatable {
    enum Direction: Sendable, CaseIterable { case back, forward }

    enum Input: Sendable, Equatable {
        /// The clock of who looks on.
        case tick(Moment)
        case playOrPause, slower, faster
        /// By one picture.
        case step(Direction)
        case skip(Duration)
        /// To a time as it was typed.
        case jump(String)
        case mark(Direction, redsOnly: Bool)
        /// A request was answered, with a picture of that stamp or with none.
        case found(Stamp?, PastRequest)
        case learned(Timeline)
    }

    private(set) var timeline: Timeline
    private(set) var moment: Moment
    private(set) var isPlaying = false
    private(set) var speed = Speed()
    /// The picture that is shown.
    private(set) var shown: Stamp?
    /// The mark that was gone to, until one goes elsewhere.
    private(set) var mark: Timeline.Mark?
    /// What the last input came to, where that cannot be seen.
    private(set) var says: String?
    private var ticked: Moment?

    /// Between two pictures while it plays: twenty a second.
    static let beat = Duration.milliseconds(50)
    /// Who did not look on for longer has missed nothing.
    private static let longestBeat = Duration.milliseconds(500)

    /// `shown`: a picture that is looked at already; nil: it begins at the start.
    init(_ timeline: Timeline, shown: Stamp? = nil) {
        let timeline = shown.map(timeline.reaching) ?? timeline
        self.timeline = timeline
        self.shown = shown
        moment = timeline.clamped(shown?.moment ?? timeline.first.moment)
    }

    mutating func input(_ input: Input) -> PastRequest? {
        says = nil
        switch input {
        case .tick(let now): return tick(now)
        case .playOrPause: playOrPause()
        case .slower: turnSpeed(by: -1)
        case .faster: turnSpeed(by: 1)
        case .step(let direction): return step(direction)
        case .skip(let time): return go(to: moment.moved(by: time))
        case .jump(let words): return jump(to: words)
        case .mark(let direction, let redsOnly): return goToMark(direction, redsOnly: redsOnly)
        case .found(let stamp, let request): take(stamp, for: request)
        case .learned(let timeline): learn(timeline)
        }
        return nil
    }

    /// When it goes on by itself; nil: it stands still.
    func nextTick(after now: Moment) -> Moment? {
        guard isPlaying || shown == nil else { return nil }
        return max(ticked.map { $0 + Self.beat } ?? now, now + .milliseconds(1))
    }

    /// Nothing was recorded for so long before where it stands that the picture is not of that moment. Shed pictures
    /// come every ten seconds.
    var isWithoutPicture: Bool { shown.map { moment - $0.moment > .seconds(15) } ?? true }

    // MARK: Playing

    private mutating func tick(_ now: Moment) -> PastRequest? {
        defer { ticked = now }
        guard isPlaying else { return shown == nil ? .picture(at: moment) : nil }
        guard let ticked else { return .picture(at: moment) }
        let elapsed = min(max(now - ticked, .zero), Self.longestBeat)
        moment = timeline.clamped(moment.moved(by: speed.of(elapsed)))
        mark = nil
        if moment == timeline.last.moment {
            isPlaying = false
            says = "this is the end of the record"
        }
        return .picture(at: moment)
    }

    private mutating func playOrPause() {
        guard isPlaying || moment < timeline.last.moment else {
            says = "nothing follows: this is the end of the record"
            return
        }
        isPlaying.toggle()
        ticked = nil
    }

    private mutating func turnSpeed(by step: Int) {
        guard let turned = speed.turned(by: step) else {
            says = "\(speed.words) is the \(step < 0 ? "slowest" : "fastest")"
            return
        }
        speed = turned
    }

    // MARK: Going elsewhere

    private mutating func step(_ direction: Direction) -> PastRequest {
        isPlaying = false
        mark = nil
        let here = shown?.moment ?? moment
        return direction == .back ? .pictureBefore(here) : .pictureAfter(here)
    }

    private mutating func go(to wanted: Moment) -> PastRequest {
        moment = timeline.clamped(wanted)
        mark = nil
        if wanted < moment { says = "this is the start of the record" }
        if wanted > moment { says = "this is the end of the record" }
        return .picture(at: moment)
    }

    private mutating func jump(to words: String) -> PastRequest? {
        do throws(UnclearTime) {
            return go(to: try timeline.moment(words, from: moment))
        } catch {
            says = error.why
            return nil
        }
    }

    /// What happened is seen in the first picture after it. There it stands still, to be looked at. Much may happen at one
    /// moment: that is one place to go to, and the most telling of it is spoken of.
    private mutating func goToMark(_ direction: Direction, redsOnly: Bool) -> PastRequest? {
        let marks = timeline.marks.filter { !redsOnly || $0.kind == .red }
        let here = mark?.at.moment ?? moment
        let next =
            direction == .back
            ? marks.last { $0.at.moment < here } : marks.first { $0.at.moment > here }
        let found = marks.filter { $0.at.moment == next?.at.moment }.max { $0.kind.rawValue < $1.kind.rawValue }
        guard let found else {
            says = "no \(direction == .back ? "earlier" : "later") \(redsOnly ? "red" : "event")"
            return nil
        }
        isPlaying = false
        mark = found
        moment = timeline.clamped(found.at.moment)
        let isLast = moment == timeline.last.moment
        return isLast ? .picture(at: moment) : .pictureAfter(moment.moved(by: .nanoseconds(-1)))
    }

    // MARK: Answers

    private mutating func take(_ stamp: Stamp?, for request: PastRequest) {
        guard let stamp else {
            switch request {
            case .timeline, .picture: says = "no picture from then"
            case .pictureBefore: says = "no earlier picture"
            case .pictureAfter: says = "no later picture"
            }
            return
        }
        shown = stamp
        timeline = timeline.reaching(stamp)
        if case .picture = request { return }
        moment = timeline.clamped(stamp.moment)
    }

    private mutating func learn(_ timeline: Timeline) {
        self.timeline = shown.map(timeline.reaching) ?? timeline
        moment = self.timeline.clamped(moment)
        // A gap that was gone to may have grown.
        mark = mark.flatMap { old in
            timeline.marks.first { $0.at == old.at && $0.kind == old.kind && $0.words == old.words }
        }
    }
}

/// How fast the past goes by, in powers of two.
struct Speed: Sendable, Equatable {
    static let powers = -2...8

    private var power = 0

    /// Nil: it goes no further that way.
    func turned(by step: Int) -> Speed? {
        var turned = self
        turned.power += step
        return Self.powers.contains(turned.power) ? turned : nil
    }

    func of(_ time: Duration) -> Duration { power < 0 ? time / (1 << -power) : time * (1 << power) }

    var words: String { power < 0 ? (power == -1 ? "0.5x" : "0.25x") : "\(1 << power)x" }
}
