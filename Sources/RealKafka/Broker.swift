import Glibc
import Processes

/// One broker of a cluster: its folder, its ports, and its process while it has one.
final class Broker: Sendable {
    let node: Int
    let ports: BrokerPorts
    let folder: String

    init(node: Int, ports: BrokerPorts, folder: String) {
        self.node = node
        self.ports = ports
        self.folder = folder
    }

    var properties: String { folder + "/server.properties" }
    var data: String { folder + "/data" }
    var log: String { folder + "/log" }

    /// The checkpoint that says which features the cluster begins with is the same for all; only one had to be
    /// formatted by Kafka's own tool, which takes a second.
    func formatLike(_ formatted: Broker, cluster: String) throws(SystemError) {
        try makeFolder(data)
        let name = "/bootstrap.checkpoint"
        let checkpoint = try readBytes(formatted.data + name, atMost: 1 << 20)
        try writeBytes(checkpoint, to: data + name)
        try writeText("version=1\nnode.id=\(node)\ncluster.id=\(cluster)\n", to: data + "/meta.properties")
    }

    /// Whether it answers and sees at least these alive.
    func sees(_ nodes: Set<Int>) async throws(RealKafkaError) -> Bool {
        guard let seen = try await LivingBrokers.seen(byBrokerAt: ports.plain.number) else { return false }
        return seen.isSuperset(of: nodes)
    }
}
