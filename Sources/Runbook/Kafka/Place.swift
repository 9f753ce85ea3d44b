import Night

/// One partition of one topic.
struct Place: Hashable, Comparable, Codable, CustomStringConvertible {
    var topic: String
    var partition: Int32

    init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    var description: String { "\(topic)-\(partition)" }

    static func < (left: Place, right: Place) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}

/// What of a log is there: from its start to before its end.
struct LogRange: Equatable {
    var start: Int64
    var end: Int64

    var isEmpty: Bool { start == end }
}

extension [TopicOffsets] {
    init(_ offsets: [Place: Int64]) {
        self = Dictionary(grouping: offsets, by: \.key.topic).map { topic, entries in
            TopicOffsets(
                topic: topic,
                offsets: entries.map { PartitionOffset(partition: $0.key.partition, offset: $0.value) }
                    .sorted { $0.partition < $1.partition })
        }.sorted { $0.topic < $1.topic }
    }

    var byPlace: [Place: Int64] {
        reduce(into: [:]) { places, topic in
            for offset in topic.offsets { places[Place(topic.topic, offset.partition)] = offset.offset }
        }
    }
}

/// "1 position", "2 positions".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension [String] {
    /// The first few, and how many more there are: a thousand partitions may complain of the same thing.
    func summed(atMost limit: Int = 5) -> String {
        prefix(limit).joined(separator: "; ") + (count > limit ? "; and \(count - limit) more" : "")
    }
}
