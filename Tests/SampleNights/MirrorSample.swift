public import Night

/// The sample night over MirrorMaker 2: as it carries, and in the ways it does not.
public enum MirrorSample: String, CaseIterable, Sendable {
    case carries, taskFailed, pathDead, silent

    public var snapshot: Snapshot {
        var snapshot = SampleNight.snapshot()
        snapshot.bridge.lags = [
            Snapshot.MeasuredLag(way: "offset-syncs", lag: lag(412, .extrapolated, age: 0.4)),
            Snapshot.MeasuredLag(way: "Connect's offsets", lag: lag(2_870, .measured, age: 0.9)),
        ]
        snapshot.bridge.lag = snapshot.bridge.lags[0].lag
        snapshot.bridge.disagreement = nil
        snapshot.bridge.mirror = mirror
        snapshot.findings = []
        return snapshot
    }

    private func lag(_ records: Int64, _ method: Method, age: Double) -> Snapshot.Lag {
        Snapshot.Lag(records: known(records, method, age: age), time: known(0.7, .interpolated, age: age))
    }

    private func known<Value>(_ value: Value, _ method: Method = .reported, age: Double = 0.8) -> Known<Value> {
        let takenAt = SampleNight.start.moment - .milliseconds(Int64(age * 1_000))
        return .known(Reading(value, takenAt: takenAt, method: method, origin: .bridge("Connect")))
    }

    private var mirror: Snapshot.Mirror {
        Snapshot.Mirror(
            health: health, worker: known(ConnectWorker(version: self == .carries ? "4.3.1" : "3.6.2")),
            versionWarning: self == .carries
                ? nil : "translation may never reach the end of a quiet topic (KAFKA-15906)",
            connectors: known(connectors, age: self == .silent ? 41 : 0.8),
            missingConnectors: self == .taskFailed ? ["mirror-heartbeat"] : [],
            pathAge: known(self == .pathDead ? 34 : 0.6), plainAge: known(0.4), roundTripP99: known(0.12),
            translations: [
                Snapshot.Translation(
                    group: "settlement", wave: "ledger", partitions: 12, translated: 12, age: known(12.4),
                    reread: known(1_204, .extrapolated)),
                Snapshot.Translation(
                    group: "connect-warehouse-sink", wave: "ledger", partitions: 6, translated: 0,
                    whyNot: "ledger-events/0: MirrorMaker 2 leaves out connect-* unless groups.exclude says otherwise",
                    age: .unknown("none"), reread: .unknown("none")),
                Snapshot.Translation(
                    group: "fraud-features", wave: "analytics", partitions: 8, translated: 8, age: known(3.1),
                    reread: known(88, .extrapolated), blocked: "at work on the target"),
            ])
    }

    private var health: Snapshot.Mirror.Health {
        switch self {
        case .carries: .carrying
        case .taskFailed: .failing("mirror-source: 1 of 2 tasks FAILED, while the connector says RUNNING, and 1 more")
        case .pathDead: .failing("the path is dead: no heartbeat came over for 34s")
        case .silent: .unknown("Connect says nothing for 41s")
        }
    }

    private var connectors: [ConnectorReading] {
        let failed = self == .taskFailed
        return [
            ConnectorReading(
                name: "mirror-source", className: "MirrorSourceConnector", state: .running, worker: "connect:8083",
                tasks: [
                    TaskReading(id: 0, state: .running, worker: "connect:8083"),
                    TaskReading(
                        id: 1, state: failed ? .failed : .running, worker: "connect:8083",
                        trace: failed ? "RecordTooLargeException: 5 120 bytes\u{1b}[31m" : nil),
                ]),
            ConnectorReading(
                name: "mirror-checkpoint", className: "MirrorCheckpointConnector", state: .running,
                worker: "connect:8083"),
        ]
    }
}
