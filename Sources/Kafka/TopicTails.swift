import Night

/// Follows topics, whole and in no group. Meant for small ones: compacted, such as others keep their state in.
public final class TopicTails {
    public enum News: Sendable, Equatable {
        /// Of one topic; those of one partition in its order.
        case records([Record])
        /// The topic is read from its start, for the first time or because it is not the log it was: whatever it said
        /// before holds no more.
        case startsAgain(String)
        /// Every partition has been read to its end, as it was a moment ago.
        case caughtUp(String)
        case missing(String)
        case refused(String, KafkaError)
    }

    /// Where a topic is read from that was not read before.
    public enum Start: Sendable { case beginning, end }

    public let client: Client
    private let consumer: Consumer
    private var book: TailBook

    public init(
        _ topics: [String], from start: Start = .beginning, _ configuration: Configuration
    ) throws(Configuration.Problem) {
        consumer = try Consumer(
            configuration
                // A position that is gone is news here, not something to be mended quietly.
                .setting("auto.offset.reset", "error").setting("enable.partition.eof", "true")
                // What a worker wrote and took back again was never so.
                .setting("isolation.level", "read_committed")
                .setting("enable.auto.offset.store", "false")
                // Some megabytes, however much there is to read.
                .setting("queued.max.messages.kbytes", "8192").setting("queued.min.messages", "10000")
                .setting("fetch.wait.max.ms", "500"),
            // Never joined.
            group: "switchback")
        client = consumer.client
        book = TailBook(of: topics, from: start == .beginning ? Consumer.beginning : Consumer.end)
    }

    /// Finds out which of them there are. To be called first, and again from time to time.
    public func look(timeout: Duration) throws(KafkaError) -> [News] {
        var news: [News] = []
        for topic in book.names {
            do throws(KafkaError) {
                news += book.found(try client.metadata(of: topic, timeout: timeout), of: topic)
            } catch {
                guard error.isTopicAuthorization else { throw error }
                news += book.refused(topic, error)
            }
        }
        try follow()
        return news
    }

    /// What has arrived, at most so many records. It waits until that many are there, but no longer than this.
    public func read(atMost limit: Int, waiting: Duration) throws(KafkaError) -> [News] {
        let batch = consumer.poll(atMost: limit, waiting: waiting)
        let news = book.took(batch)
        try follow()
        // That a topic is not there is for `look` to say, and leave to be in a group is not needed.
        let error = batch.errors.first {
            !$0.isMissingTopic && !$0.isGroupAuthorization && !$0.isTopicAuthorization
        }
        if news.isEmpty, let error { throw error }
        return news
    }

    /// By topic, how much of it is not read yet: the leaders' word, so that a reader that came to a halt is seen.
    public func unread(timeout: Duration) throws(KafkaError) -> [String: Int64] {
        var unread = book.followed.reduce(into: [String: Int64]()) { $0[$1.name] = 0 }
        for led in LedPartitions.grouped(book.followed) {
            let log = try client.offsets(.end, of: led, timeout: timeout)
            if let error = log.refused.first { throw error }
            for topic in log.offsets {
                unread[topic.topic, default: 0] += topic.offsets.reduce(0) {
                    $0 + max(0, $1.offset - book.position(of: topic.topic, $1.partition))
                }
            }
        }
        return unread
    }

    private func follow() throws(KafkaError) {
        guard let positions = book.takePositions() else { return }
        try consumer.assign(positions)
    }
}

/// What is known of followed topics: which are there, how far each partition is read, and what is yet to be read.
struct TailBook {
    private enum Topic {
        case missing
        case refused
        case followed(Followed)
    }

    private struct Followed {
        let metadata: TopicMetadata
        /// The next offset of each partition.
        var positions: [Int64]
        var unread: Set<Int32>
    }

    let names: [String]
    /// One that is not in it was not looked for yet.
    private var topics: [String: Topic] = [:]
    private let start: Int64
    private var isMoved = false

    init(of names: [String], from start: Int64 = Consumer.beginning) {
        self.names = names
        self.start = start
    }

    /// With their leaders when last seen.
    var followed: [TopicMetadata] { names.compactMap { follow($0)?.metadata } }

    func position(of name: String, _ partition: Int32) -> Int64 {
        guard let positions = follow(name)?.positions, positions.indices.contains(Int(partition)) else { return 0 }
        return max(0, positions[Int(partition)])
    }

    private func follow(_ name: String) -> Followed? {
        if case .followed(let followed)? = topics[name] { followed } else { nil }
    }

    mutating func found(_ metadata: TopicMetadata?, of name: String) -> [TopicTails.News] {
        guard let metadata else {
            if case .missing = topics[name] { return [] }
            return lose(name, as: .missing, .missing(name))
        }
        guard let followed = follow(name), followed.positions.count == metadata.partitions.count else {
            // A partition more may hold keys that were in another one before.
            return start(metadata)
        }
        topics[name] = .followed(
            Followed(metadata: metadata, positions: followed.positions, unread: followed.unread))
        return []
    }

    mutating func refused(_ name: String, _ error: KafkaError) -> [TopicTails.News] {
        if case .refused = topics[name] { return [] }
        return lose(name, as: .refused, .refused(name, error))
    }

    mutating func took(_ batch: Consumer.Batch) -> [TopicTails.News] {
        var news = records(in: batch)
        for (name, ends) in batch.endedPartitions.sorted(by: { $0.key < $1.key }) {
            guard var followed = follow(name) else { continue }
            for (partition, end) in ends where followed.positions.indices.contains(Int(partition)) {
                // Behind the last record may lie markers that nobody is given.
                followed.positions[Int(partition)] = end
            }
            let wasBehind = !followed.unread.isEmpty
            followed.unread.subtract(ends.keys)
            topics[name] = .followed(followed)
            if wasBehind, followed.unread.isEmpty { news.append(.caughtUp(name)) }
        }
        for name in batch.lost.sorted() {
            if let followed = follow(name) { news += start(followed.metadata) }
        }
        for (name, error) in batch.refused.sorted(by: { $0.key < $1.key }) { news += refused(name, error) }
        return news
    }

    /// Where to read on; nil: just go on.
    mutating func takePositions() -> [TopicOffsets]? {
        guard isMoved else { return nil }
        isMoved = false
        return names.compactMap { name in
            follow(name).map { followed in
                TopicOffsets(
                    topic: name,
                    offsets: followed.positions.enumerated().map {
                        PartitionOffset(partition: Int32($0), offset: $1)
                    })
            }
        }
    }

    private mutating func records(in batch: Consumer.Batch) -> [TopicTails.News] {
        let byTopic = Dictionary(grouping: batch.records, by: \.topic).sorted { $0.key < $1.key }
        return byTopic.compactMap { name, records in
            guard var followed = follow(name) else { return nil }
            for record in records where followed.positions.indices.contains(Int(record.partition)) {
                followed.positions[Int(record.partition)] = record.offset + 1
            }
            topics[name] = .followed(followed)
            return .records(records)
        }
    }

    private mutating func start(_ metadata: TopicMetadata) -> [TopicTails.News] {
        let count = metadata.partitions.count
        topics[metadata.name] = .followed(
            Followed(
                metadata: metadata, positions: Array(repeating: start, count: count), unread: Set(0..<Int32(count))))
        isMoved = true
        return [.startsAgain(metadata.name)]
    }

    private mutating func lose(_ name: String, as state: Topic, _ news: TopicTails.News) -> [TopicTails.News] {
        if follow(name) != nil { isMoved = true }
        topics[name] = state
        return [news]
    }
}
