import CRdKafka
public import Night

/// What the broker said of one partition of a request.
public struct PartitionAnswer: Sendable, Equatable {
    public let topic: String
    public let partition: Int32
    /// Nil: done.
    public let refusal: KafkaError?

    public init(topic: String, partition: Int32, refusal: KafkaError?) {
        self.topic = topic
        self.partition = partition
        self.refusal = refusal
    }
}

/// Positions of a group, set from outside of it. A broker that refuses says so in the partition's own answer alone: the
/// request and the group are "no error" all the same, so every answer is given back.
extension Client {
    public func alterOffsets(
        of group: String, to positions: [TopicOffsets], timeout: Duration
    ) throws(KafkaError) -> [PartitionAnswer] {
        let list = Self.partitions(in: positions)
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let asked = "positions of \(group)"
        var request = rd_kafka_AlterConsumerGroupOffsets_new(group, list)
        defer { rd_kafka_AlterConsumerGroupOffsets_destroy(request) }
        let event = try admin(RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, asked: asked, timeout: timeout) {
            rd_kafka_AlterConsumerGroupOffsets(handle, &request, 1, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let result = rd_kafka_event_AlterConsumerGroupOffsets_result(event)
        let groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(result, &count)
        return try Self.answers(count > 0 ? groups?[0] : nil, asked: asked)
    }

    /// Afterwards the group has no position there, as if it never had one. The offsets given do not matter.
    public func deleteOffsets(
        of group: String, in partitions: [TopicOffsets], timeout: Duration
    ) throws(KafkaError) -> [PartitionAnswer] {
        let list = Self.partitions(in: partitions)
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let asked = "removal of positions of \(group)"
        var request = rd_kafka_DeleteConsumerGroupOffsets_new(group, list)
        defer { rd_kafka_DeleteConsumerGroupOffsets_destroy(request) }
        let event = try admin(RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, asked: asked, timeout: timeout) {
            rd_kafka_DeleteConsumerGroupOffsets(handle, &request, 1, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let result = rd_kafka_event_DeleteConsumerGroupOffsets_result(event)
        let groups = rd_kafka_DeleteConsumerGroupOffsets_result_groups(result, &count)
        return try Self.answers(count > 0 ? groups?[0] : nil, asked: asked)
    }

    private static func partitions(
        in positions: [TopicOffsets]
    ) -> UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
        let list = rd_kafka_topic_partition_list_new(Int32(clamping: positions.reduce(0) { $0 + $1.offsets.count }))
        for topic in positions {
            for offset in topic.offsets {
                rd_kafka_topic_partition_list_add(list, topic.topic, offset.partition)?.pointee.offset = offset.offset
            }
        }
        return list
    }

    private static func answers(_ group: OpaquePointer?, asked: String) throws(KafkaError) -> [PartitionAnswer] {
        if let error = rd_kafka_group_result_error(group) {
            let said = String(cString: rd_kafka_error_string(error))
            throw KafkaError(rd_kafka_error_code(error), asked: asked, said: said)
        }
        guard let list = rd_kafka_group_result_partitions(group) else { return [] }
        return UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)).map { element in
            let topic = String(cString: element.topic)
            let isRefused = element.err != RD_KAFKA_RESP_ERR_NO_ERROR
            return PartitionAnswer(
                topic: topic, partition: element.partition,
                refusal: isRefused ? KafkaError(element.err, asked: "\(asked) in \(topic)-\(element.partition)") : nil)
        }
    }
}
