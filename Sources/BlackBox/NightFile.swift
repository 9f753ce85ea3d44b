import Glibc
public import Night
import Processes
import Synchronization

/// What became of an event handed to a night file.
public struct Receipt: Sendable, Equatable {
    /// As given with the event. One receipt without a number stands for all events without one that were written
    /// together.
    public let number: Int?
    /// Nil: durable. Otherwise the event is not in the file: why, where, and what to do.
    public let failure: String?
}

/// The record of one night, held by its one commander: events in order, chained by hash, durable before the act they
/// announce. Nothing here but `open` and `close` ever waits for the disk.
public final class NightFile: Sendable {
    /// What was written before this commander, in order.
    public let history: [StoredEvent]
    /// The plan the last commander had; nil: there was none.
    public let previousPlan: TakenPlan?

    private let writer: Writer
    private let thread: Mutex<pthread_t?>

    private init(history: [StoredEvent], previousPlan: TakenPlan?, writer: Writer, thread: pthread_t) {
        self.history = history
        self.previousPlan = previousPlan
        self.writer = writer
        self.thread = Mutex(thread)
    }

    deinit {
        close()
    }

    /// Takes the night, or says who has it. What is found there is checked from its first row to its last. A changed
    /// plan is no hindrance here: `previousPlan` tells.
    public static func open(
        path: String, night: String, planDigest: String, holder: Holder, at: Stamp
    ) throws(NightFileError) -> NightFile {
        try open(path: path, night: night, planDigest: planDigest, holder: holder, at: at, limits: Limits())
    }

    /// How long, and how much, before an event is given up.
    struct Limits {
        /// Another program's lock on the file is waited for this long.
        var patience = Duration.seconds(2)
        /// Events that wait for the disk.
        var queue = 100_000
    }

    static func open(
        path: String, night: String, planDigest: String, holder: Holder, at: Stamp, limits: Limits
    ) throws(NightFileError) -> NightFile {
        let opening = NightOpening(night: night, planDigest: planDigest, holder: holder, at: at)
        let opened = try opening.open(path, patience: limits.patience)
        let (history, previousPlan) = (opened.history, opened.previousPlan)
        do throws(SystemError) {
            let writer = try Writer(limit: limits.queue)
            let thread = try WriterThread.start(writer, opened.store)
            return NightFile(
                history: history, previousPlan: previousPlan, writer: writer, thread: thread)
        } catch {
            throw .system(path: path, why: "\(error)")
        }
    }

    /// Returns at once.
    public func append(_ event: NightEvent, at: Stamp, receipt: Int?) {
        writer.append(QueuedEvent(event: event, at: at, receipt: receipt))
    }

    /// Readable while receipts wait.
    public var descriptor: Int32 { writer.descriptor }

    /// Those since the last call, in the order of their events.
    public func receipts() -> [Receipt] { writer.takeReceipts() }

    /// Writes what is queued and gives the night to whoever comes next. A disk that hangs is waited for no longer than
    /// this; the night is then held until the process ends.
    public func close(atMost limit: Duration = .seconds(5)) {
        thread.withLock { thread in
            guard let handle = thread else { return }
            thread = nil
            if writer.close(atMost: limit) { pthread_join(handle, nil) } else { pthread_detach(handle) }
        }
    }
}
