import CSystem
import Glibc
import Night
import Processes
import Synchronization

struct QueuedEvent: Sendable {
    var event: NightEvent
    var at: Stamp
    var receipt: Int?
}

/// The queue between a commander, who never waits for the disk, and the thread that does.
final class Writer: Sendable {
    private struct State {
        var queued: [QueuedEvent] = []
        /// Queued, or in the thread's hands.
        var unwritten = 0
        var isClosing = false
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
    }

    var descriptor: Int32 { told.reading.number }

    func append(_ event: QueuedEvent) {
        state.withLock { state in
            guard !state.isClosing else {
                return tell([Receipt(number: event.receipt, failure: "the night file is closed")], &state)
            }
            guard state.unwritten < limit else {
                let why = "\(limit) events wait for the disk already; look at the disk"
                return tell([Receipt(number: event.receipt, failure: why)], &state)
            }
            if state.queued.isEmpty { signal(wake) }
            state.queued.append(event)
            state.unwritten += 1
        }
    }

    func takeReceipts() -> [Receipt] {
        state.withLock { state in
            guard !state.receipts.isEmpty else { return [] }
            _ = try? told.reading.read(atMost: 1)
            defer { state.receipts = [] }
            return state.receipts
        }
    }

    /// What is queued is still written; more is not taken. Whether that was done within the time.
    func close(atMost limit: Duration) -> Bool {
        state.withLock { state in
            guard !state.isClosing else { return }
            state.isClosing = true
            if state.queued.isEmpty { signal(wake) }
        }
        var polled = pollfd(fd: ended.reading.number, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, Int32(clamping: limit.inNanoseconds / 1_000_000)) == 1
    }

    /// The thread's whole life.
    fileprivate func run(_ store: NightStore) {
        while true {
            waitForWork(on: store)
            _ = try? wake.reading.read(atMost: 64)
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
            // Whoever closes sees to it that nothing is queued after.
            if isClosing { return }
            store.tidy()
        }
    }

    /// Until there is something to do. Meanwhile it is looked whether what is written here would be a record at all;
    /// that it is not any more, and that it is again, is told as of a write.
    private func waitForWork(on store: NightStore) {
        var polled = pollfd(fd: wake.reading.number, events: Int16(POLLIN), revents: 0)
        var isTold = false
        while poll(&polled, 1, Self.lookEvery) != 1 {
            let displacement = store.displacement
            if isTold == (displacement != nil) { continue }
            isTold = displacement != nil
            state.withLock { tell([Receipt(number: nil, failure: displacement)], &$0) }
        }
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
