import Kafka
import Night

/// Positions written to one cluster, each partition's own answer looked at.
extension ClusterAccess {
    /// Sets these positions; says what was not done, and why.
    func setPositions(of group: String, to positions: [Place: Int64]) -> [String] {
        guard !positions.isEmpty else { return [] }
        return complaints(about: group, in: Set(positions.keys)) { client throws(KafkaError) in
            try client.alterOffsets(of: group, to: [TopicOffsets](positions), timeout: Self.patience)
        }
    }

    /// Afterwards the group has no position in these.
    func removePositions(of group: String, in places: Set<Place>) -> [String] {
        guard !places.isEmpty else { return [] }
        let partitions = [TopicOffsets](places.reduce(into: [:]) { $0[$1] = 0 })
        return complaints(about: group, in: places) { client throws(KafkaError) in
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
        about group: String, in places: Set<Place>, _ call: (Client) throws(KafkaError) -> [PartitionAnswer]
    ) -> [String] {
        let answers: [PartitionAnswer]
        do {
            answers = try ask(call)
        } catch {
            return ["\(group): \(error)"]
        }
        let answered = Set(answers.map { Place($0.topic, $0.partition) })
        let refused = answers.compactMap { answer -> String? in
            answer.refusal.map { refusal in
                let why = refusal.isLivingGroup ? "the group has members (\(refusal.said))" : refusal.said
                return "\(group) in \(Place(answer.topic, answer.partition)): \(why)"
            }
        }
        return refused + places.subtracting(answered).sorted().map { "\(group) in \($0): no answer" }
    }
}
