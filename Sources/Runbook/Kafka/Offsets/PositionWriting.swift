import Kafka
import Night

/// Positions written to one cluster, each partition's own answer looked at.
extension ClusterAccess {
    /// Sets these positions; says what was not done, and why.
    func setPositions(of group: String, to positions: [Place: Int64]) -> [String] {
        complaints(about: group, in: Set(positions.keys)) { client, places throws(KafkaError) in
            let left = positions.filter { places.contains($0.key) }
            return try client.alterOffsets(of: group, to: [TopicOffsets](left), timeout: Self.patience)
        }
    }

    /// Afterwards the group has no position in these.
    func removePositions(of group: String, in places: Set<Place>) -> [String] {
        complaints(about: group, in: places) { client, places throws(KafkaError) in
            let partitions = [TopicOffsets](places.reduce(into: [:]) { $0[$1] = 0 })
            do throws(KafkaError) {
                return try client.deleteOffsets(of: group, in: partitions, timeout: Self.patience)
            } catch {
                guard error.isUnknownGroup else { throw error }
                // It has no positions at all.
                return places.map { PartitionAnswer(topic: $0.topic, partition: $0.partition, refusal: nil) }
            }
        }
    }

    /// Puts a group back to what it was found at, touching only what differs.
    func restore(_ group: GroupMoves, from present: [Place: Int64]) -> [String] {
        let changed = group.moves.filter { present[$0.place] != $0.before }
        let positions = changed.reduce(into: [Place: Int64]()) { $0[$1.place] = $1.before }
        let absent = Set(changed.filter { $0.before == nil }.map(\.place))
        return setPositions(of: group.group, to: positions) + removePositions(of: group.group, in: absent)
    }

    /// A partition that was not answered is one that was not done.
    private func complaints(
        about group: String, in places: Set<Place>,
        _ call: (Client, Set<Place>) throws(KafkaError) -> [PartitionAnswer]
    ) -> [String] {
        var left = places
        var refusals: [Place: KafkaError] = [:]
        var attempts = Attempts()
        while !left.isEmpty {
            do {
                let answers = try ask { client throws(KafkaError) in try call(client, left) }
                refusals = answers.reduce(into: [:]) { $0[Place($1.topic, $1.partition)] = $1.refusal }
                left.subtract(answers.filter { $0.refusal == nil }.map { Place($0.topic, $0.partition) })
            } catch .unanswered(_, let error, _) where error.isCoordinatorMoving && attempts.areLeft {
                refusals = left.reduce(into: [:]) { $0[$1] = error }
            } catch {
                return ["\(group): \(error)"]
            }
            guard !left.isEmpty, left.allSatisfy({ refusals[$0]?.isCoordinatorMoving == true }), attempts.areLeft
            else { break }
            attempts.pause()
        }
        return left.sorted().map { place in
            guard let refusal = refusals[place] else { return "\(group) in \(place): no answer" }
            return "\(group) in \(place): "
                + (refusal.isLivingGroup ? "the group has members (\(refusal.said))" : refusal.said)
        }
    }
}
