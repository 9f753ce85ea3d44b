import Night

/// Consumer groups: one line each, the side at work; below, both sides of the selected one.
extension Painter {
    private static let detailHeight = 6

    mutating func paintGroups(in area: Area) {
        let rows = view.groupRows(of: snapshot)
        let selected = rows.firstIndex { $0.name == view.groups.selected } ?? (rows.isEmpty ? nil : 0)
        var table = area
        if area.height >= 16 {
            table.rows = area.rows.lowerBound..<area.rows.upperBound - Self.detailHeight
            if let selected { paintDetail(of: rows[selected], in: area.dropping(table.height)) }
        }
        let note = pageNote(
            rows: rows.count, all: snapshot.groups.count, selected: selected, visible: table.height - 2)
        paintTitle("GROUPS", note: note, row: table.rows.lowerBound, in: table.columns)
        paint(
            groupTable(), rows: rows, selected: selected,
            empty: snapshot.groups.isEmpty ? "no group of the plan seen yet" : "no group matches the filter",
            in: table.dropping(1))
    }

    private func groupTable() -> Table<Snapshot.Group> {
        let order = view.groups.order
        return Table(
            columns: [
                TableColumn("group", width: nil, .leading, sorted: order == .group) { group, _ in
                    Figure(group.name, role: group.activeOnBoth ? .critical : .text)
                },
                TableColumn("wave", width: 12, from: GroupColumn.wave.from, .leading, sorted: order == .wave) {
                    group, _ in
                    Figure(group.wave ?? "none", role: .dim)
                },
                TableColumn("at work", width: 8, .leading) { group, painter in painter.whereAtWork(group) },
                TableColumn("state", width: 11, from: 112, .leading) { group, painter in
                    painter.figure(group.worseSide.state) { Spelling($0.word) }
                },
                TableColumn("members", width: 7, from: 112) { group, painter in
                    painter.figure(group.worseSide.members) { .count($0) }
                },
                TableColumn("lag", width: 12, sorted: order == .lag) { group, painter in
                    painter.figure(group.worseSide.lag).records
                },
                TableColumn("time", width: 8, sorted: order == .time) { group, painter in
                    painter.figure(group.worseSide.lag).time
                },
                TableColumn("reads", width: 9, sorted: order == .rate) { group, painter in
                    painter.figure(group.worseSide.rate) { .rate($0) }
                },
                TableColumn("lag grows", width: 9, sorted: order == .growth) { group, painter in
                    painter.growthFigure(of: group.worseSide)
                },
                TableColumn("drains in", width: 9, from: GroupColumn.drains.from, sorted: order == .drains) {
                    group, painter in
                    painter.drainsFigure(of: group.worseSide)
                },
                TableColumn("stuck", width: 5) { group, painter in painter.stuckFigure(of: group.worseSide) },
            ], descending: view.groups.descending, history: { $0.worseSide.lagHistory })
    }

    /// A lag that is seen not to shrink has no time to drain in, and that is no secret.
    private func drainsFigure(of side: Snapshot.GroupSide) -> Figure {
        if side.drainsIn.reading == nil, let growth = side.lagGrowth.reading, !snapshot.isOld(growth) {
            return Figure(growth.value >= 1 ? "grows" : "level", role: .dim)
        }
        return figure(side.drainsIn) { .span($0) }
    }

    private func growthFigure(of side: Snapshot.GroupSide) -> Figure {
        figure(side.lagGrowth, role: (side.lagGrowth.value ?? 0) >= 1 ? .warning : .text) { .growth($0) }
    }

    /// As old as the lag it was seen with, and as unknown.
    private func stuckFigure(of side: Snapshot.GroupSide) -> Figure {
        let known = side.lag.records.reading.map { Known.known($0.map { _ in side.stuckPartitions }) }
        return figure(known ?? .unknown("no lag"), role: side.stuckPartitions > 0 ? .warning : .dim) { .count($0) }
    }

    /// Seen by commits that move; "nobody" is claimed only where the broker says so too.
    private func whereAtWork(_ group: Snapshot.Group) -> Figure {
        if group.activeOnBoth { return Figure("\(glyphs.critical) BOTH", role: .critical) }
        if group.source.commitsMove { return Figure("source", role: .source) }
        if group.target.commitsMove { return Figure("target", role: .target) }
        for role in ClusterRole.allCases {
            guard case .present(let state)? = group.side(role).state.value else { continue }
            if state == .stable { return Figure("idle \(role == .source ? "S" : "T")", role: .text) }
            if state == .unknown { return Figure("?", role: .unknown) }
        }
        let known = ClusterRole.allCases.allSatisfy { role in
            group.side(role).state.reading.map { !snapshot.isOld($0) } ?? false
        }
        return known ? Figure("nobody", role: .dim) : Figure("?", role: .unknown)
    }

    // MARK: One group on both sides

    private mutating func paintDetail(of group: Snapshot.Group, in area: Area) {
        paintTitle(group.name, note: "wave \(group.wave ?? "none")", row: area.rows.lowerBound, in: area.columns)
        for (index, role) in ClusterRole.allCases.enumerated() {
            paintSide(group.side(role), role, row: area.rows.lowerBound + 1 + index * 2, in: area.inset(by: 2).columns)
        }
        guard group.activeOnBoth else { return }
        frame.write(
            "\(glyphs.critical) at work on both clusters: its records are handled twice", row: area.rows.lowerBound + 5,
            column: 2, end: size.columns, role: .critical)
    }

    private mutating func paintSide(_ side: Snapshot.GroupSide, _ role: ClusterRole, row: Int, in columns: Range<Int>) {
        var pen = Pen(row: row, columns: columns)
        write(role.rawValue, role == .source ? .source : .target, width: 8, with: &pen)
        let state = figure(side.state) { Spelling($0.word) }
        write(state, with: &pen)
        writeReason(state, with: &pen)
        let members = figure(side.members) { .count($0) }
        write("  members ", .dim, with: &pen)
        write(members, with: &pen)
        let commits = side.commitsMove ? "commits move" : side.hasPosition ? "commits stand still" : "no commits"
        write("  " + commits, side.commitsMove ? .text : .dim, with: &pen)
        write("  behind ", .dim, with: &pen)
        let (records, time) = figure(side.lag)
        write(records, with: &pen)
        writeReason(records, with: &pen)
        if records.why == nil {
            write(" ", with: &pen)
            write(time, with: &pen)
        }
        var second = Pen(row: row + 1, columns: columns.lowerBound + 8..<columns.upperBound)
        guard side.hasPosition else { return write("no position on the \(role.rawValue)", .dim, with: &second) }
        write(side.partitions.partitions, .dim, with: &second)
        write(", ", .dim, with: &second)
        write(stuckFigure(of: side), with: &second)
        write(" stuck", .dim, with: &second)
        write(", \(side.neverCommitted) never committed", side.neverCommitted > 0 ? .unknown : .dim, with: &second)
        if let worst = side.worst {
            write(", worst \(worst.topic) p\(worst.partition) \(Spelling.count(worst.lag).full)", .dim, with: &second)
        }
    }
}

extension Snapshot.GroupSide {
    /// It committed somewhere on this side.
    fileprivate var hasPosition: Bool { partitions > neverCommitted }
}

extension Snapshot.GroupPresence {
    var word: String {
        switch self {
        case .absent: "absent"
        case .present(.unknown): "?"
        case .present(.preparingRebalance), .present(.completingRebalance): "rebalancing"
        case .present(let state): state.rawValue
        }
    }
}
