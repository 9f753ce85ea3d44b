import Archive
import BlackBox
import Cockpit
import Night

/// Answers what the past is asked for.
protocol PastRecord: AnyObject {
    /// Nil: there is no picture yet.
    func timeline() throws -> Timeline?
    /// Nil: there is none.
    func picture(for request: PastRequest) throws -> Snapshot?
}

extension CockpitView {
    /// Asks the record, and takes the answer in. A record that cannot be read is said on the screen.
    mutating func answer(_ request: PastRequest, from record: some PastRecord) {
        do {
            if case .timeline = request {
                if let timeline = try record.timeline() {
                    learn(timeline)
                } else {
                    showPast(nil, for: .timeline)
                }
            } else {
                showPast(try record.picture(for: request), for: request)
            }
        } catch {
            refused("\(error)")
        }
    }
}

/// A night file, as the past of a replay.
final class RecordedPast: PastRecord {
    let recorded: RecordedNight
    /// The topic whose partitions are looked at: they are folded again from the readings.
    var openTopic: String?
    /// Of the picture that was answered last.
    private(set) var moment: Moment?
    private let detail: PartitionDetail
    private var marks: [Timeline.Mark] = []
    private var marked = 0
    private var holders = 0

    init(_ recorded: RecordedNight) {
        self.recorded = recorded
        detail = PartitionDetail(recorded)
    }

    func timeline() throws -> Timeline? {
        try recorded.refresh()
        let events = try recorded.events
        // Without a picture there is still what happened.
        let ends = try recorded.span ?? events.first.map { (first: $0.at, last: events.last?.at ?? $0.at) }
        guard let ends else { return nil }
        for stored in events.dropFirst(marked) {
            if case .opened = stored.event { holders += 1 }
            if let mark = Timeline.Mark(stored, isFirstHolder: holders < 2) { marks.append(mark) }
        }
        marked = events.count
        // All anew: the last may have grown.
        let gaps = try recorded.gaps.map { Timeline.Mark($0) }
        return Timeline(first: ends.first, last: ends.last, marks: marks + gaps)
    }

    func picture(for request: PastRequest) throws -> Snapshot? {
        let stamp: Stamp?
        switch request {
        case .timeline: return nil
        case .picture(let moment): stamp = try recorded.pictureStamp(atOrBefore: moment)
        case .pictureBefore(let moment): stamp = try recorded.pictureStamp(before: moment)
        case .pictureAfter(let moment): stamp = try recorded.pictureStamp(after: moment)
        }
        guard let stamp, var picture = try recorded.picture(at: stamp.moment) else { return nil }
        moment = stamp.moment
        if let openTopic, let place = picture.topics.firstIndex(where: { $0.name == openTopic }),
            let partitions = try detail.partitions(of: openTopic, in: picture, at: stamp.moment)
        {
            picture.topics[place].partitions = partitions
        }
        return picture
    }
}

/// The running night's own pictures, in memory: no disk is between the keys and the past.
final class LivePast: PastRecord {
    private let memory: PictureKeeper
    private var marks: [Timeline.Mark] = []
    private var newest: Snapshot.LogEntry?

    private static let mostMarks = 10_000

    init() throws {
        memory = try PictureKeeper()
    }

    /// A picture that is about to be shown.
    func take(_ snapshot: Snapshot) {
        let known = newest.flatMap { snapshot.log.lastIndex(of: $0) }
        marks += snapshot.log[(known.map { $0 + 1 } ?? 0)...].compactMap { Timeline.Mark($0) }
        if marks.count > Self.mostMarks { marks.removeFirst(marks.count - Self.mostMarks) }
        newest = snapshot.log.last ?? newest
        memory.take(snapshot)
    }

    func timeline() -> Timeline? {
        let memory = memory.contents
        guard let first = memory.first, let last = memory.last else { return nil }
        return Timeline(first: first, last: last, marks: marks.filter { $0.at.moment >= first.moment })
    }

    func picture(for request: PastRequest) throws -> Snapshot? {
        let memory = memory.contents
        switch request {
        case .timeline: return nil
        case .picture(let moment):
            return try (memory.picture(at: moment) ?? memory.first.flatMap { memory.picture(at: $0.moment) })?.picture()
        case .pictureBefore(let moment): return try memory.picture(before: moment)?.picture()
        case .pictureAfter(let moment): return try memory.picture(after: moment)?.picture()
        }
    }

    func end() { memory.end() }
}

extension Timeline.Mark {
    /// What of the chain is worth a mark: what turned red, where waves went, and what somebody did.
    init?(_ stored: StoredEvent, isFirstHolder: Bool) {
        switch stored.event {
        case .trigger(let wave, let trigger, .red, _): self.init(.red, at: stored.at, "wave \(wave): \(trigger) is red")
        case .wave(_, .settled), .wave(_, .turnedBack), .wave(_, .rolledBack), .wave(_, .closed), .wave(_, .confirmed):
            guard let line = stored.event.line else { return nil }
            self.init(.transition, at: stored.at, "\(line.about) \(line.text)")
        case .opened(let by, _, _):
            self.init(isFirstHolder ? .event : .restart, at: stored.at, "\(by.name) holds the keys")
        case .gap, .kept, .thinned, .shown, .trigger, .gate, .gateRan, .prompt: return nil
        case .key(let key): self.init(.event, at: stored.at, "key \(key)")
        default:
            guard let line = stored.event.line else { return nil }
            self.init(.event, at: stored.at, "\(line.about): \(line.text)")
        }
    }

    init(_ gap: RecordedGap) {
        self.init(.gap, at: gap.from, until: gap.to.moment, gap.why)
    }

    /// Of a running night, whose log says the same.
    init?(_ entry: Snapshot.LogEntry) {
        switch entry.severity {
        case .bad: self.init(.red, at: entry.at, "\(entry.about): \(entry.text)")
        case .good where entry.isOfWave, .warning where entry.isOfWave:
            self.init(.transition, at: entry.at, "\(entry.about) \(entry.text)")
        case .warning: self.init(.event, at: entry.at, "\(entry.about): \(entry.text)")
        case .good, .info: return nil
        }
    }
}

extension Snapshot.LogEntry {
    /// Where a wave went, and not what happened on the way.
    fileprivate var isOfWave: Bool {
        about.hasPrefix("wave ")
            && !["trigger ", "step ", "undo ", "gate "].contains { text.hasPrefix($0) }
    }
}
