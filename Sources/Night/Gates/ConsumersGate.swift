extension WaveEvidence {
    /// The wave's groups read from the target, and from the source no longer.
    var consumers: GateFinding {
        guard progress.mayHaveBegun(progress.pattern.movesConsumers) else {
            return .unknown("not before the consumers move")
        }
        guard !roster.groups.isEmpty else { return .unknown("the wave has no group yet") }
        var tally = GateTally()
        for role in ClusterRole.allCases {
            if let why = whyUnseen(role) { tally.miss(why) }
            if let sweptAt = clusters[role].sweptAt { tally.rests(on: sweptAt) }
        }
        for group in waveGroups {
            for role in ClusterRole.allCases { rest(on: group.sides[role], &tally) }
            if group.sides.source.isAtWork { tally.fail("group \(group.name) still reads from the source") }
            if !group.sides.target.isAtWork { tally.fail("group \(group.name) is not seen to read from the target") }
        }
        let names = waveGroups.map(\.name).gathered()
        return tally.finding("at work on the target and on the source no longer: \(names)")
    }

    /// Whether it is at work is told by its state and by its commits; each is as old as it is.
    private func rest(on side: GroupSideKnowledge, _ tally: inout GateTally) {
        if let state = side.state.reading { tally.rests(on: state.takenAt) }
        if side.commits.hasCommits, !side.isAbsent, let readAt = side.commits.readAt { tally.rests(on: readAt) }
    }
}
