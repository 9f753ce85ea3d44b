import CRdKafka

/// Writes records.
public final class Producer: Sendable {
    /// Says what became of the records, unless `delivery.report.only.error` silences what went well.
    public let client: Client

    public init(_ configuration: Configuration) throws(Configuration.Problem) {
        client = try Client(.producer, configuration)
    }

    /// Hands a copy of the record to librdkafka and does not wait. Throws when it was not taken: the queue is full,
    /// or there is no such partition.
    public func produce(_ record: Record) throws(KafkaError) {
        let headers = Self.headers(record.headers)
        let error = record.topic.withCString { topic in
            Self.withBytes(of: record.key) { key in
                Self.withBytes(of: record.value) { value in
                    var fields = [
                        Self.field(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },
                        Self.field(RD_KAFKA_VTYPE_PARTITION) { $0.i32 = record.partition },
                        Self.field(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = RD_KAFKA_MSG_F_COPY },
                        Self.field(RD_KAFKA_VTYPE_KEY) { $0.mem = key },
                        Self.field(RD_KAFKA_VTYPE_VALUE) { $0.mem = value },
                        Self.field(RD_KAFKA_VTYPE_TIMESTAMP) { $0.i64 = record.timestamp ?? 0 },
                    ]
                    if let headers { fields.append(Self.field(RD_KAFKA_VTYPE_HEADERS) { $0.headers = headers }) }
                    return rd_kafka_produceva(client.handle, &fields, fields.count)
                }
            }
        }
        // Headers that were taken are librdkafka's from then on.
        guard let error else { return }
        if let headers { rd_kafka_headers_destroy(headers) }
        defer { rd_kafka_error_destroy(error) }
        throw KafkaError(
            rd_kafka_error_code(error), asked: "produce to \(record.topic)",
            said: rd_kafka_error_string(error).map { String(cString: $0) })
    }

    /// Records neither delivered nor failed yet, or whose event has not been taken.
    public var outstanding: Int { Int(rd_kafka_outq_len(client.handle)) }

    /// Has what lingers sent at once, and waits as long as this for brokers to take it up.
    public func send(within limit: Duration) {
        _ = rd_kafka_flush(client.handle, limit.inMilliseconds)
    }

    /// Waits, no longer than this, until nothing is outstanding.
    public func flush(atMost limit: Duration) -> [Client.Event] {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        var events: [Client.Event] = []
        while outstanding > 0, clock.now < deadline {
            events += client.events(waiting: .milliseconds(10))
        }
        return events
    }

    private static func headers(_ headers: [RecordHeader]) -> OpaquePointer? {
        guard !headers.isEmpty, let list = rd_kafka_headers_new(headers.count) else { return nil }
        for header in headers {
            _ = withBytes(of: header.value) { rd_kafka_header_add(list, header.name, -1, $0.ptr, $0.size) }
        }
        return list
    }

    private typealias Field = rd_kafka_vu_t
    private typealias Memory = rd_kafka_vu_t.__Unnamed_union_u.__Unnamed_struct_mem

    private static func field(
        _ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_t.__Unnamed_union_u) -> Void
    ) -> Field {
        var field = Field()
        field.vtype = type
        fill(&field.u)
        return field
    }

    /// A null pointer for nil and another for empty: Kafka tells the two apart.
    private static func withBytes<Result>(of bytes: [UInt8]?, _ body: (Memory) -> Result) -> Result {
        guard let bytes else { return body(Memory(ptr: nil, size: 0)) }
        return (bytes + [0]).withUnsafeBytes { buffer in
            body(Memory(ptr: UnsafeMutableRawPointer(mutating: buffer.baseAddress), size: bytes.count))
        }
    }
}
