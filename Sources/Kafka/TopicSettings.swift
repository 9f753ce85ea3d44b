import CRdKafka
public import Night

extension Client {
    /// What topics are set to, of the settings named, in one request. Throws where nothing at all was answered.
    public func settings(
        _ names: [String], of topics: [String], timeout: Duration
    ) throws(KafkaError) -> [TopicSettings] {
        let asked = "settings of topics"
        var resources = topics.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { rd_kafka_ConfigResource_destroy_array(&resources, resources.count) }
        guard !resources.isEmpty else { return [] }
        // Named, they are all that is sent back; the value goes nowhere.
        for resource in resources {
            for name in names { rd_kafka_ConfigResource_set_config(resource, name, "") }
        }
        let event = try admin(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, asked: asked, timeout: timeout) {
            rd_kafka_DescribeConfigs(handle, &resources, resources.count, $0, $1)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let result = rd_kafka_event_DescribeConfigs_result(event)
        let answers = rd_kafka_DescribeConfigs_result_resources(result, &count)
        return (0..<count).compactMap { answers?[$0] }.map { Self.settings(in: $0, wanting: names) }
    }

    private static func settings(in resource: OpaquePointer, wanting names: [String]) -> TopicSettings {
        let topic = rd_kafka_ConfigResource_name(resource).map { String(cString: $0) } ?? ""
        let code = rd_kafka_ConfigResource_error(resource)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let said = rd_kafka_ConfigResource_error_string(resource) ?? rd_kafka_err2str(code)
            return TopicSettings(topic: topic, .none(said.map { String(cString: $0) } ?? "refused"))
        }
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        var values: [String: String] = [:]
        for index in 0..<count {
            guard let entry = entries?[index], let name = rd_kafka_ConfigEntry_name(entry) else { continue }
            let setting = String(cString: name)
            // A sensitive one has no value.
            guard names.contains(setting), let value = rd_kafka_ConfigEntry_value(entry) else { continue }
            values[setting] = String(cString: value)
        }
        return TopicSettings(topic: topic, .values(values))
    }
}
