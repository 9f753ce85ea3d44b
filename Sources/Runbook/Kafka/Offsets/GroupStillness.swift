import Kafka
import Night

/// Whether anybody is at work in a group: by what the broker says of it, and by its commits moving. Neither sign alone
/// is enough. A consumer with partitions of its own choice is in no group the broker knows of.
struct GroupStillness {
    let role: ClusterRole
    let listing: GroupListing
    /// Of groups whose state the broker does not put in words that are known here.
    let memberships: [GroupMembership]
    let first: [String: [Place: Int64]]
    let later: [String: [Place: Int64]]

    /// Why the group's positions must not be touched; nil: nobody is at work in it.
    func objection(to group: String) throws(KafkaStepError) -> String? {
        if let state = try state(of: group) { return "\(group) has members on the \(role.rawValue) (\(state))" }
        let moved = Set(first[group, default: [:]].keys).union(later[group, default: [:]].keys)
            .filter { first[group]?[$0] != later[group]?[$0] }
        guard let place = moved.min() else { return nil }
        let from = GroupMoves.word(first[group]?[place])
        let to = GroupMoves.word(later[group]?[place])
        return "\(group) still commits on the \(role.rawValue): \(place) went from \(from) to \(to)"
    }

    /// The broker's word for a group that has members.
    private func state(of group: String) throws(KafkaStepError) -> String? {
        // A cluster that lists no groups leaves it to its answer to the write.
        guard listing.served else { return nil }
        guard let entry = listing.groups.first(where: { $0.name == group }) else {
            if listing.complete { return nil }
            let error = KafkaError(code: 0, asked: "list of groups", said: "not every broker answered")
            throw .unanswered(role, error, connection: nil)
        }
        switch entry.state {
        case .empty, .dead: return nil
        case .stable: return "stable"
        case .preparingRebalance, .completingRebalance: return "rebalancing"
        case .unknown:
            let membership = memberships.first { $0.group == group }
            guard let members = membership?.members else { return "alive; who they are is not told" }
            return members.isEmpty ? nil : "\(members.count)"
        }
    }
}

extension ClusterAccess {
    /// Far enough apart for a consumer that commits at every poll, or every second, to show.
    static let moment = Duration.milliseconds(1_500)

    func groupListing(of groups: [String]) throws(KafkaStepError) -> (GroupListing, [GroupMembership]) {
        let listing = try ask { client throws(KafkaError) in try client.listGroups(timeout: Self.patience) }
        let obscure = Set(listing.groups.filter { $0.state == .unknown }.map(\.name)).intersection(groups)
        guard !obscure.isEmpty else { return (listing, []) }
        let members = try ask { client throws(KafkaError) in
            try client.members(of: obscure, alive: obscure, timeout: Self.patience)
        }
        return (listing, members)
    }
}
