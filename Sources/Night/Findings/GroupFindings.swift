extension Snapshot {
    func found(in group: Group) -> [Found] {
        let about = "group \(group.name)"
        var found: [Found] = []
        if group.activeOnBoth { found.append(Found(.onBoth, .red, about, "at work on both clusters")) }
        let idle = idleBehind(group)
        if let idle { found.append(nobodyAtWork(about, idle)) }
        for role in ClusterRole.allCases where !hasLeft(group, role) {
            let side = group.side(role)
            if side.beyondEndForLong > 0 {
                let text = "\(Why.commitsBeyondEnd) in \(side.beyondEndForLong.partitions) on the \(role.rawValue)"
                found.append(Found(.beyondEnd, .red, about, text))
            } else if let unknown = unknownLag(about, group, role) {
                found.append(unknown)
            }
            // Where nobody is at work, that nothing progresses is said already.
            if side.stuckPartitions > 0, idle == nil {
                let text = "lag and no progress in \(side.stuckPartitions.partitions) on the \(role.rawValue)"
                found.append(Found(.stuck, .warning, about, text))
            }
        }
        return found
    }

    /// It works on the other cluster; what it committed here is of before.
    private func hasLeft(_ group: Group, _ role: ClusterRole) -> Bool {
        !group.side(role).isAtWork && group.side(role.other).isAtWork
    }

    private struct IdleSide {
        let role: ClusterRole
        let side: GroupSide
        let behind: Int64
    }

    /// Where it is furthest behind, if it is at work nowhere.
    private func idleBehind(_ group: Group) -> IdleSide? {
        guard !group.source.isAtWork, !group.target.isAtWork else { return nil }
        return ClusterRole.allCases.compactMap { role in
            let side = group.side(role)
            // Where the broker does not tell, only watching its commits long enough shows that nobody moves them.
            guard let behind = side.lag.records.value, behind > 0, side.isToldIdle || side.watchedLongEnough
            else { return nil }
            return IdleSide(role: role, side: side, behind: behind)
        }.max { $0.behind < $1.behind }
    }

    private func nobodyAtWork(_ about: String, _ idle: IdleSide) -> Found {
        let lasts = idle.side.stuckPartitions > 0 || (idle.side.lagGrowth.value ?? 0) > 0
        // A consumer with assigned partitions shows in no state, only by its commits, which come at intervals.
        let severity: Finding.Severity = lasts && idle.side.watchedLongEnough ? .red : .warning
        let text = "nobody at work, \(idle.behind.grouped) behind on the \(idle.role.rawValue)"
        return Found(.nobodyAtWork, severity, about, text)
    }

    private func unknownLag(_ about: String, _ group: Group, _ role: ClusterRole) -> Found? {
        let side = group.side(role)
        switch side.lag.records {
        case .unknown(let why):
            // A group is often on one cluster only; it is unknown where it is on none, or at work without a position.
            let isTold = group.side(role.other).lag.records.value != nil && !side.isAtWork
            let isSaidOfSource = role == .target && unknownLag(about, group, .source) != nil
            guard !isTold, !isSaidOfSource, !isBlind(role), side.state.value != .absent else { return nil }
            return Found(.neverCommitted, .unknown, about, "\(why) on the \(role.rawValue)")
        case .known(let reading) where isStale(reading):
            guard !isBlind(role) else { return nil }
            let text = "no fresh reading of its lag on the \(role.rawValue)"
            return Found(.lag, .unknown, about, text, since: stamp(of: reading))
        case .known(let reading):
            guard reading.bound == .atLeast, side.neverCommitted > 0 else { return nil }
            let text = "never committed \(side.neverCommitted) of \(side.partitions.partitions) on the \(role.rawValue)"
            return Found(.neverCommitted, .unknown, about, text)
        }
    }
}

extension Snapshot.GroupSide {
    /// The broker says that nobody is in it. Other states may belong to a consumer it does not count.
    fileprivate var isToldIdle: Bool {
        switch state.value {
        case .absent, .present(.empty): true
        case .present, nil: false
        }
    }
}
