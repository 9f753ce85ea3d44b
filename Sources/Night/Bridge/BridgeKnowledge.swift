/// What carries records from source to target, and how far behind it is.
struct BridgeKnowledge: Sendable {
    let kind: String
    private let plan: BridgePlan?
    private let pace: Pace
    private(set) var offsets: OffsetComparison
    /// What it carries next by its own books, be they a link's commits on the source: the second way.
    private var commits: GroupCommits
    /// Nil: it is no MirrorMaker 2.
    private(set) var mirror: MirrorKnowledge?
    /// Nil: it has no service of its own.
    var service: LinkServiceKnowledge?
    /// Where it keeps offsets.
    var gaps = LogGaps()
    /// What its flow is without, in words.
    private(set) var leftOut: String?
    private(set) var disagreement: String?
    private var apartSince: Moment?
    private var records: Known<Double> = .unknown(Why.unread)
    private var lagHistory = Sparkline()
    private var recordsHistory = Sparkline()
    private var stuckNews = News()
    private var aheadNews = News()
    private var disagreementNews = News()

    init(_ plan: Plan, at start: Stamp, pace: Pace) {
        self.plan = plan.bridges.first
        self.pace = pace
        kind = self.plan?.kind ?? "none"
        offsets = OffsetComparison(pace: pace)
        if case .mirrorMaker2(let plan) = self.plan {
            mirror = MirrorKnowledge(plan, at: start, pace: pace)
            commits = GroupCommits(.source, pace: pace, whyNone: Why.nothingCarried)
        } else {
            commits = GroupCommits(.source, pace: pace)
        }
        service = LinkServiceKnowledge(self.plan, poll: pace.poll, at: start)
    }

    var isPlanned: Bool { plan != nil }

    private var linkGroup: String? {
        if case .link(let link) = plan { link.group } else { nil }
    }

    /// True where records keep their offsets, so that a position on one side is the same on the other.
    var preservesOffsets: Bool { plan?.preservesOffsets ?? false }

    /// What puts places of a twin's log beside the source's.
    var alignment: Alignment { mirror.map { .mirrored($0.positions) } ?? .same }

    /// What its own books are called; nil: it has none that are read.
    private var bookName: String? { linkGroup.map { "commits of \($0)" } ?? mirror?.bookName }

    /// How old its own books may be while all is well.
    private var bookDelay: Duration { mirror?.plan.offsetFlush ?? pace.restAfter }

    /// Topics whose target producers write by now, or may: that it holds more than the source is as it should be.
    mutating func targetLeads(in topics: Set<Int>) {
        offsets.targetLeads = topics
    }

    /// Topics that producers write on the target, and the waves they are of: the bridge's flow is without them.
    mutating func leaveOut(_ topics: Set<Int>, of waves: [String]) {
        offsets.unbridged = topics
        leftOut = waves.isEmpty ? nil : "\(waves.gathered()), written on the target"
    }

    mutating func take(
        _ offsets: [TopicOffsets], of group: String, at moment: Moment, cluster: ClusterKnowledge, book: TopicBook
    ) {
        guard cluster.role == .source, group == linkGroup else { return }
        commits.take(offsets, at: moment, cluster: cluster, book: book)
    }

    /// Takes what its own probe reports.
    mutating func take(
        _ what: Observation, at stamp: Stamp, source: ClusterKnowledge, book: TopicBook, log: inout NightLog
    ) {
        mirror?.take(what, at: stamp, book: book, log: &log)
        service?.take(what, at: stamp, log: &log)
        if case .carried = what, let mirror {
            commits.take(mirror.carriedOffsets, at: stamp.moment, cluster: source, book: book)
        }
    }

    mutating func take(_ event: ProbeEvent, at stamp: Stamp, log: inout NightLog) {
        mirror?.probe.take(event, at: stamp, log: &log)
        service?.probe.take(event, at: stamp, log: &log)
    }

    /// Measures after a sweep of either cluster.
    mutating func measure(
        _ clusters: PerCluster<ClusterKnowledge>, swept: ClusterRole, at stamp: Stamp, log: inout NightLog
    ) {
        records = plan == nil ? .unknown(Why.noBridge) : clusters.target.bridgedRate
        guard isPlanned else { return }
        if swept == .source, bookName != nil {
            commits.measure(on: clusters.source, at: stamp.moment) { _, _, _ in }
        }
        offsets.measure(clusters, by: alignment, at: stamp.moment)
        mirror?.tellHealth(at: stamp, log: &log)
        let difference = compareWays(clusters, at: stamp.moment) ?? compareWithService(clusters, at: stamp.moment)
        disagreement = lasting(difference, at: stamp.moment)
        tell(at: stamp, log: &log)
    }

    var lagByOffsets: Snapshot.Lag {
        isPlanned ? offsets.sum.lag(from: .both) : .unknown(Why.noBridge)
    }

    /// Its lag in the topics that it alone fills.
    var backlog: Known<Int64> {
        offsets.unbridged.isEmpty ? lag.records : offsets.bridgedSum.lag(from: .both).records
    }

    /// By end offsets, where they tell: commits come at intervals, and between two of them say more than there is.
    var lag: Snapshot.Lag {
        let first = lagByOffsets
        guard bookName != nil, first.records.reading == nil else { return first }
        return commits.lag.records.reading == nil ? first : commits.lag
    }

    var flow: Known<Double> { records }

    func lag(ofTopic topic: Int) -> Snapshot.Lag {
        guard isPlanned else { return .unknown(Why.noBridge) }
        return offsets.topics.indices.contains(topic) ? offsets.topics[topic] : .unknown(Why.unread)
    }

    func lag(ofPartition partition: Int, in topic: Int) -> Snapshot.Lag {
        guard isPlanned else { return .unknown(Why.noBridge) }
        return offsets.lag(ofPartition: partition, in: topic)
    }

    /// Two ways that part for a sweep or two have only been read at a bad moment.
    private mutating func lasting(_ difference: String?, at moment: Moment) -> String? {
        guard let difference else {
            apartSince = nil
            return nil
        }
        let since = apartSince ?? moment
        apartSince = since
        return moment - since >= pace.staleAfter ? difference : nil
    }

    private var endsName: String { mirror == nil ? "end offsets" : "offset-syncs" }

    /// Two exact sums may differ by what was carried between the readings they come from; no more.
    private func compareWays(_ clusters: PerCluster<ClusterKnowledge>, at moment: Moment) -> String? {
        guard let bookName, offsets.sum.isExact, commits.measured.sum.isExact,
            let byOffsets = offsets.sum.lag(from: .both).records.fresh(at: moment, pace: pace),
            let byCommits = commits.lag.records.fresh(at: moment, pace: pace),
            let rateIn = clusters.source.gainRate.value, let rateOut = clusters.target.gainRate.value,
            let readAt = commits.readAt, let sourceAt = clusters.source.sweptAt, let targetAt = clusters.target.sweptAt
        else { return nil }
        // A commit is as old as its last move, up to how old the book may be while all is well.
        let resting = min(commits.movedAt.map { readAt - $0 } ?? .zero, bookDelay)
        let apart = max(readAt, sourceAt, targetAt) - min(readAt, sourceAt, targetAt)
        let explained = max(rateIn, rateOut) * (apart + resting + pace.poll).inSeconds
        let (larger, smaller) = (max(byOffsets, byCommits), min(byOffsets, byCommits))
        guard Double(larger - smaller) > explained else { return nil }
        return "\(endsName) say \(byOffsets) records, \(bookName) say \(byCommits)"
    }

    private mutating func tell(at stamp: Stamp, log: inout NightLog) {
        let (stuck, ahead) = (offsets.sum.stuck, offsets.ahead)
        if stuckNews.tells(stuck > 0 ? 1 : 0, at: stamp.moment) {
            stuck > 0
                ? log.add(.bad, "bridge", "lag and nothing moves in \(stuck.partitions)", at: stamp)
                : log.add(.good, "bridge", "moves in every partition that has lag", at: stamp)
        }
        if aheadNews.tells(ahead > 0 ? 1 : 0, at: stamp.moment) {
            ahead > 0
                ? log.add(.bad, "bridge", "the target holds more than the source in \(ahead.partitions)", at: stamp)
                : log.add(.good, "bridge", "the target is ahead nowhere", at: stamp)
        }
        if disagreementNews.tells(disagreement == nil ? 0 : 1, at: stamp.moment) {
            log.add(
                disagreement == nil ? .good : .warning, "bridge",
                disagreement.map { "two ways disagree: \($0)" } ?? "both ways agree again", at: stamp)
        }
    }

    mutating func record(_ beats: Int, at moment: Moment) {
        lagHistory.skip(beats - 1)
        lagHistory.push(lag.records.fresh(at: moment, pace: pace).map(Double.init))
        recordsHistory.skip(beats - 1)
        recordsHistory.push(records.fresh(at: moment, pace: pace))
    }

    func row(book: TopicBook) -> Snapshot.Bridge {
        var ways: [Snapshot.MeasuredLag] = []
        if isPlanned { ways.append(Snapshot.MeasuredLag(way: endsName, lag: lagByOffsets)) }
        if let bookName { ways.append(Snapshot.MeasuredLag(way: bookName, lag: commits.lag)) }
        ways += service?.ways ?? []
        return Snapshot.Bridge(
            kind: kind, lags: ways, disagreement: disagreement, lag: lag, lagHistory: lagHistory.values,
            records: records, recordsHistory: recordsHistory.values, leftOut: leftOut,
            worst: offsets.sum.worst.map { worst in
                Snapshot.WorstPartition(
                    topic: book.name(of: worst.topic, on: .source), partition: worst.partition, lag: worst.lag)
            },
            stuckPartitions: offsets.sum.stuck, watchedLongEnough: offsets.watchedLongEnough,
            aheadPartitions: offsets.ahead)
    }
}
