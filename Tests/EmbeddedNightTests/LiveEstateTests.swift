import Glibc
import Kafka
import Night
import Processes
import Testing

@testable import EmbeddedNight

@Suite("The estate at work")
struct LiveEstateTests {
    @Test("a slow consumer reads no more than its share, and catches up once nothing ails it")
    func slowConsumer() async throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        try cluster.createTopic("orders", partitions: 3)
        try cluster.write(records(0..<900, to: "orders", partitions: 3))
        let client = try cluster.client()
        // The group's clock is ours, so its share is exact, however long the machine takes.
        let began = ContinuousClock.now
        var now = began
        var group = try ConsumerGroup(Estate.small.groups[0], of: .small, at: cluster.bootstrap, now: now)
        try await until("it has read something, and five seconds have passed") {
            group.step(now: now, share: 0.1)
            now += .milliseconds(50)
            return try client.committed(by: "billing", in: "orders") != nil && now > began + .seconds(5)
        }
        let read = try #require(try client.committed(by: "billing", in: "orders"))
        #expect(Double(read) <= 0.1 * 300 * (began.duration(to: now) / .seconds(1)))
        try await until("it has caught up") {
            group.step(now: now, share: nil)
            now += .milliseconds(50)
            return try client.committed(by: "billing", in: "orders") == 900
        }
    }

    @Test("a retry storm multiplies what is written to the retry topics")
    func retryStorm() async throws {
        let cluster = try MockCluster(brokers: 1)
        defer { cluster.end() }
        for topic in Estate.small.topics { try cluster.createTopic(topic.name, partitions: topic.partitions) }
        var now = ContinuousClock.now
        var producers = try Producers(Estate.small.topics, to: cluster.bootstrap, seed: 1, now: now)
        let end = now + .seconds(10)
        while now < end {
            producers.step(now: now, retryStorm: true)
            now += .milliseconds(50)
        }
        let client = try cluster.client()
        // Ten ordinary seconds of 30 records cannot be more than half again as many, whatever the hour.
        try await until("more is written than ordinary seconds could") {
            try client.ends(of: "orders-retry").values.reduce(0, +) > 3 * 450
        }
    }

    @Test("brokers refuse requests during a storm, and no longer once it is over")
    func refusals() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        var generator = SeededGenerator(seed: 1)
        let client = try live.source.client()
        try live.apply(.retryStorm, .begins)
        live.refuseSome(using: &generator)
        try await until("a request is refused") { (try? client.ends(of: "orders")) == nil }
        try live.apply(.retryStorm, .ends)
        live.refuseSome(using: &generator)
        for _ in 0..<10 { #expect(throws: Never.self) { try client.ends(of: "orders") } }
    }

    @Test("goes on, with offsets preserved, while a target broker is lost and after it came back")
    func brokerLoss() async throws {
        let live = try LiveEstate(.small, seed: 1)
        defer { live.end() }
        try live.start()
        try live.order("stop-group", "archive")
        try live.order("start-group", "archive", "target")
        let source = try live.source.client()
        let target = try live.target.client()
        func moves(_ what: String) async throws {
            let before = (
                try source.committed(by: "billing", in: "orders") ?? 0,
                try target.committed(by: "archive", in: "orders") ?? 0
            )
            try await until("both groups commit \(what)") {
                try source.committed(by: "billing", in: "orders") ?? 0 > before.0
                    && target.committed(by: "archive", in: "orders") ?? 0 > before.1
            }
        }
        try await moves("at first")
        for change in Announcement.Change.allCases {
            try live.apply(.brokerDown(2), change)
            if change != .begins { try await moves("after the broker \(change)") }
        }
        try live.apply(.bridgeStall, .begins)
        // A client takes its time to come back to a broker that was lost.
        var ends: (copied: [Int32: Int64], written: [Int32: Int64])?
        try await until("both clusters tell their log ends") {
            if let copied = try? target.ends(of: "orders") { ends = (copied, try source.ends(of: "orders")) }
            return ends != nil
        }
        let (copied, written) = try #require(ends)
        #expect(copied.allSatisfy { $0.value <= written[$0.key] ?? 0 })
    }

    @Test("the process ends when its input does, even while an announcement hangs, and leaves nothing behind")
    func endsWithInput() async throws {
        let folder = try OrderFolder()
        defer { folder.remove() }
        let place = folder.path
        await #expect(processExitsWith: .success) { [place = place as String] in
            setenv("TMPDIR", place, 1)
            let pipe = try Pipe()
            try EmbeddedNight.run(Options(scenario: .calm), input: pipe.reading) { announcement in
                guard case .ready(_, let orders) = announcement, access(orders, F_OK) == 0,
                    orders.hasPrefix(place)
                else { return }
                close(pipe.writing.number)
                while true { sleep(60) }
            }
        }
        // A folder that is not empty is not removed.
        #expect(rmdir(place) == 0)
    }
}
