import Kafka
import Night

extension ClusterAccess {
    /// Every ACL that concerns any of these topics, out of one answer.
    func acls(of topics: [String]) throws(KafkaStepError) -> Set<TopicAcl> {
        try ask { client throws(KafkaError) in try client.topicAcls(timeout: Self.patience) }.concerning(topics)
    }

    /// A change is acknowledged by the controller; the brokers that obey it hear of it a moment later.
    func differences(ofAcls topics: [String], from expected: Set<TopicAcl>) throws(KafkaStepError) -> [String] {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while true {
            let differences = try acls(of: topics).difference(from: expected)
            if differences.isEmpty || clock.now >= deadline { return differences }
            Pause.take(.milliseconds(100))
        }
    }

    /// What was accepted, and what was not and why. Where no answer came, the lines count as both: taken back in vain
    /// does no harm.
    func apply(_ stroke: AclChange.Stroke) -> (accepted: AclChange, complaints: [String]) {
        do {
            switch stroke {
            case .create(let acls):
                let answers = try ask { client throws(KafkaError) in
                    try client.createAcls(acls, timeout: Self.patience)
                }
                return (AclChange(adding: Self.accepted(acls, answers)), answers.compactMap { $0?.description })
            case .delete(let acls):
                let answers = try ask { client throws(KafkaError) in
                    try client.deleteAcls(acls, timeout: Self.patience)
                }
                return (AclChange(removing: Self.accepted(acls, answers)), answers.compactMap { $0?.description })
            }
        } catch {
            switch stroke {
            case .create(let acls): return (AclChange(adding: acls), ["\(error)"])
            case .delete(let acls): return (AclChange(removing: acls), ["\(error)"])
            }
        }
    }

    private static func accepted(_ acls: [TopicAcl], _ answers: [KafkaError?]) -> [TopicAcl] {
        zip(acls, answers).filter { $0.1 == nil }.map(\.0)
    }

    /// Reads the end of one partition of each topic, as this tool's own principal. Nil: all could be read.
    func troubleReading(_ names: [String]) throws(KafkaStepError) -> String? {
        let topics = try topics(names)
        let logs = try logs(of: topics)
        var positions: [Place: Int64] = [:]
        for topic in topics {
            let places = topic.partitions.indices.map { Place(topic.name, Int32($0)) }
            guard let place = places.first(where: { logs[$0]?.isEmpty == false }) ?? places.first else { continue }
            positions[place] = logs[place].map { max($0.start, $0.end - 1) }
        }
        let reader = try reader()
        do { try reader.assign([TopicOffsets](positions)) } catch { throw unanswered(error) }
        var unread = Set(positions.keys.map(\.topic))
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while !unread.isEmpty, clock.now < deadline {
            let batch = reader.poll(atMost: 1_000)
            // Nothing is read as a group, so leave to be in one is not missed.
            if let error = batch.errors.first(where: { !$0.isGroupAuthorization }) { return "\(error)" }
            unread.subtract(batch.ended)
            unread.subtract(batch.records.map(\.topic))
            if !unread.isEmpty { Pause.take(.milliseconds(20)) }
        }
        return unread.isEmpty ? nil : "not read in \(Self.patience): \(unread.sorted().summed())"
    }
}
