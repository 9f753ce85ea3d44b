/// One topic on one cluster.
struct TopicSide: Sendable {
    enum Presence: Sendable, Equatable {
        case unread
        case present(Moment)
        case absent(Moment)
        /// It was there.
        case gone(Moment)
    }

    struct Partition: Sendable {
        var leader: Int32?
        var start: OffsetReading?
        var end: OffsetReading?
        /// Records gained since its end was first read. Only ever grows, whatever the log does.
        var gained: Int64 = 0

        /// Known to hold no record.
        var isEmpty: Bool {
            guard let start, let end else { return false }
            return start.offset == end.offset
        }
    }

    /// What it was last said to be set to.
    struct SettingsReading: Sendable, Equatable {
        enum Answer: Sendable, Equatable {
            case values([TopicSetting: String])
            case none(String)
        }

        var answer: Answer
        var at: Moment
    }

    /// More than any topic has; a broker that claims more is not believed.
    static let mostPartitions = 100_000

    private(set) var presence = Presence.unread
    private(set) var partitions: [Partition] = []
    /// By partition; apart from the rest, which is read far more often.
    private var histories: [OffsetHistory] = []
    /// Of the partition that has the fewest.
    private(set) var replicas = 0
    private(set) var settings: SettingsReading?
    private(set) var underReplicated = 0
    private(set) var offline = 0
    private(set) var gained: Int64 = 0
    private(set) var rate: RateMeter
    /// When an end of it was last read.
    private(set) var endsAt: Moment?
    /// Partitions whose end the last sweep did not have.
    private(set) var unreadEnds = 0
    private let window: Duration

    init(window: Duration) {
        self.window = window
        rate = RateMeter(over: window)
    }

    var isPresent: Bool {
        if case .present = presence { true } else { false }
    }

    func partitionCount(on role: ClusterRole) -> Known<Int> {
        switch presence {
        case .unread: .unknown(Why.unread)
        case .present(let at): .known(Reading(partitions.count, takenAt: at, origin: .cluster(role)))
        case .absent: .unknown(Why.notOn(role))
        case .gone: .unknown(Why.topicGone)
        }
    }

    func gainRate(on role: ClusterRole) -> Known<Double> {
        isPresent
            ? rate.reading(from: .cluster(role), bound: unreadEnds > 0 ? .atLeast : .exact)
            : .unknown(partitionCount(on: role).whyUnknown ?? Why.unread)
    }

    enum Change: Equatable { case first, appeared, recreated, grew(from: Int), none }

    mutating func take(_ metadata: TopicMetadata, at: Moment) -> Change {
        let was = presence
        let isBack = if case .gone = was { true } else { false }
        let count = min(metadata.partitions.count, Self.mostPartitions)
        let known = partitions.count
        presence = .present(at)
        // A topic does not lose partitions: with fewer, or after it was gone, it is another of the same name.
        if count < known || isBack { startOver() }
        while partitions.count < count {
            partitions.append(Partition())
            histories.append(OffsetHistory())
        }
        underReplicated = 0
        offline = 0
        replicas = metadata.partitions.lazy.map(\.replicas).min() ?? 0
        for (number, partition) in metadata.partitions.prefix(count).enumerated() {
            partitions[number].leader = partition.leader
            if partition.leader == nil { offline += 1 }
            if partition.inSync < partition.replicas { underReplicated += 1 }
        }
        switch was {
        case .unread: return .first
        case .absent, .gone: return .appeared
        case .present where count < known: return .recreated
        case .present: return count > known ? .grew(from: known) : .none
        }
    }

    /// The cluster's metadata no longer has it. True when it was there before.
    mutating func miss(at: Moment) -> Bool {
        switch presence {
        case .unread, .absent:
            presence = .absent(at)
            return false
        case .gone: return false
        case .present:
            presence = .gone(at)
            underReplicated = 0
            offline = 0
            return true
        }
    }

    /// How many of the topic's logs shrank.
    mutating func take(ends: [PartitionOffset], at: Moment, since start: Moment) -> Int {
        let milliseconds = OffsetHistory.Milliseconds(clamping: (at - start).inNanoseconds / 1_000_000)
        var shrank = 0
        for end in ends where (0...OffsetReading.largest).contains(end.offset) {
            guard let number = index(of: end.partition) else { continue }
            if let before = partitions[number].end {
                guard at >= before.at else { continue }
                if end.offset < before.offset {
                    shrank += 1
                } else if at - before.at <= window {
                    // A gain that took longer counts for nothing: no rate taken over the window can hold it.
                    partitions[number].gained &+= end.offset - before.offset
                    gained &+= end.offset - before.offset
                }
            }
            partitions[number].end = OffsetReading(offset: end.offset, at: at)
            histories[number].append(end.offset, at: milliseconds)
        }
        endsAt = at
        return shrank
    }

    /// How far a reader at `position` is behind. Nil: it is past the log's end, or that was never read.
    func lag(of position: OffsetReading, in partition: Int, since start: Moment, pace: Pace) -> PartitionLag? {
        guard let end = partitions[partition].end, position.offset <= end.offset else { return nil }
        let passing = position.offset == end.offset ? .notYet : histories[partition].passing(position.offset)
        return PartitionLag(of: position, behind: end, passing: passing, since: start, pace: pace)
    }

    mutating func take(starts: [PartitionOffset], at: Moment) {
        for start in starts where (0...OffsetReading.largest).contains(start.offset) {
            guard let number = index(of: start.partition) else { continue }
            partitions[number].start = OffsetReading(offset: start.offset, at: at)
        }
    }

    mutating func take(_ answer: TopicSettings.Answer, at: Moment) {
        switch answer {
        case .none(let why): settings = SettingsReading(answer: .none(String(why.prefix(NightLog.longestText))), at: at)
        case .values(let values):
            var known: [TopicSetting: String] = [:]
            for (name, value) in values {
                if let setting = TopicSetting(rawValue: name) { known[setting] = value }
            }
            settings = SettingsReading(answer: .values(known), at: at)
        }
    }

    mutating func closeSweep(at: Moment, pace: Pace) {
        guard isPresent else { return }
        if let endsAt { rate.add(total: gained, at: endsAt) }
        unreadEnds = 0
        for number in partitions.indices {
            let isRead = partitions[number].end.map { at - $0.at <= pace.staleAfter } ?? false
            if !isRead { unreadEnds += 1 }
        }
    }

    private func index(of partition: Int32) -> Int? {
        let number = Int(partition)
        return partitions.indices.contains(number) ? number : nil
    }

    private mutating func startOver() {
        partitions = []
        histories = []
        settings = nil
        gained = 0
        rate = RateMeter(over: window)
    }
}
