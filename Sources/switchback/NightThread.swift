import CSystem
import Night
import Probes
import Processes
import Synchronization

/// The night on a thread of its own: a terminal that nobody reads holds up neither a probe, nor a step, nor the way
/// back. Acts go in, pictures and refusals come out.
final class NightThread: Sendable {
    /// `@unchecked Sendable`: handed over whole; whoever made the night does not touch it again.
    private struct Handover: @unchecked Sendable { let source: any NightSource }

    private struct Desk {
        var snapshot: Snapshot
        var mayNotLeave: String?
        var acts: [Act] = []
        var notes: [(text: String, about: String)] = []
        var events: [NightEvent] = []
        var refusals: [String] = []
        var commanderIsLost = false
        var endAsked = false
        var outcome: Result<Void, any Error>?
    }

    /// What there is to draw, and what became of the keys.
    struct News {
        var snapshot: Snapshot
        var mayNotLeave: String?
        var refusals: [String]
        /// Not nil: the night is over.
        var outcome: Result<Void, any Error>?
    }

    private let desk: Mutex<Desk>
    private let news: Pipe
    private let orders: Pipe

    private static let shortestPicture = Duration.milliseconds(100)
    /// Ages go on while nothing comes in.
    private static let longestPicture = Duration.seconds(1)
    /// A main thread that was asked to end and has not for so long is stuck in its terminal.
    private static let patience = Duration.seconds(5)

    init(_ source: any NightSource) throws {
        desk = Mutex(Desk(snapshot: source.snapshot(at: SystemClock.now())))
        news = try Pipe()
        orders = try Pipe()
        for end in [news.reading, news.writing, orders.reading, orders.writing] { end.setNonBlocking() }
        let handover = Handover(source: source)
        _ = try Worker { [self] in
            let outcome = Result { try run(handover.source) }
            handover.source.end()
            desk.withLock { $0.outcome = outcome }
            ring(news)
        }
    }

    // MARK: For the thread that draws

    /// Readable when there is news.
    var descriptor: Int32 { news.reading.number }

    func takeNews() -> News {
        drain(news)
        return desk.withLock { desk in
            defer { desk.refusals = [] }
            return News(
                snapshot: desk.snapshot, mayNotLeave: desk.mayNotLeave, refusals: desk.refusals, outcome: desk.outcome)
        }
    }

    func act(_ act: Act) { order { $0.acts.append(act) } }
    func note(_ text: String, about: String) { order { $0.notes.append((text, about)) } }
    /// For the record.
    func record(_ event: NightEvent) { order { $0.events.append(event) } }
    func commanderIsLost() { order { $0.commanderIsLost = true } }

    /// Ends the night, once it may be left.
    func end() { order { $0.endAsked = true } }

    /// Waits for the end of a night that was asked to end.
    func waitForEnd() throws {
        while true {
            if let outcome = takeNews().outcome { return try outcome.get() }
            wait(for: [descriptor], until: SystemClock.moment() + .seconds(1))
        }
    }

    private func order(_ change: (inout Desk) -> Void) {
        desk.withLock { change(&$0) }
        ring(orders)
    }

    // MARK: The thread itself

    private func run(_ source: any NightSource) throws {
        var picturedAt = SystemClock.moment()
        var isDirty = true
        var lostAt: Moment?
        while true {
            let due = picturedAt + (isDirty ? Self.shortestPicture : Self.longestPicture)
            wait(
                for: [orders.reading.number] + source.descriptors,
                until: min(due, source.nextTick(after: SystemClock.moment())))
            let now = SystemClock.now()
            let hasActed = takeOrders(of: source, lostAt: &lostAt, at: now)
            if try !source.turn(at: now).isEmpty { isDirty = true }
            system_work_goes_on(source.mayNotLeave == nil ? 0 : 1)
            let waited = SystemClock.moment() - picturedAt
            if hasActed || isDirty && waited >= Self.shortestPicture || waited >= Self.longestPicture {
                publish(source)
                picturedAt = SystemClock.moment()
                isDirty = false
            }
            if desk.withLock(\.endAsked), source.mayNotLeave == nil { return }
            if let lostAt, now.moment - lostAt > Self.patience { endForStuckTerminal(source) }
        }
    }

    /// True when there was something to be seen of it.
    private func takeOrders(of source: any NightSource, lostAt: inout Moment?, at now: Stamp) -> Bool {
        drain(orders)
        let (acts, notes, events, lost) = desk.withLock { desk in
            defer { (desk.acts, desk.notes, desk.events) = ([], [], []) }
            return (desk.acts, desk.notes, desk.events, desk.commanderIsLost)
        }
        if lostAt == nil, lost || system_end_asked() != 0 {
            lostAt = now.moment
            source.commanderIsLost(at: now)
        }
        for event in events { source.record(event, at: now) }
        for note in notes { source.note(note.text, about: note.about, at: now) }
        let refusals = acts.flatMap { source.act($0, at: now) }
        desk.withLock { $0.refusals += refusals }
        return !acts.isEmpty || !notes.isEmpty
    }

    private func publish(_ source: any NightSource) {
        let snapshot = source.snapshot(at: SystemClock.now())
        source.shown(snapshot)
        desk.withLock { desk in
            desk.snapshot = snapshot
            desk.mayNotLeave = source.mayNotLeave
        }
        ring(news)
    }

    private func endForStuckTerminal(_ source: any NightSource) {
        // A main thread that has taken the signal says so on the desk, and ends by itself.
        guard !desk.withLock(\.commanderIsLost), source.mayNotLeave == nil else { return }
        source.end()
        terminal_guard_end(system_end_asked())
    }

    private func ring(_ pipe: Pipe) {
        // A full pipe has a byte already.
        try? pipe.writing.write([0])
    }

    private func drain(_ pipe: Pipe) {
        while case .bytes = try? pipe.reading.read(atMost: 256) {}
    }
}
