import Night
import Probes

/// What a first look at both clusters says about a plan: are they there, is all there that it names, and what of it will
/// not be alike on both sides.
struct Preflight {
    private let plan: Plan
    private var look: FirstLook
    private var topics: [ClusterRole: Set<String>] = [:]
    private var troubles: [ClusterRole: [Trouble]] = [:]
    private var told: [ProbeName: Set<Told>] = [:]
    /// Swept once more after all was told, so that it has been compared.
    private var compared: Set<ProbeName> = []

    /// What is compared between the sides, as it comes in.
    private enum Told { case settings, rules, subjects }

    /// More of them say nothing new.
    private static let mostTroubles = 5

    init(_ plan: Plan) {
        self.plan = plan
        look = FirstLook(sweeps: 2, of: plan)
    }

    /// All has been seen, or what keeps a cluster from being seen has been said.
    var isComplete: Bool {
        let hopeless = ClusterRole.allCases.filter(isHopeless)
        if hopeless.isEmpty { return look.isComplete && ClusterRole.allCases.allSatisfy(isCompared) }
        return ClusterRole.allCases.allSatisfy { topics[$0] != nil || hopeless.contains($0) }
    }

    mutating func take(_ report: ProbeProcess.Report) {
        look.take(report)
        guard case .observed(let observed) = report else { return }
        switch observed.what {
        case .settings: told[observed.by, default: []].insert(.settings)
        case .acls: told[observed.by, default: []].insert(.rules)
        case .subjects: told[observed.by, default: []].insert(.subjects)
        case .sweepEnded where hasToldAll(observed.by): compared.insert(observed.by)
        default: break
        }
        guard case .cluster(let role) = observed.by else { return }
        switch observed.what {
        case .metadata(let metadata): topics[role] = Set(metadata.topics.map(\.name))
        case .trouble(let trouble):
            var said = troubles[role, default: []]
            if said.count < Self.mostTroubles, !said.contains(trouble) { said.append(trouble) }
            troubles[role] = said
        default: break
        }
    }

    private func hasToldAll(_ probe: ProbeName) -> Bool {
        let told = told[probe] ?? []
        switch probe {
        case .cluster(let role):
            return told.contains(.rules) && (told.contains(.settings) || topics[role]?.isEmpty != false)
        case .endpoints: return told.contains(.subjects)
        case .bridge: return true
        }
    }

    private func isCompared(_ role: ClusterRole) -> Bool {
        let hasRegistry = plan.cluster(role).schemaRegistry != nil
        return compared.contains(.cluster(role)) && (!hasRegistry || compared.contains(.endpoints(role)))
    }

    /// It does not answer, and why has been said: a connection refused, a name not resolved, a password not taken.
    private func isHopeless(_ role: ClusterRole) -> Bool {
        guard topics[role] == nil, let said = troubles[role] else { return false }
        return said.contains { $0.kind != .call } && said.contains { $0.kind != .connection }
    }

    func findings(in snapshot: Snapshot) -> [Snapshot.Finding] {
        // The budget is the night's; what one look says of it is no answer to whether the plan fits the clusters.
        let lasting = snapshot.findings.filter { !$0.about.hasPrefix("budget") }
        let seen = lasting + ClusterRole.allCases.flatMap(refusals) + ClusterRole.allCases.compactMap(missingProbeTopic)
        // Two sides are compared when both are there.
        guard ClusterRole.allCases.allSatisfy({ topics[$0] != nil }) else { return seen }
        return seen + snapshot.mirrorFindings(of: plan) + snapshot.parityFindings
    }

    private func refusals(of role: ClusterRole) -> [Snapshot.Finding] {
        (troubles[role] ?? []).map { trouble in
            Snapshot.Finding(.unknown, role.rawValue, "\(trouble.asked): \(trouble.said)")
        }
    }

    private func missingProbeTopic(of role: ClusterRole) -> Snapshot.Finding? {
        guard let topic = plan.cluster(role).probeTopic, topics[role]?.contains(topic) == false else { return nil }
        return Snapshot.Finding(
            .warning, role.rawValue, "the probe topic \(topic) does not exist; create it, or leave probe-topic out")
    }
}
