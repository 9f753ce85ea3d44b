import Kafka
import MirrorMaker
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
        guard order.bridgePreservesOffsets || isTranslated else {
            return ["positions on the source stay: over this bridge the target's do not carry over"]
        }
        do {
            return try carried()
        } catch {
            return ["positions on the source stay: \(error)"]
        }
    }

    /// What was set otherwise has no place on the source that it began at.
    private var isTranslated: Bool {
        if case .offsets(.translate) = order.plan.act { MirrorBridge(order) != nil } else { false }
    }

    private func carried() throws(KafkaStepError) -> [String] {
        let reading = try SideReading(
            ClusterAccess(.source, of: order), groups: found.names, topics: found.originals)
        let logs = try reading.access.logs(of: reading.topics)
        let way = try way(from: reading.access)
        let advances = found.groups.map { group in
            Self.advances(
                of: group, on: target[group.group, default: [:]], source: reading.first[group.group, default: [:]],
                logs: logs, by: way)
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

    private func way(from source: ClusterAccess) throws(KafkaStepError) -> WayBack {
        guard !order.bridgePreservesOffsets, let bridge = MirrorBridge(order) else { return .same }
        var positions: [MirroredPartition: Set<Int64>] = [:]
        for group in found.groups {
            for move in group.moves {
                guard let reached = target[group.group]?[move.place] else { continue }
                positions[move.origin.mirrored, default: []].insert(reached)
            }
        }
        let back = try bridge.positionsBack(positions, source: source, target: ClusterAccess(.target, of: order))
        return .translated(back)
    }

    /// How a position on the target is one on the source.
    enum WayBack {
        case same
        case translated(PositionsBack)

        func position(_ reached: Int64, of move: PositionMove) -> Int64? {
            switch self {
            case .same: reached
            case .translated(let back): back.source(of: reached, in: move.origin.mirrored)
            }
        }

        /// Where on the source the group began to read on the target, at the latest.
        func beginning(of move: PositionMove) -> Int64? {
            switch self {
            case .same: move.wanted
            case .translated: move.source
            }
        }
    }

    /// Only where everything between was read: from no further than the source's position on, and no further than the
    /// source has records.
    static func advances(
        of group: GroupMoves, on target: [Place: Int64], source: [Place: Int64], logs: [Place: LogRange],
        by way: WayBack = .same
    ) -> [Place: Int64] {
        group.moves.reduce(into: [:]) { advances, move in
            // A position that is what it was before the step is no progress of this move.
            guard let reached = target[move.place], reached != move.before, let present = source[move.origin],
                let beginning = way.beginning(of: move), beginning <= present, let end = logs[move.origin]?.end,
                let read = way.position(reached, of: move)
            else { return }
            let goal = min(read, end)
            if goal > present { advances[move.origin] = goal }
        }
    }
}
