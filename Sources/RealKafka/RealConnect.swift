import Glibc
import Night

/// What a Connect worker is asked to be.
public struct ConnectShape: Sendable {
    /// It shows its metrics to Prometheus; only where the installation has the agent.
    public var showsMetrics: Bool
    /// Laid over the worker's own properties, which they outrank.
    public var properties: [String: String]

    public init(showsMetrics: Bool = false, properties: [String: String] = [:]) {
        self.showsMetrics = showsMetrics
        self.properties = properties
    }

    /// Quick to notice: tests wait for offsets to be written, and for a lost worker's tasks to be somebody's again.
    func workerProperties(at port: HeldPort, on cluster: RealCluster) -> [String: String] {
        let bytes = "org.apache.kafka.connect.converters.ByteArrayConverter"
        var lines = [
            "bootstrap.servers": cluster.bootstrap,
            "group.id": "connect",
            "listeners": port.address,
            "rest.advertised.host.name": "127.0.0.1",
            "key.converter": bytes,
            "value.converter": bytes,
            "plugin.discovery": "service_load",
            "offset.flush.interval.ms": "1000",
            "scheduled.rebalance.max.delay.ms": "0",
            "session.timeout.ms": "6000",
            "heartbeat.interval.ms": "1000",
        ]
        for storage in ["offset", "config", "status"] {
            lines[storage + ".storage.topic"] = "connect-\(storage)\(storage == "status" ? "" : "s")"
            lines[storage + ".storage.replication.factor"] = "\(cluster.shape.brokers)"
            if storage != "config" { lines[storage + ".storage.partitions"] = "1" }
        }
        return lines.merging(properties) { _, later in later }
    }
}

/// A distributed Connect worker, alone in its group, on a cluster's own version of Kafka; ended and removed with this
/// process whatever happens to it.
public actor RealConnect {
    /// As a plan names it.
    public nonisolated let address: String
    /// Where it shows its metrics; nil unless the shape says so.
    public nonisolated let metrics: String?

    private let port: HeldPort
    private let rest: Rest
    private let worker: KeptWorker
    private var seats: JavaSeats.Taken?

    /// Returns as soon as its process runs; `waitUntilReady` is the caller's.
    static func launch(
        _ shape: ConnectShape, on cluster: RealCluster, seats: JavaSeats.Taken
    ) async throws(RealKafkaError) -> RealConnect {
        let port: HeldPort
        do { port = try HeldPort() } catch { throw .system(error) }
        let worker = try KeptWorker(
            "Connect", "org.apache.kafka.connect.cli.ConnectDistributed",
            properties: shape.workerProperties(at: port, on: cluster), on: cluster,
            showingMetrics: shape.showsMetrics)
        try await worker.run()
        return RealConnect(worker, at: port, seats)
    }

    private init(_ worker: KeptWorker, at port: HeldPort, _ seats: JavaSeats.Taken) {
        self.worker = worker
        self.port = port
        self.seats = seats
        address = port.address
        rest = Rest(at: address)
        metrics = worker.metrics?.metricsAddress
    }

    /// Once it takes part in its group: before that it answers, and knows no connectors.
    func waitUntilReady() async throws(RealKafkaError) {
        try await worker.wait(atMost: .seconds(90)) { [rest] in
            await rest.call("GET", "/connectors", within: .seconds(5))?.status == 200
        }
    }

    // MARK: Connectors

    /// The connector is new, or has this configuration from now on.
    public func put(_ connector: String, config: [String: String]) async throws(RealKafkaError) {
        try await change("PUT", "/connectors/\(connector)/config", body: json(config))
    }

    public func delete(_ connector: String) async throws(RealKafkaError) {
        try await change("DELETE", "/connectors/\(connector)")
    }

    /// Its tasks leave off where they are, and stay; what becomes of that is for who watches to see.
    public func pause(_ connector: String) async throws(RealKafkaError) {
        try await change("PUT", "/connectors/\(connector)/pause")
    }

    public func resume(_ connector: String) async throws(RealKafkaError) {
        try await change("PUT", "/connectors/\(connector)/resume")
    }

    /// What it answers to a question, whatever its status; `path` begins with a slash.
    public func get(_ path: String) async throws(RealKafkaError) -> (status: Int, body: String) {
        try await answer("GET", path)
    }

    /// Whether it answers at all, and soon.
    public func answers() async -> Bool {
        await rest.call("GET", "/", within: .seconds(1)) != nil
    }

    /// Returns when it runs with so many tasks, and every task runs. None at all may be what is right.
    public func wait(untilRunning connector: String, tasks: Int = 1) async throws(RealKafkaError) {
        try await worker.wait(atMost: .seconds(60)) { [rest] in
            let asked = "/connectors/\(connector)/status"
            guard let answer = await rest.call("GET", asked, within: .seconds(5)), answer.status == 200 else {
                return false
            }
            let states = Self.states(in: answer.body)
            return states.count >= 1 + tasks && states.allSatisfy { $0 == "RUNNING" }
        }
    }

    /// The connector's, then its tasks'.
    static func states(in status: String) -> [String] {
        status.split(separator: "\"state\":\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    /// While the worker's group finds itself it refuses every change, with a 409.
    private func change(_ method: String, _ path: String, body: String? = nil) async throws(RealKafkaError) {
        let deadline = Deadline(after: .seconds(60))
        while true {
            let answer = try await answer(method, path, body: body)
            if (200..<300).contains(answer.status) { return }
            guard answer.status == 409, !deadline.passed else {
                throw .refused(request: "\(method) \(path)", status: answer.status, answer: answer.body)
            }
            try await Deadline.pause()
        }
    }

    private func answer(
        _ method: String, _ path: String, body: String? = nil
    ) async throws(RealKafkaError) -> (status: Int, body: String) {
        let limit = Duration.seconds(90)
        guard let answer = await rest.call(method, path, body: body, within: limit) else {
            throw .notReady(name: "Connect, asked \(method) \(path),", after: limit, log: worker.log)
        }
        return answer
    }

    // MARK: Trouble on demand

    /// It holds its connections and answers nothing.
    public func freeze() async throws(RealKafkaError) {
        try await worker.signal(SIGSTOP)
    }

    public func thaw() async throws(RealKafkaError) {
        try await worker.signal(SIGCONT)
    }

    /// Its tasks stop where they are; its group misses it when its session times out.
    public func kill() async throws(RealKafkaError) {
        try await worker.end(grace: .zero)
    }

    /// At its old address, with the connectors it had; returns when it takes part in its group.
    public func startAgain() async throws(RealKafkaError) {
        try await worker.run()
        try await waitUntilReady()
    }

    public var processID: Int32? {
        get async { await worker.processID }
    }

    nonisolated var keeper: Keeper { worker.java.keeper }

    /// Its process is killed, and its folder removed.
    public func end() async {
        await worker.end()
        seats = nil
    }
}

/// An object of strings, as Connect takes a connector's configuration.
private func json(_ config: [String: String]) -> String {
    let pairs = config.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
    return "{\(pairs.joined(separator: ","))}"
}

private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case _ where scalar.value < 0x20: "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
        default: String(scalar)
        }
    }
    return "\"\(escaped.joined())\""
}
