// The wave's producers and the readers of its groups may do on the target what they do on the source. A bridge does not
// make it so: MirrorMaker 2 never copies a right to WRITE, and links copy none unless told to.
//
// The target decides: a producer that is fenced on the source still has to be let in there. What no rule can say is
// unknown, not denied: super users stand in none, and the default of a cluster cannot be asked.

extension WaveEvidence {
    var aclParity: GateFinding {
        var tally = DifferenceTally()
        for role in ClusterRole.allCases {
            let access = clusters[role].access
            if let why = access.whyUnknown { tally.miss("ACLs of the \(role.rawValue): \(why)") }
            if let readAt = access.readAt { tally.rests(on: readAt) }
        }
        guard !wavePlan.producers.isEmpty || !roster.groups.isEmpty else {
            return .unknown("the wave names no producer and has no group yet")
        }
        guard ClusterRole.allCases.allSatisfy({ clusters[$0].access.whyUnknown == nil }) else {
            return tally.finding("")
        }
        let topics = roster.topics.filter { side($0, on: .source).isPresent }
        for producer in wavePlan.producers {
            for topic in topics { compare(producer, .write, .topic(topic), &tally) }
        }
        for group in waveGroups { compareReaders(of: group.name, topics, &tally) }
        let compared = [
            wavePlan.producers.isEmpty ? nil : wavePlan.producers.count.counted("producer"),
            roster.groups.isEmpty ? nil : "readers of \(roster.groups.count.counted("group"))",
        ].compactMap { $0 }.joined(separator: " and ")
        return tally.finding("\(compared) may do on the target what they need, \(topics.count.counted("topic"))")
    }

    private enum Thing {
        case topic(Int)
        case group(String)
    }

    private func permission(
        of principal: String, _ operation: AclEntry.Operation, _ thing: Thing, on role: ClusterRole
    ) -> AccessRules.Permission {
        switch thing {
        case .topic(let number):
            clusters[role].access.permission(of: principal, to: operation, .topic, book.name(of: number, on: role))
        case .group(let name): clusters[role].access.permission(of: principal, to: operation, .group, name)
        }
    }

    private func compare(
        _ principal: String, _ operation: AclEntry.Operation, _ thing: Thing, _ tally: inout DifferenceTally
    ) {
        let here = permission(of: principal, operation, thing, on: .source)
        let there = permission(of: principal, operation, thing, on: .target)
        guard let (weight, why) = Self.judge(here, there) else { return }
        let object: String
        var target = there.inWords
        switch thing {
        case .topic(let number):
            let (name, twin) = (name(of: number), book.name(of: number, on: .target))
            object = name
            if twin != name { target += " on \(twin)" }
        case .group(let name): object = "group \(name)"
        }
        tally.add(
            Difference(principal, "\(operation.word) \(object)", source: here.inWords, target: target, weight, why))
    }

    /// What comes of a permission here and there; nil: the target lets it do what it needs.
    private static func judge(
        _ here: AccessRules.Permission, _ there: AccessRules.Permission
    ) -> (Difference.Weight, String?)? {
        switch (here, there) {
        case (.allowed(let hosts, let except), .allowed(let hostsThere, let exceptThere)):
            let isCovered = hostsThere.contains("*") || hostsThere.isSuperset(of: hosts)
            return isCovered && exceptThere.isSubset(of: except) ? nil : (.fails, "not from the same hosts")
        case (_, .allowed(let hosts, _)):
            return hosts.contains("*") ? nil : (.unknown, "from some hosts only")
        case (_, .unknown): return (.unknown, nil)
        // It works on the source although no rule says so; the same may let it in there.
        case (.denied(let denial), .denied(let denialThere)) where denial != .rule && denialThere != .rule:
            return (.unknown, "a super user, perhaps: no client can ask")
        case (_, .denied): return (.fails, nil)
        }
    }

    private func compareReaders(of group: String, _ topics: [Int], _ tally: inout DifferenceTally) {
        let access = clusters.source.access
        guard let readers = access.principals(to: .read, .group, group) else {
            return compareUnnamedReaders(of: group, &tally)
        }
        if readers.isEmpty {
            return tally.miss("group \(group): no rule of the source lets anybody read with it, a super user perhaps")
        }
        for reader in readers {
            compare(reader, .read, .group(group), &tally)
            for topic in topics {
                // A group reads some of a wave's topics; which a reader may not read on the source it does not need.
                guard case .allowed = permission(of: reader, .read, .topic(topic), on: .source) else { continue }
                compare(reader, .read, .topic(topic), &tally)
            }
        }
    }

    /// The source lets everybody read with it, so nobody can tell who does.
    private func compareUnnamedReaders(of group: String, _ tally: inout DifferenceTally) {
        let everybody = clusters.source.access.permission(of: "User:*", to: .read, .group, group)
        guard case .allowed = everybody else {
            return tally.miss("group \(group) on the source: \(everybody.inWords)")
        }
        let there = clusters.target.access
        let open = there.permission(of: "User:*", to: .read, .group, group)
        if case .allowed = open { return }
        if case .unknown(let why) = open { return tally.miss("group \(group) on the target: \(why)") }
        let named = there.principals(to: .read, .group, group) ?? []
        tally.add(
            Difference(
                "group \(group)", "READ", source: "everybody", target: named.isEmpty ? "nobody" : named.gathered(),
                named.isEmpty ? .fails : .unknown,
                named.isEmpty ? nil : "who reads on the source is in no rule: let a person attest it"))
    }
}

extension AccessRules.Permission {
    fileprivate var inWords: String {
        switch self {
        case .allowed(let hosts, let except):
            (hosts.contains("*") ? "may" : "may from \(hosts.sorted().gathered())")
                + (except.isEmpty ? "" : ", not from \(except.sorted().gathered())")
        case .denied(.rule): "DENY"
        case .denied(.noAllow): "no ALLOW"
        case .denied(.closed): "no rule, and closed by default"
        case .unknown(let why): why
        }
    }
}

extension AclEntry.Operation {
    /// As Kafka's own tools write it.
    fileprivate var word: String {
        switch self {
        case .all: "ALL"
        case .read: "READ"
        case .write: "WRITE"
        case .create: "CREATE"
        case .delete: "DELETE"
        case .alter: "ALTER"
        case .describe: "DESCRIBE"
        case .clusterAction: "CLUSTER_ACTION"
        case .describeConfigs: "DESCRIBE_CONFIGS"
        case .alterConfigs: "ALTER_CONFIGS"
        case .idempotentWrite: "IDEMPOTENT_WRITE"
        }
    }
}
