import Dispatch
import Kafka
import Night
import Synchronization

/// What a producer feels: one small record at a time to the probe topic, acks=all.
final class ProduceTimer: Sendable {
    private let topic: String
    private let producer: Producer
    private let heard = Mutex<[Observation]>([])
    /// The first record waits for connections too, which a producer at work has long had.
    private let isWarm = Mutex(false)
    /// What nobody fetches is not kept for ever.
    private static let mostHeard = 1_000

    init(topic: String, _ configuration: Configuration) throws(Configuration.Problem) {
        self.topic = topic
        producer = try Producer(
            configuration.setting("acks", "all").setting("linger.ms", "0").setting("message.timeout.ms", "10000"))
        // librdkafka takes the time when the answer is fetched, so somebody must be waiting for it.
        DispatchQueue(label: "produce timer").async { [self] in
            while true { producer.client.events(waiting: .seconds(1)).forEach(hear) }
        }
    }

    /// One more, unless the last is still under way: a slow target is not helped by a queue.
    func send() {
        guard producer.outstanding == 0 else { return }
        do throws(KafkaError) {
            // The partition is librdkafka's to choose, so that every leader has its turn.
            try producer.produce(Record(topic: topic, partition: -1, value: Array("switchback".utf8)))
        } catch {
            hear(trouble: error)
        }
    }

    func observations() -> [Observation] {
        heard.withLock { heard in
            defer { heard.removeAll() }
            return heard
        }
    }

    private func hear(_ event: Client.Event) {
        guard case .delivered(let delivery) = event else { return }
        if let error = delivery.error {
            hear(trouble: error)
            if error.isTimeout { add(.unproduced(after: delivery.took)) }
            return
        }
        let counts = isWarm.withLock { warm in
            defer { warm = true }
            return warm
        }
        guard counts else { return }
        add(.produced(took: delivery.took))
    }

    private func hear(trouble error: KafkaError) {
        add(.trouble(Trouble(error)))
    }

    private func add(_ observation: Observation) {
        heard.withLock { if $0.count < Self.mostHeard { $0.append(observation) } }
    }
}
