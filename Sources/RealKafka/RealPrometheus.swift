import Glibc
import Processes

/// The Prometheus of this machine.
public struct PrometheusProgram: Sendable {
    fileprivate let path: String

    /// On PATH; nil where it is not.
    public static func find(environment: [String: String] = currentEnvironment()) -> PrometheusProgram? {
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/prometheus" }.first { (path: String) in access(path, X_OK) == 0 }.map(
            PrometheusProgram.init)
    }
}

/// A real Prometheus that keeps what it learns in a temporary folder; ended and removed with this process whatever happens
/// to it. It scrapes every four seconds, which is what one scrape of a JMX agent may take on a busy machine.
public actor RealPrometheus: Shareable {
    /// As a plan names it.
    public nonisolated let address: String

    private let port: HeldPort
    nonisolated let keeper: Keeper
    private let process: KeptProcess

    /// `targets`: by the name of their job, the addresses of what shows metrics. Returns when it has scraped them all.
    public static func start(
        _ program: PrometheusProgram, scraping targets: [String: [String]]
    ) async throws(RealKafkaError) -> RealPrometheus {
        let prometheus: RealPrometheus
        do {
            prometheus = try RealPrometheus(program, targets)
        } catch {
            throw .system(error)
        }
        do {
            try await prometheus.waitUntilScraped(targets.values.reduce(0) { $0 + $1.count })
            return prometheus
        } catch {
            await prometheus.end()
            throw error
        }
    }

    private init(_ program: PrometheusProgram, _ targets: [String: [String]]) throws(SystemError) {
        port = try HeldPort()
        keeper = try Keeper(in: currentEnvironment()["TMPDIR"] ?? "/tmp")
        address = port.address
        let settings = keeper.folder + "/prometheus.yaml"
        try writeText(Self.settings(scraping: targets), to: settings)
        let arguments = [
            "--config.file=\(settings)", "--web.listen-address=127.0.0.1:\(port.number)", "--log.level=warn",
            // The folder's name is how the keeper knows the process: it takes no argument that means nothing to it.
            "--storage.tsdb.path=\(keeper.folder)/\(keeper.mark)",
        ]
        let log = keeper.folder + "/log"
        process = KeptProcess(
            try Child(
                Launch(program.path, arguments, directory: keeper.folder, output: .file(log), errors: .file(log))))
    }

    private static func settings(scraping targets: [String: [String]]) -> String {
        let jobs = targets.sorted { $0.key < $1.key }.map { job, addresses in
            let hosts = addresses.map { "'\(host(of: $0))'" }.joined(separator: ", ")
            return "  - { job_name: '\(job)', static_configs: [{ targets: [\(hosts)] }] }\n"
        }
        return "global: { scrape_interval: 4s, scrape_timeout: 4s }\nscrape_configs:\n" + jobs.joined()
    }

    /// It adds http:// and /metrics itself.
    private static func host(of address: String) -> String {
        String(address.split(separator: "/").dropFirst().first ?? Substring(address))
    }

    private func waitUntilScraped(_ targets: Int) async throws(RealKafkaError) {
        let rest = Rest(at: address)
        try await process.wait(atMost: .seconds(60), named: "Prometheus", log: keeper.folder + "/log") {
            let answer = await rest.call("GET", "/api/v1/targets", query: [("state", "active")], within: .seconds(5))
            return answer.map { $0.body.ranges(of: "\"health\":\"up\"").count >= targets } ?? false
        }
    }

    public nonisolated var processID: Int32 { process.process }

    /// Its process is killed, and its folder removed.
    public func end() async {
        await keeper.end()
    }
}
