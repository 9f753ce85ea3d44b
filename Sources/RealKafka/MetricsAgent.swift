import Glibc

/// The Prometheus agent for a Java, and its rules: which of the beans it shows, and under which names.
struct MetricsAgent: Sendable, Equatable {
    let jar: String
    let rules: String

    /// The option that makes a Java answer `GET /metrics` there.
    func option(answeringAt port: HeldPort) -> String {
        "-javaagent:\(jar)=127.0.0.1:\(port.number):\(rules)"
    }

    /// The first of the folders that holds both wins.
    static func find(in folders: [String]) -> MetricsAgent? {
        for folder in folders {
            let rules = folder + "/jmx.yaml"
            guard access(rules, R_OK) == 0, let jar = firstFile(of: folder, where: isAgent) else { continue }
            return MetricsAgent(jar: folder + "/" + jar, rules: rules)
        }
        return nil
    }

    private static func isAgent(_ file: String) -> Bool {
        file.hasPrefix("jmx_prometheus_javaagent-") && file.hasSuffix(".jar")
    }
}

extension HeldPort {
    var metricsAddress: String { address + "/metrics" }
    var address: String { "http://127.0.0.1:\(number)" }
}
