public import Night

/// How MirrorMaker 2 is to mirror, impatient as tests are. The same settings make its connectors on a Connect worker and
/// the properties of a dedicated one.
public struct MirrorMaker: Sendable {
    public enum Policy: String, Sendable {
        case `default` = "org.apache.kafka.connect.mirror.DefaultReplicationPolicy"
        case identity = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"
    }

    public var policy = Policy.default
    public var separator = "."
    /// What MirrorMaker calls the clusters; several on one worker keep apart by these.
    public var sourceAlias = "source"
    public var targetAlias = "target"
    /// A regular expression, or several with commas.
    public var topics = ".*"
    public var groups = ".*"
    /// The cluster its offset-syncs are written to.
    public var offsetSyncs = ClusterRole.source
    /// Records between two of them, at most, while records flow.
    public var mostOffsetLag = 100
    /// Groups nobody is in get their translated positions on the target.
    public var syncsGroups = false
    /// Heartbeats are written on the source too and come out as copies on the target: the only ones that prove the path.
    /// Without, the target's heartbeats are fresh whatever becomes of the path.
    public var provesPath = true
    public var tasks = 2
    /// Laid over the source connector's own settings, which they outrank.
    public var sourceSettings: [String: String] = [:]

    /// Of its connectors, on a Connect worker.
    public var name = "mirror"
    public var sourceConnector: String { name + "-source" }
    public var checkpointConnector: String { name + "-checkpoint" }
    public var heartbeatConnector: String { name + "-heartbeat" }
    public var pathHeartbeatConnector: String { name + "-heartbeat-path" }

    public init() {}

    /// What every flow, in either direction and either mode, is told. What it creates has a replica on every broker, or,
    /// where the direction is not known, as many as both clusters can give.
    private func impatience(from source: RealCluster, to target: RealCluster) -> [String: String] {
        let syncs = offsetSyncs == .source ? source : target
        return [
            "replication.factor": "\(target.shape.brokers)",
            "checkpoints.topic.replication.factor": "\(target.shape.brokers)",
            "heartbeats.topic.replication.factor": "\(min(source.shape.brokers, target.shape.brokers))",
            "offset-syncs.topic.replication.factor": "\(syncs.shape.brokers)",
            "refresh.topics.interval.seconds": "2",
            "refresh.groups.interval.seconds": "2",
            "emit.checkpoints.interval.seconds": "1",
            "emit.heartbeats.interval.seconds": "1",
            "sync.group.offsets.interval.seconds": "1",
            "sync.topic.acls.enabled": "false",
            "offset.lag.max": "\(mostOffsetLag)",
            "offset-syncs.topic.location": "\(offsetSyncs)",
            "sync.group.offsets.enabled": "\(syncsGroups)",
            "replication.policy.class": policy.rawValue,
            "replication.policy.separator": separator,
        ]
    }
}

/// On a Connect worker.
extension MirrorMaker {
    func connectors(from source: RealCluster, to target: RealCluster) -> [(name: String, config: [String: String])] {
        func config(_ connector: String, _ more: [String: String]) -> [String: String] {
            more.merging(impatience(from: source, to: target)) { own, _ in own }
                .merging(["connector.class": "org.apache.kafka.connect.mirror.\(connector)"]) { own, _ in own }
        }
        let there = flow(from: (sourceAlias, source), to: (targetAlias, target))
        var back = flow(from: (targetAlias, target), to: (sourceAlias, source))
        // The worker's own producers write on the cluster the worker is on.
        back["producer.override.bootstrap.servers"] = source.bootstrap
        let copies = ["topics": topics, "tasks.max": "\(tasks)"].merging(sourceSettings) { _, later in later }
        var connectors = [
            (sourceConnector, config("MirrorSourceConnector", there.merging(copies) { $1 })),
            (checkpointConnector, config("MirrorCheckpointConnector", there.merging(["groups": groups]) { $1 })),
            (heartbeatConnector, config("MirrorHeartbeatConnector", there)),
        ]
        if provesPath {
            connectors.append((pathHeartbeatConnector, config("MirrorHeartbeatConnector", back)))
        }
        return connectors
    }

    private func flow(from: (String, RealCluster), to: (String, RealCluster)) -> [String: String] {
        [
            "source.cluster.alias": from.0, "source.cluster.bootstrap.servers": from.1.bootstrap,
            "target.cluster.alias": to.0, "target.cluster.bootstrap.servers": to.1.bootstrap, "tasks.max": "1",
            "heartbeats.topic.replication.factor": "\(to.1.shape.brokers)",
        ]
    }
}

/// Of its own, without REST.
extension MirrorMaker {
    func properties(from source: RealCluster, to target: RealCluster) -> [String: String] {
        let there = "\(sourceAlias)->\(targetAlias)."
        let back = "\(targetAlias)->\(sourceAlias)."
        var lines = impatience(from: source, to: target)
        lines["clusters"] = "\(sourceAlias), \(targetAlias)"
        lines["\(sourceAlias).bootstrap.servers"] = source.bootstrap
        lines["\(targetAlias).bootstrap.servers"] = target.bootstrap
        lines[there + "enabled"] = "true"
        lines[there + "topics"] = topics
        lines[there + "groups"] = groups
        lines[back + "enabled"] = "false"
        lines[back + "emit.heartbeats.enabled"] = "\(provesPath)"
        lines["tasks.max"] = "\(tasks)"
        // A worker's own settings are only taken by the name of the cluster it is on.
        lines["\(targetAlias).offset.flush.interval.ms"] = "1000"
        for storage in ["offset", "config", "status"] {
            lines[storage + ".storage.replication.factor"] = lines["heartbeats.topic.replication.factor"]
        }
        return lines.merging(sourceSettings) { _, later in later }
    }
}

extension RealConnect {
    /// Puts MirrorMaker's connectors on this worker, which is on the target; returns when all of them run, with or
    /// without anything to copy yet.
    public func mirror(
        from source: RealCluster, to target: RealCluster, _ mirrorMaker: MirrorMaker = MirrorMaker()
    ) async throws(RealKafkaError) {
        let connectors = mirrorMaker.connectors(from: source, to: target)
        for (name, config) in connectors { try await put(name, config: config) }
        for (name, _) in connectors { try await wait(untilRunning: name, tasks: 0) }
    }
}
