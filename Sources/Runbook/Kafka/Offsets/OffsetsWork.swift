import Kafka
import Night

/// Sets the positions of the wave's groups on the target, from what they are on the source or as the plan says. Never
/// under a living consumer: where the broker tells of members, where commits move, and in the end by the broker's own
/// refusal, which holds for every kind of group.
struct OffsetsWork: StepWork {
    let order: ErrandOrder

    init(_ order: ErrandOrder) {
        self.order = order
    }

    func look() -> StepLook {
        do {
            return try lookedAt()
        } catch {
            return .unknown("\(error)")
        }
    }

    func act(_ say: (String) -> Void) -> StepEnd {
        do {
            return try acted(say)
        } catch {
            return .failed("\(error)")
        }
    }

    func observe() -> StepSight {
        do {
            let found = try order.found.decoded(as: PositionsFound.self)
            let target = try ClusterAccess(.target, of: order)
            return try seen(of: found, on: target) { $0.wanted }
                ?? .seen("\(counted(found.count, "position")), read twice")
        } catch {
            return .unknown("\(error)")
        }
    }

    func undo(_ say: (String) -> Void) -> StepEnd {
        do {
            return try undone(say)
        } catch {
            return .failed("\(error)")
        }
    }

    func observeUndo() -> StepSight {
        do {
            let found = try order.found.decoded(as: PositionsFound.self)
            let target = try ClusterAccess(.target, of: order)
            if let other = try seen(of: found, on: target, { $0.before }) { return other }
            return try sourceBehind(found)
                ?? .seen("\(counted(found.count, "position")) as they were found, read twice")
        } catch {
            return .unknown("\(error)")
        }
    }
}

// MARK: Looking

extension OffsetsWork {
    private func lookedAt() throws(KafkaStepError) -> StepLook {
        guard case .offsets(let plan) = order.plan.act else { throw .anotherStep }
        if let refusal = refusal(of: plan) { return .refused(refusal) }
        let groups = order.groups.map(\.name)
        let source = try SideReading(ClusterAccess(.source, of: order), groups: groups, topics: order.topics)
        let target = try SideReading(
            ClusterAccess(.target, of: order), groups: groups, topics: order.topics.map(order.twins.twin(of:)))
        Pause.take(ClusterAccess.moment)
        let sides = (source: try source.stillness(), target: try target.stillness())
        var objections: [String] = []
        for group in groups {
            for side in [sides.source, sides.target] {
                if let objection = try side.objection(to: group) { objections.append(objection) }
            }
        }
        guard objections.isEmpty else { return .refused(objections.summed()) }
        return try reckoned(plan, source, target, commits: (sides.source.later, sides.target.later))
    }

    private func refusal(of plan: OffsetsPlan) -> String? {
        if order.groups.isEmpty { return "the wave has no groups whose positions could be set" }
        if order.topics.isEmpty { return "no topic of the wave is on the source" }
        if MoveReckoning.carriesOver(plan), !order.bridgePreservesOffsets {
            guard MirrorBridge(order) != nil else {
                return "positions do not carry over without a bridge: reset or replay"
            }
            if plan == .preserve {
                return "this bridge does not preserve offsets: translate, reset or replay"
            }
        }
        return nil
    }

    private func reckoned(
        _ plan: OffsetsPlan, _ source: SideReading, _ target: SideReading,
        commits: (source: [String: [Place: Int64]], target: [String: [Place: Int64]])
    ) throws(KafkaStepError) -> StepLook {
        let reckoning = MoveReckoning(
            plan: plan, sourceLogs: try source.access.logs(of: source.topics),
            targetLogs: try target.access.logs(of: target.topics), since: try since(plan, on: target),
            twins: order.twins, translation: try translation(plan, source, target))
        var found = PositionsFound(groups: [])
        var complaints: [String] = []
        for group in order.groups.map(\.name) {
            let positions = MoveReckoning.Positions(
                group: group, source: commits.source[group, default: [:]], target: commits.target[group, default: [:]])
            do throws(Refusal) {
                found.groups.append(try reckoning.moves(of: positions))
            } catch {
                complaints += error.complaints
            }
        }
        guard complaints.isEmpty else { return .refused(complaints.summed()) }
        return .ready(found: try StepFound(found), would: found.groups.flatMap { words(for: $0, plan, reckoning) })
    }

    private func translation(
        _ plan: OffsetsPlan, _ source: SideReading, _ target: SideReading
    ) throws(KafkaStepError) -> CheckpointTranslation? {
        guard MoveReckoning.carriesOver(plan), let bridge = MirrorBridge(order) else { return nil }
        return try .read(
            bridge, for: source.groups, topics: source.topics, source: source.access, target: target.access)
    }

    private func since(_ plan: OffsetsPlan, on side: SideReading) throws(KafkaStepError) -> [Place: Int64] {
        switch plan {
        case .reset(.time(let time)): try side.access.offsets(since: time, in: side.topics)
        case .replay(let duration): try side.access.offsets(since: .now().earlier(by: duration), in: side.topics)
        case .reset(.earliest), .reset(.latest), .preserve, .translate: [:]
        }
    }

    private func words(for group: GroupMoves, _ plan: OffsetsPlan, _ reckoning: MoveReckoning) -> [String] {
        let moved = group.moves.filter { $0.before != $0.wanted }
        let unread = group.moves.reduce(0) { $0 + ((reckoning.targetLogs[$1.place]?.end ?? $1.wanted) - $1.wanted) }
        let overruled = order.groups.first { $0.name == group.group && $0.offsets != plan } != nil
        var words = [
            "\(group.group): sets \(moved.count) of \(group.moves.count) positions on the target; \(unread) records to read"
                + (overruled ? "; the step's own rule outranks the group's" : "")
        ]
        if let translation = reckoning.translation { words.append(translation.summary(of: group)) }
        words += moved.prefix(Self.mostPlacesNamed).map { move in
            "\(group.group): \(move.place) from \(GroupMoves.word(move.before)) to \(move.wanted)"
                + (reckoning.translation?.words(for: move, of: group.group) ?? "")
        }
        let touched = Set(group.moves.map(\.origin.topic))
        let left = Set(reckoning.sourceLogs.keys.map(\.topic)).subtracting(touched).sorted()
        if !left.isEmpty { words.append("\(group.group): has no position in \(left.summed()), and gets none") }
        return words
    }

    private static var mostPlacesNamed: Int { 8 }
}

// MARK: Acting

extension OffsetsWork {
    private func acted(_ say: (String) -> Void) throws(KafkaStepError) -> StepEnd {
        let found = try order.found.decoded(as: PositionsFound.self)
        let target = try ClusterAccess(.target, of: order)
        let topics = try target.topics(found.topics)
        let present = try target.commits(of: found.names, in: topics)
        let strangers = found.groups.flatMap { $0.strangers(in: present[$0.group, default: [:]]) }
        guard strangers.isEmpty else { return .failed("somebody else moved it: \(strangers.summed()); look again") }
        for (place, group) in found.groups.enumerated() {
            let moved = group.moves.filter { present[group.group]?[$0.place] != $0.wanted }
            let wanted = moved.reduce(into: [Place: Int64]()) { $0[$1.place] = $1.wanted }
            let complaints = target.setPositions(of: group.group, to: wanted)
            guard complaints.isEmpty else {
                return takenBack(Array(found.groups[...place]), on: target, topics, because: complaints)
            }
            say("\(group.group): \(counted(wanted.count, "position")) set")
        }
        return .done("\(counted(found.count, "position")) set in \(counted(found.groups.count, "group"))")
    }

    /// Half a change is worse than none: whatever was accepted goes back to what was found, at once.
    private func takenBack(
        _ groups: [GroupMoves], on target: ClusterAccess, _ topics: [TopicMetadata], because complaints: [String]
    ) -> StepEnd {
        let why = "refused: \(complaints.summed())"
        do {
            let present = try target.commits(of: groups.map(\.group), in: topics)
            let left = groups.flatMap { target.restore($0, from: present[$0.group, default: [:]]) }
            guard left.isEmpty else { return .failed("\(why); not taken back: \(left.summed())") }
            return .failed("\(why); what was accepted is taken back")
        } catch {
            return .failed("\(why); whether all is taken back is unknown: \(error)")
        }
    }
}

// MARK: Observing

extension OffsetsWork {
    /// Read, and a moment later again: a consumer that the broker cannot see writes its own position over it. Nil when
    /// both were as expected.
    private func seen(
        of found: PositionsFound, on target: ClusterAccess, _ expected: (PositionMove) -> Int64?
    ) throws(KafkaStepError) -> StepSight? {
        let topics = try target.topics(found.topics)
        for isLater in [false, true] {
            if isLater { Pause.take(ClusterAccess.moment) }
            let present = try target.commits(of: found.names, in: topics)
            let differences = found.groups.flatMap {
                $0.differences(of: present[$0.group, default: [:]], from: expected)
            }
            guard differences.isEmpty else {
                let overwritten = isLater ? "overwritten a moment later, by a consumer that is still at work: " : ""
                return .notSeen(overwritten + differences.summed())
            }
        }
        return nil
    }
}

// MARK: Going back

extension OffsetsWork {
    private func undone(_ say: (String) -> Void) throws(KafkaStepError) -> StepEnd {
        let found = try order.found.decoded(as: PositionsFound.self)
        let reading = try SideReading(ClusterAccess(.target, of: order), groups: found.names, topics: found.topics)
        Pause.take(ClusterAccess.moment)
        let stillness = try reading.stillness()
        var objections: [String] = []
        for group in found.names {
            if let objection = try stillness.objection(to: group) { objections.append(objection) }
        }
        guard objections.isEmpty else { return .failed("\(objections.summed()): stop them and try again") }
        // First, while the target still says how far the groups came.
        let progress = SourceProgress(order: order, found: found, target: stillness.later)
        for line in progress.carryOver() { say(line) }
        let left = found.groups.flatMap { reading.access.restore($0, from: stillness.later[$0.group, default: [:]]) }
        guard left.isEmpty else { return .failed("not restored: \(left.summed())") }
        return .done("\(counted(found.count, "position")) as they were found")
    }

    /// The groups go on reading on the source, nowhere further back than they were. A source that does not answer keeps
    /// nobody from going back: what it holds, the undo did not take away.
    private func sourceBehind(_ found: PositionsFound) throws(KafkaStepError) -> StepSight? {
        let present: [String: [Place: Int64]]
        do {
            let source = try ClusterAccess(.source, of: order)
            present = try source.commits(of: found.names, in: try source.topics(found.originals))
        } catch {
            return .seen("\(counted(found.count, "position")) as they were found; the source was not read: \(error)")
        }
        let behind = found.groups.flatMap { group in
            group.moves.compactMap { move -> String? in
                let now = present[group.group]?[move.origin]
                guard let before = move.source, now ?? -1 < before else { return nil }
                return
                    "\(group.group) stands at \(GroupMoves.word(now)) in \(move.origin) on the source, behind \(before)"
            }
        }
        return behind.isEmpty ? nil : .notSeen(behind.summed())
    }
}

extension PositionsFound {
    var count: Int { groups.reduce(0) { $0 + $1.moves.count } }
}
