import Glibc
public import Night
import Processes
import Synchronization

/// Real Kafka brokers on loopback, in a temporary folder, ended and removed with this process whatever happens to it.
/// Brokers are numbered from 1.
public actor RealCluster: Shareable {
    public nonisolated let role: ClusterRole
    public nonisolated let shape: ClusterShape
    /// Every broker, by its plain listener.
    public nonisolated let bootstrap: String
    /// Every broker, by its SASL listener; empty without one.
    public nonisolated let saslBootstrap: String
    /// Where each broker shows them; empty unless the shape says so.
    public nonisolated let metrics: [String]

    nonisolated let java: Java
    nonisolated let toolFiles = Atomic<Int>(0)
    private let clusterID = RealCluster.randomClusterID()
    private let brokers: [Broker]
    private var running: [Int: KeptProcess] = [:]
    private var frozen: Set<Int> = []
    private var seats: JavaSeats.Taken?

    /// Several at once, for they come up side by side, and a process that held one cluster while it waited for its
    /// turn to start another could wait for ever.
    public static func start(
        _ wanted: [(role: ClusterRole, shape: ClusterShape)], from installation: KafkaInstallation
    ) async throws(RealKafkaError) -> [RealCluster] {
        let seats = try await JavaSeats.ofThisProcess.takeForBrokers(wanted.reduce(0) { $0 + $1.shape.brokers })
        let clusters = try await launch(wanted, from: installation, on: seats)
        do {
            for cluster in clusters { try await cluster.waitUntilReady() }
            return clusters
        } catch {
            for cluster in clusters { await cluster.end() }
            throw error
        }
    }

    /// Returns as soon as their processes run: what needs them may come up beside them.
    static func launch(
        _ wanted: [(role: ClusterRole, shape: ClusterShape)], from installation: KafkaInstallation,
        on seats: JavaSeats.Taken
    ) async throws(RealKafkaError) -> [RealCluster] {
        var clusters: [RealCluster] = []
        do {
            for (role, shape) in wanted { clusters.append(try RealCluster(role, shape, installation, seats)) }
            var formats: [KeptProcess] = []
            for cluster in clusters { formats.append(try await cluster.format()) }
            for (cluster, format) in zip(clusters, formats) { try await cluster.startFormatted(by: format) }
            return clusters
        } catch {
            for cluster in clusters { await cluster.end() }
            throw error
        }
    }

    public static func start(
        _ role: ClusterRole, _ shape: ClusterShape = ClusterShape(), from installation: KafkaInstallation
    ) async throws(RealKafkaError) -> RealCluster {
        try await start([(role, shape)], from: installation)[0]
    }

    private init(
        _ role: ClusterRole, _ shape: ClusterShape, _ installation: KafkaInstallation, _ seats: JavaSeats.Taken
    ) throws(RealKafkaError) {
        do {
            let keeper = try Keeper(in: currentEnvironment()["TMPDIR"] ?? "/tmp")
            var ports: [BrokerPorts] = []
            for _ in 0..<shape.brokers {
                let sasl: HeldPort? = if shape.sasl { try HeldPort() } else { nil }
                let metrics: HeldPort? = if shape.showsMetrics { try HeldPort() } else { nil }
                ports.append(
                    BrokerPorts(plain: try HeldPort(), controller: try HeldPort(), sasl: sasl, metrics: metrics))
            }
            var brokers: [Broker] = []
            for node in 1...shape.brokers {
                let broker = Broker(node: node, ports: ports[node - 1], folder: keeper.folder + "/broker-\(node)")
                try makeFolder(broker.folder)
                let properties = shape.serverProperties(node: node, ports: ports, data: broker.data)
                try writeText(properties, to: broker.properties)
                brokers.append(broker)
            }
            try makeFolder(keeper.folder + "/tools")
            java = try Java(installation, for: role, keeper: keeper)
            self.brokers = brokers
            bootstrap = ports.map { "127.0.0.1:\($0.plain.number)" }.joined(separator: ",")
            metrics = ports.compactMap { $0.metrics?.metricsAddress }
            saslBootstrap = ports.compactMap { $0.sasl.map { "127.0.0.1:\($0.number)" } }.joined(separator: ",")
        } catch {
            throw .system(error)
        }
        self.role = role
        self.shape = shape
        self.seats = seats
    }

    /// 128 random bits as Kafka writes them, in the URL's base 64: no dash first, and in the last place only those
    /// four that leave its unused bits zero.
    private static func randomClusterID() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        let body = (0..<21).map { _ in alphabet[Int.random(in: alphabet.indices)] }
        return String(body) + ["A", "Q", "g", "w"][Int.random(in: 0..<4)]
    }

    // MARK: Coming up

    private func format() throws(RealKafkaError) -> KeptProcess {
        let first = brokers[0]
        return try java.start(
            "kafka.tools.StorageTool", ["format", "--cluster-id", clusterID, "--config", first.properties],
            heap: "256m", output: first.log, errors: first.log)
    }

    private func startFormatted(by format: KeptProcess) async throws(RealKafkaError) {
        let limit = Duration.seconds(60)
        let exit = try await format.exit(within: limit)
        guard exit == .code(0) else {
            let log = lastLines(of: brokers[0].log)
            guard let exit else { throw .toolTookTooLong(tool: "StorageTool", limit: limit, output: log) }
            throw .toolFailed(tool: "StorageTool", exit: exit, output: log)
        }
        for broker in brokers {
            do {
                if broker.node > 1 { try broker.formatLike(brokers[0], cluster: clusterID) }
            } catch {
                throw .system(error)
            }
            try run(broker)
        }
    }

    private func run(_ broker: Broker) throws(RealKafkaError) {
        running[broker.node] = try java.start(
            "kafka.Kafka", [broker.properties], heap: "256m", metrics: broker.ports.metrics, output: broker.log,
            errors: broker.log)
    }

    func waitUntilReady() async throws(RealKafkaError) {
        let all = Set(brokers.map(\.node))
        for broker in brokers { try await wait(for: broker, toSee: all) }
    }

    private func wait(for broker: Broker, toSee nodes: Set<Int>) async throws(RealKafkaError) {
        let limit = Duration.seconds(90)
        let process = try process(broker.node)
        let ready = try await Deadline.waiting(atMost: limit) { () throws(RealKafkaError) in
            if let exit = process.exit {
                throw .brokerEnded(broker: broker.node, exit: exit, log: lastLines(of: broker.log))
            }
            return try await broker.sees(nodes)
        }
        guard ready else {
            throw .brokerNotReady(broker: broker.node, after: limit, log: lastLines(of: broker.log))
        }
    }

    private func process(_ broker: Int) throws(RealKafkaError) -> KeptProcess {
        guard let process = running[broker] else { throw .brokerNotRunning(broker: broker) }
        return process
    }

    // MARK: Trouble on demand

    /// The polite way: it hands its partitions to the others first.
    public func stop(_ broker: Int) async throws(RealKafkaError) {
        let process = try process(broker)
        running[broker] = nil
        frozen.remove(broker)
        try await process.end(grace: .seconds(30))
    }

    /// Like a machine that lost power.
    public func kill(_ broker: Int) async throws(RealKafkaError) {
        let process = try process(broker)
        running[broker] = nil
        frozen.remove(broker)
        try await process.end(grace: .zero)
    }

    /// It holds its connections and answers nothing.
    public func freeze(_ broker: Int) throws(RealKafkaError) {
        try process(broker).signal(SIGSTOP)
        frozen.insert(broker)
    }

    public func thaw(_ broker: Int) throws(RealKafkaError) {
        try process(broker).signal(SIGCONT)
        frozen.remove(broker)
    }

    /// On its old ports and data; returns when it serves metadata with itself in it.
    public func startAgain(_ broker: Int) async throws(RealKafkaError) {
        try run(brokers[broker - 1])
        try await wait(for: brokers[broker - 1], toSee: [broker])
    }

    /// Of all those that run and are not frozen: Kafka's tools wait long for an address that does not answer.
    public var answering: String {
        let addresses = bootstrap.split(separator: ",")
        return running.keys.filter { !frozen.contains($0) }.sorted().map { String(addresses[$0 - 1]) }
            .joined(separator: ",")
    }

    /// The brokers this one sees alive; nil when it does not answer.
    public func alive(asSeenBy broker: Int) async throws(RealKafkaError) -> Set<Int>? {
        try await LivingBrokers.seen(byBrokerAt: brokers[broker - 1].ports.plain.number)
    }

    /// Returns when this broker sees exactly these alive.
    public func wait(untilBroker broker: Int, sees nodes: Set<Int>) async throws(RealKafkaError) {
        let limit = Duration.seconds(60)
        let seen = try await Deadline.waiting(atMost: limit) { () throws(RealKafkaError) in
            try await alive(asSeenBy: broker) == nodes
        }
        guard seen else {
            throw .brokerNotReady(broker: broker, after: limit, log: lastLines(of: brokers[broker - 1].log))
        }
    }

    /// The process of a running broker.
    public func processID(of broker: Int) -> Int32? {
        running[broker]?.process
    }

    public nonisolated var folder: String { java.keeper.folder }

    /// Every process started for it is killed, and its folder removed.
    public func end() async {
        await java.keeper.end()
        running = [:]
        seats = nil
    }
}
