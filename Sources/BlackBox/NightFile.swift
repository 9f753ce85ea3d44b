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

    /// When nobody recorded this night any more, until it was opened now; nil: it has just begun.
    public let unrecordedSince: Stamp?
    /// Keeps what the probes read and what was shown, beside the events.
    public let recorder: Recorder

    private let writer: Writer
    private let thread: Mutex<pthread_t?>

    private init(_ opened: borrowing Opened, writer: Writer, recorder: Recorder, thread: pthread_t) {
        history = opened.history
        previousPlan = opened.previousPlan
        unrecordedSince = opened.unrecordedSince
        self.writer = writer
        self.recorder = recorder
        self.thread = Mutex(thread)
    }

    private struct Opened {
        let history: [StoredEvent]
        let previousPlan: TakenPlan?
        let unrecordedSince: Stamp?
    }

    deinit {
        close()
    }

    /// Takes the night, or says who has it. What is found there is checked from its first row to its last. A changed
    /// plan is no hindrance here: `previousPlan` tells. `planText` is kept as its author wrote it.
    public static func open(
        path: String, night: String, planDigest: String, planText: [UInt8]? = nil, holder: Holder, at: Stamp
    ) throws(NightFileError) -> NightFile {
        try open(
            path: path, night: night, planDigest: planDigest, planText: planText, holder: holder, at: at,
            limits: Limits())
    }

    /// How long, and how much, before an event is given up; and before less than everything is recorded.
    struct Limits {
        /// Another program's lock on the file is waited for this long.
        var patience = Duration.seconds(2)
        /// Events that wait for the disk.
        var queue = 100_000
        var shedding = Shedding.Limits()
    }

    static func open(
        path: String, night: String, planDigest: String, planText: [UInt8]? = nil, holder: Holder, at: Stamp,
        limits: Limits
    ) throws(NightFileError) -> NightFile {
        let opening = NightOpening(
            night: night, planDigest: planDigest, planText: planText.map { String(decoding: $0, as: UTF8.self) },
            holder: holder, at: at)
        let night = try opening.open(path, patience: limits.patience)
        let opened = Opened(
            history: night.history, previousPlan: night.previousPlan, unrecordedSince: night.recordedUntil)
        let lastBlocks = night.lastBlocks
        do throws(SystemError) {
            let writer = try Writer(limit: limits.queue)
            let recorder = try Recorder(to: writer, lastBlocks: lastBlocks, limits: limits.shedding)
            // The last that can fail: from here on the store, and the lock with it, is that thread's.
            do throws(SystemError) {
                let thread = try WriterThread.start(writer, night.store)
                return NightFile(opened, writer: writer, recorder: recorder, thread: thread)
            } catch {
                recorder.close(atMost: .seconds(1))
                throw error
            }
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
    /// this; the night is then held until the process ends. `sealingAt`: the record ends for good, and whoever takes the
    /// night after this begins another file; returns why it does not.
    @discardableResult
    public func close(sealingAt: WallTime? = nil, atMost limit: Duration = .seconds(5)) -> String? {
        thread.withLock { thread in
            guard let handle = thread else { return nil }
            thread = nil
            recorder.close(atMost: limit / 2)
            guard writer.close(sealingAt: sealingAt, atMost: limit / 2) else {
                pthread_detach(handle)
                return sealingAt == nil ? nil : "the disk does not answer"
            }
            pthread_join(handle, nil)
            return writer.sealFailure
        }
    }
}
