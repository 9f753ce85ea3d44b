import Night

/// The rows each table shows, in the order it shows them. The keys and the picture both ask here.
extension CockpitView {
    func topicRows(of snapshot: Snapshot) -> OrderedRows<Snapshot.Topic> {
        let rows = snapshot.topics
        let kept = rows.indices.filter { matches(rows[$0].name) || matches(rows[$0].wave ?? "") }
        return switch lag.order {
        case .topic: sorted(rows, kept, lag.descending, by: { $0.name }, name: { $0.name })
        case .wave: sorted(rows, kept, lag.descending, by: { $0.wave }, name: { $0.name })
        case .rate:
            sorted(rows, kept, lag.descending, by: { $0.sourceRate.value.map(Spelling.roundedRate) }, name: { $0.name })
        case .bridgeLag: sorted(rows, kept, lag.descending, by: { $0.bridgeLag.records.value }, name: { $0.name })
        case .bridgeTime:
            sorted(
                rows, kept, lag.descending, by: { $0.bridgeLag.time.value.map(Spelling.roundedSpan) }, name: { $0.name }
            )
        case .consumerLag: sorted(rows, kept, lag.descending, by: { $0.consumerLag.records.value }, name: { $0.name })
        case .consumerTime:
            sorted(
                rows, kept, lag.descending, by: { $0.consumerLag.time.value.map(Spelling.roundedSpan) },
                name: { $0.name })
        }
    }

    func partitionRows(of topic: Snapshot.Topic) -> OrderedRows<Snapshot.Partition> {
        let rows = topic.partitions
        let kept = Array(rows.indices)
        let down = partitions.descending
        return switch partitions.order {
        case .number: sorted(rows, kept, down, by: { $0.number }, name: { $0.number })
        case .sourceEnd: sorted(rows, kept, down, by: { $0.sourceEnd.value }, name: { $0.number })
        case .bridgeLag: sorted(rows, kept, down, by: { $0.bridgeLag.records.value }, name: { $0.number })
        case .bridgeTime:
            sorted(rows, kept, down, by: { $0.bridgeLag.time.value.map(Spelling.roundedSpan) }, name: { $0.number })
        case .consumerLag: sorted(rows, kept, down, by: { $0.consumerLag.records.value }, name: { $0.number })
        case .consumerTime:
            sorted(rows, kept, down, by: { $0.consumerLag.time.value.map(Spelling.roundedSpan) }, name: { $0.number })
        }
    }

    func groupRows(of snapshot: Snapshot) -> OrderedRows<Snapshot.Group> {
        let rows = snapshot.groups
        let kept = rows.indices.filter { matches(rows[$0].name) || matches(rows[$0].wave ?? "") }
        let down = groups.descending
        return switch groups.order {
        case .group: sorted(rows, kept, down, by: { $0.name }, name: { $0.name })
        case .wave: sorted(rows, kept, down, by: { $0.wave }, name: { $0.name })
        case .lag: sorted(rows, kept, down, by: { $0.worseSide.lag.records.value }, name: { $0.name })
        case .time:
            sorted(rows, kept, down, by: { $0.worseSide.lag.time.value.map(Spelling.roundedSpan) }, name: { $0.name })
        case .rate:
            sorted(rows, kept, down, by: { $0.worseSide.rate.value.map(Spelling.roundedRate) }, name: { $0.name })
        case .growth:
            sorted(rows, kept, down, by: { $0.worseSide.lagGrowth.value.map(Spelling.roundedRate) }, name: { $0.name })
        case .drains:
            sorted(rows, kept, down, by: { $0.worseSide.drainsIn.value.map(Spelling.roundedSpan) }, name: { $0.name })
        }
    }

    func standingRows(of snapshot: Snapshot) -> [StandingRow] {
        guard let wave = snapshot.waves.indices.contains(wave) ? snapshot.waves[wave] : snapshot.waves.last else {
            return []
        }
        return wave.gates.map { .gate($0.plan.name) } + wave.triggers.map { .trigger($0.name) }
    }

    /// The row at the cursor.
    func standingRow(in snapshot: Snapshot) -> StandingRow? {
        let rows = standingRows(of: snapshot)
        return standing.flatMap { rows.contains($0) ? $0 : nil } ?? rows.first
    }

    func logRows(of snapshot: Snapshot) -> [Snapshot.LogEntry] {
        filterInEffect.isEmpty ? snapshot.log : snapshot.log.filter { matches($0.text) || matches($0.about) }
    }

    /// Where the newest line shown stands among `rows`; the last of them while the log is followed.
    func logIndex(in rows: [Snapshot.LogEntry]) -> Int? {
        guard let logPlace, let first = rows.firstIndex(where: { $0.at.moment >= logPlace.moment }) else {
            return rows.indices.last
        }
        return min(first + logPlace.nth, rows.count - 1)
    }

    /// Without regard to the case of ASCII letters, which is what names are made of.
    private func matches(_ text: String) -> Bool {
        let wanted = filterInEffect
        if wanted.isEmpty { return true }
        return text.utf8.map(asciiLowered).contains(wanted.utf8.map(asciiLowered))
    }

    /// By what is shown, so that no two rows change places over a difference nobody sees. What has no value comes last,
    /// whichever way the rest is sorted; equal rows stand in the order of their names.
    private func sorted<Row, Value: Comparable, Name: Comparable>(
        _ rows: [Row], _ kept: [Int], _ descending: Bool, by value: (Row) -> Value?, name: (Row) -> Name
    ) -> OrderedRows<Row> {
        let order = kept.map { (index: $0, value: value(rows[$0]), name: name(rows[$0])) }
            .sorted { left, right in
                switch (left.value, right.value) {
                case (nil, nil): left.name < right.name
                case (nil, _): false
                case (_, nil): true
                case (let one?, let other?) where one == other: left.name < right.name
                case (let one?, let other?): descending ? one > other : one < other
                }
            }
        return OrderedRows(base: rows, order: order.map(\.index))
    }
}

/// Some of the rows, in an order: by index, because a row is large and only a screenful of them is looked at.
struct OrderedRows<Row>: RandomAccessCollection {
    let base: [Row]
    let order: [Int]

    var startIndex: Int { 0 }
    var endIndex: Int { order.count }
    subscript(place: Int) -> Row { base[order[place]] }
}

private func asciiLowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
}

extension [UInt8] {
    fileprivate func contains(_ wanted: [UInt8]) -> Bool {
        guard wanted.count <= count else { return false }
        return (0...count - wanted.count).contains { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

extension Snapshot.Group {
    /// The side to look at first: the one at work, and of two or none the one further behind.
    var worseRole: ClusterRole {
        if source.commitsMove != target.commitsMove { return source.commitsMove ? .source : .target }
        let behind = (source.lag.time.value.map(Spelling.roundedSpan) ?? -1, source.lag.records.value ?? -1)
        let targetBehind = (target.lag.time.value.map(Spelling.roundedSpan) ?? -1, target.lag.records.value ?? -1)
        return targetBehind > behind ? .target : .source
    }

    var worseSide: Snapshot.GroupSide { side(worseRole) }
}
