import Kafka
import Night
import Synchronization

/// What the plan's topics are set to, and who may do what: asked at the start and then seldom. Neither moves by itself,
/// and both cost the cluster more than a log's end does.
final class SettingSurvey: Sendable {
    /// Taken again this often; a commander who has armed waits no longer for evidence of after that.
    static let every = Duration.seconds(15)
    /// In one request. A round over more of them takes as many sweeps, so that no call is a long one.
    private static let mostTopics = 250
    /// More rules than this are not looked through; that is said.
    private static let mostRules = 50_000

    private struct Round {
        /// Asked in this round already.
        var asked = 0
        var endedAt: Moment?
        /// This cluster does not serve it: a mock cluster, or a very old broker.
        var isServed = true

        func isDue(at moment: Moment) -> Bool {
            guard let endedAt else { return true }
            return asked > 0 || moment - endedAt >= SettingSurvey.every
        }

        mutating func advance(by count: Int, of all: Int) {
            asked += count
            guard count == 0 || asked >= all else { return }
            asked = 0
            endedAt = SystemClock.moment()
        }
    }

    private let client: Client
    private let timeout: Duration
    private let topics: NameFilter
    private let groups: NameFilter
    private let report: @Sendable (Observation) -> Void
    private let settings = Mutex(Round())
    private let rules = Mutex(Round())

    private static let names = TopicSetting.allCases.map(\.rawValue)
    private static let notServed = "not served by this cluster"
    private static let noController = "not served: the cluster names no controller"
    /// librdkafka 2.0.2 gives an empty answer also where there is no authorizer and where it refuses (seen on 3.9).
    private static let empty = "an empty answer: no ACLs, no authorizer, or not for this principal to see"

    init(_ order: ClusterOrder, _ client: Client, report: @escaping @Sendable (Observation) -> Void) {
        self.client = client
        timeout = order.callTimeout
        topics = NameFilter(order.scopes.flatMap(\.topics), alsoBehind: order.twinPrefix)
        groups = NameFilter(order.scopes.flatMap(\.groups), alsoBehind: "")
        self.report = report
    }

    func settingsAreDue(at moment: Moment) -> Bool { settings.withLock { $0.isDue(at: moment) } }

    func rulesAreDue(at moment: Moment) -> Bool { rules.withLock { $0.isDue(at: moment) } }

    /// One request's worth of the round.
    func readSettings(of known: [TopicMetadata]) -> [CallCost] {
        let (asked, isServed) = settings.withLock { ($0.asked, $0.isServed) }
        let batch = known.dropFirst(asked).prefix(Self.mostTopics).map(\.name)
        defer { settings.withLock { $0.advance(by: batch.count, of: known.count) } }
        guard isServed else {
            reportUnread(batch, Self.notServed)
            return []
        }
        guard !batch.isEmpty else { return [] }
        return [
            CallCost(timing: "settings of topics", report) { () throws(KafkaError) in
                do throws(KafkaError) {
                    report(.settings(try client.settings(Self.names, of: batch, timeout: timeout)))
                } catch {
                    if error.isWithoutController { return reportUnread(batch, Self.noController) }
                    guard error.isUnsupported else { throw error }
                    settings.withLock { $0.isServed = false }
                    reportUnread(batch, Self.notServed)
                }
            }
        ]
    }

    private func reportUnread(_ topics: [String], _ why: String) {
        report(.settings(topics.map { TopicSettings(topic: $0, .none(why)) }))
    }

    func readRules() -> [CallCost] {
        defer { rules.withLock { $0.advance(by: 1, of: 1) } }
        guard rules.withLock({ $0.isServed }) else {
            report(.acls(.refused(Self.notServed)))
            return []
        }
        return [
            CallCost(timing: "ACLs", report) { () throws(KafkaError) in
                do throws(KafkaError) {
                    report(.acls(listing(try all())))
                } catch {
                    if error.isWithoutController { return report(.acls(.refused(Self.noController))) }
                    if error.isWithoutAuthorizer { return report(.acls(.noAuthorizer)) }
                    if error.isUnsupported { rules.withLock { $0.isServed = false } }
                    guard error.isUnsupported || error.isNotAuthorized else { throw error }
                    report(.acls(.refused(error.isUnsupported ? Self.notServed : error.said)))
                }
            }
        ]
    }

    private func all() throws(KafkaError) -> [AclEntry] {
        try client.accessRules(on: .topic, timeout: timeout) + client.accessRules(on: .group, timeout: timeout)
    }

    private func listing(_ all: [AclEntry]) -> AclListing {
        guard !all.isEmpty else { return .refused(Self.empty) }
        let wanted = all.filter(concernsPlan)
        guard wanted.count <= Self.mostRules else {
            return .refused("\(wanted.count) rules, more than the \(Self.mostRules) that are looked through")
        }
        return .rules(wanted)
    }

    /// What a prefix will catch is not known here: all of them are kept.
    private func concernsPlan(_ rule: AclEntry) -> Bool {
        rule.isPrefix || rule.name == "*" || (rule.resource == .topic ? topics : groups).wants(rule.name)
    }
}
