// MirrorMaker 2 leaves things behind by default, and says nothing of it: by its exclusion lists and its filter of
// settings, as its sources have them (2.4 to 4.3).

enum MirrorDefaults {
    /// Settings of topics that its filter leaves out.
    static let unsynced: Set<TopicSetting> = [.minInSync, .uncleanElection, .timestampType]

    /// `.*[\-\.]internal`, `.*\.replica`, `__.*`.
    static func leavesOut(topic: String) -> Bool {
        topic.hasSuffix("-internal") || topic.hasSuffix(".internal") || topic.hasSuffix(".replica")
            || topic.hasPrefix("__")
    }

    /// `console-consumer-.*`, `connect-.*`, `__.*`.
    static func leavesOut(group: String) -> Bool {
        group.hasPrefix("console-consumer-") || group.hasPrefix("connect-") || group.hasPrefix("__")
    }
}

extension Snapshot {
    /// What MirrorMaker 2 would not bring over of this plan, as it comes out of the box.
    public func mirrorFindings(of plan: Plan) -> [Finding] {
        let isMirrored = plan.bridges.contains { if case .mirrorMaker2 = $0 { true } else { false } }
        guard isMirrored else { return [] }
        return leftOutTopics + plan.waves.indices.flatMap { leftOutGroups(of: plan.waves[$0]) } + writers(of: plan)
    }

    /// One that is on the target already is evidently copied.
    private var leftOutTopics: [Finding] {
        topics.filter { $0.wave != nil && MirrorDefaults.leavesOut(topic: $0.name) && $0.onTarget.value == nil }.map {
            Finding(
                .warning, "topic \($0.name)",
                "MirrorMaker 2 leaves out *.internal, *-internal, *.replica and __*: name it in topics, and take its "
                    + "pattern out of topics.exclude")
        }
    }

    private func leftOutGroups(of wave: WavePlan) -> [Finding] {
        let met = groups.filter { $0.wave == wave.name && MirrorDefaults.leavesOut(group: $0.name) }.map(\.name)
        let named = wave.groups.filter { $0.group.kind == .name && MirrorDefaults.leavesOut(group: $0.group.text) }
            .map(\.group.text)
        let carried = Set(met + named).sorted().filter { name in
            wave.groups.first { $0.group.matches(name) }.map { $0.offsets.isDerived } ?? true
        }
        return carried.map { name in
            Finding(
                .warning, "group \(name)",
                "MirrorMaker 2 writes no checkpoints of connect-*, console-consumer-* and __*: take its pattern out of "
                    + "groups.exclude, or plan offsets: reset or replay for it")
        }
            + wave.connectors.filter { connector in
                connector.kind == .sink && !wave.groups.contains { $0.group.matches("connect-\(connector.name)") }
            }.map { connector in
                Finding(
                    .warning, "connector \(connector.name)",
                    "reads with group connect-\(connector.name) unless told otherwise, which no group of the wave is "
                        + "and MirrorMaker 2 writes no checkpoints of: add it to the wave's groups, or its sink begins "
                        + "where auto.offset.reset says")
            }
    }

    /// Rights to write are never copied; where nobody could compare them, a person must.
    private func writers(of plan: Plan) -> [Finding] {
        waves.compactMap { wave in
            guard let gate = wave.gates.first(where: { $0.plan.evidence == .builtIn(.aclParity) }) else { return nil }
            let about = "wave \(wave.plan.name), producers"
            if wave.plan.producers.isEmpty {
                return Finding(
                    .warning, about,
                    "the plan names none, so nobody looks whether they may write on the target; MirrorMaker 2 never "
                        + "brings a right to WRITE over. Name them: producers: [User:NAME]")
            }
            guard case .unknown(let why) = gate.verdict else { return nil }
            return Finding(
                .warning, about,
                "whether they may write on the target is unknown (\(why)); MirrorMaker 2 never brings a right to WRITE "
                    + "over. Look with kafka-acls --list on both sides")
        }
    }
}
