package import Kafka
import MirrorMaker
package import Night

/// The bridge's own topics on one cluster: what has been read of them, and what is to be told of it. Nothing is told of
/// a topic before its end is reached: on the way there it says what was.
package struct BridgeTopicFolds {
    private struct Followed {
        let kind: InternalTopic.Kind
        let name: String
        var fold: any TopicFold
        /// Nil: nobody has looked yet.
        var state: InternalTopic.State?
        var records: Int64 = 0
        /// Times in a row that something was left unread and nothing came.
        var halts = 0
        var recordsLooked: Int64 = 0
    }

    /// A reader that gets nothing for so many looks, while there is something, gets nothing any more.
    private static let mostHalts = 20

    private let role: ClusterRole
    private var topics: [Followed] = []

    package init(of order: MirrorMakerOrder, on role: ClusterRole) {
        self.role = role
        let bridge = order.bridge
        let names = bridge.internalTopics
        let sourceTopics = NameFilter(order.source.scopes.flatMap(\.topics), alsoBehind: "")
        if names.offsetSyncsOn == role {
            follow(.offsetSyncs, names.offsetSyncs, .syncs { sourceTopics.wants($0.topic) })
        }
        guard role == .target else { return }
        let twins = NameFilter(order.target.scopes.flatMap(\.topics), alsoBehind: order.target.twinPrefix)
        let groups = NameFilter(order.target.scopes.flatMap(\.groups), alsoBehind: "")
        follow(
            .checkpoints, names.checkpoints, .checkpoints { groups.wants($0.group) && twins.wants($0.twin.topic) })
        follow(.carriedHeartbeats, names.carriedHeartbeats, .heartbeats(.carried))
        follow(.heartbeats, names.plainHeartbeats, .heartbeats(.plain))
        let alias = bridge.sourceAlias
        if let offsets = bridge.offsetsTopic
            ?? (bridge.isDedicated ? InternalTopics.dedicatedOffsets(from: alias) : nil)
        {
            follow(
                .connectOffsets, offsets,
                .carried(from: alias, by: bridge.connectors) { sourceTopics.wants($0.topic) })
        }
        if bridge.isDedicated {
            follow(
                .connectStatus, InternalTopics.dedicatedStatus(from: alias),
                .connectors(named: bridge.connectors))
        }
    }

    private mutating func follow(_ kind: InternalTopic.Kind, _ name: String, _ fold: any TopicFold) {
        topics.append(Followed(kind: kind, name: name, fold: fold))
    }

    package var names: [String] { topics.map(\.name) }

    package mutating func take(_ news: TopicTails.News) {
        switch news {
        case .records(let records):
            guard let place = place(of: records.first?.topic) else { return }
            topics[place].records += Int64(records.count)
            for record in records { topics[place].fold.take(record) }
        case .startsAgain(let name):
            guard let place = place(of: name) else { return }
            topics[place].fold.startAgain()
            topics[place].records = 0
            topics[place].state = .reading
        case .caughtUp(let name): stand(name, .read)
        case .missing(let name): stand(name, .missing)
        case .refused(let name, let error): stand(name, .refused(error.said))
        }
    }

    private func place(of name: String?) -> Int? { topics.firstIndex { $0.name == name } }

    private mutating func stand(_ name: String, _ state: InternalTopic.State) {
        guard let place = place(of: name) else { return }
        topics[place].state = state
    }

    /// To be told after the leaders have said how much is left unread.
    package mutating func told(unread: [String: Int64]) -> [Observation] {
        topics.indices.flatMap { place -> [Observation] in
            guard let state = topics[place].state else { return [] }
            watch(place, unread: unread[topics[place].name, default: 0])
            let standing = standing(of: topics[place], state)
            return (standing.state == .read ? topics[place].fold.told() : []) + [.internalTopic(standing)]
        }
    }

    private mutating func watch(_ place: Int, unread: Int64) {
        let hasMoved = topics[place].records != topics[place].recordsLooked
        topics[place].recordsLooked = topics[place].records
        topics[place].halts = unread > 0 && !hasMoved ? topics[place].halts + 1 : 0
    }

    /// A topic whose reader came to a halt.
    var halted: String? { topics.first { $0.halts >= Self.mostHalts }?.name }

    private func standing(of topic: Followed, _ state: InternalTopic.State) -> InternalTopic {
        let passedOver = topic.fold.passedOver
        // What comes to no end for a while is not read, whatever it was before.
        let state: InternalTopic.State = state == .read && topic.halts > 1 ? .reading : state
        return InternalTopic(
            kind: topic.kind, cluster: role, topic: topic.name, state: state, records: topic.records,
            foreign: Int64(passedOver.foreign), newer: Int64(passedOver.newer))
    }
}
