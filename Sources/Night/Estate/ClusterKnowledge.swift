/// What one cluster has told so far.
struct ClusterKnowledge: Sendable {
    let role: ClusterRole
    /// When the night began: what the histories count from.
    let start: Moment
    let pace: Pace
    var probe: ProbeKnowledge
    private(set) var brokers: Known<[Broker]> = .unknown(Why.unread)
    private(set) var mostBrokers = 0
    private(set) var totals: Known<PartitionTotals> = .unknown(Why.unread)
    /// By the topic book's numbers.
    private(set) var topics: [TopicSide] = []
    private(set) var gainRate: Known<Double> = .unknown(Why.unread)
    /// Of that, what the topics gain that the bridge alone fills on the target.
    private(set) var bridgedRate: Known<Double> = .unknown(Why.unread)
    /// The rest of it: what those gain that producers write on the target.
    private(set) var unbridgedRate: Known<Double> = .unknown(Why.unread)
    /// Topics that producers write on the target.
    var unbridged: Set<Int> = []
    /// Counts topics that came, went or grew.
    private(set) var changes = 0
    /// When a sweep last ended in which it answered anything.
    private(set) var sweptAt: Moment?
    var produced = ProduceLatency()
    var access: AccessRules

    private var bridgedGain: Int64 = 0
    private var unbridgedGain: Int64 = 0
    private var bridgedMeter: RateMeter
    private var unbridgedMeter: RateMeter
    private var endsAt: Moment?
    private var offlineNews = News()
    private var underReplicatedNews = News()

    init(_ role: ClusterRole, at start: Stamp, pace: Pace, isOpenByDefault: Bool?) {
        self.role = role
        self.start = start.moment
        self.pace = pace
        access = AccessRules(isOpenByDefault: isOpenByDefault)
        probe = ProbeKnowledge(.cluster(role), at: start, pace: pace)
        bridgedMeter = RateMeter(over: pace.window)
        unbridgedMeter = RateMeter(over: pace.window)
    }

    /// Makes room for topics the book has taken in.
    mutating func cover(_ book: TopicBook) {
        while topics.count < book.entries.count { topics.append(TopicSide(window: pace.window)) }
    }

    mutating func take(_ metadata: ClusterMetadata, at stamp: Stamp, book: TopicBook, log: inout NightLog) {
        let isFirst = brokers.value == nil
        compareBrokers(metadata.brokers, at: stamp, log: &log)
        brokers = .known(Reading(metadata.brokers, takenAt: stamp.moment, origin: .cluster(role)))
        mostBrokers = max(mostBrokers, metadata.brokers.count)
        totals = .known(Reading(metadata.totals, takenAt: stamp.moment, origin: .cluster(role)))
        tellTotals(metadata.totals, at: stamp, log: &log)
        var isListed = [Bool](repeating: false, count: topics.count)
        for topic in metadata.topics {
            guard let number = book.number(of: topic.name, on: role) else { continue }
            isListed[number] = true
            let change = topics[number].take(topic, at: stamp.moment)
            if change != .none { changes += 1 }
            // At the start every topic is new to us; later it is new.
            if isFirst, change == .first { continue }
            tell(change, of: topic, at: stamp, log: &log)
        }
        for number in topics.indices where !isListed[number] {
            if topics[number].presence == .unread || topics[number].isPresent { changes += 1 }
            if topics[number].miss(at: stamp.moment) {
                log.add(.warning, role.rawValue, "topic \(book.name(of: number, on: role)) is gone", at: stamp)
            }
        }
    }

    mutating func take(ends: [TopicOffsets], at stamp: Stamp, book: TopicBook, log: inout NightLog) {
        for topic in ends {
            guard let number = book.number(of: topic.topic, on: role), topics[number].isPresent else { continue }
            let before = topics[number].gained
            let shrank = topics[number].take(ends: topic.offsets, at: stamp.moment, since: start)
            let gain = topics[number].gained &- before
            if unbridged.contains(number) { unbridgedGain &+= gain } else { bridgedGain &+= gain }
            if shrank > 0 {
                log.addRepeatable(
                    .bad, role.rawValue, "topic \(topic.topic): log end went back in \(shrank.partitions)", at: stamp)
            }
        }
        endsAt = stamp.moment
    }

    mutating func take(starts: [TopicOffsets], at moment: Moment, book: TopicBook) {
        for topic in starts {
            guard let number = book.number(of: topic.topic, on: role) else { continue }
            topics[number].take(starts: topic.offsets, at: moment)
        }
    }

    mutating func take(_ settings: [TopicSettings], at moment: Moment, book: TopicBook) {
        for topic in settings {
            guard let number = book.number(of: topic.topic, on: role) else { continue }
            topics[number].take(topic.answer, at: moment)
        }
    }

    mutating func take(_ cost: SweepCost, at stamp: Stamp, log: inout NightLog) {
        let moment = stamp.moment
        probe.take(cost, at: stamp, log: &log)
        if probe.lastSweepWasAnswered { sweptAt = moment }
        var unread = 0
        for number in topics.indices {
            topics[number].closeSweep(at: moment, pace: pace)
            unread += topics[number].isPresent ? topics[number].unreadEnds : 0
        }
        if let endsAt {
            bridgedMeter.add(total: bridgedGain, at: endsAt)
            unbridgedMeter.add(total: unbridgedGain, at: endsAt)
        }
        let bound = unread > 0 ? Bound.atLeast : .exact
        bridgedRate = bridgedMeter.reading(from: .cluster(role), bound: bound)
        unbridgedRate = unbridgedMeter.reading(from: .cluster(role), bound: bound)
        gainRate = bridgedRate.plus(unbridgedRate)
    }

    private func compareBrokers(_ now: [Broker], at stamp: Stamp, log: inout NightLog) {
        guard let before = brokers.value else { return }
        for broker in before where !now.contains(where: { $0.id == broker.id }) {
            log.add(.bad, role.rawValue, "broker \(broker.id) (\(broker.address)) is gone", at: stamp)
        }
        for broker in now where !before.contains(where: { $0.id == broker.id }) {
            log.add(.good, role.rawValue, "broker \(broker.id) (\(broker.address)) is there", at: stamp)
        }
    }

    private mutating func tellTotals(_ totals: PartitionTotals, at stamp: Stamp, log: inout NightLog) {
        if offlineNews.tells(totals.offline > 0 ? 1 : 0, at: stamp.moment) {
            totals.offline > 0
                ? log.add(.bad, role.rawValue, "\(totals.offline.partitions) offline", at: stamp)
                : log.add(.good, role.rawValue, "no partition is offline any more", at: stamp)
        }
        if underReplicatedNews.tells(totals.underReplicated > 0 ? 1 : 0, at: stamp.moment) {
            totals.underReplicated > 0
                ? log.add(.warning, role.rawValue, "\(totals.underReplicated.partitions) under-replicated", at: stamp)
                : log.add(.good, role.rawValue, "no partition is under-replicated any more", at: stamp)
        }
    }

    private func tell(_ change: TopicSide.Change, of topic: TopicMetadata, at stamp: Stamp, log: inout NightLog) {
        let count = topic.partitions.count
        switch change {
        case .none: break
        case .first, .appeared:
            log.add(.info, role.rawValue, "topic \(topic.name) appeared, \(count.partitions)", at: stamp)
        case .recreated:
            log.add(.bad, role.rawValue, "topic \(topic.name) was made anew, \(count.partitions)", at: stamp)
        case .grew(let from):
            log.add(.warning, role.rawValue, "topic \(topic.name) grew from \(from) to \(count.partitions)", at: stamp)
        }
    }
}
