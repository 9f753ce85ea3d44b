import Archive
import Night
import Probes
import Processes
import Synchronization

/// Packs a running night's pictures on a thread of its own, so that neither keys nor probes wait for it.
final class PictureKeeper: Sendable {
    private struct Inbox {
        var pictures: [Snapshot] = []
        var takenAt: Moment?
        var isOver = false
    }

    private let inbox = Mutex(Inbox())
    private let memory = Mutex(PictureMemory())
    private let wake: Pipe

    /// One a second is what a person can look at; more would only make the memory shorter.
    private static let pause = Duration.milliseconds(900)
    private static let mostWaiting = 8

    init() throws {
        wake = try Pipe()
        for end in [wake.reading, wake.writing] { end.setNonBlocking() }
        _ = try Worker { [self] in work() }
    }

    func take(_ snapshot: Snapshot) {
        let isTaken = inbox.withLock { inbox in
            if let takenAt = inbox.takenAt, snapshot.at.moment - takenAt < Self.pause { return false }
            guard inbox.pictures.count < Self.mostWaiting else { return false }
            inbox.takenAt = snapshot.at.moment
            inbox.pictures.append(snapshot)
            return true
        }
        if isTaken { ring() }
    }

    /// As it is now. A copy, so that nobody waits while another picture is packed.
    var contents: PictureMemory { memory.withLock { $0 } }

    func end() {
        inbox.withLock { $0.isOver = true }
        ring()
    }

    private func ring() {
        // A full pipe has a byte already.
        try? wake.writing.write([0])
    }

    private func work() {
        while true {
            wait(for: [wake.reading.number], until: SystemClock.moment() + .seconds(60))
            while case .bytes = try? wake.reading.read(atMost: 64) {}
            let (pictures, isOver) = inbox.withLock { inbox in
                defer { inbox.pictures = [] }
                return (inbox.pictures, inbox.isOver)
            }
            if isOver { return }
            var packed = contents
            // One that cannot be kept is missing from the past, and from nothing else.
            for picture in pictures { try? packed.add(picture) }
            memory.withLock { $0 = packed }
        }
    }
}
