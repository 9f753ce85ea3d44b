import Glibc
import Night
import Probes

/// What a probe process takes of the machine at one poll a second.
enum ProbeBench {
    private static let partitionsEach = 50
    private static let topics = 20
    private static let sweeps = 20

    static func run() throws {
        let brokers = try Brokers(topics: topics, partitionsEach: partitionsEach)
        defer { brokers.end() }
        let order = ClusterOrder(
            cluster: .source, properties: [Property(name: "bootstrap.servers", value: .plain(brokers.bootstrap))],
            poll: .seconds(1),
            scopes: [.init(topics: [try NamePattern("*")], groups: [])])
        let probe = ProbeProcess(
            .cluster(order), executable: "/proc/self/exe", arguments: ["_probe"], at: SystemClock.moment())
        defer { probe.end() }
        _ = watch(probe, sweeps: 2)
        guard let process = probe.process, let before = ProcessCost(of: process) else {
            return print("probe: not running")
        }
        let began = SystemClock.moment()
        let took = watch(probe, sweeps: sweeps)
        let passed = (SystemClock.moment() - began).inSeconds
        guard let after = ProcessCost(of: process) else { return print("probe: it ended") }
        let share = ProcessCost.share(ticks: after.ticks - before.ticks, in: passed)
        print(
            "one probe, \(topics * partitionsEach) partitions, one poll a second: \(share)",
            "of a core, \(after.residentKilobytes / 1_024) MB; a sweep takes \(took.median.inWords)")
    }

    /// How long each sweep took.
    private static func watch(_ probe: ProbeProcess, sweeps: Int) -> [Duration] {
        var took: [Duration] = []
        while took.count < sweeps {
            var polled = probe.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&polled, nfds_t(polled.count), 100)
            for case .observed(let seen) in probe.turn(at: SystemClock.now()) {
                if case .sweepEnded(let cost) = seen.what { took.append(cost.took) }
            }
        }
        return took
    }
}
