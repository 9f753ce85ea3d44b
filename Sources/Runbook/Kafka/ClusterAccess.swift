import Kafka
import Night

/// One cluster, asked by one client, for as long as an errand needs it. No answer is waited for longer than `patience`.
struct ClusterAccess {
    static let patience = Duration.seconds(10)

    let role: ClusterRole
    let client: Client
    let configuration: Configuration

    init(_ role: ClusterRole, of order: ErrandOrder) throws(KafkaStepError) {
        let cluster = role == .source ? order.source : order.target
        let properties = cluster.properties.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        configuration = Configuration(properties)
            .setting("bootstrap.servers", cluster.bootstrap)
            .defaulting("client.id", "switchback")
            .defaulting("log_level", "3")
            .defaulting("socket.nagle.disable", "true")
            .defaulting("socket.connection.setup.timeout.ms", "3000")
            .defaulting("socket.timeout.ms", "11000")
            // Ends of logs, not of the last finished transaction.
            .defaulting("isolation.level", "read_uncommitted")
            .defaulting("enable.auto.commit", "false")
            // Never joined. Without a group of its own, librdkafka dies of the answer "not coordinator" to a question for
            // another group's commits: a null pointer, up to at least 2.4.
            .defaulting("group.id", "switchback")
            // As long as the end of a client waits for a coordinator that is not there.
            .defaulting("session.timeout.ms", "1000")
        self.role = role
        do { client = try Client(.consumer, configuration) } catch { throw .misconfigured(role, error) }
    }

    /// An error as this cluster's, with what the connection itself has to say: "timed out" alone hides a wrong password.
    func unanswered(_ error: KafkaError) -> KafkaStepError {
        let said = client.events().compactMap { event -> String? in
            if case .error(let error) = event { error.said } else { nil }
        }
        return .unanswered(role, error, connection: said.last)
    }

    func ask<Answer>(_ call: (Client) throws(KafkaError) -> Answer) throws(KafkaStepError) -> Answer {
        try answered { () throws(KafkaError) in try call(client) }
    }

    func answered<Answer>(_ call: () throws(KafkaError) -> Answer) throws(KafkaStepError) -> Answer {
        do { return try call() } catch { throw unanswered(error) }
    }

    /// A second client, which reads records. Its group is never joined and never committed to.
    func reader() throws(KafkaStepError) -> Consumer {
        do {
            let settings = configuration.setting("enable.partition.eof", "true").setting("fetch.wait.max.ms", "100")
            return try Consumer(settings, group: "switchback")
        } catch {
            throw .misconfigured(role, error)
        }
    }

    /// Those of them that are there.
    func topics(_ names: [String]) throws(KafkaStepError) -> [TopicMetadata] {
        let wanted = Set(names)
        return try ask { client throws(KafkaError) in
            try client.metadata(wanting: wanted.contains, timeout: Self.patience)
        }.topics.sorted { $0.name < $1.name }
    }

    func logs(of topics: [TopicMetadata]) throws(KafkaStepError) -> [Place: LogRange] {
        let starts = try edges(.start, of: topics)
        let ends = try edges(.end, of: topics)
        return ends.reduce(into: [:]) { $0[$1.key] = LogRange(start: starts[$1.key] ?? $1.value, end: $1.value) }
    }

    /// Every partition's, or none.
    func edges(_ edge: LogEdge, of topics: [TopicMetadata]) throws(KafkaStepError) -> [Place: Int64] {
        try offsets(of: topics, mustBeWhole: true) { client, led throws(KafkaError) in
            try client.offsets(edge, of: led, timeout: Self.patience)
        }
    }

    /// Partitions without a record so young are missing.
    func offsets(since time: WallTime, in topics: [TopicMetadata]) throws(KafkaStepError) -> [Place: Int64] {
        try offsets(of: topics, mustBeWhole: false) { client, led throws(KafkaError) in
            try client.offsets(since: time, of: led, timeout: Self.patience)
        }
    }

    private func offsets(
        of topics: [TopicMetadata], mustBeWhole: Bool,
        _ call: (Client, LedPartitions) throws(KafkaError) -> LogOffsets
    ) throws(KafkaStepError) -> [Place: Int64] {
        var offsets: [Place: Int64] = [:]
        for led in LedPartitions.grouped(topics) {
            let answer = try ask { client throws(KafkaError) in try call(client, led) }
            if let error = answer.refused.first { throw unanswered(error) }
            offsets.merge(answer.offsets.byPlace) { _, later in later }
        }
        guard mustBeWhole else { return offsets }
        for topic in topics {
            for partition in topic.partitions.indices {
                let place = Place(topic.name, Int32(partition))
                if offsets[place] == nil { throw .noLeader(role, place) }
            }
        }
        return offsets
    }

    /// By group; a partition that a group never committed is missing.
    func commits(of groups: [String], in topics: [TopicMetadata]) throws(KafkaStepError) -> [String: [Place: Int64]] {
        guard !topics.isEmpty else { return [:] }
        var commits: [String: [Place: Int64]] = [:]
        var attempts = Attempts()
        while true {
            let missing = groups.filter { commits[$0] == nil }
            let asked = missing.map { Client.CommitsAsked(group: $0, partitions: topics) }
            for (group, answer) in zip(missing, client.commits(of: asked, timeout: Self.patience)) {
                switch answer {
                case .success(let offsets): commits[group] = offsets.byPlace
                case .failure(let error):
                    guard error.isCoordinatorMoving, attempts.areLeft else { throw unanswered(error) }
                }
            }
            if groups.allSatisfy({ commits[$0] != nil }) { return commits }
            attempts.pause()
        }
    }
}

/// A coordinator that has just moved, or whose groups are being loaded, is asked again; a client that goes on asking the
/// old one is not worth more than a few attempts.
struct Attempts {
    private static let most = 10
    private static let interval = Duration.milliseconds(300)

    private var made = 1

    var areLeft: Bool { made < Self.most }

    mutating func pause() {
        made += 1
        Pause.take(Self.interval)
    }
}
