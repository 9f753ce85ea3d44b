import Night

/// Where a group is to start on the target, from what was read on both sides. Refuses whatever would lose records or
/// read others again without the plan saying so.
struct MoveReckoning {
    /// One group, as both sides have it.
    struct Positions {
        var group: String
        var source: [Place: Int64]
        var target: [Place: Int64]
    }

    var plan: OffsetsPlan
    var sourceLogs: [Place: LogRange]
    var targetLogs: [Place: LogRange]
    /// On the target, where the plan names a time: the first record since. Missing: none so young.
    var since: [Place: Int64] = [:]
    var twins = TwinNaming.same
    /// Nil: a position on one side is the same on the other.
    var translation: CheckpointTranslation?

    /// Whether groups go on where they are.
    static func carriesOver(_ plan: OffsetsPlan) -> Bool {
        switch plan {
        case .preserve, .translate: true
        case .reset, .replay: false
        }
    }

    func moves(of positions: Positions) throws(Refusal) -> GroupMoves {
        try Self.carriesOver(plan) ? carried(positions) : set(positions)
    }

    /// Topics that the group reads: where it has a position at all. A group may read only some of its wave's.
    static func topicsRead(in positions: Positions, on side: KeyPath<Positions, [Place: Int64]>...) -> Set<String> {
        Set(side.flatMap { positions[keyPath: $0].keys.map(\.topic) })
    }

    private func carried(_ positions: Positions) throws(Refusal) -> GroupMoves {
        let read = Self.topicsRead(in: positions, on: \.source)
        guard !read.isEmpty else {
            throw Refusal(complaints: ["\(positions.group) never committed on the source in any topic of the wave"])
        }
        var moves: [PositionMove] = []
        var complaints: [String] = []
        for (origin, log) in sourceLogs.sorted(by: { $0.key < $1.key }) where read.contains(origin.topic) {
            guard let position = positions.source[origin] else {
                // Nothing was ever there to be read: it begins on the target as it would have here.
                if !log.isEmpty { complaints.append("\(positions.group) never committed \(origin) on the source") }
                continue
            }
            do throws(Untranslated) {
                let place = twin(of: origin)
                let wanted = try wanted(positions.group, at: origin, log, from: position)
                let before = positions.target[place]
                if let complaint = complaint(against: wanted, at: place, before: before) {
                    throw Untranslated(why: complaint)
                }
                moves.append(PositionMove(place, from: origin, source: position, before: before, wanted: wanted))
            } catch {
                complaints.append("\(positions.group): \(error.why)")
            }
        }
        guard complaints.isEmpty else { throw Refusal(complaints: complaints) }
        return GroupMoves(group: positions.group, moves: moves)
    }

    private func twin(of origin: Place) -> Place { Place(twins.twin(of: origin.topic), origin.partition) }

    private func wanted(
        _ group: String, at origin: Place, _ log: LogRange, from position: Int64
    ) throws(Untranslated) -> Int64 {
        guard let translation else { return position }
        let place = twin(of: origin)
        do {
            return try translation.position(of: group, at: origin, place, from: position)
        } catch {
            // Nothing is there to be read any more, and nothing was carried over: any position is the same.
            if log.isEmpty, let twinLog = targetLogs[place], twinLog.isEmpty { return twinLog.end }
            throw Untranslated(why: "\(origin): \(error.why)")
        }
    }

    private func complaint(against position: Int64, at place: Place, before: Int64?) -> String? {
        guard let log = targetLogs[place] else { return "the target has no \(place)" }
        if position < log.start { return "\(place) starts at \(log.start) on the target, after position \(position)" }
        if position > log.end { return "\(place) ends at \(log.end) on the target, before position \(position)" }
        if let before, before > position {
            return "it stands at \(before) in \(place) on the target, and would go back to \(position)"
        }
        return nil
    }

    private func set(_ positions: Positions) throws(Refusal) -> GroupMoves {
        let read = Self.topicsRead(in: positions, on: \.source).map(twins.twin(of:))
        let topics = Self.topicsRead(in: positions, on: \.target).union(read)
        let moves = targetLogs.sorted { $0.key < $1.key }
            .filter { topics.isEmpty || topics.contains($0.key.topic) }
            .map { place, log in
                let origin = Place(twins.original(of: place.topic) ?? place.topic, place.partition)
                return PositionMove(
                    place, from: origin, source: positions.source[origin], before: positions.target[place],
                    wanted: set(place, in: log))
            }
        let absent = topics.subtracting(targetLogs.keys.map(\.topic)).sorted()
        guard absent.isEmpty, !moves.isEmpty else {
            let names = absent.isEmpty ? "topic of the wave" : absent.joined(separator: ", ")
            throw Refusal(complaints: ["\(positions.group): the target has no \(names)"])
        }
        return GroupMoves(group: positions.group, moves: moves)
    }

    private func set(_ place: Place, in log: LogRange) -> Int64 {
        switch plan {
        case .reset(.earliest): log.start
        case .reset(.latest): log.end
        case .reset(.time), .replay, .preserve, .translate: since[place] ?? log.end
        }
    }
}
