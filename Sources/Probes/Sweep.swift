import Dispatch
import Kafka
import Night
import Synchronization

/// Asks one cluster everything, again and again, and reports each answer as it comes. Every call is bounded; one that
/// fails leaves the others standing.
final class Sweeper {
    private let order: ProbeOrder
    private let client: Client
    private let produceTimer: ProduceTimer?
    private let report: (Observation) -> Void
    private var topicNames: NameFilter
    private var groupNames: NameFilter
    private var lanes: [Int32: DispatchQueue] = [:]
    private var tally = Tally()
    private var sweeps: UInt64 = 0
    private var commitsByName: Bool?
    private var membersRead: Moment?
    private var startsRead: Moment?
    private(set) var poison: String?

    /// Log starts move with retention, and members with rebalances: neither needs every sweep, and both cost the
    /// cluster. What is shown of them carries its age.
    private static let startsEvery = Duration.seconds(10)
    private static let membersEvery = Duration.seconds(5)
    /// More groups than this are not asked about in one sweep.
    private static let mostGroups = 5_000

    init(_ order: ProbeOrder, report: @escaping (Observation) -> Void) throws(Configuration.Problem) {
        self.order = order
        client = try Client(.consumer, order.configuration)
        produceTimer = try order.probeTopic.map { topic throws(Configuration.Problem) in
            try ProduceTimer(topic: topic, order.configuration)
        }
        self.report = report
        let topics = order.scopes.flatMap(\.topics)
        topicNames = NameFilter(topics, alsoBehind: order.twinPrefix)
        groupNames = NameFilter(order.scopes.flatMap(\.groups), alsoBehind: "")
    }

    func sweep() {
        sweeps += 1
        tally = Tally()
        let began = SystemClock.moment()
        produceTimer?.send()
        if let metadata = readMetadata() {
            let alive = readGroups()
            readCommits(of: alive, in: metadata.topics)
            readLogs(of: metadata.topics)
        }
        produceTimer?.observations().forEach(report)
        reportEvents()
        report(
            .sweepEnded(
                SweepCost(
                    sweep: sweeps, began: began, took: SystemClock.moment() - began, requests: tally.requests,
                    failed: tally.failed, slowest: tally.slowest, slowestTook: tally.slowestTook)))
    }

    private func readMetadata() -> ClusterMetadata? {
        let metadata = call("metadata") { () throws(KafkaError) in
            try client.metadata(wanting: { topicNames.wants($0) }, timeout: order.callTimeout)
        }
        if let metadata { report(.metadata(metadata)) }
        return metadata
    }

    /// Groups of the plan that a living coordinator vouches for. Only those are asked for their commits: asking a
    /// coordinator that is gone is what librdkafka 2.0.2 dies of.
    private func readGroups() -> [String] {
        let named = order.scopes.flatMap(\.groups).filter { $0.kind == .name }.map(\.text)
        let listing = call("list of groups") { () throws(KafkaError) in
            try client.listGroups(timeout: order.callTimeout)
        }
        guard let listing else { return [] }
        guard listing.served else {
            report(.groups(listing))
            return Self.distinct(named)
        }
        let wanted = listing.groups.filter { groupNames.wants($0.name) }
        report(.groups(GroupListing(served: true, complete: listing.complete, groups: wanted)))
        let names = wanted.prefix(Self.mostGroups).map(\.name)
        if due(&membersRead, every: Self.membersEvery), !names.isEmpty {
            let alive = Set(wanted.filter { $0.state != .dead && $0.state != .empty }.map(\.name))
            let members = call("members of groups") { () throws(KafkaError) in
                try client.members(wanting: { groupNames.wants($0) }, alive: alive, timeout: order.callTimeout)
            }
            if let members { report(.members(members)) }
        }
        return Array(names)
    }

    private func readCommits(of groups: [String], in topics: [TopicMetadata]) {
        guard !groups.isEmpty else { return }
        var byName = groups
        if commitsByName != true {
            let all = groups.map { Client.CommitsAsked(group: $0, partitions: nil) }
            byName = askCommits(of: all, holdingBackEmpty: commitsByName == nil)
        }
        // Nothing committed, or a cluster that does not serve "everything": asked by name it must answer.
        guard !byName.isEmpty else { return }
        _ = askCommits(of: byName.map { Client.CommitsAsked(group: $0, partitions: scope(of: $0, in: topics)) })
    }

    /// The groups whose empty answer was held back.
    private func askCommits(of asked: [Client.CommitsAsked], holdingBackEmpty: Bool = false) -> [String] {
        let began = SystemClock.moment()
        let answers = client.commits(of: asked, timeout: order.callTimeout)
        var heldBack: [String] = []
        for (ask, answer) in zip(asked, answers) {
            switch answer {
            case .success(let topics) where topics.isEmpty && holdingBackEmpty: heldBack.append(ask.group)
            case .success(let topics):
                if !topics.isEmpty { commitsByName = ask.partitions != nil }
                report(.commits(group: ask.group, topics))
            case .failure(let error):
                failed(error)
                if error.isTimeout { poison = "a coordinator did not answer (\(error))" }
            }
        }
        tally.add("commits", asked.count, took: SystemClock.moment() - began)
        return heldBack
    }

    private func scope(of group: String, in topics: [TopicMetadata]) -> [TopicMetadata] {
        let patterns = order.scopes.filter { scope in scope.groups.contains { $0.matcher.matches(group) } }
            .flatMap(\.topics)
        var filter = NameFilter(patterns, alsoBehind: order.twinPrefix)
        return topics.filter { filter.wants($0.name) }
    }

    /// Every leader in a thread of its own, so that one that hangs delays no other.
    private func readLogs(of topics: [TopicMetadata]) {
        let led = LedPartitions.grouped(topics)
        let edges: [LogEdge] = due(&startsRead, every: Self.startsEvery) ? [.end, .start] : [.end]
        let answers = Answers()
        for partitions in led {
            let lane = lanes[partitions.leader] ?? DispatchQueue(label: "broker \(partitions.leader)")
            lanes[partitions.leader] = lane
            lane.async { [client, timeout = order.callTimeout] in
                for edge in edges { answers.add(LogAnswer(asking: client, edge, partitions, timeout)) }
            }
        }
        for _ in 0..<led.count * edges.count { take(answers.next()) }
        lanes = lanes.filter { lane in led.contains { $0.leader == lane.key } }
    }

    private func take(_ answer: LogAnswer) {
        tally.add("log \(answer.edge)s of broker \(answer.leader)", 1, took: answer.took)
        switch answer.result {
        case .success(let log):
            report(answer.edge == .end ? .ends(log.offsets) : .starts(log.offsets))
            if let refusal = log.refused.first { failed(refusal) }
        case .failure(let error): failed(error)
        }
    }

    private func reportEvents() {
        var said = Set<String>()
        for event in client.events() {
            guard case .error(let error) = event, said.insert(error.said).inserted else { continue }
            report(.trouble(Trouble(kind: .connection, asked: error.asked, said: Hint.added(to: error.said))))
        }
    }

    private func call<Answer>(_ what: String, _ ask: () throws(KafkaError) -> Answer) -> Answer? {
        let began = SystemClock.moment()
        defer { tally.add(what, 1, took: SystemClock.moment() - began) }
        do { return try ask() } catch {
            failed(error)
            return nil
        }
    }

    private func failed(_ error: KafkaError) {
        tally.failed += 1
        report(.trouble(Trouble(kind: .call, asked: error.asked, said: Hint.added(to: error.said))))
    }

    private func due(_ last: inout Moment?, every interval: Duration) -> Bool {
        let now = SystemClock.moment()
        if let last, now - last < interval { return false }
        last = now
        return true
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}

/// What a sweep cost, as it adds up.
private struct Tally {
    var requests = 0
    var failed = 0
    var slowest = ""
    var slowestTook = Duration.zero

    mutating func add(_ what: String, _ count: Int, took: Duration) {
        requests += count
        if took > slowestTook {
            slowestTook = took
            slowest = what
        }
    }
}

private struct LogAnswer: Sendable {
    let leader: Int32
    let edge: LogEdge
    let took: Duration
    let result: Result<LogOffsets, KafkaError>

    init(asking client: Client, _ edge: LogEdge, _ led: LedPartitions, _ timeout: Duration) {
        let began = SystemClock.moment()
        result = Result { () throws(KafkaError) in try client.offsets(edge, of: led, timeout: timeout) }
        took = SystemClock.moment() - began
        leader = led.leader
        self.edge = edge
    }
}

/// Answers from several threads, taken one by one by the sweeping one.
private final class Answers: Sendable {
    private let waiting = Mutex<[LogAnswer]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func add(_ answer: LogAnswer) {
        waiting.withLock { $0.append(answer) }
        arrived.signal()
    }

    /// Blocks until there is one; every call behind an answer is bounded.
    func next() -> LogAnswer {
        arrived.wait()
        return waiting.withLock { $0.removeFirst() }
    }
}
