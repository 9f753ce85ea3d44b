import Archive
import Glibc
public import Night
import Processes
import Synchronization

/// Makes a record of what the probes read and of what was shown, on a thread of its own between whoever runs the night
/// and the thread that writes. Handing something over never waits.
public final class Recorder: Sendable {
    private struct Inbox {
        var readings: [Observed] = []
        var pictures: [Snapshot] = []
        var bytes = 0
        /// The first that found no room, and was lost.
        var lostReading: Stamp?
        var lostPicture: Stamp?
        var choice = PictureChoice()
        var detail = RecordedDetail.everything
        var standing = Snapshot.Command.Recording.recording
        var news: [(event: NightEvent, at: Stamp)] = []
        var isClosing = false
        /// As of when the thread is to come by at once.
        var turnsAt: Stamp?
        /// It comes by then only.
        var isTurned = false
    }

    private let inbox = Mutex(Inbox())
    /// A byte when there is no more to wait for.
    private let wake: Pipe
    /// A byte when the thread is about to end.
    private let ended: Pipe
    /// A byte when a turn that was asked for is over.
    private let turned: Pipe
    private let mostBytes: Int
    private let thread = Mutex<Worker?>(nil)

    /// How long what was handed over waits to be written, when nothing is in its way.
    static let slipEvery: Int32 = 700
    /// Pictures that wait for the thread: far more than one turn of it brings.
    private static let mostPictures = 64

    init(to writer: Writer, lastBlocks: [RecordedPart: Int64], limits: Shedding.Limits) throws(SystemError) {
        wake = try Pipe()
        ended = try Pipe()
        turned = try Pipe()
        mostBytes = limits.bytes
        do throws(WorkerProblem) {
            let worker = try Worker { [self] in
                var work = RecorderWork(writer, lastBlocks: lastBlocks, limits: limits)
                run(&work)
                try? ended.writing.write([1])
            }
            thread.withLock { $0 = worker }
        } catch { throw SystemError("pthread_create", about: "a thread that records", code: error.code) }
    }

    /// A reading, as a probe reported it.
    public func take(_ observed: Observed) {
        inbox.withLock { inbox in
            guard inbox.detail == .everything, !inbox.isClosing else { return }
            guard inbox.bytes < mostBytes * 4 else { return inbox.lostReading = inbox.lostReading ?? observed.at }
            inbox.readings.append(observed)
            inbox.bytes += observed.what.cost
        }
    }

    /// A picture that is being shown. Of many, about one a second is kept.
    public func take(shown snapshot: Snapshot) {
        inbox.withLock { inbox in
            guard !inbox.isClosing, inbox.choice.keeps(snapshot, of: inbox.detail) else { return }
            guard inbox.pictures.count < Self.mostPictures else {
                return inbox.lostPicture = inbox.lostPicture ?? snapshot.at
            }
            inbox.pictures.append(snapshot)
        }
    }

    /// One more picture would be taken.
    var hasRoom: Bool { inbox.withLock { $0.pictures.count < Self.mostPictures } }

    /// Has the thread come by now, as if it were this moment, and returns when it has; from then on it comes by at no
    /// other time. For who has a whole night to hand over at once.
    package func turn(at moment: Stamp) {
        inbox.withLock { ($0.turnsAt, $0.isTurned) = (moment, true) }
        try? wake.writing.write([1])
        _ = try? turned.reading.read(atMost: 1)
    }

    /// How much of the night is being recorded, as far as it depends on this.
    public var standing: Snapshot.Command.Recording { inbox.withLock(\.standing) }

    /// What became of the recording since the last call, for the log: it is in the night file already.
    public func takeNews() -> [(event: NightEvent, at: Stamp)] {
        inbox.withLock { inbox in
            defer { inbox.news = [] }
            return inbox.news
        }
    }

    /// Makes rows of all that was handed over, within the time.
    func close(atMost limit: Duration) {
        let wasClosing = inbox.withLock { inbox in
            defer { inbox.isClosing = true }
            return inbox.isClosing
        }
        guard !wasClosing else { return }
        try? wake.writing.write([1])
        var polled = pollfd(fd: ended.reading.number, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, Int32(clamping: limit.inNanoseconds / 1_000_000)) == 1 else { return }
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private func run(_ work: inout RecorderWork) {
        while true {
            var polled = pollfd(fd: wake.reading.number, events: Int16(POLLIN), revents: 0)
            if poll(&polled, 1, Self.slipEvery) == 1 { _ = try? wake.reading.read(atMost: 64) }
            let isItsTurn = inbox.withLock { !$0.isTurned || $0.turnsAt != nil || $0.isClosing }
            guard isItsTurn else { continue }
            let handed = inbox.withLock { inbox in
                defer {
                    (inbox.readings, inbox.pictures, inbox.bytes) = ([], [], 0)
                    (inbox.lostReading, inbox.lostPicture, inbox.turnsAt) = (nil, nil, nil)
                }
                return inbox
            }
            let now = handed.turnsAt ?? MachineClock.now()
            // What was handed over before less is kept is kept: what is shed is shed from now on.
            work.take(handed.readings, handed.pictures, at: now)
            var events = work.judge(unmade: handed.bytes, at: now)
            if let lost = handed.lostReading { events.append(work.lose(.readings, from: lost, to: now)) }
            if let lost = handed.lostPicture { events.append(work.lose(.pictures, from: lost, to: now)) }
            inbox.withLock { inbox in
                inbox.detail = work.shedding.detail
                inbox.standing = work.shedding.standing
                inbox.news += events.map { ($0, now) }
            }
            if handed.turnsAt != nil { try? turned.writing.write([1]) }
            guard handed.isClosing else { continue }
            return work.end(at: now)
        }
    }
}

extension Shedding {
    fileprivate var standing: Snapshot.Command.Recording {
        since.map { .thin(to: detail, why: why, since: $0) } ?? .recording
    }
}

extension Observation {
    /// About as many bytes as it takes in memory.
    var cost: Int {
        switch self {
        case .commits(_, let topics), .ends(let topics), .starts(let topics): topics.cost
        case .carried(let carried): carried.next.cost
        case .metadata(let metadata): metadata.topics.reduce(256) { $0 + 64 + $1.partitions.count * 32 }
        case .syncs(let pairs), .checkpoints(_, let pairs): pairs.reduce(256) { $0 + 64 + $1.pairs.count * 32 }
        case .samples(let samples): 256 + samples.count * 64
        case .settings(let topics): 256 + topics.count * 1024
        case .members(let groups): groups.reduce(256) { $0 + 64 + ($1.members?.count ?? 0) * 96 }
        case .groups(let listing): 256 + listing.groups.count * 64
        case .acls, .connectors, .link, .subjects, .endpoints: 4096
        case .produced, .unproduced, .worker, .heartbeat, .internalTopic, .roundTrip, .noRoundTrip, .trouble,
            .sweepEnded:
            256
        }
    }
}

extension [TopicOffsets] {
    fileprivate var cost: Int { reduce(256) { $0 + 64 + $1.offsets.count * 16 } }
}
