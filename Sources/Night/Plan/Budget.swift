/// One line of the backpressure budget: how much of something the night may use.
public struct BudgetLine: Sendable, Equatable, Codable {
    public var name: String
    public var metric: Metric
    /// Which cluster a `prometheus:` expression is asked of.
    public var cluster: ClusterRole?
    public var limit: Limit
    /// The share of the limit from which the line warns.
    public var warnAt: Double
    /// How long the limit must be passed before it counts.
    public var hold: Duration

    public init(
        name: String, metric: Metric, cluster: ClusterRole? = nil, limit: Limit, warnAt: Double = 0.7,
        hold: Duration = .zero
    ) {
        self.name = name
        self.metric = metric
        self.cluster = cluster
        self.limit = limit
        self.warnAt = warnAt
        self.hold = hold
    }

    /// The five lines a plan is expected to have.
    public static let expected = [
        "source-read-load", "target-produce-latency", "replication-lag", "consumer-lag", "error-rate",
    ]
}

extension Plan {
    /// The lines a wave draws tighter than the night does, under names of their own.
    func tightened(by wave: Int) -> [BudgetLine] {
        waves[wave].budget.compactMap { tightening in
            guard var line = budget.first(where: { $0.name == tightening.line }) else { return nil }
            line.name = "\(line.name) (\(waves[wave].name))"
            line.limit = tightening.limit ?? line.limit
            line.warnAt = tightening.warnAt ?? line.warnAt
            line.hold = tightening.hold ?? line.hold
            return line
        }
    }
}

public enum Metric: Sendable, Hashable, Codable {
    case builtIn(BuiltInMetric)
    /// An expression for the Prometheus HTTP API of a cluster.
    case prometheus(String)
    /// A sample of a cluster's metrics endpoint, by name and labels.
    case sample(String)
}

/// What the tool measures itself. The raw value is the word a plan uses.
public enum BuiltInMetric: String, Sendable, CaseIterable, Codable {
    case sourceRecordsIn = "source.records-in"
    case sourceRecordsOut = "source.records-out"
    case sourceBytesOut = "source.bytes-out"
    case sourceUnderReplicated = "source.under-replicated"
    case sourceOffline = "source.offline"
    case targetRecordsIn = "target.records-in"
    case targetUnderReplicated = "target.under-replicated"
    case targetOffline = "target.offline"
    case targetProduceP99 = "target.produce.p99"
    case bridgeRecords = "bridge.records"
    case bridgeLagRecords = "bridge.lag.records"
    case bridgeLagTime = "bridge.lag.time"
    case bridgeTasksFailed = "bridge.tasks.failed"
    case bridgeHeartbeatAge = "bridge.heartbeat.age"
    case bridgeRoundTripP99 = "bridge.round-trip.p99"
    case consumersLagRecords = "consumers.lag.records"
    case consumersLagTime = "consumers.lag.time"
    case errorsRate = "errors.rate"

    public var dimension: Dimension {
        switch self {
        case .sourceRecordsIn, .sourceRecordsOut, .targetRecordsIn, .bridgeRecords, .errorsRate: .perSecond
        case .sourceBytesOut: .bytesPerSecond
        case .sourceUnderReplicated, .sourceOffline, .targetUnderReplicated, .targetOffline: .count
        case .bridgeLagRecords, .bridgeTasksFailed, .consumersLagRecords: .count
        case .targetProduceP99, .bridgeLagTime, .bridgeHeartbeatAge, .bridgeRoundTripP99, .consumersLagTime: .time
        }
    }
}

/// What kind of quantity a number is, so that seconds are never compared with records.
public enum Dimension: Sendable, Equatable, Codable {
    /// Records, partitions, queue entries: a plain number.
    case count
    case perSecond
    case bytes
    case bytesPerSecond
    /// In seconds.
    case time
    /// 1 is the whole.
    case share
}

public struct Limit: Sendable, Equatable, Codable {
    /// In the dimension's base unit: seconds, bytes, records, per second, share of one.
    public var value: Double
    public var dimension: Dimension

    public init(_ value: Double, _ dimension: Dimension) {
        self.value = value
        self.dimension = dimension
    }
}
