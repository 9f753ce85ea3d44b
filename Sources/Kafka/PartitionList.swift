import CRdKafka
import Glibc
import Night

extension UnsafePointer<rd_kafka_topic_partition_list_t> {
    /// Offsets by topic, of the partitions that have one, in the list's order.
    func offsets() -> (offsets: [TopicOffsets], errors: [KafkaError]) {
        var topics: [TopicOffsets] = []
        var errors: [KafkaError] = []
        for element in UnsafeBufferPointer(start: pointee.elems, count: Int(pointee.cnt)) {
            if element.err != RD_KAFKA_RESP_ERR_NO_ERROR {
                let name = String(cString: element.topic)
                errors.append(KafkaError(element.err, asked: "\(name)-\(element.partition)"))
                continue
            }
            guard element.offset >= 0 else { continue }
            let offset = PartitionOffset(partition: element.partition, offset: element.offset)
            if let last = topics.indices.last, strcmp(element.topic, topics[last].topic) == 0 {
                topics[last].offsets.append(offset)
            } else {
                topics.append(TopicOffsets(topic: String(cString: element.topic), offsets: [offset]))
            }
        }
        return (topics, errors)
    }
}
