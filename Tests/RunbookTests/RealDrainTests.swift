import Dispatch
import Kafka
import Night
import RealKafka
import Synchronization
import TestSupport
import Testing

@testable import Runbook

@Suite("a drain of real clusters", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealDrainTests {
    @Test("it ends when the target has what the source has, and says meanwhile what is left")
    func drain() async throws {
        try await Tier.estate.use { clusters in
            for cluster in [clusters.source, clusters.target] {
                try await cluster.createTopic("drained", partitions: 2)
                try fill("drained", on: cluster, [10, 5])
            }
            try fill("drained", on: clusters.source, [4])
            let order = KafkaStepRig(
                .drain(lag: 0, stillFor: .milliseconds(500)), topics: ["drained"], source: .plain(clusters.source),
                target: .plain(clusters.target)
            ).order
            let work = DrainWork(order)
            guard case .ready(.none, let would) = work.look() else {
                Issue.record("\(work.look())")
                return
            }
            #expect(would.first?.hasSuffix("now 4 left") == true)
            #expect(work.observe() == .notSeen("4 records left"))

            guard case .notSeen(let stands) = try BridgeSight(order: order, patience: .seconds(1)).seen(with: "") else {
                Issue.record("a bridge that stands was taken for one that reads")
                return
            }
            #expect(stands.contains("has not moved"))

            // The bridge goes on once the drain is seen to wait for it.
            let bridge = Bridge { try fill("drained", on: clusters.target, [4]) }
            let end = work.act { line in if line.hasPrefix("4 records left") { bridge.goOn() } }
            guard case .done = end else {
                Issue.record("\(end)")
                return
            }
            #expect(work.observe() == .seen("0 records left, and the source stands still"))
            #expect(
                try BridgeSight(order: order).seen(with: "all")
                    == .seen("all; the bridge has nothing left to carry over"))

            try fill("drained", on: clusters.target, [1])
            guard case .refused(let why) = work.look() else {
                Issue.record("a second writer was overlooked")
                return
            }
            #expect(why.contains("drained-0 ends at 15 on the target and at 14 on the source"))
        }
    }
}

/// Carries over what is left, once.
private final class Bridge: Sendable {
    private let hasGoneOn = Mutex(false)
    private let carryOver: @Sendable () throws -> Void

    init(_ carryOver: @escaping @Sendable () throws -> Void) {
        self.carryOver = carryOver
    }

    func goOn() {
        guard hasGoneOn.withLock({ gone in if gone { return false } else { gone = true; return true } }) else { return }
        DispatchQueue.global().async { [self] in try? carryOver() }
    }
}
