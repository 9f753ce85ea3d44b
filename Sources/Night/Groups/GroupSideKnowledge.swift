/// One group on one cluster.
struct GroupSideKnowledge: Sendable {
    let role: ClusterRole
    private let pace: Pace
    private(set) var state: Known<Snapshot.GroupPresence> = .unknown(Why.unread)
    private(set) var commits: GroupCommits
    private(set) var commitsMove = false
    /// Somebody uses it here, as of this cluster's last sweep: while the cluster cannot be seen, what was last seen holds.
    private(set) var isAtWork = false
    /// Since when, and when last, it was seen at work without a rest between.
    private(set) var workSpell: (began: Moment, last: Moment)?
    var lagHistory = Sparkline()
    private var isAlive = false
    private var memberCount: Known<Int> = .unknown(Why.unread)
    private var stuckNews = News()
    private var beyondNews = News()

    init(_ role: ClusterRole, pace: Pace) {
        self.role = role
        self.pace = pace
        commits = GroupCommits(role, pace: pace)
    }

    enum Change { case state(from: GroupState, to: GroupState), appeared(GroupState), gone, none }

    /// Takes what the list says of it; `listed` is nil when it is not in it.
    mutating func take(_ listed: GroupState?, of listing: GroupListing, at moment: Moment) -> Change {
        guard listing.served else {
            state = .unknown("the cluster does not list groups")
            return .none
        }
        let was = state.value
        if let listed {
            state = .known(Reading(.present(listed), takenAt: moment, origin: .cluster(role)))
            switch was {
            case .present(let before): return before == listed ? .none : .state(from: before, to: listed)
            case .absent: return .appeared(listed)
            case nil: return .none
            }
        }
        guard listing.complete else {
            // A broker is missing from the list, so it may be there: what was last seen stands, and grows old.
            if was == nil { state = .unknown("a broker did not list its groups") }
            return .none
        }
        state = .known(Reading(.absent, takenAt: moment, origin: .cluster(role)))
        if case .present = was { return .gone }
        return .none
    }

    mutating func take(_ membership: GroupMembership, at moment: Moment) {
        if let members = membership.members {
            memberCount = .known(Reading(members.count, takenAt: moment, origin: .cluster(role)))
        } else {
            memberCount = .unknown("the broker does not tell")
        }
    }

    mutating func take(commits: [TopicOffsets], at moment: Moment, cluster: ClusterKnowledge, book: TopicBook) {
        self.commits.take(commits, at: moment, cluster: cluster, book: book)
    }

    /// Settles, at the end of a sweep, whether anybody is at work.
    mutating func settle(at moment: Moment) {
        commitsMove = commits.movedAt.map { moment - $0 <= pace.restAfter } ?? false
        // A list that was not read now does not say that anybody left.
        if let present = state.fresh(at: moment, pace: pace) {
            isAlive = present.isAlive
        } else if state.reading == nil, let members = memberCount.fresh(at: moment, pace: pace) {
            // A cluster that lists no groups may still tell who is in one.
            isAlive = members > 0
        }
        isAtWork = commitsMove || isAlive
        if !isAtWork {
            workSpell = nil
        } else if let last = isAlive ? moment : commits.movedAt {
            workSpell = (workSpell?.began ?? last, last)
        }
    }

    mutating func measure(
        on cluster: ClusterKnowledge, at moment: Moment,
        each visit: (_ topic: Int, _ partition: Int, PartitionFinding) -> Void
    ) {
        commits.measure(on: cluster, at: moment, each: visit)
    }

    /// What is new about its lag, worst first.
    mutating func news(at moment: Moment) -> [(Snapshot.LogEntry.Severity, String)] {
        var news: [(Snapshot.LogEntry.Severity, String)] = []
        let beyond = commits.measured.persistentlyBeyondEnd
        if beyondNews.tells(beyond > 0 ? 1 : 0, at: moment) {
            news.append(
                beyond > 0
                    ? (.bad, "\(Why.commitsBeyondEnd) in \(beyond.partitions)")
                    : (.good, "commits inside the log again"))
        }
        let stuck = commits.measured.sum.stuck
        if stuckNews.tells(stuck > 0 ? 1 : 0, at: moment) {
            news.append(
                stuck > 0 ? (.warning, "lag and no progress in \(stuck.partitions)") : (.good, "no partition is stuck"))
        }
        return news
    }

    var members: Known<Int> {
        switch state.value {
        case .absent: return .unknown(Why.groupAbsent)
        case .present(.stable), .present(.preparingRebalance), .present(.completingRebalance):
            // A group of the new protocol is described as if nobody were in it.
            if memberCount.value == 0 { return .unknown("alive, and described without members") }
        default: break
        }
        return memberCount
    }

    /// It is not in the list. One that is absent is asked for its commits no more, so those it had are of before.
    var isAbsent: Bool {
        guard let state = state.reading, state.value == .absent else { return false }
        return !commits.hasCommits || commits.readAt.map { $0 < state.takenAt } ?? true
    }

    /// What its numbers are good for.
    enum Place: Sendable, Equatable {
        /// It has a position here, and nothing says it has left.
        case here
        /// It is not here, or has moved to the other cluster and left its commits behind.
        case elsewhere
        /// Whether it is behind cannot be told.
        case unclear(String)
    }

    /// It stopped here and began there. That it still counts as at work here only shows how lately it stopped.
    private func hasMoved(to other: GroupSideKnowledge) -> Bool {
        guard let here = workSpell, let there = other.workSpell else { return false }
        // A commit may be seen a poll later than one that was made after it.
        return there.began > here.began && here.last - there.began <= pace.poll
    }

    func place(besides other: GroupSideKnowledge) -> Place {
        if hasMoved(to: other) { return .elsewhere }
        if isAbsent, !isAtWork { return .elsewhere }
        guard commits.readAt != nil else { return .unclear(Why.unread) }
        if commits.hasCommits { return !isAtWork && other.isAtWork ? .elsewhere : .here }
        return isAtWork || !other.commits.hasCommits ? .unclear(Why.neverCommitted) : .elsewhere
    }

    var lag: Snapshot.Lag {
        isAbsent ? .unknown(Why.groupAbsent) : commits.lag
    }

    func row(book: TopicBook, besides other: GroupSideKnowledge) -> Snapshot.GroupSide {
        let measured = commits.measured
        let hasMoved = hasMoved(to: other)
        return Snapshot.GroupSide(
            state: state, members: members, lag: lag, lagHistory: lagHistory.values, rate: commits.rate,
            lagGrowth: commits.growth, drainsIn: commits.drainsIn,
            worst: measured.sum.worst.map { worst in
                Snapshot.WorstPartition(
                    topic: book.name(of: worst.topic, on: role), partition: worst.partition, lag: worst.lag)
            },
            stuckPartitions: measured.sum.stuck, watchedLongEnough: commits.watchedLongEnough,
            partitions: measured.partitions, neverCommitted: measured.neverCommitted,
            commitsMove: commitsMove && !hasMoved,
            isAtWork: isAtWork && !hasMoved, beyondEnd: measured.beyondEnd,
            beyondEndForLong: measured.persistentlyBeyondEnd)
    }
}

extension Snapshot.GroupPresence {
    /// It has members.
    fileprivate var isAlive: Bool {
        switch self {
        case .present(.stable), .present(.preparingRebalance), .present(.completingRebalance): true
        case .present(.unknown), .present(.dead), .present(.empty), .absent: false
        }
    }
}

extension GroupState {
    /// As people say it.
    var inWords: String {
        switch self {
        case .unknown: "unknown"
        case .preparingRebalance: "preparing to rebalance"
        case .completingRebalance: "rebalancing"
        case .stable: "stable"
        case .dead: "dead"
        case .empty: "empty"
        }
    }
}
