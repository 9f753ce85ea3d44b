import Night

/// Follows topics from their first record on: whole, and in no group. Meant for small compacted ones, in which others
/// keep their state.
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
    }

    public let client: Client
    private let consumer: Consumer
    private var book: TailBook

    public init(_ topics: [String], _ configuration: Configuration) throws(Configuration.Problem) {
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
        book = TailBook(of: topics)
    }

    /// Finds out which of them there are. To be called first, and again from time to time.
    public func look(timeout: Duration) throws(KafkaError) -> [News] {
        let metadata = try client.metadata(wanting: book.follows, timeout: timeout)
        let news = book.found(metadata.topics)
        try follow()
        return news
    }

    /// What has arrived, at most so many records, waiting at most so long for them.
    public func read(atMost limit: Int, waiting: Duration) throws(KafkaError) -> [News] {
        let batch = consumer.poll(atMost: limit, waiting: waiting)
        let news = book.took(batch)
        try follow()
        // That a topic is not there is for `look` to say, and leave to be in a group is not needed.
        if news.isEmpty, let error = batch.errors.first(where: { !$0.isMissingTopic && !$0.isGroupAuthorization }) {
            throw error
        }
        return news
    }

    private func follow() throws(KafkaError) {
        guard let positions = book.takePositions() else { return }
        try consumer.assign(positions)
    }
}

/// What is known of followed topics: which are there, how far each partition is read, and what is yet to be read.
struct TailBook {
    private struct Topic {
        /// The next offset of each partition.
        var positions: [Int64]
        var unread: Set<Int32>

        init(partitions: Int) {
            positions = Array(repeating: Consumer.beginning, count: partitions)
            unread = Set(0..<Int32(partitions))
        }
    }

    /// Nil: not there. Not in it: not looked for yet.
    private var topics: [String: Topic?] = [:]
    private let names: [String]
    private var isMoved = false

    init(of names: [String]) {
        self.names = names
    }

    func follows(_ topic: String) -> Bool { names.contains(topic) }

    mutating func found(_ metadata: [TopicMetadata]) -> [TopicTails.News] {
        names.flatMap { name -> [TopicTails.News] in
            let partitions = metadata.first { $0.name == name }?.partitions.count ?? 0
            switch topics[name] {
            case nil where partitions == 0, .some(.some) where partitions == 0: return [lose(name)]
            case .some(.some(let topic)) where topic.positions.count == partitions: return []
            case .some(.none) where partitions == 0: return []
            // A partition more may hold keys that were in another one before.
            default: return [start(name, partitions: partitions)]
            }
        }
    }

    mutating func took(_ batch: Consumer.Batch) -> [TopicTails.News] {
        var news = records(in: batch)
        for (name, partitions) in batch.endedPartitions.sorted(by: { $0.key < $1.key }) {
            guard var topic = topics[name] ?? nil, !topic.unread.isEmpty else { continue }
            topic.unread.subtract(partitions)
            topics[name] = topic
            if topic.unread.isEmpty { news.append(.caughtUp(name)) }
        }
        for name in batch.lost.sorted() {
            if let topic = topics[name] ?? nil { news.append(start(name, partitions: topic.positions.count)) }
        }
        return news
    }

    /// Where to read on; nil: just go on.
    mutating func takePositions() -> [TopicOffsets]? {
        guard isMoved else { return nil }
        isMoved = false
        return names.compactMap { name in
            guard let topic = topics[name] ?? nil else { return nil }
            return TopicOffsets(
                topic: name,
                offsets: topic.positions.enumerated().map { PartitionOffset(partition: Int32($0), offset: $1) })
        }
    }

    private mutating func records(in batch: Consumer.Batch) -> [TopicTails.News] {
        var byTopic: [String: [Record]] = [:]
        for record in batch.records {
            let place = Int(record.partition)
            guard topics[record.topic]??.positions.indices.contains(place) == true else { continue }
            topics[record.topic]??.positions[place] = record.offset + 1
            byTopic[record.topic, default: []].append(record)
        }
        return byTopic.sorted { $0.key < $1.key }.map { .records($0.value) }
    }

    private mutating func start(_ name: String, partitions: Int) -> TopicTails.News {
        topics[name] = Topic(partitions: partitions)
        isMoved = true
        return .startsAgain(name)
    }

    private mutating func lose(_ name: String) -> TopicTails.News {
        if case .some(.some) = topics[name] { isMoved = true }
        topics.updateValue(nil, forKey: name)
        return .missing(name)
    }
}
