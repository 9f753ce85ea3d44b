import Kafka
import Night
import Testing

@testable import Probes

/// What librdkafka and the brokers under it can do to a probe, and that its owner is none the worse.
@Suite("a probe that fails") struct FaultTests {
    @Test("a call that never returns is ended, and the probe started again")
    func hang() throws {
        let order = try ClusterOrder.everything(on: "127.0.0.1:1", callTimeout: .milliseconds(200))
        let run = ProbeRun(order, program: "FaultyProbe", arguments: ["hang"])
        try run.run(until: "it hung and was started again") { run in
            run.count(where: \.isHung) == 1 && run.count(where: \.isStart) == 2
        }
    }

    @Test("an assertion inside librdkafka ends the probe only, and its words are kept")
    func assertion() throws {
        let order = try ClusterOrder.everything(on: "127.0.0.1:1", callTimeout: .seconds(15))
        let run = ProbeRun(order, program: "FaultyProbe", arguments: ["trip"])
        try run.run(until: "it died and was started again") { run in
            run.count(where: \.isDeath) == 1 && run.count(where: \.isStart) == 2
        }
        let how = run.events.compactMap { if case .died(let how) = $0 { how } else { nil } }.first ?? ""
        #expect(how.hasPrefix("killed by SIGABRT: "))
    }

    @Test("when every broker goes and comes back, the probe reports the loss and then reads again")
    func allBrokersLost() throws {
        let cluster = try MockCluster(brokers: 3)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 3)
        let order = try ClusterOrder.everything(
            on: cluster.bootstrap, groups: ["settlement"], callTimeout: .milliseconds(500))
        let run = ProbeRun(order)
        try run.run(until: "it reads") { !$0.ends.isEmpty }
        for broker in cluster.brokers { try cluster.setBroker(broker, .down) }
        run.forget()
        try run.run(until: "it says that nobody answers") { $0.troubles.contains { $0.asked == "metadata" } }
        for broker in cluster.brokers { try cluster.setBroker(broker, .up) }
        run.forget()
        try run.run(until: "it reads again") { !$0.ends.isEmpty && $0.commits(of: "settlement") != nil }
    }
}
