import Kafka

/// librdkafka's properties, for many small clients in one process that must get over the loss of a broker quickly.
enum Settings {
    static func producer(of bootstrap: String, named name: String) -> Configuration {
        common(bootstrap, name).setting("compression.type", "lz4").setting("request.timeout.ms", "3000")
    }

    /// `edge`: where it starts in a log in which its group has no position.
    static func consumer(
        of bootstrap: String, named name: String, startingAt edge: LogEdge = .start
    ) -> Configuration {
        common(bootstrap, name)
            .setting("fetch.wait.max.ms", "250")
            // Counted over all partitions of the consumer; beyond it, librdkafka stops fetching for a second.
            .setting("queued.min.messages", "10000")
            .setting("auto.offset.reset", edge == .start ? "earliest" : "latest")
            // Nobody is thrown out of a group for reading slowly.
            .setting("max.poll.interval.ms", "86400000")
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
