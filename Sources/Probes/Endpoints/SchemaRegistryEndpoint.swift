import Night
import Registry
import Synchronization

/// A schema registry, read a few requests at a time: a round over what the plan's topics have in it takes as many reads
/// as it must, and a version once read is not read again. Subjects are looked for by the naming by topic
/// (TopicNameStrategy); those of other names are only counted.
final class SchemaRegistryEndpoint: EndpointReader {
    static let requestsPerRead = 20
    /// More are only counted, and that is said.
    static let mostSubjects = 2_000
    private static let mostVersions = 1_000
    /// Of one schema subject, as a name in a topic's.
    private static let suffixes = ["-key", "-value"]

    private struct Round {
        var waiting: [String]
        var listing: SubjectListing
    }

    private struct State {
        var round: Round?
        var restsUntil = Moment(nanoseconds: .min)
        /// By subject and number.
        var known: [String: [Int32: SubjectListing.Version]] = [:]
    }

    let kind = EndpointHealth.Kind.schemaRegistry
    private let client: RegistryClient
    private let patience: Duration
    private let topics: [NamePattern]
    private let twinPrefix: String
    /// From the end of one round to the next.
    private let every: Duration
    private let state = Mutex(State())

    init(_ endpoint: EndpointPlan, _ order: EndpointsOrder, every: Duration = .seconds(15)) {
        client = RegistryClient(endpoint)
        patience = order.patience
        topics = order.topics
        twinPrefix = order.twinPrefix
        self.every = every
    }

    var address: String { client.address }

    /// Only one thread reads at a time: the endpoint's lane.
    func read() -> EndpointAnswer {
        var state = state.withLock { $0 }
        defer { self.state.withLock { $0 = state } }
        guard SystemClock.moment() >= state.restsUntil else { return EndpointAnswer(calls: []) }
        var budget = Budget(requests: Self.requestsPerRead, deadline: SystemClock.moment() + patience, name: name)
        var answer = EndpointAnswer(calls: [])
        do throws(RegistryError) {
            if let listing = try goOn(&state, within: &budget) {
                answer.observations = [.subjects(listing)]
                state.round = nil
                state.restsUntil = SystemClock.moment() + every
            }
        } catch {
            answer.observations = [.subjects(SubjectListing(failure: "\(error)"))]
            answer.problem = "\(error)"
            state.round = nil
            state.restsUntil = SystemClock.moment() + every / 3
        }
        answer.calls = budget.calls
        return answer
    }

    /// The whole listing, once the round is through.
    private func goOn(_ state: inout State, within budget: inout Budget) throws(RegistryError) -> SubjectListing? {
        var round: Round
        if let started = state.round { round = started } else { round = try begin(&state, &budget) }
        while let subject = round.waiting.last {
            guard let read = try look(at: subject, &state, within: &budget) else {
                state.round = round
                return nil
            }
            round.waiting.removeLast()
            if !read.versions.isEmpty { round.listing.subjects.append(read) }
        }
        return round.listing
    }

    private func begin(_ state: inout State, _ budget: inout Budget) throws(RegistryError) -> Round {
        let all = try budget.ask { patience throws(RegistryError) in try client.subjects(patience: patience) }
        let wanted = all.compactMap { name in place(of: name).map { (name, $0) } }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
        let listing = SubjectListing(
            subjects: [], total: all.count, leftOut: max(0, wanted.count - Self.mostSubjects),
            compatibility: try budget.ask { patience throws(RegistryError) in
                try client.compatibility(patience: patience)
            }, mode: try budget.ask { patience throws(RegistryError) in try client.mode(patience: patience) })
        let subjects = wanted.prefix(Self.mostSubjects)
        state.known = state.known.filter { subjects.contains($0.key) }
        return Round(waiting: subjects.reversed(), listing: listing)
    }

    /// Which of the plan's topics it is named after; nil: none.
    private func place(of subject: String) -> Int? {
        guard let suffix = Self.suffixes.first(where: subject.hasSuffix) else { return nil }
        let topic = String(subject.dropLast(suffix.count))
        let bare = !twinPrefix.isEmpty && topic.hasPrefix(twinPrefix) ? String(topic.dropFirst(twinPrefix.count)) : nil
        return topics.firstIndex { pattern in pattern.matches(topic) || (bare.map(pattern.matches) ?? false) }
    }

    /// Nil: the budget is spent; what was read of it is kept.
    private func look(
        at subject: String, _ state: inout State, within budget: inout Budget
    ) throws(RegistryError) -> SubjectListing.Subject? {
        guard budget.isLeft(for: 2) else { return nil }
        let numbers = try budget.ask { patience throws(RegistryError) in
            try client.versions(of: subject, patience: patience)
        }.suffix(Self.mostVersions)
        var known = state.known[subject] ?? [:]
        // Numbers only ever grow, unless it was deleted and made anew.
        if !Set(numbers).isSuperset(of: known.keys) { known = [:] }
        defer { state.known[subject] = known }
        for number in numbers where known[number] == nil {
            guard budget.isLeft(for: 2) else { return nil }
            known[number] = try budget.ask { patience throws(RegistryError) in
                try client.version(number, of: subject, patience: patience)
            }
        }
        let compatibility = try budget.ask { patience throws(RegistryError) in
            try client.compatibility(of: subject, patience: patience)
        }
        return SubjectListing.Subject(
            name: subject, versions: numbers.compactMap { known[$0] }, compatibility: compatibility)
    }
}

/// What one read may still ask, and what it has cost so far.
private struct Budget {
    var requests: Int
    let deadline: Moment
    let name: String
    var calls: [CallCost] = []

    func isLeft(for count: Int) -> Bool { requests >= count && SystemClock.moment() < deadline }

    mutating func ask<Answer>(
        _ call: (_ patience: Duration) throws(RegistryError) -> Answer
    ) throws(RegistryError) -> Answer {
        let began = SystemClock.moment()
        requests -= 1
        do throws(RegistryError) {
            let answer = try call(max(deadline - began, .milliseconds(100)))
            calls.append(CallCost(what: name, took: SystemClock.moment() - began, failed: 0))
            return answer
        } catch {
            calls.append(CallCost(what: name, took: SystemClock.moment() - began, failed: 1))
            throw error
        }
    }
}
