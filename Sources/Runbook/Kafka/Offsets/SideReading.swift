import Kafka
import Night

/// What one side says of some groups, and a moment later says again.
struct SideReading {
    let access: ClusterAccess
    let groups: [String]
    let topics: [TopicMetadata]
    let first: [String: [Place: Int64]]

    init(_ access: ClusterAccess, groups: [String], topics names: [String]) throws(KafkaStepError) {
        self.access = access
        self.groups = groups
        topics = try access.topics(names)
        first = try access.commits(of: groups, in: topics)
    }

    /// Reads again. To be called a moment after the first reading.
    func stillness() throws(KafkaStepError) -> GroupStillness {
        let (listing, memberships) = try access.groupListing(of: groups)
        return GroupStillness(
            role: access.role, listing: listing, memberships: memberships, first: first,
            later: try access.commits(of: groups, in: topics))
    }
}
