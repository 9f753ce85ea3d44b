import Kafka
import Night

/// On the way back, how far the groups came on the target is where they go on reading on the source, so that they
/// read as little twice as is safe. Nothing here stops the way back: a position left alone costs reading again, and is
/// never a loss.
struct SourceProgress {
    let order: ErrandOrder
    let found: PositionsFound
    /// The groups' positions on the target, still where their consumers left them.
    let target: [String: [Place: Int64]]

    /// What was done, and what was not and why.
    func carryOver() -> [String] {
        guard order.bridgePreservesOffsets else {
            return ["positions on the source stay: over this bridge the target's do not carry over"]
        }
        do {
            return try carried()
        } catch {
            return ["positions on the source stay: \(error)"]
        }
    }

    private func carried() throws(KafkaStepError) -> [String] {
        let reading = try SideReading(ClusterAccess(.source, of: order), groups: found.names, topics: found.topics)
        let logs = try reading.access.logs(of: reading.topics)
        let advances = found.groups.map { group in
            Self.advances(
                of: group, on: target[group.group, default: [:]], source: reading.first[group.group, default: [:]],
                logs: logs)
        }
        guard advances.contains(where: { !$0.isEmpty }) else { return [] }
        Pause.take(ClusterAccess.moment)
        let stillness = try reading.stillness()
        var said: [String] = []
        for (group, advance) in zip(found.groups, advances) where !advance.isEmpty {
            if let objection = try stillness.objection(to: group.group) {
                said.append("positions of \(group.group) on the source stay: \(objection)")
                continue
            }
            let complaints = reading.access.setPositions(of: group.group, to: advance)
            said.append(
                complaints.isEmpty
                    ? "\(group.group) goes on in \(advance.count) partitions of the source where it stopped on the target"
                    : "positions on the source stay: \(complaints.summed())")
        }
        return said
    }

    /// Only where everything between was read: from no further than the source's position on, and no further than the
    /// source has records.
    static func advances(
        of group: GroupMoves, on target: [Place: Int64], source: [Place: Int64], logs: [Place: LogRange]
    ) -> [Place: Int64] {
        group.moves.reduce(into: [:]) { advances, move in
            // A position that is what it was before the step is no progress of this move.
            guard let reached = target[move.place], reached != move.before, let present = source[move.place],
                move.wanted <= present, let end = logs[move.place]?.end
            else { return }
            let goal = min(reached, end)
            if goal > present { advances[move.place] = goal }
        }
    }
}
