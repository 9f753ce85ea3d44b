import Connect
import Night
import RealKafka
import TestSupport
import Testing

@testable import Runbook

@Suite("a connect step on a real Connect", .enabled(if: Tier.runs, "\(Tier.report)"))
struct RealConnectTests {
    /// Of this suite's own, beside whatever else the worker carries.
    private static func mirror(_ name: String) -> MirrorMaker {
        var mirror = MirrorMaker()
        mirror.name = name
        (mirror.sourceAlias, mirror.targetAlias) = ("\(name)-from", "\(name)-to")
        mirror.topics = "\(name)-records"
        mirror.provesPath = false
        mirror.tasks = 1
        mirror.sourceSettings = ["producer.override.max.request.size": "1000"]
        return mirror
    }

    /// `kind`: what the machine would have it do.
    private static func work(
        _ act: StepPlan.ConnectorAct, _ connector: String, of connect: RealConnect, as kind: StepErrand = .look,
        found: StepFound = .none
    ) -> ConnectWork {
        let plan = StepPlan(.connect(act, connector: connector, at: .targetSide))
        let errand = Errand(number: 1, kind: kind, step: StepID(.consumersMoved, 1), plan: plan, found: found)
        let cluster = ErrandOrder.Cluster(bootstrap: "")
        let order = ErrandOrder(
            errand, night: "night", wave: "wave", source: cluster, target: cluster,
            connects: [.targetSide: EndpointPlan(connect.address)])
        return ConnectWork(order, act, connector, at: .targetSide)
    }

    private static func found(_ look: StepLook) throws -> StepFound {
        guard case .ready(let found, _) = look else {
            Issue.record("\(look)")
            return .none
        }
        return found
    }

    @Test("pause and stop are seen task by task, and so is the way back from each")
    func thereAndBack() async throws {
        try await Tier.mirrored.use { estate in
            let mirror = Self.mirror("driven")
            try await estate.source.createTopic("driven-records")
            try await estate.connect.mirror(from: estate.source, to: estate.target, mirror)
            let name = mirror.sourceConnector
            try await estate.connect.wait(untilRunning: name, tasks: 1)
            for (act, words) in [(StepPlan.ConnectorAct.pause, "PAUSED with 1 task"), (.stop, "STOPPED with 0 tasks")] {
                let found = try Self.found(Self.work(act, name, of: estate.connect).look())
                let end = Self.work(act, name, of: estate.connect, as: .act, found: found).act { _ in }
                guard case .done(let done) = end, done.hasPrefix(words) else {
                    Issue.record("\(end)")
                    return
                }
                #expect(Self.work(act, name, of: estate.connect, as: .observe, found: found).observe() == .seen(words))
                let undo = Self.work(act, name, of: estate.connect, as: .undo, found: found).undo { _ in }
                guard case .done(let undone) = undo, undone.hasPrefix("RUNNING with 1 task") else {
                    Issue.record("\(undo)")
                    return
                }
            }
        }
    }

    @Test("a FAILED task under a RUNNING connector is refused what it cannot do, and restarted once its cause is gone")
    func restarted() async throws {
        try await Tier.mirrored.use { estate in
            let mirror = Self.mirror("failing")
            try await estate.source.createTopic("failing-records")
            try await estate.connect.mirror(from: estate.source, to: estate.target, mirror)
            let name = mirror.sourceConnector
            try await estate.connect.wait(untilRunning: name, tasks: 1)
            let connect = ConnectClient(EndpointPlan(estate.connect.address))

            try await estate.source.produce(3, to: "failing-records")
            // The heartbeats' own progress is in it as well.
            try await Self.until {
                let offsets = try connect.mirrorOffsets(of: name, patience: .seconds(30)) ?? []
                return offsets.contains { $0.topic == "failing-records" && $0.next == 3 }
            }
            try await estate.source.produce(1, to: "failing-records", bytesEach: 5_000)
            try await Self.until {
                try connect.connectors([name], patience: .seconds(30)).connectors.first?.tasks.first?.state == .failed
            }
            let reading = try connect.connectors([name], patience: .seconds(30)).connectors.first
            #expect(reading?.state == .running && reading?.className == "MirrorSourceConnector")
            #expect(reading?.tasks.first?.trace?.isEmpty == false)
            guard case .refused(let why) = Self.work(.pause, name, of: estate.connect).look() else {
                Issue.record("it was taken for one that runs")
                return
            }
            #expect(why.hasPrefix("it has failed: RUNNING, tasks: 1 FAILED ("), "\(why)")

            try await estate.source.deleteRecords(before: [TopicPartition("failing-records", 0): 4])
            let found = try Self.found(Self.work(.restartFailed, name, of: estate.connect).look())
            let end = Self.work(.restartFailed, name, of: estate.connect, as: .act, found: found).act { _ in }
            guard case .done(let words) = end, words.hasPrefix("RUNNING with 1 task") else {
                Issue.record("\(end)")
                return
            }
        }
    }

    @Test("a connector that is not there is missing to a look, and refused to whoever asks for its offsets")
    func missing() async throws {
        try await Tier.mirrored.use { estate in
            let look = Self.work(.pause, "a->b.Nobody", of: estate.connect).look()
            #expect(look == .refused("\(estate.connect.address)/ has no connector a->b.Nobody"))
            let connect = ConnectClient(EndpointPlan(estate.connect.address))
            #expect(throws: ConnectError.self) { try connect.mirrorOffsets(of: "a->b.Nobody", patience: .seconds(30)) }
            let worker = try connect.worker(patience: .seconds(30))
            #expect(worker.version.contains(".") && worker.clusterID?.isEmpty == false)
        }
    }

    private static func until(
        sourceLocation: SourceLocation = #_sourceLocation, _ holds: () throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        while try !holds() {
            try #require(ContinuousClock.now < deadline, sourceLocation: sourceLocation)
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
