import MirrorMaker
import Night

/// What MirrorMaker's checkpoints promise of some groups, and what is known of how close that comes.
struct CheckpointTranslation {
    let checkpoints: [Checkpoints.Key: Checkpoints.Value]
    /// Of the checkpoints' positions on the target, by partition of the source.
    let back: PositionsBack

    /// Where the group starts on the target if it stands there on the source, or why that is not known.
    func position(of group: String, at origin: Place, _ place: Place, from position: Int64) throws(Untranslated)
        -> Int64
    {
        guard let checkpoint = checkpoints[key(group, place)] else {
            throw Untranslated(why: whyNone(of: group, at: origin, from: position))
        }
        guard checkpoint.upstream <= position else {
            // It went back since, and what it reads again must not be skipped.
            throw Untranslated(
                why: "its checkpoint is of position \(checkpoint.upstream), and it stands at \(position)")
        }
        return checkpoint.downstream
    }

    private func whyNone(of group: String, at origin: Place, from position: Int64) -> String {
        let none = "the bridge has no checkpoint of it"
        if let prefix = Self.leftOut.first(where: group.hasPrefix) {
            return "\(none): it leaves out groups named \(prefix)… unless told otherwise"
        }
        guard let earliest = back.earliestSource(in: origin.mirrored) else {
            return "\(none): nor an offset sync of the partition yet"
        }
        if earliest > position {
            return "\(none): the offset syncs begin at \(earliest), after its position \(position)"
        }
        return "\(none): it is not among the bridge's groups, or the next checkpoint is still to come"
    }

    /// MirrorMaker's default for the groups it leaves out.
    private static let leftOut = ["console-consumer-", "connect-", "__"]

    /// How many records the group reads a second time, at most; nil: nobody can tell.
    func readAgain(_ move: PositionMove) -> Int64? {
        guard let position = move.source, let source = back.source(of: move.wanted, in: move.origin.mirrored) else {
            return nil
        }
        return max(0, position - source)
    }

    /// What a partition's translation is made of.
    func words(for move: PositionMove, of group: String) -> String {
        guard let position = move.source, let checkpoint = checkpoints[key(group, move.place)] else { return "" }
        let again = readAgain(move).map { "at most \($0) read again" } ?? "how many are read again is not known"
        return checkpoint.upstream == position
            ? ", translated from \(position), \(again)"
            : ", translated from \(checkpoint.upstream), older than its commit at \(position), \(again)"
    }

    func summary(of group: GroupMoves) -> String {
        let again = group.moves.map(readAgain)
        let known = again.compactMap { $0 }.reduce(0, +)
        let unknown = again.count { $0 == nil }
        return "\(group.group): reads at most \(counted(Int(clamping: known), "record")) again"
            + (unknown == 0 ? "" : "; in \(counted(unknown, "partition")) nobody can tell how many")
    }

    private func key(_ group: String, _ place: Place) -> Checkpoints.Key {
        Checkpoints.Key(group: group, twin: place.mirrored)
    }
}

struct Untranslated: Error, Equatable {
    let why: String
}

extension Place {
    var mirrored: MirroredPartition { MirroredPartition(topic, partition) }
}

extension CheckpointTranslation {
    /// Reads both of the bridge's topics that it takes.
    static func read(
        _ bridge: MirrorBridge, for groups: [String], topics: [TopicMetadata], source: ClusterAccess,
        target: ClusterAccess
    ) throws(KafkaStepError) -> CheckpointTranslation {
        let checkpoints = try bridge.checkpoints(of: Set(groups), on: target)
        // Those without a checkpoint are asked for too: why there is none may stand in the syncs.
        var positions = topics.reduce(into: [MirroredPartition: Set<Int64>]()) { positions, topic in
            for partition in topic.partitions.indices {
                positions[MirroredPartition(topic.name, Int32(partition))] = []
            }
        }
        let twins = bridge.plan.twins
        for (key, value) in checkpoints {
            guard let topic = twins.original(of: key.twin.topic) else { continue }
            positions[MirroredPartition(topic, key.twin.partition)]?.insert(value.downstream)
        }
        return CheckpointTranslation(
            checkpoints: checkpoints,
            back: try bridge.positionsBack(positions, source: source, target: target))
    }
}
