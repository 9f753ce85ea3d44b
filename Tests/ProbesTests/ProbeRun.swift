import Glibc
import Night
import TestSupport
import Testing

@testable import Probes

/// A probe process as the cockpit runs it, and everything it has reported.
final class ProbeRun {
    private let probe: ProbeProcess
    private(set) var observed: [Observed] = []
    private(set) var events: [ProbeEvent] = []

    /// Far longer than anything here takes; it ends a test that would otherwise never end.
    private static let patience = Duration.seconds(40)

    convenience init(_ order: ClusterOrder, program: String = "switchback", arguments: [String] = ["_probe"]) {
        self.init(.cluster(order), program: program, arguments: arguments)
    }

    init(_ order: ProbeOrder, program: String = "switchback", arguments: [String] = ["_probe"]) {
        probe = ProbeProcess(
            order, executable: "\(products)/\(program)", arguments: arguments, at: SystemClock.moment())
    }

    deinit {
        probe.end()
    }

    /// Before what it watches ends.
    func end() {
        probe.end()
    }

    var process: Int32? { probe.process }

    func observations() -> [Observation] { observed.map(\.what) }

    /// Runs it until the condition holds.
    func run(
        until what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ holds: (ProbeRun) -> Bool
    ) throws {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while !holds(self) {
            try #require(
                clock.now < deadline, "\(what); until now: \(events) \(Set(troubles.map(\.said)))",
                sourceLocation: sourceLocation)
            var polled = probe.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&polled, nfds_t(polled.count), 50)
            for report in probe.turn(at: SystemClock.now()) {
                switch report {
                case .observed(let seen): observed.append(seen)
                case .probe(let event, _, _): events.append(event)
                }
            }
        }
    }

    /// Forgets what was reported, to wait for news.
    func forget() {
        observed = []
        events = []
    }

    var sweeps: Int {
        observed.count { if case .sweepEnded = $0.what { true } else { false } }
    }

    var troubles: [Trouble] {
        observations().compactMap { if case .trouble(let trouble) = $0 { trouble } else { nil } }
    }

    /// The newest end of every partition.
    var ends: [String: [Int32: Int64]] { offsets { if case .ends(let topics) = $0 { topics } else { nil } } }

    var starts: [String: [Int32: Int64]] { offsets { if case .starts(let topics) = $0 { topics } else { nil } } }

    /// In how many answers this partition's end was.
    func endsSeen(of topic: String, _ partition: Int32) -> Int {
        observations().count { observation in
            guard case .ends(let topics) = observation else { return false }
            return topics.contains { $0.topic == topic && $0.offsets.contains { $0.partition == partition } }
        }
    }

    func count(where matches: (ProbeEvent) -> Bool) -> Int { events.count(where: matches) }

    func commits(of group: String) -> [String: [Int32: Int64]]? {
        let newest = observations().last { if case .commits(group, _) = $0 { true } else { false } }
        guard case .commits(_, let topics) = newest else { return nil }
        return Self.table(topics)
    }

    private func offsets(_ pick: (Observation) -> [TopicOffsets]?) -> [String: [Int32: Int64]] {
        Self.table(observations().compactMap(pick).flatMap { $0 })
    }

    private static func table(_ topics: [TopicOffsets]) -> [String: [Int32: Int64]] {
        topics.reduce(into: [:]) { table, topic in
            for offset in topic.offsets { table[topic.topic, default: [:]][offset.partition] = offset.offset }
        }
    }
}

extension ProbeEvent {
    var isHung: Bool { if case .hung = self { true } else { false } }
    var isDeath: Bool { if case .died = self { true } else { false } }
    var isStart: Bool { if case .started = self { true } else { false } }
}

extension ClusterOrder {
    static func everything(
        on bootstrap: String, topics: String = "*", groups: [String] = [], properties: [(String, String)] = [],
        probeTopic: String? = nil,
        callTimeout: Duration = .seconds(3)
    ) throws -> ClusterOrder {
        ClusterOrder(
            cluster: .source,
            properties: [Property(name: "bootstrap.servers", value: .plain(bootstrap))]
                + properties.map { Property(name: $0.0, value: .plain($0.1)) },
            poll: .milliseconds(200),
            scopes: [
                Scope(topics: [try NamePattern(topics)], groups: try groups.map { try NamePattern($0) })
            ], probeTopic: probeTopic, callTimeout: callTimeout)
    }
}
