/// The groups the plan is about, on both clusters.
struct GroupsKnowledge: Sendable {
    struct Group: Sendable {
        let name: String
        let wave: Int
        var sides: PerCluster<GroupSideKnowledge>
        fileprivate var bothNews = News()

        /// At work on each side after it began on the other. One that has moved is not: its last commit on the side it
        /// left counts as work there for a while.
        func isActiveOnBoth(_ pace: Pace) -> Bool {
            guard let source = sides.source.workSpell, let target = sides.target.workSpell else { return false }
            // A commit may be seen a poll later than one that was made after it.
            return source.last - target.began > pace.poll && target.last - source.began > pace.poll
        }

        fileprivate init(name: String, wave: Int, pace: Pace) {
            self.name = name
            self.wave = wave
            sides = PerCluster { GroupSideKnowledge($0, pace: pace) }
        }
    }

    /// More than a cluster serves; beyond it names are not taken in.
    static let mostGroups = 20_000

    private(set) var groups: [Group] = []
    /// What each partition's readers are behind, by cluster.
    private(set) var readers: PerCluster<ReaderLags>
    private let plan: Plan
    private let pace: Pace
    /// Nil: the plan is not about it.
    private var numbers: [String: Int?] = [:]

    init(_ plan: Plan, pace: Pace) {
        self.plan = plan
        self.pace = pace
        readers = PerCluster { ReaderLags($0) }
        admit(plan.waves.flatMap(\.groups).map(\.group).filter { $0.kind == .name }.map(\.text))
    }

    private mutating func admit(_ names: some Sequence<String>) {
        for name in names where numbers[name] == nil {
            if numbers.count >= Self.mostGroups * 2 { return }
            guard let wave = plan.wave(ofGroup: name), groups.count < Self.mostGroups else {
                numbers[name] = .some(nil)
                continue
            }
            numbers[name] = groups.count
            groups.append(Group(name: name, wave: wave, pace: pace))
        }
    }

    mutating func take(_ listing: GroupListing, from role: ClusterRole, at stamp: Stamp, log: inout NightLog) {
        if listing.served { admit(listing.groups.lazy.map(\.name)) }
        var listed = [GroupState?](repeating: nil, count: groups.count)
        for entry in listing.groups {
            if let number = numbers[entry.name] ?? nil { listed[number] = entry.state }
        }
        for number in groups.indices {
            let change = groups[number].sides[role].take(listed[number], of: listing, at: stamp.moment)
            let name = groups[number].name
            switch change {
            case .none: break
            case .state(let from, let to):
                let text = "group \(name): \(from.inWords), now \(to.inWords)"
                log.addRepeatable(to == .empty || to == .dead ? .warning : .info, role.rawValue, text, at: stamp)
            case .appeared(let state):
                log.addRepeatable(.info, role.rawValue, "group \(name) appeared, \(state.inWords)", at: stamp)
            case .gone:
                log.addRepeatable(.warning, role.rawValue, "group \(name) is gone", at: stamp)
            }
        }
    }

    mutating func take(_ memberships: [GroupMembership], from role: ClusterRole, at moment: Moment) {
        for membership in memberships {
            guard let number = numbers[membership.group] ?? nil else { continue }
            groups[number].sides[role].take(membership, at: moment)
        }
    }

    mutating func take(
        _ commits: [TopicOffsets], of name: String, at moment: Moment, cluster: ClusterKnowledge, book: TopicBook
    ) {
        admit(CollectionOfOne(name))
        guard let number = numbers[name] ?? nil else { return }
        groups[number].sides[cluster.role].take(commits: commits, at: moment, cluster: cluster, book: book)
    }

    /// Measures every group on the cluster whose sweep has ended.
    mutating func measure(on cluster: ClusterKnowledge, at stamp: Stamp, log: inout NightLog) {
        let role = cluster.role
        readers[role].begin(cluster)
        for number in groups.indices {
            groups[number].sides[role].settle(at: stamp.moment)
            let place = groups[number].sides[role].place(besides: groups[number].sides[role.other])
            groups[number].sides[role].measure(on: cluster, at: stamp.moment) { topic, partition, finding in
                if place == .here { readers[role].add(finding, of: number, topic: topic, partition: partition) }
            }
            if place == .here { readers[role].endGroup() }
            tell(number, role, at: stamp, log: &log)
        }
    }

    private mutating func tell(_ number: Int, _ role: ClusterRole, at stamp: Stamp, log: inout NightLog) {
        let name = groups[number].name
        for (severity, text) in groups[number].sides[role].news(at: stamp.moment) {
            log.add(severity, role.rawValue, "group \(name): \(text)", at: stamp)
        }
        let isOnBoth = groups[number].isActiveOnBoth(pace)
        if groups[number].bothNews.tells(isOnBoth ? 1 : 0, at: stamp.moment) {
            isOnBoth
                ? log.add(.bad, "groups", "group \(name) is at work on both clusters", at: stamp)
                : log.add(.good, "groups", "group \(name) is at work on one cluster at most", at: stamp)
        }
    }

    /// The groups of a cluster that can be told, and words for those that cannot.
    func told(on role: ClusterRole) -> (sides: [(group: String, side: GroupSideKnowledge)], leftOut: String?) {
        var sides: [(group: String, side: GroupSideKnowledge)] = []
        var untold: [String] = []
        for group in groups {
            let side = group.sides[role]
            switch side.place(besides: group.sides[role.other]) {
            case .elsewhere: break
            case .unclear(let why): untold.append("\(group.name) \(why)")
            case .here:
                if let why = side.commits.rate.whyUnknown {
                    untold.append("\(group.name) \(why)")
                } else {
                    sides.append((group.name, side))
                }
            }
        }
        let others = untold.count > 1 ? ", and \(untold.count - 1) more" : ""
        return (sides, untold.first.map { $0 + others })
    }

    /// The first group whose lag cannot be told, or only in part, and why.
    func untoldLag(of wave: Int?) -> String? {
        for group in groups where wave == nil || group.wave == wave {
            for role in ClusterRole.allCases {
                let side = group.sides[role]
                switch side.place(besides: group.sides[role.other]) {
                case .elsewhere: continue
                case .unclear(let why): return "\(group.name) \(why)"
                case .here:
                    guard side.lag.records.reading?.bound == .atLeast else { continue }
                    let (never, all) = (side.commits.measured.neverCommitted, side.commits.measured.partitions)
                    guard never > 0 else { return "\(group.name) is told in part" }
                    return "\(group.name) never committed \(never) of \(all.partitions)"
                }
            }
        }
        return nil
    }

    /// Records a second the groups get through on a cluster; a lower bound when one of them cannot be told.
    func readsOut(on cluster: ClusterKnowledge) -> Known<Double> {
        guard let sweptAt = cluster.sweptAt else { return .unknown(Why.unread) }
        let told = told(on: cluster.role)
        let nothing = Known.known(Reading(0.0, takenAt: sweptAt, origin: .cluster(cluster.role)))
        let sum = told.sides.reduce(nothing) { $0.plus($1.side.commits.rate) }
        guard let leftOut = told.leftOut else { return sum }
        guard !told.sides.isEmpty, var reading = sum.reading else { return .unknown(leftOut) }
        reading.bound = .atLeast
        return .known(reading)
    }

    mutating func record(_ beats: Int, at moment: Moment) {
        for number in groups.indices {
            for role in ClusterRole.allCases {
                let lag = groups[number].sides[role].lag.records.fresh(at: moment, pace: pace)
                groups[number].sides[role].lagHistory.skip(beats - 1)
                groups[number].sides[role].lagHistory.push(lag.map(Double.init))
            }
        }
    }

    func rows(book: TopicBook) -> [Snapshot.Group] {
        groups.map { group in
            let (source, target) = (group.sides.source, group.sides.target)
            return Snapshot.Group(
                name: group.name, wave: plan.waves[group.wave].name, source: source.row(book: book, besides: target),
                target: target.row(book: book, besides: source), activeOnBoth: group.isActiveOnBoth(pace))
        }
    }
}
