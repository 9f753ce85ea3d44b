/// The names under which the bytes a broker sends to consumers and bridges are served: Kafka's own counter
/// `BrokerTopicMetrics, BytesOutPerSec`, by the usual rules for jmx_exporter. Each also counts topic by topic under the
/// same name; the series without a topic is the broker's whole.
public enum BytesOut {
    public static let selectors = [
        // jmx_exporter's own example for Kafka, and Strimzi.
        wholeBroker("kafka_server_brokertopicmetrics_bytesout_total"),
        // Rules that keep the name of the bean.
        wholeBroker("kafka_server_brokertopicmetrics_bytesoutpersec_total"),
        wholeBroker("kafka_server_brokertopicmetrics_bytesoutpersec_count"),
        wholeBroker("kafka_server_BrokerTopicMetrics_BytesOutPerSec_Count"),
        // No rules at all, in either case.
        wholeBroker("kafka_server_brokertopicmetrics_count", bean: "BytesOutPerSec"),
        wholeBroker("kafka_server_BrokerTopicMetrics_Count", bean: "BytesOutPerSec"),
    ]

    private static func wholeBroker(_ name: String, bean: String? = nil) -> SampleSelector {
        SampleSelector(name: name, labels: [("topic", "")] + (bean.map { [("name", $0)] } ?? []))
    }
}
