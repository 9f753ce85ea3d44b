import CRdKafka

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
}
