import CRdKafka
public import Night

/// Where in a log.
public enum LogEdge: Int64, Sendable {
    case end = -1
    case start = -2
}

/// Partitions one broker leads, by topic.
public struct LedPartitions: Sendable, Equatable {
    public let leader: Int32
    public fileprivate(set) var topics: [(name: String, partitions: [Int32])]

    public static func == (left: LedPartitions, right: LedPartitions) -> Bool {
        left.leader == right.leader
            && left.topics.elementsEqual(right.topics) { $0.name == $1.name && $0.partitions == $1.partitions }
    }

    /// Partitions nobody leads are in none: asking for one would hold up all the others.
    public static func grouped(_ topics: [TopicMetadata]) -> [LedPartitions] {
        var places: [Int32: Int] = [:]
        var led: [LedPartitions] = []
        for topic in topics {
            for (number, partition) in topic.partitions.enumerated() {
                guard let leader = partition.leader else { continue }
                let place = places[leader] ?? led.count
                if place == led.count {
                    places[leader] = place
                    led.append(LedPartitions(leader: leader, topics: []))
                }
                led[place].add(topic.name, Int32(number))
            }
        }
        return led
    }

    private mutating func add(_ topic: String, _ partition: Int32) {
        if let last = topics.indices.last, topics[last].name == topic {
            topics[last].partitions.append(partition)
        } else {
            topics.append((topic, [partition]))
        }
    }
}

/// What one leader said of its logs.
public struct LogOffsets: Sendable, Equatable {
    public var offsets: [TopicOffsets] = []
    /// Partition by partition, what it would not say.
    public var refused: [KafkaError] = []
}

extension Client {
    /// Where the logs of one leader's partitions end or start, in one request.
    ///
    /// `rd_kafka_query_watermark_offsets` would be the obvious call; in librdkafka 2.0.2 it never times out once a broker
    /// is lost, and it asks partition by partition. `offsets_for_times` takes the same two special timestamps.
    public func offsets(_ edge: LogEdge, of led: LedPartitions, timeout: Duration) throws(KafkaError) -> LogOffsets {
        try offsets(at: edge.rawValue, of: led, asked: "log \(edge)s of broker \(led.leader)", timeout: timeout)
    }

    /// Of each partition of one leader, the first record as young as this or younger. A partition without one is
    /// missing, and in `refused` neither.
    public func offsets(since time: WallTime, of led: LedPartitions, timeout: Duration) throws(KafkaError) -> LogOffsets
    {
        // Below zero they are the special ones.
        try offsets(
            at: max(0, time.milliseconds), of: led, asked: "offsets by time of broker \(led.leader)", timeout: timeout)
    }

    private func offsets(
        at timestamp: Int64, of led: LedPartitions, asked: String, timeout: Duration
    ) throws(KafkaError) -> LogOffsets {
        guard !led.topics.isEmpty else { return LogOffsets() }
        let count = led.topics.reduce(0) { $0 + $1.partitions.count }
        guard let list = rd_kafka_topic_partition_list_new(Int32(clamping: count)) else { return LogOffsets() }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for topic in led.topics {
            for partition in topic.partitions {
                rd_kafka_topic_partition_list_add(list, topic.name, partition)?.pointee.offset = timestamp
            }
        }
        let code = rd_kafka_offsets_for_times(handle, list, timeout.inMilliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, asked: asked) }
        let (offsets, errors) = UnsafePointer(list).offsets()
        return LogOffsets(offsets: offsets, refused: errors)
    }
}
