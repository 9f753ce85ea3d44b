import Kafka

/// librdkafka's properties, for many small clients in one process that must get over the loss of a broker quickly.
enum Settings {
    static func producer(of bootstrap: String, named name: String) -> Configuration {
        common(bootstrap, name).setting("compression.type", "lz4").setting("request.timeout.ms", "3000")
    }

    static func consumer(of bootstrap: String, named name: String) -> Configuration {
        common(bootstrap, name)
            .setting("fetch.wait.max.ms", "250")
            // Counted over all partitions of the consumer; beyond it, librdkafka stops fetching for a second.
            .setting("queued.min.messages", "10000")
            .setting("auto.offset.reset", "earliest")
            .setting("coordinator.query.interval.ms", "2000")
    }

    private static func common(_ bootstrap: String, _ name: String) -> Configuration {
        Configuration([
            ("bootstrap.servers", bootstrap), ("client.id", name), ("reconnect.backoff.ms", "50"),
            ("reconnect.backoff.max.ms", "500"), ("topic.metadata.refresh.interval.ms", "5000"),
            ("socket.timeout.ms", "5000"),
        ])
    }
}
