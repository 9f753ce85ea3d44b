import Kafka
import Night
import Synchronization

/// The groups of the plan that there are, and who is in them. Both calls ask every broker and wait for the last of them,
/// so one broker that is gone makes each take all of its time.
final class GroupSurvey: Sendable {
    private struct Listed {
        var groups: [GroupListing.Entry] = []
        var served = false
        /// Nobody has been asked for commits on the strength of this list yet.
        var fresh = false
        var complete = false
    }

    private let client: Client
    private let timeout: Duration
    private let names: NameFilter
    /// To go by where the cluster does not serve lists.
    private let named: [String]
    private let report: @Sendable (Observation) -> Void
    private let listed = Mutex(Listed())

    /// More groups than this are not asked about in one sweep.
    private static let mostGroups = 5_000

    init(_ order: ClusterOrder, _ client: Client, report: @escaping @Sendable (Observation) -> Void) {
        let patterns = order.scopes.flatMap(\.groups)
        self.client = client
        timeout = order.callTimeout
        names = NameFilter(patterns, alsoBehind: "")
        named = Self.distinct(patterns.filter { $0.kind == .name }.map(\.text))
        self.report = report
    }

    func list() -> [CallCost] {
        [
            CallCost(timing: "list of groups", report) { () throws(KafkaError) in
                let all = try client.listGroups(timeout: timeout)
                let wanted = all.groups.filter { names.wants($0.name) }
                report(.groups(GroupListing(served: all.served, complete: all.complete, groups: wanted)))
                let groups = all.served ? wanted : named.map { GroupListing.Entry(name: $0, state: .unknown) }
                listed.withLock {
                    $0 = Listed(
                        groups: Array(groups.prefix(Self.mostGroups)), served: all.served, fresh: true,
                        complete: all.complete)
                }
            }
        ]
    }

    /// Groups whose coordinator answered a moment ago. Only those are asked for their commits: asking a coordinator that
    /// is gone is what librdkafka 2.0.2 dies of. A list that is late, where the last was in full, is the sign that one
    /// is gone; then nobody is asked until it is known which.
    func takeVouchedFor() -> [String] {
        listed.withLock { listed in
            defer { listed.fresh = false }
            return listed.fresh || !listed.complete ? listed.groups.map(\.name) : []
        }
    }

    func readMembers() -> [CallCost] {
        let groups = listed.withLock { $0.served ? $0.groups : [] }
        guard !groups.isEmpty else { return [] }
        let alive = groups.filter { $0.state != .dead && $0.state != .empty }
        return [
            CallCost(timing: "members of groups", report) { () throws(KafkaError) in
                report(
                    .members(
                        try client.members(
                            of: Set(groups.map(\.name)), alive: Set(alive.map(\.name)), timeout: timeout)))
            }
        ]
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }
}

extension CallCost {
    init(timing what: String, _ report: (Observation) -> Void, _ call: () throws(KafkaError) -> Void) {
        self.init(timing: what, report, trouble: { Trouble($0) }, call)
    }
}

extension Trouble {
    /// One for all that failed in the same words: a coordinator that is gone must not fill the log with its groups.
    static func gathered(_ errors: [KafkaError]) -> [Trouble] {
        var gathered: [(first: KafkaError, count: Int)] = []
        for error in errors {
            if let place = gathered.firstIndex(where: { $0.first.said == error.said }) {
                gathered[place].count += 1
            } else {
                gathered.append((error, 1))
            }
        }
        return gathered.map { first, count in
            var trouble = Trouble(first)
            if count > 1 { trouble.asked += " and \(count - 1) more" }
            return trouble
        }
    }

    init(_ error: KafkaError, kind: Kind = .call) {
        self.init(kind: kind, asked: error.asked, said: Hint.added(to: error.said))
    }
}
