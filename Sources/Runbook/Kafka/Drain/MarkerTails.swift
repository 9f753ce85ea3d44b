import Kafka
import Night

/// Ends of logs in which there is nothing to be carried: the marker that ends a transaction takes an offset too, and a
/// bridge that goes record by record never stands behind it.
final class MarkerTails {
    private let source: ClusterAccess
    private var lastSeen: [Place: Range<Int64>] = [:]
    private var empty: [Place: Range<Int64>] = [:]

    /// A longer tail has records in it.
    private static let longest: Int64 = 100
    private static let patience = Duration.seconds(5)

    init(on source: ClusterAccess) {
        self.source = source
    }

    /// Progress, with tails that hold no record taken for carried. They are looked into when they have stood still.
    func skipped(from carried: [Place: Int64], to ends: [Place: Int64]) throws(KafkaStepError) -> [Place: Int64] {
        var tails: [Place: Range<Int64>] = [:]
        for (place, end) in ends {
            guard let next = carried[place], next < end, end - next <= Self.longest else { continue }
            tails[place] = next..<end
        }
        let standing = tails.filter { lastSeen[$0.key] == $0.value && empty[$0.key] != $0.value }
        lastSeen = tails
        if !standing.isEmpty {
            for place in try withoutRecords(standing) { empty[place] = standing[place] }
        }
        return carried.reduce(into: [:]) { skipped, progress in
            let (place, next) = progress
            skipped[place] = tails[place].flatMap { empty[place] == $0 ? $0.upperBound : nil } ?? next
        }
    }

    private func withoutRecords(_ tails: [Place: Range<Int64>]) throws(KafkaStepError) -> [Place] {
        let reader = try source.reader()
        try source.answered { () throws(KafkaError) in
            try reader.assign([TopicOffsets](tails.mapValues(\.lowerBound)))
        }
        var unread = tails
        var found: [Place] = []
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while !unread.isEmpty, clock.now < deadline {
            let batch = reader.poll(atMost: 1_000, waiting: .milliseconds(20))
            for record in batch.records { unread[Place(record.topic, record.partition)] = nil }
            for (topic, ends) in batch.endedPartitions {
                for (partition, end) in ends {
                    let place = Place(topic, partition)
                    if let tail = unread.removeValue(forKey: place), end >= tail.upperBound { found.append(place) }
                }
            }
        }
        return found
    }
}
