import CRdKafka
public import Night

extension Client {
    /// What the whole cluster consists of, and for the topics that `wanted` names also their partitions.
    public func metadata(
        wanting wanted: (String) -> Bool, timeout: Duration
    ) throws(KafkaError) -> ClusterMetadata {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(handle, 1, nil, &answer, timeout.inMilliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
            throw KafkaError(code, asked: "metadata")
        }
        defer { rd_kafka_metadata_destroy(answer) }
        let metadata = answer.pointee
        let brokers = UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt))
        let topics = UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt))
        var totals = PartitionTotals()
        var kept: [TopicMetadata] = []
        for topic in topics where topic.err == RD_KAFKA_RESP_ERR_NO_ERROR || topic.partition_cnt > 0 {
            let name = String(cString: topic.topic)
            let partitions = Self.partitions(of: topic)
            totals.topics += 1
            totals.partitions += partitions.count
            totals.offline += partitions.count { $0.leader == nil }
            totals.underReplicated += partitions.count { $0.inSync < $0.replicas }
            if wanted(name) { kept.append(TopicMetadata(name: name, partitions: partitions)) }
        }
        return ClusterMetadata(
            clusterID: rd_kafka_clusterid(handle, 0).map { pointer in
                defer { rd_kafka_mem_free(handle, pointer) }
                return String(cString: pointer)
            },
            brokers: brokers.map { Broker(id: $0.id, address: "\(String(cString: $0.host)):\($0.port)") },
            topics: kept, totals: totals)
    }

    /// One topic's; nil: there is none of that name. A cluster that keeps it from us says so, where a list of all topics
    /// would only be without it.
    public func metadata(of topic: String, timeout: Duration) throws(KafkaError) -> TopicMetadata? {
        let asked = "metadata of \(topic)"
        guard let named = rd_kafka_topic_new(handle, topic, nil) else {
            throw KafkaError(rd_kafka_last_error(), asked: asked)
        }
        defer { rd_kafka_topic_destroy(named) }
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(handle, 0, named, &answer, timeout.inMilliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else { throw KafkaError(code, asked: asked) }
        defer { rd_kafka_metadata_destroy(answer) }
        guard answer.pointee.topic_cnt > 0, let found = answer.pointee.topics?.pointee else { return nil }
        let partitions = Self.partitions(of: found)
        if !partitions.isEmpty { return TopicMetadata(name: topic, partitions: partitions) }
        let error = KafkaError(found.err, asked: asked)
        guard found.err == RD_KAFKA_RESP_ERR_NO_ERROR || error.isMissingTopic else { throw error }
        return nil
    }

    private static func partitions(of topic: rd_kafka_metadata_topic_t) -> [PartitionMetadata] {
        let partitions = UnsafeBufferPointer(start: topic.partitions, count: Int(topic.partition_cnt))
        let highest = partitions.reduce(-1) { max($0, $1.id) }
        // A broker that numbers its partitions beyond their count is answered with what it can be trusted for.
        let count = min(Int(highest) + 1, partitions.count)
        var byNumber = [PartitionMetadata](
            repeating: PartitionMetadata(leader: nil, replicas: 0, inSync: 0), count: count)
        for partition in partitions where partition.id >= 0 && partition.id < count {
            byNumber[Int(partition.id)] = PartitionMetadata(
                leader: partition.leader >= 0 ? partition.leader : nil, replicas: Int(partition.replica_cnt),
                inSync: Int(partition.isr_cnt))
        }
        return byNumber
    }
}
