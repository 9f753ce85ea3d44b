import Glibc
public import Night
import Processes

/// Runs a runbook's errands side by side, each in a process of its own where it needs one, driven by whoever polls the
/// descriptors. Nothing in here waits.
public final class Runner {
    /// So many at a time go forward; more wait in line. Going back never waits.
    static let mostForward = 8
    /// When nothing is under way there is nothing to come back for.
    private static let idle = Duration.seconds(60)

    private let program: String
    private let directory: String?
    private var running: [any RunningErrand] = []
    private var line: [ErrandOrder] = []
    private var news: [ErrandReport] = []
    /// For the next hook: a way back does not wait for it to start.
    private var spareWarden: Warden?

    /// `program`: switchback itself. `directory`: the plan file's; hooks run there.
    public init(program: String, directory: String?) {
        self.program = program
        self.directory = directory
        // A child that dies before it has read its order must not take its owner with it.
        signal(SIGPIPE, SIG_IGN)
        spareWarden = try? Warden()
    }

    /// The way back is on its way when this returns.
    public func start(_ order: ErrandOrder, at now: Moment) {
        if !order.kind.isGoingBack, forward >= Self.mostForward {
            line.append(order)
        } else {
            begin(order, at: now)
        }
    }

    /// TERM, and KILL after a grace; the answer says that it was stopped.
    public func stop(_ errand: Int, at now: Moment) {
        if let waiting = line.firstIndex(where: { $0.number == errand }) {
            news.append(.stopped(line.remove(at: waiting), "stopped before it began"))
        }
        for running in running where running.order.number == errand { running.stop(at: now) }
    }

    /// What to poll for reading.
    public var descriptors: [Int32] { running.flatMap(\.descriptors) }

    /// When to come back with a turn, if nothing else happens.
    public func nextTick(after now: Moment) -> Moment {
        guard news.isEmpty else { return now }
        return running.compactMap { $0.nextTick(after: now) }.min() ?? now + Self.idle
    }

    /// Takes what there is, and nothing that would have to be waited for.
    public func turn(at now: Moment) -> [ErrandReport] {
        for running in running { news += running.turn(at: now) }
        running.removeAll(where: \.isOver)
        while !line.isEmpty, forward < Self.mostForward { begin(line.removeFirst(), at: now) }
        if spareWarden == nil { spareWarden = try? Warden() }
        defer { news = [] }
        return news
    }

    /// For good. Returns once everything it started is gone, or cannot be made to.
    public func end() {
        for running in running { running.kill() }
        for running in running { running.reap() }
        (running, line, news, spareWarden) = ([], [], [], nil)
    }

    private var forward: Int { running.count { !$0.order.kind.isGoingBack } }

    /// A hook that cannot have one runs all the same: nothing stands between the commander and the way back.
    private func takeWarden() -> Warden? {
        defer { spareWarden = nil }
        if let spareWarden, !spareWarden.isGone { return spareWarden }
        return try? Warden()
    }

    private func begin(_ order: ErrandOrder, at now: Moment) {
        do {
            switch try Beginning.of(order, program: program, directory: directory, warden: takeWarden, at: now) {
            case .answered(let report): news.append(report)
            case .underWay(let errand): running.append(errand)
            }
        } catch {
            news.append(.notBegun(order, "cannot start \(error)".madeVisible))
        }
    }
}
