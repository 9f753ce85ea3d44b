import FoundationEssentials
import Night

/// What a Kafka step found, as JSON with its keys in order: the same snapshot is the same text.
extension StepFound {
    init(_ found: some Encodable) throws(KafkaStepError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(found) else { throw .snapshotUnreadable }
        guard data.count <= Self.limit else { throw .snapshotTooLarge(bytes: data.count) }
        self.init(text: String(decoding: data, as: UTF8.self))
    }

    func decoded<Found: Decodable>(as type: Found.Type) throws(KafkaStepError) -> Found {
        guard let found = try? JSONDecoder().decode(type, from: Data(text.utf8)) else { throw .snapshotUnreadable }
        return found
    }
}
