import Cockpit
import Night
import Probes

/// What one sweep of each cluster says about a plan.
struct Preflight {
    private struct Side {
        var metadata: ClusterMetadata?
        var groups: GroupListing?
        var trouble: Trouble?
        var isDone = false
    }

    private let plan: Plan
    private var sides: [ClusterRole: Side] = [:]

    init(_ plan: Plan) {
        self.plan = plan
    }

    var isComplete: Bool { ClusterRole.allCases.allSatisfy { sides[$0]?.isDone == true } }

    mutating func take(_ report: ProbeProcess.Report) {
        guard case .observed(let observed) = report else { return }
        var side = sides[observed.cluster] ?? Side()
        switch observed.what {
        case .metadata(let metadata): side.metadata = metadata
        case .groups(let listing): side.groups = listing
        case .trouble(let trouble): side.trouble = trouble
        case .sweepEnded: side.isDone = side.metadata != nil
        case .members, .commits, .ends, .starts, .produced: break
        }
        // No later sweep will say anything else.
        if side.trouble?.kind == .configuration { side.isDone = true }
        sides[observed.cluster] = side
    }

    func findings() -> [Judgement.Finding] {
        ClusterRole.allCases.flatMap { findings(of: $0, sides[$0] ?? Side()) }
    }

    private func findings(of role: ClusterRole, _ side: Side) -> [Judgement.Finding] {
        let name = role.rawValue
        guard let metadata = side.metadata else {
            let why = side.trouble.map { "\($0.asked): \($0.said)".madeVisible } ?? "no answer"
            return [Judgement.Finding(standing: .unknown, about: name, text: why)]
        }
        let totals = metadata.totals
        var findings = [
            Judgement.Finding(
                standing: .green, about: name,
                text: "brokers \(metadata.brokers.count), topics \(totals.topics), partitions \(totals.partitions)")
        ]
        if totals.offline > 0 {
            findings.append(.init(standing: .red, about: name, text: "\(totals.offline.partitions) without a leader"))
        }
        if totals.underReplicated > 0 {
            findings.append(
                .init(standing: .warning, about: name, text: "\(totals.underReplicated.partitions) under-replicated"))
        }
        if let topic = plan.cluster(role).probeTopic {
            findings += missingProbeTopic(topic, name, metadata)
        }
        return findings + (role == .source ? missing(in: metadata, side.groups) : [])
    }

    private func missingProbeTopic(
        _ topic: String, _ name: String, _ metadata: ClusterMetadata
    ) -> [Judgement.Finding] {
        guard !metadata.topics.contains(where: { $0.name == topic }) else { return [] }
        let text = "the probe topic \(topic.madeVisible) does not exist; create it, or leave probe-topic out"
        return [.init(standing: .warning, about: name, text: text)]
    }

    /// A name that matches nothing on the source is misspelt, or was never there.
    private func missing(in metadata: ClusterMetadata, _ groups: GroupListing?) -> [Judgement.Finding] {
        plan.waves.flatMap { wave -> [Judgement.Finding] in
            let about = "wave \(wave.name.madeVisible)"
            let topics = wave.topics.filter { pattern in
                !metadata.topics.contains { pattern.matches($0.name) }
            }.map {
                Judgement.Finding(
                    standing: .warning, about: about, text: "no topic on the source matches \($0.text.madeVisible)")
            }
            guard let groups, groups.served, groups.complete else { return topics }
            return topics
                + wave.groups.filter { group in
                    !groups.groups.contains { group.group.matches($0.name) }
                }.map {
                    let text = "no group on the source matches \($0.group.text.madeVisible)"
                    return Judgement.Finding(standing: .warning, about: about, text: text)
                }
        }
    }
}
