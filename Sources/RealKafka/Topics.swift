public struct TopicPartition: Sendable, Hashable, CustomStringConvertible {
    public let topic: String
    public let partition: Int

    public init(_ topic: String, _ partition: Int) {
        self.topic = topic
        self.partition = partition
    }

    public var description: String { "\(topic)-\(partition)" }
}

/// Topics and records, changed and asked by Kafka's own tools: an answer that owes nothing to librdkafka.
extension RealCluster {
    public func createTopic(
        _ name: String, partitions: Int = 1, replication: Int? = nil, config: [String: String] = [:]
    ) async throws(RealKafkaError) {
        let replication = replication ?? shape.brokers
        let settings = config.sorted { $0.key < $1.key }.flatMap { ["--config", "\($0.key)=\($0.value)"] }
        try await ask(
            "TopicCommand",
            ["--create", "--topic", name, "--partitions", "\(partitions)", "--replication-factor", "\(replication)"]
                + settings)
    }

    public func setPartitions(of topic: String, to count: Int) async throws(RealKafkaError) {
        try await ask("TopicCommand", ["--alter", "--topic", topic, "--partitions", "\(count)"])
    }

    public func deleteTopic(_ name: String) async throws(RealKafkaError) {
        try await ask("TopicCommand", ["--delete", "--topic", name])
    }

    /// In the words of Kafka's tool.
    public func describeTopic(_ name: String) async throws(RealKafkaError) -> String {
        try await ask("TopicCommand", ["--describe", "--topic", name])
    }

    /// Moves the log's start of each to this offset.
    public func deleteRecords(before offsets: [TopicPartition: Int]) async throws(RealKafkaError) {
        let entries = offsets.map { place, offset in
            "{\"topic\":\"\(place.topic)\",\"partition\":\(place.partition),\"offset\":\(offset)}"
        }
        let json = "{\"version\":1,\"partitions\":[\(entries.joined(separator: ","))]}"
        let file = try newToolFile("json", holding: json)
        try await ask("DeleteRecordsCommand", ["--offset-json-file", file])
    }

    /// Random records without a key, one to each partition in turn, acknowledged by all replicas in sync.
    public func produce(_ records: Int, to topic: String, bytesEach: Int = 100) async throws(RealKafkaError) {
        let properties = [
            "bootstrap.servers=\(answering)", "acks=all", "linger.ms=5",
            "partitioner.class=org.apache.kafka.clients.producer.RoundRobinPartitioner",
        ]
        try await tool(
            "org.apache.kafka.tools.ProducerPerformance",
            ["--topic", topic, "--num-records", "\(records)", "--record-size", "\(bytesEach)", "--throughput", "-1"]
                + ["--producer-props"] + properties)
    }

    public enum LogEdge: String, Sendable {
        case start = "earliest"
        case end = "latest"
    }

    /// Of every partition of the topic, or of all topics that are not Kafka's own; a partition whose leader does not
    /// answer is missing.
    public func offsets(
        _ edge: LogEdge, of topic: String? = nil
    ) async throws(RealKafkaError) -> [TopicPartition: Int] {
        let which = topic.map { ["--topic-partitions", Self.quoted($0)] } ?? ["--exclude-internal-topics"]
        let output = try await ask("GetOffsetShell", ["--time", edge.rawValue] + which)
        var offsets: [TopicPartition: Int] = [:]
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 3, let partition = Int(fields[1]) else {
                throw .answerNotUnderstood(tool: "GetOffsetShell", line: String(line))
            }
            if let offset = Int(fields[2]) { offsets[TopicPartition(String(fields[0]), partition)] = offset }
        }
        return offsets
    }

    /// The tool takes a regular expression; of what a topic's name may hold, only the dot means something there.
    private static func quoted(_ topic: String) -> String {
        topic.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.")
    }
}
