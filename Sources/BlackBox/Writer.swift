import CSystem
import Glibc
import Night
import Processes
import Synchronization

struct QueuedEvent: Sendable {
    var event: NightEvent
    var at: Stamp
    var receipt: Int?
    /// How many that were to be counted found no room in the queue before it.
    var refusedBefore: Int64 = 0
}

struct QueuedRow: Sendable {
    var row: RecordedRow
    var since: Moment
}

/// What waits for the disk beside the events.
struct Backlog: Equatable {
    var bytes = 0
    /// Since when the oldest of it waits.
    var since: Moment?
    var failure: String?
}

/// The queue between a commander, who never waits for the disk, and the thread that does.
final class Writer: Sendable {
    private struct State {
        var queued: [QueuedEvent] = []
        /// Queued, or in the thread's hands.
        var unwritten = 0
        /// Events that found no room since the last one that did.
        var refused: Int64 = 0
        /// Of the record beside the events; the first of them may be in the thread's hands.
        var rows: [QueuedRow] = []
        var rowBytes = 0
        /// Why the first of them could not be written yet.
        var rowFailure: String?
        var isClosing = false
        /// When the record ends for good, with what is queued by then.
        var sealsAt: WallTime?
        /// Why it did not end for good.
        var sealFailure: String?
        var receipts: [Receipt] = []
    }

    private let state = Mutex(State())
    /// A byte while there is something for the thread to do.
    private let wake: Pipe
    /// A byte while there are receipts.
    private let told: Pipe
    /// A byte when the thread is about to end.
    private let ended: Pipe
    private let limit: Int

    private static let mostInOneCommit = 1000
    /// Milliseconds between two looks at the files, while nothing is written.
    private static let lookEvery: Int32 = 1000

    init(limit: Int) throws(SystemError) {
        self.limit = limit
        wake = try Pipe()
        told = try Pipe()
        ended = try Pipe()
        // A full pipe has a byte already.
        wake.writing.setNonBlocking()
    }

    var descriptor: Int32 { told.reading.number }

    func append(_ event: QueuedEvent) {
        state.withLock { state in
            guard !state.isClosing else {
                return tell([Receipt(number: event.receipt, failure: "the night file is closed")], &state)
            }
            guard state.unwritten < limit else {
                if !event.event.isToldAgain { state.refused += 1 }
                let why = "\(limit) events wait for the disk already; look at the disk"
                return tell([Receipt(number: event.receipt, failure: why)], &state)
            }
            if state.queued.isEmpty, state.rows.isEmpty || state.rowFailure != nil { signal(wake) }
            var event = event
            (event.refusedBefore, state.refused) = (state.refused, 0)
            state.queued.append(event)
            state.unwritten += 1
        }
    }

    /// Written when no event waits. It is for the caller to see that this does not grow for ever.
    func append(_ row: RecordedRow) {
        state.withLock { state in
            guard !state.isClosing else { return }
            if state.rows.isEmpty, state.queued.isEmpty { signal(wake) }
            state.rows.append(QueuedRow(row: row, since: MachineClock.now().moment))
            state.rowBytes += row.cost
        }
    }

    var backlog: Backlog {
        state.withLock { Backlog(bytes: $0.rowBytes, since: $0.rows.first?.since, failure: $0.rowFailure) }
    }

    func takeReceipts() -> [Receipt] {
        state.withLock { state in
            guard !state.receipts.isEmpty else { return [] }
            _ = try? told.reading.read(atMost: 1)
            defer { state.receipts = [] }
            return state.receipts
        }
    }

    /// Why the record did not end for good, once it was closed.
    var sealFailure: String? { state.withLock(\.sealFailure) }

    /// What is queued is still written; more is not taken. Whether that was done within the time.
    func close(sealingAt sealsAt: WallTime?, atMost limit: Duration) -> Bool {
        state.withLock { state in
            guard !state.isClosing else { return }
            state.isClosing = true
            state.sealsAt = sealsAt
            if state.queued.isEmpty { signal(wake) }
        }
        var polled = pollfd(fd: ended.reading.number, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, Int32(clamping: limit.inNanoseconds / 1_000_000)) == 1
    }

    /// The thread's whole life. An event waits for one row at most.
    fileprivate func run(_ store: NightStore) {
        var sight = Sight()
        while true {
            let (entries, isClosing) = state.withLock { state in
                defer { state.queued = [] }
                return (state.queued, state.isClosing)
            }
            var rest = entries[...]
            while !rest.isEmpty {
                let batch = rest.prefix(Self.mostInOneCommit)
                rest = rest.dropFirst(Self.mostInOneCommit)
                write(batch, to: store)
            }
            look(at: store, &sight)
            if writeRow(to: store) { continue }
            // Whoever closes sees to it that nothing is queued after.
            if isClosing {
                let unwritten = tellUnwritten(to: store)
                if let at = state.withLock({ $0.sealsAt }) {
                    let failure = unwritten ?? store.seal(at: at)
                    state.withLock { $0.sealFailure = failure }
                }
                return
            }
            store.tidy()
            waitForWork()
        }
    }

    /// Whether to come back at once. One that cannot be written stays the first.
    private func writeRow(to store: NightStore) -> Bool {
        guard let next = state.withLock({ $0.rows.first }) else { return false }
        var failure: String?
        do throws(StoreProblem) { try store.write(next.row) } catch { failure = error.words }
        state.withLock { state in
            state.rowFailure = failure
            guard failure == nil else { return }
            state.rows.removeFirst()
            state.rowBytes -= next.row.cost
        }
        return failure == nil
    }

    /// What of the record beside the events is given up at the end is a gap. Why not even that can be written.
    private func tellUnwritten(to store: NightStore) -> String? {
        let (since, failure) = state.withLock { ($0.rows.first?.since, $0.rowFailure) }
        guard let since else { return nil }
        let now = MachineClock.now()
        let waited = (now.moment - since).inNanoseconds / 1_000_000
        let from = Stamp(moment: since, wall: WallTime(milliseconds: now.wall.milliseconds - waited))
        let gap = NightEvent.gap(kept: .events, from: from, to: now, why: failure ?? "left before it was written")
        do throws(StoreProblem) {
            return try store.write([QueuedEvent(event: gap, at: now, receipt: nil)]).values.first
        } catch { return error.words }
    }

    private func waitForWork() {
        var polled = pollfd(fd: wake.reading.number, events: Int16(POLLIN), revents: 0)
        let hasWork = state.withLock { !$0.queued.isEmpty || $0.isClosing }
        guard poll(&polled, 1, hasWork ? 0 : Self.lookEvery) == 1 else { return }
        _ = try? wake.reading.read(atMost: 64)
    }

    /// Whether what is written here would be a record at all. That it is not any more, and that it is again, is told as
    /// of a write.
    private struct Sight {
        var at = Moment(nanoseconds: 0)
        var isTold = false
    }

    private func look(at store: NightStore, _ sight: inout Sight) {
        let now = MachineClock.now().moment
        guard now - sight.at >= .milliseconds(Int64(Self.lookEvery) - 1) else { return }
        sight.at = now
        let displacement = store.displacement
        guard sight.isTold != (displacement != nil) else { return }
        sight.isTold = displacement != nil
        state.withLock { tell([Receipt(number: nil, failure: displacement)], &$0) }
    }

    fileprivate func end() {
        signal(ended)
    }

    private func write(_ batch: ArraySlice<QueuedEvent>, to store: NightStore) {
        let receipts: [Receipt]
        do throws(StoreProblem) {
            let refused = try store.write(batch)
            receipts = Self.receipts(for: batch) { refused[$0] }
        } catch {
            receipts = Self.receipts(for: batch) { _ in error.words }
        }
        state.withLock { state in
            state.unwritten -= batch.count
            tell(receipts, &state)
        }
    }

    /// One for each numbered event, and one for all others together.
    private static func receipts(for batch: ArraySlice<QueuedEvent>, failure: (Int) -> String?) -> [Receipt] {
        var receipts: [Receipt] = []
        var others: Receipt?
        for (index, entry) in zip(batch.indices, batch) {
            let receipt = Receipt(number: entry.receipt, failure: failure(index))
            if receipt.number != nil { receipts.append(receipt) } else if others?.failure == nil { others = receipt }
        }
        if let others { receipts.append(others) }
        return receipts
    }

    private func tell(_ receipts: [Receipt], _ state: inout State) {
        guard !receipts.isEmpty else { return }
        if state.receipts.isEmpty { signal(told) }
        state.receipts += receipts
    }

    /// At most one byte is ever in a pipe, so this does not wait.
    private func signal(_ pipe: Pipe) {
        try? pipe.writing.write([1])
    }
}

/// The thread that commits. It owns the store, and with it the commander's lock, until it ends.
enum WriterThread {
    fileprivate final class Work {
        let writer: Writer
        private var store: NightStore?

        init(_ writer: Writer, _ store: NightStore) {
            self.writer = writer
            self.store = store
        }

        func takeStore() -> NightStore? {
            defer { store = nil }
            return store
        }
    }

    static func start(_ writer: Writer, _ store: sending NightStore) throws(SystemError) -> pthread_t {
        let work = Unmanaged.passRetained(Work(writer, store))
        var handle = pthread_t()
        let code = pthread_create(&handle, nil, beginWriting, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw SystemError("pthread_create", about: "a thread that writes", code: code)
        }
        return handle
    }

    fileprivate static func run(_ work: Work) {
        // A file that reached its size limit is an error to report, no reason to die; the rest of the process keeps
        // the signal as it was.
        var limitReached = sigset_t()
        sigemptyset(&limitReached)
        sigaddset(&limitReached, SIGXFSZ)
        pthread_sigmask(SIG_BLOCK, &limitReached, nil)
        if let store = work.takeStore() { work.writer.run(store) }
        work.writer.end()
    }
}

private func beginWriting(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { WriterThread.run(Unmanaged<WriterThread.Work>.fromOpaque(context).takeRetainedValue()) }
    return nil
}
