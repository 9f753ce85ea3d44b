package import Kafka
package import Night

/// Asks one cluster everything, again and again, and reports each answer as it comes. Every call is bounded; one that
/// fails or takes its time leaves the others standing.
package final class Sweeper: ProbeReader {
    private let order: ClusterOrder
    private let client: Client
    private let produceTimer: ProduceTimer?
    /// Called from several threads.
    private let report: @Sendable (Observation) -> Void
    private let topics: TopicSurvey
    private let groups: GroupSurvey
    private let settings: SettingSurvey
    private let lanes: Lanes
    private var tally = Tally()
    private var sweeps: UInt64 = 0
    private var commitsByName: Bool?
    private var membersRead: Moment?
    private var startsRead: Moment?
    package private(set) var poison: String?

    /// Log starts move with retention, and members with rebalances: neither needs every sweep, and both cost the
    /// cluster. What is shown of them carries its age.
    private static let startsEvery = Duration.seconds(10)
    private static let membersEvery = Duration.seconds(5)

    package init(
        _ order: ClusterOrder, report: @escaping @Sendable (Observation) -> Void
    ) throws(Configuration.Problem) {
        self.order = order
        client = try Client(.consumer, order.consumerConfiguration)
        produceTimer = try order.probeTopic.map { topic throws(Configuration.Problem) in
            try ProduceTimer(topic: topic, order.configuration)
        }
        self.report = report
        // A quarter of a call: so little is a sweep held up by a broker that is gone, and only once.
        lanes = Lanes(patience: order.callTimeout / 4)
        topics = TopicSurvey(order, client, report: report)
        groups = GroupSurvey(order, client, report: report)
        settings = SettingSurvey(order, client, report: report)
    }

    package func sweep() -> Duration {
        sweeps += 1
        tally = Tally()
        let began = SystemClock.moment()
        produceTimer?.send()
        lanes.run(.metadata) { [topics] in topics.read() }
        lanes.wait(for: [.metadata])
        if let known = topics.known {
            readGroups()
            readCommits(of: groups.takeVouchedFor(), in: known)
            readLogs(of: known)
            readSettings(of: known)
        }
        let busy = tally.total
        produceTimer?.observations().forEach(report)
        reportEvents()
        lanes.takeEnded().forEach { tally.add($0) }
        if let lane = lanes.overdue(after: order.callTimeout * 3) { poison = "a call for \(lane) does not return" }
        report(.sweepEnded(tally.cost(ofSweep: sweeps, began: began)))
        return busy
    }

    private func readGroups() {
        lanes.run(.groups) { [groups] in groups.list() }
        lanes.wait(for: [.groups])
        if due(&membersRead, every: Self.membersEvery) { lanes.run(.members) { [groups] in groups.readMembers() } }
    }

    private func readCommits(of groups: [String], in topics: [TopicMetadata]) {
        guard !groups.isEmpty else { return }
        var byName = groups
        if commitsByName != true {
            let all = groups.map { Client.CommitsAsked(group: $0, partitions: nil) }
            byName = askCommits(of: all, holdingBackEmpty: commitsByName == nil)
        }
        // Nothing committed, or a cluster that does not serve "everything": asked by name it must answer.
        let scoped = byName.map { Client.CommitsAsked(group: $0, partitions: scope(of: $0, in: topics)) }
        let askable = scoped.filter { $0.partitions?.isEmpty == false }
        if !askable.isEmpty { _ = askCommits(of: askable) }
    }

    /// The groups whose empty answer was held back.
    private func askCommits(of asked: [Client.CommitsAsked], holdingBackEmpty: Bool = false) -> [String] {
        let began = SystemClock.moment()
        let answers = client.commits(of: asked, timeout: order.callTimeout)
        var heldBack: [String] = []
        var errors: [KafkaError] = []
        for (ask, answer) in zip(asked, answers) {
            switch answer {
            case .success(let topics) where topics.isEmpty && holdingBackEmpty: heldBack.append(ask.group)
            case .success(let topics):
                if !topics.isEmpty { commitsByName = ask.partitions != nil }
                report(.commits(group: ask.group, topics))
            case .failure(let error):
                errors.append(error)
                if error.isTimeout { poison = "a coordinator did not answer (\(error))" }
            }
        }
        Trouble.gathered(errors).forEach { report(.trouble($0)) }
        tally.add(
            CallCost(what: "commits", took: SystemClock.moment() - began, failed: errors.count), requests: asked.count)
        return heldBack
    }

    private func scope(of group: String, in topics: [TopicMetadata]) -> [TopicMetadata] {
        let patterns = order.scopes.filter { scope in scope.groups.contains { $0.matches(group) } }
            .flatMap(\.topics)
        let filter = NameFilter(patterns, alsoBehind: order.twinPrefix)
        return topics.filter { filter.wants($0.name) }
    }

    private func readLogs(of topics: [TopicMetadata]) {
        let led = LedPartitions.grouped(topics)
        let edges: [LogEdge] = due(&startsRead, every: Self.startsEvery) ? [.end, .start] : [.end]
        for partitions in led {
            lanes.run(.leader(partitions.leader)) { [client, report, timeout = order.callTimeout] in
                edges.map { Self.readLog($0, of: partitions, client, timeout, report) }
            }
        }
        let leaders = led.map(\.leader)
        lanes.wait(for: leaders.map(Lanes.Name.leader) + [.members])
        lanes.forgetLeaders(except: leaders)
    }

    /// Not waited for: nothing else in a sweep depends on it.
    private func readSettings(of topics: [TopicMetadata]) {
        let now = SystemClock.moment()
        if settings.settingsAreDue(at: now) {
            lanes.run(.settings) { [settings] in settings.readSettings(of: topics) }
        }
        if settings.rulesAreDue(at: now) { lanes.run(.rules) { [settings] in settings.readRules() } }
    }

    private static func readLog(
        _ edge: LogEdge, of led: LedPartitions, _ client: Client, _ timeout: Duration,
        _ report: (Observation) -> Void
    ) -> CallCost {
        CallCost(timing: "log \(edge)s of broker \(led.leader)", report) { () throws(KafkaError) in
            let log = try client.offsets(edge, of: led, timeout: timeout)
            report(edge == .end ? .ends(log.offsets) : .starts(log.offsets))
            if let refusal = log.refused.first { throw refusal }
        }
    }

    private func reportEvents() {
        var said = Set<String>()
        for event in client.events() {
            guard case .error(let error) = event else { continue }
            let trouble = Trouble(error, kind: .connection)
            if said.insert(trouble.said).inserted { report(.trouble(trouble)) }
        }
    }

    private func due(_ last: inout Moment?, every interval: Duration) -> Bool {
        let now = SystemClock.moment()
        if let last, now - last < interval { return false }
        last = now
        return true
    }
}
