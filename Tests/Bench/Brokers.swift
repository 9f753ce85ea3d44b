import Glibc
import Kafka
import Probes
import Processes

/// Mock brokers in another process, so that what they cost is not counted.
final class Brokers {
    static let subcommand = "_brokers"

    let bootstrap: String
    private var process: Child

    init(topics: Int, partitionsEach: Int) throws {
        process = try Child(
            Launch(
                "/proc/self/exe", [Self.subcommand, "\(topics)", "\(partitionsEach)"], input: .pipe, output: .pipe,
                errors: .inherited))
        var line: [UInt8] = []
        if case .bytes(let bytes) = try process.output?.read(atMost: 1_024) { line = bytes }
        // Empty when the other process said nothing: then no client can be made, and that is printed.
        bootstrap = String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    func end() {
        _ = process.end(grace: .seconds(5))
    }

    /// Until the input ends.
    static func serve(_ sizes: [Int]) throws -> Never {
        let cluster = try MockCluster(brokers: 3)
        for topic in 0..<sizes[0] { try cluster.createTopic("topic-\(topic)", partitions: sizes[1]) }
        print(cluster.bootstrap)
        fflush(nil)
        let input = Descriptor(owning: STDIN_FILENO)
        while case .bytes = try input.read(atMost: 64) {}
        cluster.end()
        exit(0)
    }
}
