import CRdKafka

extension Client {
    /// Asks, and waits for the one event that answers. The caller destroys it.
    func admin(
        _ operation: rd_kafka_admin_op_t, asked: String, timeout: Duration,
        _ call: (_ options: OpaquePointer?, _ queue: OpaquePointer) -> Void
    ) throws(KafkaError) -> OpaquePointer {
        guard let queue = rd_kafka_queue_new(handle) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE, asked: asked)
        }
        defer { rd_kafka_queue_destroy(queue) }
        let options = rd_kafka_AdminOptions_new(handle, operation)
        defer { rd_kafka_AdminOptions_destroy(options) }
        rd_kafka_AdminOptions_set_request_timeout(options, timeout.inMilliseconds, nil, 0)
        call(options, queue)
        guard let event = rd_kafka_queue_poll(queue, (timeout + .milliseconds(250)).inMilliseconds) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, asked: asked)
        }
        let code = rd_kafka_event_error(event)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            let said = rd_kafka_event_error_string(event).map { String(cString: $0) }
            rd_kafka_event_destroy(event)
            throw KafkaError(code, asked: asked, said: said)
        }
        return event
    }
}
