/// What one group has committed on one cluster, how far behind that is, and how fast it gets on.
struct GroupCommits: Sendable {
    private struct Commit {
        var offset: Int64 = 0
        /// The reading it was last part of; zero: none.
        var reading: UInt32 = 0
        /// Sweeps in a row in which it lay beyond the log end.
        var beyond: UInt8 = 0
        /// Since when it has had lag and has not moved.
        var stillSince: Moment
        /// What the log had gained when its inflow was last counted; negative: never counted.
        var gainCounted: Int64 = -1
    }

    private struct OfTopic {
        let topic: Int
        var commits: [Commit] = []
    }

    /// What a sweep found.
    struct Measured: Sendable {
        var sum = LagSum()
        var partitions = 0
        var neverCommitted = 0
        var beyondEnd = 0
        var persistentlyBeyondEnd = 0
        /// Committed partitions whose log end is not known now: what flowed in there is not counted.
        var unreadEnds = 0
    }

    /// A commit is read before the log end, so one beyond the end is an accident of timing once and a fact thrice.
    private static let persistent: UInt8 = 3

    private let role: ClusterRole
    private let pace: Pace
    /// Why there is no position where there never was one.
    private let whyNone: String
    private(set) var readAt: Moment?
    private var firstReadAt: Moment?
    private(set) var movedAt: Moment?
    private(set) var hasCommits = false
    private(set) var measured = Measured()
    private var topics: [OfTopic] = []
    private var slots: [Int: Int] = [:]
    private var reading: UInt32 = 0
    private var progressTotal: Int64 = 0
    private var inflowTotal: Int64 = 0
    private var progress: RateMeter
    private var inflow: RateMeter

    init(_ role: ClusterRole, pace: Pace, whyNone: String = Why.neverCommitted) {
        self.role = role
        self.pace = pace
        self.whyNone = whyNone
        progress = RateMeter(over: pace.window)
        inflow = RateMeter(over: pace.window)
    }

    /// Takes the group's commits in full: what is not among them was never committed.
    mutating func take(_ committed: [TopicOffsets], at moment: Moment, cluster: ClusterKnowledge, book: TopicBook) {
        let countsProgress = readAt.map { moment - $0 <= pace.window } ?? false
        let isFirst = readAt == nil
        let before = reading
        reading &+= 1
        hasCommits = false
        for (position, topic) in committed.enumerated() {
            guard let number = book.number(of: topic.topic, on: role) else { continue }
            let slot = slot(of: number, likely: position)
            let partitions = cluster.topics[number].partitions.count
            while topics[slot].commits.count < partitions { topics[slot].commits.append(Commit(stillSince: moment)) }
            for entry in topic.offsets {
                let partition = Int(entry.partition)
                guard topics[slot].commits.indices.contains(partition),
                    (0...OffsetReading.largest).contains(entry.offset)
                else { continue }
                hasCommits = true
                let was = topics[slot].commits[partition]
                topics[slot].commits[partition].offset = entry.offset
                topics[slot].commits[partition].reading = reading
                let wasCommitted = was.reading == before && before > 0
                guard !wasCommitted || was.offset != entry.offset else { continue }
                topics[slot].commits[partition].stillSince = moment
                if !isFirst { movedAt = moment }
                if wasCommitted, countsProgress, entry.offset > was.offset {
                    progressTotal &+= entry.offset - was.offset
                }
            }
        }
        readAt = moment
        if firstReadAt == nil { firstReadAt = moment }
        progress.add(total: progressTotal, at: moment)
    }

    /// Judges every partition of its topics against the log ends of the sweep that just ended.
    mutating func measure(
        on cluster: ClusterKnowledge, at moment: Moment,
        each visit: (_ topic: Int, _ partition: Int, PartitionFinding) -> Void
    ) {
        measured = Measured()
        guard let readAt else { return }
        guard hasCommits else {
            measured.sum.note(whyNone)
            return
        }
        for slot in topics.indices {
            measure(slot, on: cluster, readAt: readAt, visit)
        }
        inflow.add(total: inflowTotal, at: moment)
    }

    private mutating func measure(
        _ slot: Int, on cluster: ClusterKnowledge, readAt: Moment, _ visit: (Int, Int, PartitionFinding) -> Void
    ) {
        let topic = topics[slot].topic
        let isCommitted = topics[slot].commits.contains { $0.reading == reading }
        guard isCommitted else { return }
        guard cluster.topics[topic].isPresent else {
            measured.sum.addUnknown(cluster.topics[topic].partitionCount(on: role).whyUnknown ?? Why.unread)
            return
        }
        let count = cluster.topics[topic].partitions.count
        while topics[slot].commits.count < count { topics[slot].commits.append(Commit(stillSince: readAt)) }
        measured.partitions += count
        for partition in 0..<count {
            let finding = find(slot, partition, of: cluster, readAt: readAt)
            measured.sum.add(finding, topic: topic, partition: partition)
            visit(topic, partition, finding)
        }
    }

    private mutating func find(
        _ slot: Int, _ partition: Int, of cluster: ClusterKnowledge, readAt: Moment
    ) -> PartitionFinding {
        let topic = topics[slot].topic
        let log = cluster.topics[topic].partitions[partition]
        guard topics[slot].commits[partition].reading == reading else {
            measured.neverCommitted += 1
            // Nobody knows where it will begin to read, so how far behind it is has no answer.
            return log.isEmpty ? .nothingToRead(whyNone) : .unknown(whyNone)
        }
        countInflow(slot, partition, gained: log.gained)
        guard let end = log.end else {
            measured.unreadEnds += 1
            return .unknown(Why.noEnd)
        }
        if readAt - end.at > pace.staleAfter { measured.unreadEnds += 1 }
        let position = OffsetReading(offset: topics[slot].commits[partition].offset, at: readAt)
        guard let lag = cluster.topics[topic].lag(of: position, in: partition, since: cluster.start, pace: pace) else {
            topics[slot].commits[partition].stillSince = readAt
            return findBeyond(end, slot, partition, readAt: readAt)
        }
        topics[slot].commits[partition].beyond = 0
        if lag.records == 0 {
            topics[slot].commits[partition].stillSince = readAt
        } else if readAt - topics[slot].commits[partition].stillSince >= pace.stuckAfter {
            measured.sum.stuck += 1
        }
        return .lag(lag)
    }

    private mutating func findBeyond(
        _ end: OffsetReading, _ slot: Int, _ partition: Int, readAt: Moment
    ) -> PartitionFinding {
        // Where the end is the older reading there were records since, and how many it missed is not known.
        guard end.at >= readAt else { return .lag(PartitionLag(records: 0, takenAt: end.at, bound: .atLeast)) }
        measured.beyondEnd += 1
        let beyond = min(topics[slot].commits[partition].beyond + 1, Self.persistent)
        topics[slot].commits[partition].beyond = beyond
        guard beyond == Self.persistent else { return .lag(PartitionLag(records: 0, takenAt: readAt)) }
        measured.persistentlyBeyondEnd += 1
        return .unknown(Why.commitsBeyondEnd)
    }

    private mutating func countInflow(_ slot: Int, _ partition: Int, gained: Int64) {
        let counted = topics[slot].commits[partition].gainCounted
        if counted >= 0, gained > counted { inflowTotal &+= gained - counted }
        topics[slot].commits[partition].gainCounted = gained
    }

    /// Where the topic's commits are kept. A group's topics come in the same order every time, mostly.
    private mutating func slot(of topic: Int, likely: Int) -> Int {
        if topics.indices.contains(likely), topics[likely].topic == topic { return likely }
        if let slot = slots[topic] { return slot }
        slots[topic] = topics.count
        topics.append(OfTopic(topic: topic))
        return topics.count - 1
    }
}

extension GroupCommits {
    /// Where it stands in each partition it has committed, as last read.
    func forEachPosition(_ visit: (_ topic: Int, _ partition: Int, _ offset: Int64) -> Void) {
        guard hasCommits else { return }
        for kept in topics {
            for (partition, commit) in kept.commits.enumerated() where commit.reading == reading {
                visit(kept.topic, partition, commit.offset)
            }
        }
    }

    /// Nil: never committed.
    func position(in partition: Int, of topic: Int) -> Int64? {
        guard hasCommits, let slot = slots[topic], topics[slot].commits.indices.contains(partition),
            topics[slot].commits[partition].reading == reading
        else { return nil }
        return topics[slot].commits[partition].offset
    }

    private var origin: Origin { .cluster(role) }

    /// Why it has no numbers; nil when it may have.
    private var why: String? {
        readAt == nil ? Why.unread : hasCommits ? nil : whyNone
    }

    var lag: Snapshot.Lag {
        if let why { .unknown(why) } else { measured.sum.lag(from: origin) }
    }

    /// A partition without progress would have been seen by now.
    var watchedLongEnough: Bool {
        guard let firstReadAt, let readAt else { return false }
        return readAt - firstReadAt >= pace.stuckAfter
    }

    /// Records a second it gets through.
    var rate: Known<Double> {
        if let why { .unknown(why) } else { progress.reading(from: origin) }
    }

    /// Records a second that arrive for it.
    var inflowRate: Known<Double> {
        if let why { return .unknown(why) }
        return inflow.reading(from: origin, bound: measured.unreadEnds > 0 ? .atLeast : .exact)
    }

    var growth: Known<Double> { inflowRate.less(rate) }

    var drainsIn: Known<Double> {
        guard let lag = lag.records.reading else { return .unknown(lag.records.whyUnknown ?? Why.unread) }
        if lag.value == 0, lag.bound == .exact { return .known(lag.map { _ in 0 }) }
        guard let growth = growth.reading else { return .unknown(growth.whyUnknown ?? Why.unread) }
        guard growth.value < 0 else { return .unknown("does not shrink") }
        return .known(
            Reading(
                Double(lag.value) / -growth.value, takenAt: min(lag.takenAt, growth.takenAt), method: .extrapolated,
                origin: origin, bound: lag.bound))
    }
}
