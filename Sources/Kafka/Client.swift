import CRdKafka

/// One librdkafka handle. Every call on it blocks its caller, for no longer than it is told.
///
/// `@unchecked Sendable`: rd_kafka_t is thread-safe by librdkafka's own contract, and nothing else in here changes.
public final class Client: @unchecked Sendable {
    public enum Kind: Sendable { case consumer, producer }

    /// What librdkafka says by itself.
    public enum Event: Sendable, Equatable {
        case error(KafkaError)
        case log(level: Int32, String)
        case delivered(Delivery)
    }

    /// What became of one produced record.
    public struct Delivery: Sendable, Equatable {
        public let topic: String
        public let partition: Int32
        public let offset: Int64
        /// From the call that handed it over to the broker's answer.
        public let took: Duration
        public let error: KafkaError?
    }

    let handle: OpaquePointer
    private let mainQueue: OpaquePointer

    public init(_ kind: Kind, _ configuration: Configuration) throws(Configuration.Problem) {
        let properties = try configuration.setting("log.queue", "true").makeHandle()
        rd_kafka_conf_set_events(
            properties, RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | (kind == .producer ? RD_KAFKA_EVENT_DR : 0))
        var said = [CChar](repeating: 0, count: 512)
        let type = kind == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER
        guard let handle = rd_kafka_new(type, properties, &said, said.count) else {
            rd_kafka_conf_destroy(properties)
            let text = String(decoding: said.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw Configuration.Problem(property: nil, reason: text)
        }
        guard let queue = rd_kafka_queue_get_main(handle) else {
            rd_kafka_destroy(handle)
            throw Configuration.Problem(property: nil, reason: "librdkafka gave no event queue")
        }
        self.handle = handle
        mainQueue = queue
        rd_kafka_set_log_queue(handle, queue)
    }

    deinit {
        rd_kafka_queue_destroy(mainQueue)
        rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Takes what librdkafka has to say, at most so many things, waiting at most so long for the first.
    public func events(atMost limit: Int = 1_000, waiting: Duration = .zero) -> [Event] {
        var events: [Event] = []
        var wait = waiting.inMilliseconds
        while events.count < limit, let event = rd_kafka_queue_poll(mainQueue, wait) {
            defer { rd_kafka_event_destroy(event) }
            wait = 0
            events += Self.read(event)
        }
        return events
    }

    private static func read(_ event: OpaquePointer) -> [Event] {
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_ERROR:
            let said = rd_kafka_event_error_string(event).map { String(cString: $0) }
            return [.error(KafkaError(rd_kafka_event_error(event), asked: "connection", said: said))]
        case RD_KAFKA_EVENT_LOG:
            var facility: UnsafePointer<CChar>?
            var text: UnsafePointer<CChar>?
            var level: Int32 = 0
            guard rd_kafka_event_log(event, &facility, &text, &level) == 0, let text else { return [] }
            return [.log(level: level, String(cString: text))]
        case RD_KAFKA_EVENT_DR:
            return deliveries(in: event)
        default:
            return []
        }
    }

    private static func deliveries(in event: OpaquePointer) -> [Event] {
        var deliveries: [Event] = []
        while let message = rd_kafka_event_message_next(event) {
            let topic = String(cString: rd_kafka_topic_name(message.pointee.rkt))
            let error = message.pointee.err
            deliveries.append(
                .delivered(
                    Delivery(
                        topic: topic, partition: message.pointee.partition, offset: message.pointee.offset,
                        took: .microseconds(max(0, rd_kafka_message_latency(message))),
                        error: error == RD_KAFKA_RESP_ERR_NO_ERROR
                            ? nil : KafkaError(error, asked: "produce to \(topic)"))))
        }
        return deliveries
    }
}

extension Duration {
    /// For librdkafka: whole milliseconds, at least one when any time at all is meant.
    var inMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        let milliseconds = seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(max(0, milliseconds))
    }
}
