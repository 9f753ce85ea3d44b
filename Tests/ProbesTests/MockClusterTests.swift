import Kafka
import Night
import Testing

@testable import Probes

/// A probe process against clusters that speak the real protocol and can be broken on demand.
@Suite("a probe of a mock cluster") struct MockClusterTests {
    private func fill(_ cluster: MockCluster, _ topic: String, partitions: Int, records: Int) throws {
        try cluster.createTopic(topic, partitions: partitions)
        let producer = try Producer(Configuration([("bootstrap.servers", cluster.bootstrap)]))
        for number in 0..<records {
            try producer.produce(
                Record(topic: topic, partition: Int32(number % partitions), value: Array("r".utf8)))
        }
        _ = producer.flush(atMost: .seconds(20))
    }

    @Test("log ends and starts are what was written, on every leader")
    func logEnds() throws {
        let cluster = try MockCluster(brokers: 3)
        defer { cluster.end() }
        try fill(cluster, "orders", partitions: 6, records: 60)
        let run = ProbeRun(try .everything(on: cluster.bootstrap))
        try run.run(until: "a sweep has ended") { $0.sweeps >= 1 }
        #expect(run.ends["orders"] == Dictionary(uniqueKeysWithValues: (0..<6).map { (Int32($0), 10) }))
        #expect(run.starts["orders"] == Dictionary(uniqueKeysWithValues: (0..<6).map { (Int32($0), 0) }))
    }

    @Test("the time a producer waits is measured on the probe topic")
    func produceTime() throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("switchback-probe", partitions: 1)
        let run = ProbeRun(try .everything(on: cluster.bootstrap, probeTopic: "switchback-probe"))
        try run.run(until: "a record was timed") {
            $0.observations().contains { if case .produced(let took) = $0 { took > .zero } else { false } }
        }
    }

    @Test("settings and ACLs, which it does not serve, are told as that: neither equal, nor trouble, nor a failed call")
    func notServed() throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 1)
        let run = ProbeRun(try .everything(on: cluster.bootstrap))
        let why = "not served: the cluster names no controller"
        try run.run(until: "both were told of, and a sweep ended") { run in
            let seen = run.observations()
            return run.sweeps >= 2 && seen.contains(.acls(.refused(why)))
                && seen.contains(.settings([TopicSettings(topic: "orders", .none(why))]))
        }
        #expect(run.troubles.isEmpty)
        let failed = run.observations().map { if case .sweepEnded(let cost) = $0 { cost.failed } else { 0 } }
        #expect(failed.allSatisfy { $0 == 0 })
    }
}
