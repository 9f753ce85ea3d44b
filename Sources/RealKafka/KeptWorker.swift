import Glibc
import Night

/// A Java that serves a bridge, with a folder and a keeper of its own: frozen, killed and started again as a test likes.
actor KeptWorker {
    nonisolated let name: String
    nonisolated let java: Java
    nonisolated let metrics: HeldPort?
    private let main: String
    private var process: KeptProcess?

    init(
        _ name: String, _ main: String, properties: [String: String], on cluster: RealCluster, showingMetrics: Bool
    ) throws(RealKafkaError) {
        self.name = name
        self.main = main
        do {
            let keeper = try Keeper(in: currentEnvironment()["TMPDIR"] ?? "/tmp")
            java = try Java(cluster.java.installation, for: cluster.role, keeper: keeper)
            metrics = if showingMetrics { try HeldPort() } else { nil }
            let lines = properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }
            try writeText(lines.joined(), to: keeper.folder + "/worker.properties")
        } catch {
            throw .system(error)
        }
    }

    nonisolated var log: String { lastLines(of: logFile) }

    private nonisolated var logFile: String { java.keeper.folder + "/log" }

    /// Nil while it is not running.
    var processID: Int32? { process?.process }

    func run() throws(RealKafkaError) {
        process = try java.start(
            main, [java.keeper.folder + "/worker.properties"], heap: "256m", metrics: metrics, output: logFile,
            errors: logFile)
    }

    /// Throws when it has ended meanwhile.
    func wait(
        atMost limit: Duration, until isReady: @Sendable () async throws(RealKafkaError) -> Bool
    ) async throws(RealKafkaError) {
        try await running.wait(atMost: limit, named: name, log: logFile, until: isReady)
    }

    func signal(_ signal: Int32) throws(RealKafkaError) {
        try running.signal(signal)
    }

    func end(grace: Duration) async throws(RealKafkaError) {
        let process = try running
        self.process = nil
        try await process.end(grace: grace)
    }

    /// Its process is killed, and its folder removed.
    func end() async {
        await java.keeper.end()
        process = nil
    }

    private var running: KeptProcess {
        get throws(RealKafkaError) {
            guard let process else { throw .notRunning(name: name) }
            return process
        }
    }
}
