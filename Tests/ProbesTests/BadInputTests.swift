import Glibc
import Kafka
import Night
import Processes
import TestSupport
import Testing

@testable import Probes

/// What a plan may point a probe at that is not a Kafka cluster in good health.
@Suite("a probe of something that is no healthy cluster") struct BadInputTests {
    /// Runs a probe until it has said something of trouble that contains these words.
    private func expect(
        _ words: String, from bootstrap: String, properties: [(String, String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let order = try ClusterOrder.everything(
            on: bootstrap, properties: properties, callTimeout: .milliseconds(1_500))
        let run = ProbeRun(order)
        defer { run.end() }
        try run.run(until: "\(words)", sourceLocation: sourceLocation) { run in
            run.troubles.contains { $0.said.contains(words) }
        }
        #expect(run.ends.isEmpty, sourceLocation: sourceLocation)
    }

    @Test("nobody listens there")
    func unreachable() throws {
        try expect("Connection refused", from: "127.0.0.1:1")
    }

    @Test("the name does not exist")
    func noSuchName() throws {
        try expect("resolve", from: "no-such-broker.invalid:9092")
    }

    @Test("something that speaks HTTP listens there")
    func http() throws {
        let server = try StubServer(answering: StubServer.http)
        defer { server.end() }
        try expect("something that speaks HTTP listens there, not Kafka", from: server.address)
    }

    @Test("it wants TLS and is spoken to without")
    func plaintextToTLS() throws {
        let server = try StubServer(answering: StubServer.tlsAlert)
        defer { server.end() }
        try expect("security.protocol must be SSL or SASL_SSL", from: server.address)
    }

    @Test("it is spoken to in TLS and wants none", arguments: [StubServer.http, []])
    func tlsToPlaintext(answer: [UInt8]) throws {
        let server = try StubServer(answering: answer)
        defer { server.end() }
        try expect(
            "security.protocol must be PLAINTEXT or SASL_PLAINTEXT", from: server.address,
            properties: [("security.protocol", "ssl")])
    }

    @Test("it accepts and never answers")
    func silent() throws {
        let server = try StubServer(answering: nil)
        defer { server.end() }
        let run = ProbeRun(try .everything(on: server.address, callTimeout: .milliseconds(300)))
        defer { run.end() }
        try run.run(until: "several sweeps ended in words") { run in
            run.sweeps >= 4 && run.troubles.contains { $0.asked == "metadata" }
        }
        #expect(run.count(where: \.isHung) == 0, "a bounded call is no hang")
    }

    @Test("a misspelt property is told of with the right one, and its value with nobody")
    func misspelt() throws {
        let order = ClusterOrder(
            cluster: .target,
            properties: [
                Property(name: "bootstrap.servers", value: .plain("127.0.0.1:1")),
                Property(name: "sasl.pasword", value: .secret("hunter2")),
            ], poll: .milliseconds(200), scopes: [])
        let run = ProbeRun(order)
        defer { run.end() }
        try run.run(until: "it died of it") { $0.count(where: \.isDeath) > 0 }
        let trouble = try #require(run.troubles.first)
        #expect(trouble.kind == .configuration && trouble.asked == "target properties")
        #expect(trouble.said.contains("did you mean sasl.password?"))
        #expect(run.events.contains(.died(how: "its configuration is refused")))
        #expect(!"\(run.observed) \(run.events)".contains("hunter2"))
    }

    @Test("names that are no names for a terminal come through as they are")
    func hostileNames() throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        let topics = ["\u{1b}[2J\u{1b}]0;x\u{7}", String(repeating: "t", count: 249), "订单👩‍👩‍👧", "\u{202e}x\r\n"]
        let group = "\u{1b}[31mgroup-组"
        for topic in topics { try cluster.createTopic(topic, partitions: 1) }
        let run = ProbeRun(try .everything(on: cluster.bootstrap, groups: [group]))
        defer { run.end() }
        try run.run(until: "all were read") { run in
            Set(run.ends.keys) == Set(topics) && run.commits(of: group) != nil
        }
        #expect(run.ends.values.allSatisfy { $0 == [0: 0] })
    }

    @Test("a probe that is stopped is killed for it and started again")
    func stopped() throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 1)
        let run = ProbeRun(try .everything(on: cluster.bootstrap, callTimeout: .milliseconds(200)))
        defer { run.end() }
        try run.run(until: "it reads") { !$0.ends.isEmpty }
        let first = try #require(run.process)
        kill(first, SIGSTOP)
        try run.run(until: "it was found hung") { $0.count(where: \.isHung) == 1 }
        run.forget()
        try run.run(until: "another reads") { !$0.ends.isEmpty }
        #expect(run.process != first)
    }

    @Test("a probe whose parent is gone ends, even while its brokers answer nothing")
    func orphan() throws {
        let server = try StubServer(answering: nil)
        defer { server.end() }
        let order = try ClusterOrder.everything(on: server.address, callTimeout: .seconds(600))
        var child = try Child(
            Launch("\(products)/switchback", ["_probe"], input: .pipe, output: .pipe, errors: .nothing))
        defer { child.signal(SIGKILL) }
        try child.input?.write(ProbeOrder.cluster(order).encoded())
        while !server.isConnected {
            try #require(child.reap() == nil)
            usleep(2_000)
        }
        child.closeInput()
        #expect(child.wait(atMost: .seconds(30)) == .code(0))
    }

    enum Loss: CaseIterable { case down, frozen }

    @Test("one broker of three is gone, and what the other two lead is read on", arguments: Loss.allCases)
    func oneOfThree(loss: Loss) throws {
        let cluster = try MockCluster(brokers: 3)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 3)
        for partition in 0..<3 as Range<Int32> {
            try cluster.setLeader(of: "orders", partition, to: partition + 1)
        }
        try cluster.setCoordinator(of: "settlement", to: 1)
        let run = ProbeRun(
            try .everything(on: cluster.bootstrap, groups: ["settlement"], callTimeout: .seconds(2)))
        defer { run.end() }
        try run.run(until: "all is read") { $0.ends["orders"]?.count == 3 && $0.commits(of: "settlement") != nil }
        switch loss {
        case .down: try cluster.setBroker(3, .down)
        case .frozen: try cluster.setRoundTrip(of: 3, to: .seconds(3_600))
        }
        run.forget()
        try run.run(until: "broker 3 has failed to answer") { run in
            run.troubles.contains { $0.asked == "log ends of broker 3" }
        }
        for partition in 0..<2 as Range<Int32> {
            #expect(run.endsSeen(of: "orders", partition) >= 3, "partition \(partition) waited for broker 3")
        }
        #expect(!run.ends["orders", default: [:]].keys.contains(2))
        run.forget()
        try run.run(until: "the group is read on") { $0.commits(of: "settlement") != nil && $0.sweeps >= 3 }
        #expect(run.events == [], "the probe went on")
        switch loss {
        case .down: try cluster.setBroker(3, .up)
        case .frozen: try cluster.setRoundTrip(of: 3, to: .zero)
        }
        run.forget()
        try run.run(until: "all is read again") { $0.ends["orders"]?.count == 3 }
    }
}
