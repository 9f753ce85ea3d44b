import CRdKafka
public import Night

/// Reads the partitions it is given and commits where it is told. Unless it subscribes it never joins its group: nothing
/// is rebalanced, and nobody takes its partitions away while a broker is lost.
///
/// `@unchecked Sendable`: librdkafka's queues are thread-safe by its own contract, and nothing else in here changes.
public final class Consumer: @unchecked Sendable {
    public let client: Client
    private let queue: OpaquePointer

    /// What one poll gave.
    public struct Batch: Sendable, Equatable {
        public var records: [Record] = []
        public var errors: [KafkaError] = []
        /// By topic, the partitions read to their end and where that was; only with `enable.partition.eof`.
        public var endedPartitions: [String: [Int32: Int64]] = [:]
        /// Topics whose log does not hold the position they were to be read from, and that are read no further; only
        /// with `auto.offset.reset` as error.
        public var lost: Set<String> = []
        /// Topics that the cluster does not let us read.
        public var refused: [String: KafkaError] = [:]

        /// Topics of which a partition was read to its end.
        public var ended: Set<String> { Set(endedPartitions.keys) }
    }

    /// `joining`: it is going to subscribe.
    public init(
        _ configuration: Configuration, group: String, joining: Bool = false
    ) throws(Configuration.Problem) {
        client = try Client(
            .consumer,
            configuration.setting("group.id", group).setting("enable.auto.commit", "false")
                // Outside a group it means only one thing: how long the end of a handle waits for a commit whose
                // coordinator is not there. The default is 45 s.
                .setting("session.timeout.ms", joining ? "30000" : "1000"))
        guard let queue = rd_kafka_queue_get_consumer(client.handle) else {
            throw Configuration.Problem(property: "group.id", reason: "librdkafka gave no consumer queue")
        }
        self.queue = queue
    }

    deinit { rd_kafka_queue_destroy(queue) }

    /// In place of an offset: where the group's commit says, or else where `auto.offset.reset` does.
    public static let committed = Int64(RD_KAFKA_OFFSET_STORED)
    /// In place of an offset: the first record there is.
    public static let beginning = Int64(RD_KAFKA_OFFSET_BEGINNING)

    /// In place of an offset: after the last record there is.
    public static let end = Int64(RD_KAFKA_OFFSET_END)

    /// Reads these partitions from these offsets on, and no others.
    public func assign(_ positions: [TopicOffsets]) throws(KafkaError) {
        let list = Self.list(positions)
        defer { rd_kafka_topic_partition_list_destroy(list) }
        try check(rd_kafka_assign(client.handle, list), asked: "assign")
    }

    /// Joins its group, and reads whatever partitions of these topics the group gives it.
    public func subscribe(_ topics: [String]) throws(KafkaError) {
        let list = rd_kafka_topic_partition_list_new(Int32(topics.count))
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for topic in topics { rd_kafka_topic_partition_list_add(list, topic, -1) }
        try check(rd_kafka_subscribe(client.handle, list), asked: "subscribe")
    }

    /// Says goodbye to its group, which then need not miss it first. It reads no more.
    public func leave() {
        rd_kafka_consumer_close(client.handle)
    }

    /// What has arrived, at most so many records. It waits until that many are there, but no longer than this.
    public func poll(atMost limit: Int, waiting: Duration = .zero) -> Batch {
        var messages = [UnsafeMutablePointer<rd_kafka_message_t>?](repeating: nil, count: limit)
        let count = rd_kafka_consume_batch_queue(queue, waiting.inMilliseconds, &messages, limit)
        var batch = Batch()
        var topic: (handle: OpaquePointer?, name: String) = (nil, "")
        for case let message? in messages.prefix(max(0, count)) {
            defer { rd_kafka_message_destroy(message) }
            if message.pointee.rkt != topic.handle {
                // What is about the group is about no topic.
                let name = message.pointee.rkt.map { String(cString: rd_kafka_topic_name($0)) } ?? ""
                topic = (message.pointee.rkt, name)
            }
            if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                batch.records.append(Self.record(message, of: topic.name))
            } else if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                batch.endedPartitions[topic.name, default: [:]][message.pointee.partition] = message.pointee.offset
            } else if message.pointee.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET {
                batch.lost.insert(topic.name)
            } else {
                let error = KafkaError(message.pointee.err, asked: "read \(topic.name)")
                if error.isTopicAuthorization { batch.refused[topic.name] = error }
                batch.errors.append(error)
            }
        }
        return batch
    }

    /// Commits these positions, the next offset to read in each partition, and waits for the answer: as long as
    /// librdkafka's `socket.timeout.ms` when no coordinator is there.
    public func commit(_ positions: [TopicOffsets]) throws(KafkaError) {
        try commit(positions, waiting: true)
    }

    /// As `commit`, without waiting: a later commit says more, so the answer is not looked at.
    public func commitLater(_ positions: [TopicOffsets]) throws(KafkaError) {
        try commit(positions, waiting: false)
    }

    private func commit(_ positions: [TopicOffsets], waiting: Bool) throws(KafkaError) {
        let list = Self.list(positions)
        defer { rd_kafka_topic_partition_list_destroy(list) }
        try check(rd_kafka_commit(client.handle, list, waiting ? 0 : 1), asked: "commit")
    }

    private func check(_ code: rd_kafka_resp_err_t, asked: String) throws(KafkaError) {
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, asked: asked) }
    }

    private static func list(
        _ positions: [TopicOffsets]
    ) -> UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
        let list = rd_kafka_topic_partition_list_new(Int32(positions.reduce(0) { $0 + $1.offsets.count }))
        for topic in positions {
            for offset in topic.offsets {
                rd_kafka_topic_partition_list_add(list, topic.topic, offset.partition).pointee.offset = offset.offset
            }
        }
        return list
    }

    private static func record(_ message: UnsafeMutablePointer<rd_kafka_message_t>, of topic: String) -> Record {
        let timestamp = rd_kafka_message_timestamp(message, nil)
        return Record(
            topic: topic, partition: message.pointee.partition, offset: message.pointee.offset,
            timestamp: timestamp < 0 ? nil : timestamp,
            key: bytes(message.pointee.key, message.pointee.key_len),
            value: bytes(message.pointee.payload, message.pointee.len), headers: headers(message))
    }

    private static func headers(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> [RecordHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR else { return [] }
        return (0..<rd_kafka_header_cnt(list)).compactMap { place in
            var (name, value, size) = (UnsafePointer<CChar>?.none, UnsafeRawPointer?.none, 0)
            let code = rd_kafka_header_get_all(list, place, &name, &value, &size)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let name else { return nil }
            return RecordHeader(String(cString: name), bytes(UnsafeMutableRawPointer(mutating: value), size))
        }
    }

    private static func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8]? {
        start.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) }
    }
}
