import Glibc
import Processes
import Synchronization
import TestSupport
import Testing

@testable import RealKafka

/// The bridge screen of the program itself, on a real MirrorMaker 2 that is made to fail in ways that look alike from
/// outside. RECORD_SCREENSHOTS=1 keeps the pictures.
@Suite("The bridge screen on a real MirrorMaker 2", .enabled(if: Tier.runs, "\(Tier.report)"))
struct BridgePictureTests {
    @Test("tells a bridge that carries from a failed task, a path without heartbeats, and a target that stands still")
    func tellsApart() async throws {
        let mirror = MirrorMaker()
        let estate = try await ConnectedEstate.start(mirror: mirror, from: Tier.installation)
        do {
            try await estate.source.createTopic("orders", partitions: 3)
            try await estate.source.produce(600, to: "orders")
            try await estate.connect.wait(untilRunning: mirror.sourceConnector)
            let watch = try Watch(estate, mirror)
            do {
                try await look(at: watch, estate, mirror)
                await watch.end()
            } catch {
                await watch.end()
                throw error
            }
            await estate.end()
        } catch {
            await estate.end()
            throw error
        }
    }

    private func look(at watch: Watch, _ estate: ConnectedEstate, _ mirror: MirrorMaker) async throws {
        let (source, target, connect) = (estate.source, estate.target, estate.connect)
        // No group of this estate has committed: its checkpoint connector has no task, and is well.
        let healthy = try await watch.wait { $0.contains("✓ CARRIES") && $0.contains(/offset-syncs +≈0/) }
        #expect(healthy.contains(/mirror-checkpoint +✓ RUNNING +no task/))
        try watch.keep(healthy, as: "healthy")

        try await connect.delete(mirror.pathHeartbeatConnector)
        let unproved = try await watch.wait { $0.contains("✗ FAILS the path is dead") }
        #expect(unproved.contains(/mirror-heartbeat +✓ RUNNING/), "whose heartbeats are fresh, and prove nothing")
        try watch.keep(unproved, as: "path-dead")
        for (name, config) in mirror.connectors(from: source, to: target) {
            try await connect.put(name, config: config)
        }
        _ = try await watch.wait { $0.contains("✓ CARRIES") }

        var narrow = mirror
        narrow.sourceSettings["producer.override.max.request.size"] = "1000"
        for (name, config) in narrow.connectors(from: source, to: target) where name == mirror.sourceConnector {
            try await connect.put(name, config: config)
        }
        _ = try await watch.wait { $0.contains("✓ CARRIES") }
        try await source.produce(1, to: "orders", bytesEach: 5_000)
        let failed = try await watch.wait { $0.contains(/tasks FAILED, while the connector says RUNNING/) }
        #expect(failed.contains(/mirror-source +✓ RUNNING +✗ [12] of [12] tasks FAILED/))
        try watch.keep(failed, as: "task-failed")

        for (name, config) in mirror.connectors(from: source, to: target) {
            try await connect.put(name, config: config)
        }
        _ = try await watch.wait { $0.contains("✓ CARRIES") }
        try await target.freeze(1)
        // Connect's status comes from its memory, and goes on saying RUNNING.
        let frozen = try await watch.wait {
            $0.contains("✗ FAILS the path is dead") && $0.contains(/mirror-source +✓ RUNNING/)
        }
        #expect(frozen.contains("target ✗ NO ANSWER"))
        try watch.keep(frozen, as: "target-frozen")
        try await target.thaw(1)
    }
}

/// `switchback watch --headless --screen bridge`, a frame a second.
private struct Watch {
    private let keeper: Keeper
    private let output: String
    private let process: KeptProcess

    init(_ estate: ConnectedEstate, _ mirror: MirrorMaker) throws {
        keeper = try Keeper(in: "/tmp")
        output = keeper.folder + "/output"
        let plan = keeper.folder + "/plan.yaml"
        try writeText(Self.plan(estate, mirror), to: plan)
        process = KeptProcess(
            try Child(
                Launch(
                    products + "/switchback", ["watch", plan, "--headless", "600", "--screen", "bridge"],
                    output: .file(output), errors: .output)))
    }

    private static func plan(_ estate: ConnectedEstate, _ mirror: MirrorMaker) -> String {
        """
        night: bridge
        clusters:
          source: { bootstrap: "\(estate.source.bootstrap)" }
          target: { bootstrap: "\(estate.target.bootstrap)" }
        bridge:
          - mirrormaker2:
              connect: \(estate.connect.address)
              connectors: [\(mirror.sourceConnector), \(mirror.checkpointConnector), \(mirror.heartbeatConnector)]
              offset-flush: 1s
        budget:
          replication-lag: { metric: bridge.lag.time, limit: 5s, for: 30s }
        waves:
          - wave: orders
            pattern: consumer-first
            owner: orders team
            topics: [orders]

        """
    }

    /// The first frame from now on in which this holds.
    func wait(until holds: @Sendable (String) -> Bool) async throws -> String {
        let found = Mutex<String?>(nil)
        try await process.wait(atMost: .seconds(120), named: "the watch", log: output) {
            guard let newest, holds(newest) else { return false }
            found.withLock { $0 = newest }
            return true
        }
        return try #require(found.withLock { $0 })
    }

    /// The last frame that is there in full.
    private var newest: String? {
        guard let said = try? readText(output, atMost: 16 << 20) else { return nil }
        let frames = said.split(separator: "-- frame ")
        return frames.dropLast().last.map { String($0.drop { $0 != "\n" }.dropFirst()) }
    }

    func keep(_ picture: String, as name: String) throws {
        guard getenv("RECORD_SCREENSHOTS") != nil else { return }
        try writeText(picture, to: "\(Tier.checkout)/screenshots/bridge-\(name)-120x36.txt")
    }

    func end() async {
        process.kill()
        await keeper.end()
    }
}
