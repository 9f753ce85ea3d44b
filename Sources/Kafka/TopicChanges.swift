import CRdKafka
public import Night

/// A topic there is to be.
public struct NewTopic: Sendable {
    public let name: String
    public let partitions: Int
    public let replicas: Int

    public init(_ name: String, partitions: Int, replicas: Int) {
        self.name = name
        self.partitions = partitions
        self.replicas = replicas
    }
}

extension Client {
    /// Creates all of them in one request. Throws what is first said of one that was refused.
    public func create(_ topics: [NewTopic], timeout: Duration) throws(KafkaError) {
        let asked = "create topics"
        var wanted = topics.map { rd_kafka_NewTopic_new($0.name, Int32($0.partitions), Int32($0.replicas), nil, 0) }
        defer { rd_kafka_NewTopic_destroy_array(&wanted, wanted.count) }
        let event = try admin(RD_KAFKA_ADMIN_OP_CREATETOPICS, asked: asked, timeout: timeout) { options, queue in
            rd_kafka_AdminOptions_set_operation_timeout(options, timeout.inMilliseconds, nil, 0)
            rd_kafka_CreateTopics(handle, &wanted, wanted.count, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        for case let result? in UnsafeBufferPointer(start: results, count: count) {
            let code = rd_kafka_topic_result_error(result)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(code, asked: "create \(String(cString: rd_kafka_topic_result_name(result)))")
            }
        }
    }

    /// Moves the start of each log to this offset. Throws what is first said of one that was refused.
    public func deleteRecords(before positions: [TopicOffsets], timeout: Duration) throws(KafkaError) {
        let asked = "delete records"
        guard let list = rd_kafka_topic_partition_list_new(Int32(positions.count)) else { return }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for topic in positions {
            for offset in topic.offsets {
                rd_kafka_topic_partition_list_add(list, topic.topic, offset.partition)?.pointee.offset = offset.offset
            }
        }
        var order = rd_kafka_DeleteRecords_new(list)
        defer { rd_kafka_DeleteRecords_destroy(order) }
        let event = try admin(RD_KAFKA_ADMIN_OP_DELETERECORDS, asked: asked, timeout: timeout) { options, queue in
            rd_kafka_DeleteRecords(handle, &order, 1, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        guard let answer = rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event)) else {
            return
        }
        if let refused = answer.offsets().1.first { throw refused }
    }
}
