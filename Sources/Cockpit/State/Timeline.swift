public import Night

/// What there is to look back at: from which picture to which, and what happened on the way.
public struct Timeline: Sendable, Equatable {
    /// Something that happened, at its place.
    public struct Mark: Sendable, Equatable {
        /// The more telling last: of several at one place that one is seen.
        public enum Kind: UInt8, Sendable, CaseIterable {
            case event, gap, restart, transition, red
        }

        public var at: Stamp
        /// Where a gap ends; what takes no time has none.
        public var until: Moment?
        public var kind: Kind
        public var words: String

        public init(_ kind: Kind, at: Stamp, until: Moment? = nil, _ words: String) {
            self.at = at
            self.until = until
            self.kind = kind
            self.words = words
        }
    }

    /// The first picture's stamp.
    public let first: Stamp
    /// The last picture's.
    public let last: Stamp
    /// In the order of their moments.
    public let marks: [Mark]
    let clock: NightClock

    /// A file that claims more has its plain events left out, and of the rest what is beyond it.
    static let mostMarks = 50_000

    public init(first: Stamp, last: Stamp, marks: [Mark] = []) {
        let last = last.moment < first.moment ? first : last
        let kept = marks.count > Self.mostMarks ? marks.filter { $0.kind != .event } : marks
        self.first = first
        self.last = last
        self.marks = kept.prefix(Self.mostMarks).sorted { $0.at.moment < $1.at.moment }
        clock = NightClock(first: first, last: last, between: self.marks.map(\.at))
    }

    /// The same, with a picture that is not in the record yet.
    func reaching(_ stamp: Stamp) -> Timeline {
        stamp.moment > last.moment ? Timeline(first: first, last: stamp, marks: marks) : self
    }

    func clamped(_ moment: Moment) -> Moment { min(max(moment, first.moment), last.moment) }

    /// The mark to speak of at a moment: the gap it lies in, or else the nearest.
    func mark(nearest moment: Moment) -> Mark? {
        if let gap = marks.last(where: { $0.at.moment <= moment && moment < $0.until ?? $0.at.moment }) { return gap }
        let next = marks.firstIndex { $0.at.moment > moment } ?? marks.endIndex
        let before = next > 0 ? marks[next - 1] : nil
        guard next < marks.endIndex else { return before }
        guard let before else { return marks[next] }
        return moment - before.at.moment <= marks[next].at.moment - moment ? before : marks[next]
    }

    // MARK: A time in words

    /// What somebody typed means; `here`: where `+10m` is counted from. A time of day that comes more than once is the
    /// next one after `here`, and after the last the first again.
    public func moment(_ words: String, from here: Moment) throws(UnclearTime) -> Moment {
        switch try TypedTime(words) {
        case .start: return first.moment
        case .end: return last.moment
        case .sinceStart(let time): return first.moment.moved(by: time)
        case .away(let time): return here.moved(by: time)
        case .ofDay(let second): return try moment(words, clock.moments(ofSecond: second), after: here)
        case .onDay(let day, let second):
            let ofDay = clock.moments(ofSecond: second).filter { clock.wall(at: $0).day == day }
            return try moment(words, ofDay, after: here)
        }
    }

    private func moment(_ words: String, _ moments: [Moment], after here: Moment) throws(UnclearTime) -> Moment {
        guard let moment = moments.first(where: { $0 > here }) ?? moments.first else {
            let span = "\(Spelling.clock(first.wall))Z to \(Spelling.clock(last.wall))Z"
            throw UnclearTime(why: "\(words) is not in the record: it goes from \(span)")
        }
        return moment
    }
}

/// Why no moment is meant by what was typed, and what is understood.
public struct UnclearTime: Error, Equatable, CustomStringConvertible {
    public let why: String

    public var description: String { why }
}

extension Moment {
    /// Stays inside what a moment can be, whatever a file or a hand says.
    func moved(by time: Duration) -> Moment {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(time.inNanoseconds)
        return Moment(nanoseconds: overflow ? (time < .zero ? .min : .max) : sum)
    }
}
