import Cockpit
import Glibc
import Night
import Probes
import Processes
import Synchronization

/// The files beside a night that somebody else may change: hold, panic, and the plan itself. They are looked at on a
/// thread of its own: a file system that does not answer stands in nobody's way, and least of all in the way back's.
final class WatchedFiles: Sendable {
    private struct Sighting {
        var hold: Snapshot.Command.Veto?
        var panic: Snapshot.Command.Veto?
        var planChange: String?
    }

    private struct Desk {
        var sighting: Sighting?
        /// The look that is under way: at which file, and since when.
        var looking: (path: String, since: Stamp)?
        var told = Sighting()
        var isOver = false
    }

    private let hold: VetoFile
    private let panic: VetoFile
    private let planPath: String
    private let planText: [UInt8]
    private let desk = Mutex(Desk())
    private let news: Pipe
    private let orders: Pipe

    private static let longestPlan = 4 << 20
    /// Between two looks.
    private static let lookEvery = Duration.milliseconds(500)
    /// A look that takes longer may never end: nobody can tell whether the night is held.
    private static let patience = Duration.seconds(3)

    init(_ plan: Plan, at place: NightPlace, planText: [UInt8]) throws {
        hold = VetoFile(.hold, of: plan, at: place)
        panic = VetoFile(.panic, of: plan, at: place)
        planPath = place.planPath
        self.planText = planText
        news = try Pipe()
        orders = try Pipe()
        for end in [news.reading, news.writing, orders.reading, orders.writing] { end.setNonBlocking() }
        _ = try Worker { [self] in watch() }
    }

    /// Readable when there is something new.
    var descriptor: Int32 { news.reading.number }

    /// Whether the night is held, is known, or known not to be knowable.
    func isKnown(at now: Stamp) -> Bool { desk.withLock { $0.sighting != nil || Self.obstacle($0, at: now) != nil } }

    /// What has changed since the last call.
    func changes(at now: Stamp) -> [CommanderInput] {
        while case .bytes = try? news.reading.read(atMost: 64) {}
        return desk.withLock { desk in
            var sighting = desk.sighting ?? Sighting()
            if let obstacle = Self.obstacle(desk, at: now) { sighting.hold = obstacle }
            defer { desk.told = sighting }
            var changes: [CommanderInput] = []
            if !Self.isSame(sighting.hold, desk.told.hold) { changes.append(.held(sighting.hold)) }
            if !Self.isSame(sighting.panic, desk.told.panic) { changes.append(.panicked(sighting.panic)) }
            if sighting.planChange != desk.told.planChange { changes.append(.planChanged(sighting.planChange)) }
            return changes
        }
    }

    /// Never waits for a look.
    func end() {
        desk.withLock { $0.isOver = true }
        ring(orders)
    }

    /// Touching a file again changes when, and neither who nor why.
    private static func isSame(_ one: Snapshot.Command.Veto?, _ other: Snapshot.Command.Veto?) -> Bool {
        one?.by == other?.by && one?.why == other?.why
    }

    /// What cannot be looked at may say hold.
    private static func obstacle(_ desk: Desk, at now: Stamp) -> Snapshot.Command.Veto? {
        guard let (path, since) = desk.looking, now.moment - since.moment > patience else { return nil }
        return Snapshot.Command.Veto(
            by: "nobody can tell whom",
            why: "\(path.madeVisible) cannot be looked at, its file system does not answer", since: since)
    }

    // MARK: The thread that looks

    private func watch() {
        while !desk.withLock(\.isOver) {
            let sighting = Sighting(
                hold: look(at: hold.path) { hold.read() }, panic: look(at: panic.path) { panic.read() },
                planChange: look(at: planPath) { describePlan() })
            desk.withLock { desk in
                desk.looking = nil
                desk.sighting = sighting
            }
            ring(news)
            wait(for: [orders.reading.number], until: SystemClock.moment() + Self.lookEvery)
        }
    }

    private func look<Seen>(at path: String, _ seen: () -> Seen) -> Seen {
        desk.withLock { $0.looking = (path, SystemClock.now()) }
        return seen()
    }

    private func describePlan() -> String? {
        let number = open(planPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return "\(planPath) cannot be read any more: the plan goes on as it was taken" }
        let descriptor = Descriptor(owning: number)
        var bytes: [UInt8] = []
        while bytes.count <= Self.longestPlan, case .bytes(let more) = try? descriptor.read(atMost: 64 << 10) {
            bytes += more
        }
        return bytes == planText ? nil : "\(planPath) was edited: the night goes on with the plan as it was taken"
    }

    private func ring(_ pipe: Pipe) {
        // A full pipe has a byte already.
        try? pipe.writing.write([0])
    }
}
