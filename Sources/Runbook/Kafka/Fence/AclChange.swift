import Kafka

/// Lines added to a cluster's ACLs, or taken from them. The order is what keeps readers in: on a cluster that is open by
/// default a DENY alone shuts everybody out of its topic, so the ALLOW beside it comes first and goes last.
struct AclChange: Codable, Equatable {
    var adding: [TopicAcl] = []
    var removing: [TopicAcl] = []

    var inverse: AclChange { AclChange(adding: removing, removing: adding) }
    var isEmpty: Bool { adding.isEmpty && removing.isEmpty }

    enum Stroke: Equatable {
        case create([TopicAcl])
        case delete([TopicAcl])
    }

    var strokes: [Stroke] {
        let strokes: [Stroke] = [
            .create(adding.filter { $0.permission == .allow }), .create(adding.filter { $0.permission == .deny }),
            .delete(removing.filter { $0.permission == .deny }), .delete(removing.filter { $0.permission == .allow }),
        ]
        return strokes.filter { $0 != .create([]) && $0 != .delete([]) }
    }

    func applied(to acls: Set<TopicAcl>) -> Set<TopicAcl> { acls.subtracting(removing).union(adding) }
}

/// The ACLs of the wave's topics as one answer gave them, and what the step changes about them.
struct FenceFound: Codable, Equatable {
    var topics: [String]
    /// Sorted.
    var snapshot: [TopicAcl]
    var change: AclChange

    init(topics: [String], snapshot: Set<TopicAcl>, change: AclChange) {
        self.topics = topics
        self.snapshot = snapshot.sorted { "\($0)" < "\($1)" }
        self.change = change
    }

    var afterwards: Set<TopicAcl> { change.applied(to: Set(snapshot)) }

    /// The way back. Where somebody else has given a topic an ACL meanwhile, the ALLOW for all beside it stays: without it
    /// theirs would be the only one, and shut out whoever it does not name.
    func wayBack(from present: Set<TopicAcl>) -> AclChange {
        let strangers = present.subtracting(snapshot).subtracting(change.adding)
        var back = change.inverse
        back.removing.removeAll { acl in acl.permission == .allow && strangers.contains { $0.concerns(acl.name) } }
        return back
    }

    /// Neither before nor after the step, nor half way through it: somebody else changed these.
    func strangers(in present: Set<TopicAcl>) -> [String] {
        let whatever = Set(change.adding + change.removing)
        return present.symmetricDifference(snapshot).subtracting(whatever).map(\.description).sorted()
    }
}

extension Set<TopicAcl> {
    /// Literal, prefixed or for all topics.
    func concerning(_ topics: [String]) -> Set<TopicAcl> {
        filter { acl in topics.contains(where: acl.concerns) }
    }

    func difference(from expected: Set<TopicAcl>) -> [String] {
        expected.subtracting(self).map { "missing: \($0)" }.sorted()
            + subtracting(expected).map { "not expected: \($0)" }.sorted()
    }
}
