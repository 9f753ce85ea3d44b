import EmbeddedNight
import Glibc
import Night
import Planfile
import Probes
import Processes
import RealKafka

/// Why the demo's night did not come up, or did not go on.
enum DemoError: Error, CustomStringConvertible {
    case noKafka(WhyNoKafka)
    case ended(String)
    case silent
    case ownPlan([String])

    var description: String {
        switch self {
        case .noKafka(let why): "no demo on real Kafka: \(why)"
        case .ended(let how): "the demo's clusters ended: \(how)"
        case .silent: "the demo's clusters did not come up"
        case .ownPlan(let problems): "the demo's own plan is refused: \(problems.joined(separator: "; "))"
        }
    }
}

/// The demo's clusters in a process of their own, or started by it, and the night on them, polled as any other.
final class DemoNight: NightSource {
    let live: LiveNight
    /// The demo's plan, written where the estate has its socket, and gone with it.
    let place: NightPlace
    let planText: [UInt8]
    private var host: Child
    private var unread: [UInt8] = []
    private var isOver = false

    /// `kafka`: the folder of the Kafka to start clusters from; nil: embedded ones.
    init(_ options: Options, on kafka: String?, nightFile: String?) throws {
        let words = [Subcommand.embedded, options.scenario.rawValue, "\(options.seed)", "\(options.speed)"]
        let launch = Launch(
            runningProgram(), words + [kafka].compactMap { $0 }, input: .pipe, output: .pipe)
        var host = try Child(launch)
        host.output?.setNonBlocking()
        var unread: [UInt8] = []
        do {
            // Five Javas on a small machine take their time.
            let estate = try Self.whenReady(&host, &unread, within: .seconds(kafka == nil ? 20 : 180))
            let folder = String(estate.orders[..<(estate.orders.lastIndex(of: "/") ?? estate.orders.startIndex)])
            try Self.keep(
                Array(EmbeddedNight.orderScript(orders: estate.orders, program: runningProgram()).utf8),
                at: "\(folder)/\(EmbeddedNight.orderScriptName)")
            planText = Array(EmbeddedNight.planText(of: estate.clusters).utf8)
            let loaded = Planfile.parse(bytes: planText)
            guard let plan = loaded.plan else {
                throw DemoError.ownPlan(loaded.errors.map { $0.rendered(file: "demo") })
            }
            try Self.keep(planText, at: "\(folder)/demo.yaml")
            place = NightPlace(of: plan, at: "\(folder)/demo.yaml", asked: nightFile)
            live = LiveNight(plan, program: runningProgram(), at: SystemClock.now())
        } catch {
            Self.end(&host)
            throw error
        }
        self.host = host
        self.unread = unread
    }

    private static func keep(_ text: [UInt8], at path: String) throws {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw SystemError("open", about: path) }
        try Descriptor(owning: number).write(text)
    }

    private static func whenReady(
        _ host: inout Child, _ unread: inout [UInt8], within patience: Duration
    ) throws -> (clusters: Announcement.Clusters, orders: String) {
        let deadline = SystemClock.moment() + patience
        while SystemClock.moment() < deadline {
            let exit = host.reap()
            for announcement in announcements(from: host.output, &unread) {
                switch announcement {
                case .ready(let clusters, let orders): return (clusters, orders)
                case .failed(let why): throw DemoError.ended(why)
                case .starting(let words): Output.note("starting \(words)")
                case .script: break
                }
            }
            if let exit { throw DemoError.ended("\(exit)") }
            wait(for: [host.output?.number].compactMap { $0 }, until: SystemClock.moment() + .milliseconds(100))
        }
        throw DemoError.silent
    }

    private static func announcements(from output: Descriptor?, _ unread: inout [UInt8]) -> [Announcement] {
        guard case .bytes(let bytes) = try? output?.read(atMost: 4_096) else { return [] }
        unread += bytes
        var announcements: [Announcement] = []
        while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: unread[..<end], as: UTF8.self)
            unread.removeFirst(end + 1)
            if let announcement = Announcement(line: line) { announcements.append(announcement) }
        }
        if unread.count > Announcement.lineLimit { unread.removeAll() }
        return announcements
    }

    func nextTick(after now: Moment) -> Moment { live.nextTick(after: now) }
    func snapshot(at now: Stamp) -> Snapshot { live.night.snapshot(at: now) }

    var descriptors: [Int32] {
        live.descriptors + (isOver ? [] : [host.output?.number].compactMap { $0 })
    }

    func turn(at now: Stamp) -> [ProbeProcess.Report] {
        for announcement in Self.announcements(from: host.output, &unread) {
            switch announcement {
            case .script(let change, let words): live.note("\(change.words): \(words)", about: "script", at: now)
            case .failed(let why): live.note(why, about: "script", at: now)
            case .ready, .starting: break
            }
        }
        if !isOver, let exit = host.reap() {
            isOver = true
            live.note("the demo's clusters are gone (\(exit)); q leaves", about: "script", at: now)
        }
        return live.turn(at: now)
    }

    func end() {
        live.end()
        Self.end(&host)
    }

    /// Its input's end is its order to go: it puts its socket away first.
    private static func end(_ host: inout Child) {
        host.closeInput()
        if host.wait(atMost: .seconds(1)) == nil { host.signal(9) }
    }
}

extension Announcement.Change {
    fileprivate var words: String {
        switch self {
        case .begins: "begins"
        case .failsOver: "fails over"
        case .ends: "ends"
        }
    }
}
